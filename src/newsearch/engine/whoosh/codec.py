"""Whoosh's own codec (W3) with its unpickling sites closed.

The files are those that stock Whoosh writes. What differs is reading: blocks of postings are loaded
as plain data, postings inside the term dictionary (which W3 never writes by default, but unpickles
when a flag says so) are refused, and so are stored fields, which this package does not use.
"""

import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from newsearch.engine.whoosh.library import (
    TermNotFound,
    W3Codec,
    W3LeafMatcher,
    W3PerDocReader,
    W3TermInfo,
    W3TermsReader,
)
from newsearch.engine.whoosh.safety import load_plain

__all__ = ["PlainCodec", "PlainMatcher", "PlainPerDocReader", "PlainTermsReader"]


class PlainMatcher(W3LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """A posting list, its blocks loaded as plain data."""

    def _read_data(self) -> None:
        data = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
        if self._compression:
            data = zlib.decompress(data)
        self._data = load_plain(BytesIO(data))

    def blocks(self) -> Iterator[tuple[Sequence[int], Sequence[bytes | None]]]:
        """The rest of the list, a block at a time: document numbers and encoded positions."""
        while self.is_active():
            self._read_ids()
            self._read_values()
            yield self._ids, self._values
            self._next_block()

    def documents(self) -> Iterator[int]:
        """The rest of the list, document numbers alone."""
        while self.is_active():
            self._read_ids()
            yield from self._ids
            self._next_block()


class PlainTermsReader(W3TermsReader):  # type: ignore[misc]
    """The term dictionary of a segment."""

    def term_info(self, field: str, term: bytes) -> Any:
        """Statistics of a term and where its postings are. Raises TermNotFound."""
        try:
            value = self._tindex[self._keycoder(field, term)]
        except KeyError:
            raise TermNotFound(f"no term {field}:{term!r}") from None
        return _decode_info(value)

    def matcher(self, field: str, term: bytes, format_: Any, scorer: Any = None) -> PlainMatcher:
        """The postings of a term. Raises TermNotFound."""
        offset, length = self.term_info(field, term).extent()
        return PlainMatcher(
            self._postfile, offset, length, format_, term=(field, term), scorer=scorer
        )

    def items_from(self, field: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All terms of all fields from this one on, as ((field, term), statistics)."""
        for key, value in self._tindex.items_from(self._keycoder(field, prefix)):
            yield self._keydecoder(key), _decode_info(value)

    def terms_with(self, field: str, prefix: bytes) -> Iterator[tuple[bytes, Any]]:
        """The terms of a field with this prefix, in order, and the statistics of each.

        Raises ValueError when they are not in order.
        """
        if field not in self._fieldmap:
            return
        start = self._keycoder(field, prefix)
        skip = len(start) - len(prefix)
        last = b""
        for key, value in self._tindex.items_from(start):
            if not key.startswith(start):
                return
            if key <= last:  # Damaged lengths lead back, without end.
                raise ValueError("terms out of order")
            last = key
            yield key[skip:], _decode_info(value)


class PlainPerDocReader(W3PerDocReader):  # type: ignore[misc]
    """The columns of a segment."""

    def stored_fields(self, _document: int) -> dict[str, object]:
        """Nothing: stored values are in a column of their own, never in Whoosh's pickled one."""
        return {}


class PlainCodec(W3Codec):  # type: ignore[misc]
    """W3 on disk, plain data when read."""

    def terms_reader(self, storage: Any, segment: Any) -> PlainTermsReader:
        """Open the term dictionary and the postings."""
        name = segment.make_filename(self.TERMS_EXT)
        terms = storage.open_file(name)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return PlainTermsReader(self, terms, storage.file_length(name), postings)

    def per_document_reader(self, storage: Any, segment: Any) -> PlainPerDocReader:
        """Open the columns."""
        return PlainPerDocReader(storage, segment)


def _decode_info(value: bytes) -> Any:
    """Raises ValueError for postings inside the dictionary: Whoosh would unpickle them."""
    if value[0]:
        raise ValueError("postings inside the term dictionary")
    return W3TermInfo.from_bytes(value)
