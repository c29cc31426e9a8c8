"""A segment that Whoosh's stock codec wrote, as arrays."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from newsearch.engine.whoosh.cache import PostingsCache
from newsearch.engine.whoosh.codec import PlainMatcher
from newsearch.engine.whoosh.library import TermNotFound, VarBytesColumn, W3Codec
from newsearch.engine.whoosh.postings import ArrayPostings, Dictionary, Mask, Numbers, Unsigned
from newsearch.engine.whoosh.safety import reading
from newsearch.engine.whoosh.schema import (
    ID,
    NUMBER,
    STORED,
    NumberField,
    TextField,
    decode_term,
    decode_value,
    encode_term,
    unpack_positions,
)
from newsearch.engine.whoosh.storage import DurableStorage, MappedFile

__all__ = ["StockSegment", "open_segment"]

_EMPTY = np.zeros(0, np.uint32)


class StockSegment:
    """A `postings.SegmentReader`. All its files are opened at once, so that later commits, which
    remove files, change nothing for it. Safe to share between threads."""

    def __init__(
        self, storage: DurableStorage, schema: Any, segment: Any, cache: PostingsCache
    ) -> None:
        self._place = storage.folder
        self._name = segment.segment_id()
        self._fields = dict(schema.items())
        self.document_count: int = segment.doc_count_all()
        self.live: Mask | None = _mark_live(segment)
        self._terms = segment.codec().terms_reader(storage, segment)
        self._columns = dict(_open_columns(storage, schema, segment))
        self._cache = cache
        self._lock = Lock()
        if self.document_count > self._columns[ID].size:
            raise ValueError("more documents than ids")

    def postings(self, field: str, term: str) -> ArrayPostings | None:
        """As `SegmentReader` says."""
        key = self._name, field, term
        found = self._cache.get(key)
        if found is None:
            # Whoosh's matchers share one place in the file.
            with self._lock, reading(self._place):
                found = self._read_postings(field, encode_term(term))
            if found is not None:
                self._cache.put(key, found)
        return found

    def dictionary(self, field: str, prefix: str) -> Dictionary:
        """As `SegmentReader` says."""
        with self._lock, reading(self._place):
            found = [
                (decode_term(term), self._count_live(field, term, info))
                for term, info in self._terms.terms_with(field, encode_term(prefix))
            ]
        kept = [(term, count) for term, count in found if count]
        return Dictionary([term for term, _ in kept], np.array([n for _, n in kept], np.int64))

    def lengths(self, field: str) -> Unsigned:
        """As `SegmentReader` says."""
        lengths = np.zeros(self.document_count, np.uint32)
        if isinstance(self._fields.get(field), TextField):
            self._fill(lengths, field, np.dtype(">u4"))
        return lengths

    def numbers(self, field: str) -> tuple[Numbers, Mask]:
        """As `SegmentReader` says."""
        rows = np.zeros(self.document_count, NUMBER)
        if isinstance(self._fields.get(field), NumberField):
            self._fill(rows, field, NUMBER)
        return rows["value"].astype(np.int64), rows["present"].astype(np.bool_)

    def identifier(self, document: int) -> str:
        """As `SegmentReader` says."""
        with reading(self._place):
            return decode_term(self._identifiers[document])

    def stored(self, document: int) -> str:
        """As `SegmentReader` says."""
        with reading(self._place):
            return decode_value(self._stored[document])

    def close(self) -> None:
        """Unmap all files."""
        self._terms.close()
        for file in self._columns.values():
            file.close()

    @cached_property
    def _identifiers(self) -> Any:
        return self._read_column(ID)

    @cached_property
    def _stored(self) -> Any:
        return self._read_column(STORED)

    def _read_column(self, field: str) -> Any:
        file = self._columns[field]
        return VarBytesColumn().reader(file, 0, file.size, self.document_count)

    def _fill(self, rows: Any, field: str, kind: np.dtype[Any]) -> None:
        """Columns end with the last document that has a value."""
        file = self._columns.get(field)
        if file is None:
            return
        with reading(self._place):
            values = np.frombuffer(file.get(0, file.size), kind)
            rows[: len(values)] = values

    def _read_postings(self, field: str, term: bytes) -> ArrayPostings | None:
        known = self._fields.get(field)
        if known is None or not known.indexed:
            return None
        try:
            matcher = self._terms.matcher(field, term, known.format)
        except TermNotFound:
            return None
        return _drain(matcher, self.document_count)

    def _count_live(self, field: str, term: bytes, info: Any) -> int:
        """How many live documents hold a term; its postings are read only where they matter."""
        frequency: int = info.doc_frequency()
        if self.live is None:
            return frequency
        first, last = info.min_id(), info.max_id()
        if frequency <= 2:  # The first and the last are all there are.
            return int(self.live[[first, last][:frequency]].sum())
        if self.live[first : last + 1].all():
            return frequency
        matcher = self._terms.matcher(field, term, self._fields[field].format)
        return sum(self.live[number] for number in matcher.documents())


def open_segment(
    storage: DurableStorage, schema: Any, segment: Any, cache: PostingsCache
) -> StockSegment:
    """Open a segment with the reader that its codec asks for.

    Raises IndexCorrupt, or FileNotFoundError when a file is missing.
    """
    with reading(storage.folder):
        return StockSegment(storage, schema, segment, cache)


def _mark_live(segment: Any) -> Mask | None:
    if not segment.has_deletions():
        return None
    live = np.ones(segment.doc_count_all(), np.bool_)
    live[list(segment.deleted_docs())] = False
    return live


def _open_columns(
    storage: DurableStorage, schema: Any, segment: Any
) -> Iterable[tuple[str, MappedFile]]:
    for name, field in schema.items():
        file_name = W3Codec.column_filename(segment, name)
        if field.column_type is None:
            continue
        # A field that no document has may lack a file; every document has an id and a value.
        if name in {ID, STORED} or storage.file_exists(file_name):
            yield name, storage.open_file(file_name)


def _drain(matcher: PlainMatcher, document_count: int) -> ArrayPostings:
    """All postings of a list. Raises ValueError when they make no sense."""
    numbers: list[int] = []
    values: list[bytes | None] = []
    for ids, encoded in matcher.blocks():
        numbers.extend(ids)
        values.extend(encoded)
    if len(values) != len(numbers):
        raise ValueError("postings without their positions")
    documents = np.array(numbers, np.int64)
    if np.any(np.diff(documents, prepend=-1) < 1) or numbers[-1] >= document_count:
        raise ValueError("postings out of order")
    return _pack(documents.astype(np.uint32), values)


def _pack(documents: Unsigned, values: Sequence[bytes | None]) -> ArrayPostings:
    if values[0] is None:
        starts = np.zeros(len(documents) + 1, np.intp)
        return ArrayPostings(documents, np.ones(len(documents), np.uint32), starts, _EMPTY)
    encoded = [value or b"" for value in values]
    frequencies = np.array([len(value) // 4 for value in encoded], np.uint32)
    starts = np.concatenate((np.zeros(1, np.intp), np.cumsum(frequencies, dtype=np.intp)))
    return ArrayPostings(
        documents, frequencies, starts, unpack_positions(b"".join(encoded), starts)
    )
