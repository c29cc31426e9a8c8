"""Flat segments out of Whoosh's own writer, which hands over postings term by term.

This is the slow way, for whoever writes with Whoosh: `FlatWriter` takes documents as they are.
"""

import struct
from array import array
from pathlib import Path
from typing import Any

import numpy as np

from newsearch.engine.whoosh.flat.columns import write_keywords, write_lengths, write_values
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.dictionary import write_terms
from newsearch.engine.whoosh.flat.fields import FieldInfo
from newsearch.engine.whoosh.flat.inversion import largest
from newsearch.engine.whoosh.flat.library import FieldWriter, PerDocumentWriter
from newsearch.engine.whoosh.flat.listswriter import Plan, PostingListsWriter
from newsearch.engine.whoosh.flat.pieces import Piece, sum_runs
from newsearch.engine.whoosh.flat.segment import FlatSegment
from newsearch.engine.whoosh.flat.stored import StoredWriter, encode_record

__all__ = ["DocumentsBuilder", "PostingsBuilder"]

_FULL = struct.Struct(">BQ")
_SIGN = 1 << 63


class DocumentsBuilder(PerDocumentWriter):  # type: ignore[misc]  # Whoosh has no types
    """A `whoosh.codec.base.PerDocumentWriter`: keeps stored values that JSON knows.

    Lengths and columns follow from the postings.
    """

    def __init__(self, directory: Path, segment: FlatSegment) -> None:
        self._segment = segment
        self._writer = StoredWriter(directory / segment.make_filename(segment.STORED))
        self._record: dict[str, Any] = {}
        self._count = 0
        self._whole = True
        self._failed = False
        self.is_closed = False

    def start_doc(self, _document: int) -> None:
        """Begin the next document."""
        self._record = {}
        self._count += 1
        self._whole = False

    def add_field(self, field: str, fieldobj: Any, value: Any, _length: int) -> None:
        """Store a value of the document. Raises ValueError for a field of bare columns."""
        info = FieldInfo.of(fieldobj)
        if fieldobj.column_type and (info.kind == "stored" or info == FieldInfo("number")):
            raise ValueError(f"{field!r} has a column without postings: use FlatWriter")
        if value is not None:
            self._record[field] = value

    def add_column_value(self, _field: str, _column: Any, _value: Any) -> None:
        """Nothing: columns are made from postings."""

    def finish_doc(self) -> None:
        """End the document. Raises TypeError for a value that JSON does not know."""
        self._writer.append(encode_record(self._record))
        self._whole = True

    def cancel_doc(self) -> None:
        """What Whoosh-Reloaded does when a document fails. Some of its postings may be among the
        others already, so that nothing is made of the segment."""
        self._failed = True

    def close(self) -> None:
        """Finish the file, unless a document failed, and say how many documents there are."""
        self._segment.set_doc_count(self._count)
        with self._writer as writer:
            if self._whole and not self._failed:
                writer.finish()
        self.is_closed = True


class PostingsBuilder(FieldWriter):  # type: ignore[misc]
    """A `whoosh.codec.base.FieldWriter`, to be closed after the documents' builder."""

    def __init__(self, directory: Path, segment: FlatSegment) -> None:
        self._segment = segment
        self._file = ArrayFileWriter(directory / segment.make_filename(segment.POSTINGS))
        self._fields: dict[str, dict[str, Any]] = {}
        self._whole = True
        self.is_closed = False

    def start_field(self, name: str, fieldobj: Any) -> None:
        """Begin the next field."""
        self._name, self._format = name, fieldobj.format
        self._whole = False
        self._info = FieldInfo.of(fieldobj)
        self._terms: list[bytes] = []
        self._lengths, self._documents = array("q"), array("I")
        self._frequencies, self._positions = array("I"), array("I")

    def start_term(self, term: bytes) -> None:
        """Begin the next term."""
        self._terms.append(term)
        self._lengths.append(0)

    def add(self, document: int, weight: float, value: bytes, _length: int) -> None:
        """Add a posting. Raises ValueError for a weight that is no count of positions."""
        self._lengths[-1] += 1
        self._documents.append(document)
        if self._info.kind == "text":
            positions = self._format.decode_positions(value)
            self._positions.extend(positions)
            self._frequencies.append(len(positions))
        else:
            self._frequencies.append(1)
        if weight != self._frequencies[-1]:
            raise ValueError(f"{self._name!r}: a flat segment has no weights but frequencies")

    def finish_term(self) -> None:
        """End the term."""

    def finish_field(self) -> None:
        """Write the field."""
        if self._info.kind == "number":
            self._write_numbers()
        else:
            self._write_terms()
        self._whole = True

    def close(self) -> None:
        """Finish the file, unless a field failed."""
        with self._file as file:
            if self._whole:
                file.meta["documents"] = self._segment.documents
                file.meta["fields"] = self._fields
                file.finish()
        self.is_closed = True

    def _write_terms(self) -> None:
        piece, count = self._collect(), self._segment.documents
        is_text = self._info.kind == "text"
        plan = Plan(count, piece.lengths)
        if is_text:
            bounds = largest(piece.frequencies), largest(piece.positions)
            plan = Plan(count, piece.lengths, piece.places, *bounds)
        write_terms(self._file, self._name, self._terms)
        writer = PostingListsWriter(self._file, self._name, plan)
        writer.append(piece)
        writer.finish()
        length = 0
        if is_text:
            lengths = np.bincount(piece.documents, piece.frequencies, count).astype(np.uint32)
            write_lengths(self._file, self._name, lengths)
            length = int(lengths.sum())
        else:
            write_keywords(self._file, self._name, piece.lengths, piece.documents, count)
        self._fields[self._name] = FieldInfo(self._info.kind, length=length).dump()

    def _collect(self) -> Piece:
        lengths = np.frombuffer(self._lengths, np.int64)
        frequencies = np.frombuffer(self._frequencies, np.uint32)
        return Piece(
            lengths=lengths,
            documents=np.frombuffer(self._documents, np.uint32),
            frequencies=frequencies,
            places=sum_runs(frequencies, lengths),
            positions=np.frombuffer(self._positions, np.uint32),
        )

    def _write_numbers(self) -> None:
        """The first tier has all there is to know: a term for each number, nothing cut off."""
        values = np.zeros(self._segment.documents, np.int64)
        present = np.zeros(self._segment.documents, np.bool_)
        start = 0
        for term, length in zip(self._terms, self._lengths, strict=True):
            shift, number = _FULL.unpack(term)
            if shift == 0:
                documents = np.frombuffer(self._documents, np.uint32)[start : start + length]
                if present[documents].any():
                    raise ValueError(f"{self._name!r}: a document has several numbers")
                values[documents], present[documents] = number - _SIGN, True
            start += length
        write_values(self._file, self._name, values, present)
        self._fields[self._name] = self._info.dump()
