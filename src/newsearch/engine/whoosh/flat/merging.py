"""Several segments made one: documents in the same order, the deleted ones gone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.flat.codes import read_codes, write_codes
from newsearch.engine.whoosh.flat.columns import write_keywords, write_values
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.dictionary import write_terms
from newsearch.engine.whoosh.flat.fields import FieldInfo
from newsearch.engine.whoosh.flat.fieldwriting import write_text
from newsearch.engine.whoosh.flat.lending import NONE, Lending, Partners, agree, divide
from newsearch.engine.whoosh.flat.listswriter import Plan, PostingListsWriter
from newsearch.engine.whoosh.flat.mergedfields import MergedField
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.flat.segment import FlatSegment
from newsearch.engine.whoosh.flat.stored import StoredWriter
from newsearch.engine.whoosh.postings import Unsigned

__all__ = ["merge_segments"]


def merge_segments(readers: Sequence[FlatReader], directory: Path, target: FlatSegment) -> None:
    """Write the files of `target` from the live documents of the segments, and set its size.

    Raises IndexCorrupt for damaged files, or OSError.
    """
    target.documents = sum(reader.segment.doc_count() for reader in readers)
    with StoredWriter(directory / target.make_filename(target.STORED)) as records:
        for reader in readers:
            records.copy(reader.records, reader.live)
        records.finish()
    with ArrayFileWriter(directory / target.make_filename(target.POSTINGS)) as file:
        merger = _Merger(file, readers, target.documents)
        file.meta["documents"] = target.documents
        file.meta["fields"] = {name: info.dump() for name, info in merger.write_fields().items()}
        file.finish()


class _Merger:
    """One file of postings in the making."""

    def __init__(self, file: ArrayFileWriter, readers: Sequence[FlatReader], count: int) -> None:
        self._file = file
        self._readers = readers
        self._count = count
        self._numbers = _renumber(readers)
        self._lenders: dict[str, MergedField] = {}

    def write_fields(self) -> dict[str, FieldInfo]:
        """Write all fields, and say what they are."""
        infos: dict[str, FieldInfo] = {}
        for reader in self._readers:
            infos.update(reader.fields)
        for name, info in sorted(infos.items(), key=lambda item: self._order(item[0])):
            match info.kind:
                case "number":
                    self._write_number(name)
                case "keyword":
                    self._write_keyword(name)
                case _:
                    infos[name] = self._write_text(name)
            self._release()
        return infos

    def _order(self, name: str) -> tuple[int, str]:
        """Fields of many terms first, as lenders."""
        terms = [reader.terms(name) for reader in self._readers]
        return -sum(len(lists.terms) for lists in terms if lists), name

    def _write_number(self, name: str) -> None:
        pairs = [reader.numbers(name) for reader in self._readers]
        values = self._join([values for values, _ in pairs])
        write_values(self._file, name, values, self._join([present for _, present in pairs]))

    def _write_keyword(self, name: str) -> None:
        codes = self._read_codes(name)
        if codes is not None:
            write_codes(self._file, name, codes, self._count)
            return
        field = self._merge_terms(name)
        write_terms(self._file, name, field.terms)
        writer = PostingListsWriter(self._file, name, Plan(self._count, field.lengths))
        documents = [np.zeros(0, np.uint32)]
        for piece in field.pieces(places=False):
            writer.append(piece)
            documents.append(piece.documents)
        writer.finish()
        write_keywords(self._file, name, field.lengths, np.concatenate(documents), self._count)

    def _read_codes(self, name: str) -> list[NDArray[np.uint64]] | None:
        found = []
        for reader, numbers in zip(self._readers, self._numbers, strict=True):
            lists = reader.terms(name)
            if lists is not None:
                codes = read_codes(lists, reader.live, numbers)
                if codes is None:
                    return None
                found.append(codes)
        return found

    def _write_text(self, name: str) -> FieldInfo:
        field = self._merge_terms(name)
        lengths = self._join([reader.lengths(name) for reader in self._readers])
        lender, lending = self._find_lender(name, field)
        if lending is None:
            self._lenders[name] = field
        write_text(self._file, name, field, lending, lengths)
        return FieldInfo("text", lender=lender, length=int(lengths.sum(dtype=np.int64)))

    def _merge_terms(self, name: str) -> MergedField:
        parts = []
        for reader, numbers in zip(self._readers, self._numbers, strict=True):
            lists = reader.terms(name)
            if lists is not None:
                parts.append((lists, reader.live, numbers))
        return MergedField.of(parts, self._release)

    def _release(self) -> None:
        for reader in self._readers:
            reader.file.release()

    def _find_lender(self, name: str, field: MergedField) -> tuple[str | None, Lending | None]:
        """The field to borrow from, and how, if it can in every segment."""
        for lender, lending_field in self._lenders.items():
            partners = self._match_terms(name, field, lender, lending_field)
            if partners is not None:
                return lender, divide(partners)
        return None, None

    def _match_terms(
        self, name: str, field: MergedField, lender: str, lending_field: MergedField
    ) -> Partners | None:
        holders = [reader for reader in self._readers if reader.has(name) or reader.has(lender)]
        parts = []
        if not len(holders) == len(field.sources) == len(lending_field.sources):
            return None
        for reader, ours, theirs in zip(holders, field.sources, lending_field.sources, strict=True):
            partners = reader.partners(name, lender)
            if partners is None:
                return None
            beside = np.append(ours.targets, NONE)[partners.beside]
            parts.append((theirs.targets, beside, ours.targets[partners.whole]))
        return agree(parts, (len(field.terms), len(lending_field.terms)))

    def _join(self, columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """The rows of all live documents."""
        pairs = zip(self._readers, columns, strict=True)
        return np.concatenate([c if r.live is None else c[r.live] for r, c in pairs])


def _renumber(readers: Sequence[FlatReader]) -> list[Unsigned]:
    """The new number of each document of each segment, of deleted ones that of the next."""
    found, start = [], 0
    for reader in readers:
        live = np.ones(reader.document_count, np.bool_) if reader.live is None else reader.live
        found.append((start + np.cumsum(live) - live).astype(np.uint32))
        start += int(live.sum())
    return found
