"""Changing an index: Whoosh's segment writer, made safe to use.

What Whoosh's own `update_document` and `commit` do not do: check a document wholly before adding
it (a half-added one spoils the batch), replace a document added in the same batch, keep documents
in order of addition when segments are merged, and put everything on the disk before the table of
contents names it.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from newsearch.engine import Document, Terms
from newsearch.engine.whoosh.cache import PostingsCache
from newsearch.engine.whoosh.codec import PlainCodec
from newsearch.engine.whoosh.library import (
    TOC,
    SegmentWriter,
    WhooshSegmentReader,
    clean_files,
)
from newsearch.engine.whoosh.merging import plan_merges
from newsearch.engine.whoosh.safety import reading
from newsearch.engine.whoosh.schema import ID, STORED, KeywordField, NumberField, TextField
from newsearch.engine.whoosh.segment import StockSegment, open_segment
from newsearch.engine.whoosh.storage import DurableStorage, writing
from newsearch.engine.whoosh.toc import INDEX_NAME, read_toc
from newsearch.errors import IndexLocked

__all__ = ["WhooshWriter"]

_MAX_POSITION = 2**31 - 1
_NUMBERS = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class _View:
    """What SegmentWriter asks of an index. It takes no lock: the writer has it already."""

    storage: DurableStorage
    toc: Any
    indexname: str = INDEX_NAME

    def _read_toc(self) -> Any:
        return TOC(self.toc.schema, [], self.toc.generation)


class WhooshWriter:
    """An `engine.Writer`. Added documents gather in one segment; deletions are marked in the copy
    of the segments that this writer read, which nobody else sees until the commit names it."""

    def __init__(self, directory: Path) -> None:
        self._storage = storage = DurableStorage(directory)
        with writing(storage.directory):
            self._lock = storage.lock(f"{INDEX_NAME}_WRITELOCK")
            if not self._lock.acquire():
                raise IndexLocked(
                    f"another process is writing to the index in {storage.directory}; "
                    "wait for it to finish"
                )
        try:
            self._toc = read_toc(storage.directory)
            self._view = _View(storage, self._toc)
            self._cache = PostingsCache()
            self._fields = dict(self._toc.schema.items())
            self._segments = [self._open(segment) for segment in self._toc.segments]
        except BaseException:
            self._lock.release()
            raise
        self._batch: Any = None
        self._batch_ids: dict[str, int] = {}
        self._changed = False
        self._closed = False

    def add(self, document: Document) -> None:
        """As `Writer` says. Raises ValueError, having changed nothing, for a document that does
        not fit the schema."""
        self._check_open()
        values = _check(document, self._fields)
        with writing(self._storage.directory):
            self._delete_id(document.id)
            if self._batch is None:
                self._batch = self._start_segment()
            self._batch_ids[document.id] = self._batch.docnum
            self._batch.add_document(**values)
            self._changed = True

    def delete(self, field: str, value: str) -> int:
        """As `Writer` says. Raises ValueError for a field that holds no keywords."""
        self._check_open()
        if type(self._fields.get(field)) is not KeywordField:
            raise ValueError(f"{field!r} is no keyword field")
        with writing(self._storage.directory):
            if field == ID:
                return self._delete_id(value)
            # What was added so far has to be a segment to be looked up.
            self._segments += map(self._open, self._finish_batch())
            return self._delete_postings(field, value)

    def commit(self) -> None:
        """As `Writer` says. When it fails, nothing has changed and the writer is closed."""
        self._check_open()
        try:
            with writing(self._storage.directory):
                if self._changed:
                    segments = [opened.segment for opened in self._segments]
                    self._write_toc(self._merge([*segments, *self._finish_batch()]))
        finally:
            self._close()

    def rollback(self) -> None:
        """As `Writer` says."""
        self._check_open()
        self._close()

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("this writer is closed: get another from the engine")

    def _open(self, segment: Any) -> "_Segment":
        return _Segment(
            segment, open_segment(self._storage, self._toc.schema, segment, self._cache)
        )

    def _start_segment(self) -> Any:
        return SegmentWriter(self._view, _lk=False, compound=False, codec=PlainCodec())

    def _delete_id(self, value: str) -> int:
        deleted = self._delete_postings(ID, value)
        number = self._batch_ids.pop(value, None)
        if number is None:
            return deleted
        self._batch.newsegment.delete_document(number)
        self._changed = True
        return deleted + 1

    def _delete_postings(self, field: str, value: str) -> int:
        deleted = sum(segment.delete(field, value) for segment in self._segments)
        self._changed = self._changed or deleted > 0
        return deleted

    def _finish_batch(self) -> list[Any]:
        """The segment of the documents added so far, if any."""
        if self._batch is None:
            return []
        batch, self._batch = self._batch, None
        self._batch_ids.clear()
        return [_finish_segment(batch)]

    def _merge(self, segments: Iterable[Any]) -> list[Any]:
        """The segments of the new commit, in order of addition."""
        segments = [segment for segment in segments if segment.doc_count()]
        runs = plan_merges(
            [segment.doc_count() for segment in segments],
            [segment.deleted_count() for segment in segments],
        )
        for run in reversed(runs):
            segments[run.start : run.stop] = [self._join(segments[run.start : run.stop])]
        return segments

    def _join(self, segments: list[Any]) -> Any:
        """One segment of the live documents of these."""
        writer = self._start_segment()
        for segment in segments:
            with reading(self._storage.folder):
                reader = WhooshSegmentReader(self._storage, self._toc.schema, segment)
                writer.add_reader(reader)
                reader.close()
        return _finish_segment(writer)

    def _write_toc(self, segments: list[Any]) -> None:
        generation = self._toc.generation + 1
        TOC(self._toc.schema, segments, generation).write(self._storage, INDEX_NAME)
        self._toc = TOC(self._toc.schema, segments, generation)

    def _close(self) -> None:
        """Remove what no commit names, and let the next writer in.

        Whoosh's own `cancel` would write files, and fail where the disk is full.
        """
        self._closed = True
        try:
            for segment in self._segments:
                segment.reader.close()
            self._storage.abandon()
            clean_files(self._storage, INDEX_NAME, self._toc.generation, self._toc.segments)
            # Whoosh forgets those of a commit that was killed before it renamed them.
            for path in self._storage.directory.glob(f"_{INDEX_NAME}_*.toc.*"):
                with suppress(OSError):
                    path.unlink()
        finally:
            self._lock.release()


@dataclass(frozen=True, slots=True)
class _Segment:
    """A finished segment: what the table of contents says of it, and its postings."""

    segment: Any
    reader: StockSegment

    def delete(self, field: str, value: str) -> int:
        """Mark the documents with this keyword as deleted; how many were not yet."""
        postings = self.reader.postings(field, value)
        found = [] if postings is None else postings.documents.tolist()
        doomed = [number for number in found if not self.segment.is_deleted(number)]
        for number in doomed:
            self.segment.delete_document(number)
        return len(doomed)


def _finish_segment(writer: Any) -> Any:
    segment = writer._finalize_segment()  # noqa: SLF001 - commit() would write its own contents
    writer._finish()  # noqa: SLF001 - removes its temporary files
    return segment


def _check(document: Document, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The document as Whoosh's field values. Raises ValueError when it does not fit the schema."""
    values: dict[str, Any] = {ID: (document.id,), STORED: document.stored}
    given: tuple[tuple[Mapping[str, Any], type], ...] = (
        (document.text, TextField),
        (document.keywords, KeywordField),
        (document.numbers, NumberField),
    )
    for mapping, kind in given:
        for name, value in mapping.items():
            if name == ID or not isinstance(fields.get(name), kind):
                raise ValueError(f"{document.id!r}: {name!r} is no {kind.__name__} of the index")
            values[name] = value
    for name, terms in document.text.items():
        _check_terms(document.id, name, terms)
    for name, number in document.numbers.items():
        if number not in _NUMBERS:
            raise ValueError(f"{document.id!r}: {name} {number} has more than 64 bits")
    return values


def _check_terms(document_id: str, field: str, terms: Terms) -> None:
    positions = np.asarray(terms.positions, np.int64)
    if len(terms.terms) != len(positions):
        raise ValueError(f"{document_id!r}: {field} has not as many positions as terms")
    if len(positions) and not (positions[0] >= 0 and positions[-1] <= _MAX_POSITION):
        raise ValueError(f"{document_id!r}: {field} has a position out of range")
    if np.any(positions[1:] < positions[:-1]):
        raise ValueError(f"{document_id!r}: the positions of {field} go down")
