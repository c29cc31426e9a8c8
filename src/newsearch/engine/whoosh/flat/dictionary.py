"""The sorted terms of a field: their bytes one after another, and how long each is.

A term is found by binary search in the mapped file, first among the first terms of blocks: nothing
is built when an index is opened.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Numbers, Rows
from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.offsets import OFFSETS_BLOCK, Offsets, write_offsets

__all__ = ["TermDictionary", "write_term_bytes", "write_terms"]

_SPARSE = 64
"""Of so many terms or more, one is looked up by binary search; of fewer, all are read."""

_REMEMBERED = 1024
"""So many terms that were looked for."""

_PIECE = 1024
"""So many terms are read at once where one asks for all."""


class TermDictionary:
    """Terms as bytes, strictly increasing; a term's ordinal is its place among them."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self.bytes: NDArray[np.uint8] = file.array(f"{field}/terms")
        self._bytes = self.bytes.data
        self._offsets = Offsets(file, f"{field}/terms/lengths")
        self._firsts: dict[int, bytes] = {}
        self._found: dict[bytes, int | None] = {}

    def __len__(self) -> int:
        return len(self._offsets)

    def __getitem__(self, ordinal: int) -> bytes:
        start, stop = self._offsets.span(ordinal)
        return bytes(self._bytes[start:stop])

    def find(self, term: bytes) -> int | None:
        """The ordinal of a term, remembered for another query."""
        found = self._found
        if term in found:
            return found[term]
        ordinal, there = self._seek(term)
        if len(found) >= _REMEMBERED:
            found = self._found = {}
        found[term] = ordinal if there else None
        return found[term]

    def seek(self, term: bytes) -> int:
        """The ordinal of the first term not below this one."""
        return self._seek(term)[0]

    def with_prefix(self, prefix: bytes) -> range:
        """The ordinals of the terms that start so."""
        if not prefix:
            return range(len(self))
        # No byte of UTF-8 is the last there is.
        return range(self.seek(prefix), self.seek(prefix[:-1] + bytes((prefix[-1] + 1,))))

    def _seek(self, term: bytes) -> tuple[int, bool]:
        """The ordinal of the first term not below this one, and whether it is this one."""
        if not len(self):
            return 0, False
        blocks = range(-(-len(self) // OFFSETS_BLOCK))
        block = max(bisect_right(blocks, term, key=self._read_first) - 1, 0)
        first = block * OFFSETS_BLOCK
        terms = list(self.slice(range(first, min(first + OFFSETS_BLOCK, len(self)))))
        place = bisect_left(terms, term)
        return first + place, place < len(terms) and terms[place] == term

    def _read_first(self, block: int) -> bytes:
        """The first term of a block. A search meets a dozen of them, and the next one most of those."""
        found = self._firsts.get(block)
        if found is None:
            found = self._firsts[block] = self[block * OFFSETS_BLOCK]
        return found

    def find_all(self, terms: Sequence[bytes]) -> list[int]:
        """The ordinals of those of these sorted terms that are here."""
        if not terms or not len(self) or terms[0] > self[len(self) - 1] or terms[-1] < self[0]:
            return []
        if len(terms) * _SPARSE < len(self):
            found = map(self.find, terms)
            return [ordinal for ordinal in found if ordinal is not None]
        wanted = set(terms)
        every = enumerate(self.slice(range(len(self))))
        return [ordinal for ordinal, term in every if term in wanted]

    def terms_from(self, term: bytes) -> Iterator[bytes]:
        """All terms not below this one, in order."""
        for start in range(self.seek(term), len(self), _PIECE):
            yield from self.slice(range(start, min(start + _PIECE, len(self))))

    def spans(self, ordinals: range) -> tuple[Rows, Rows]:
        """Where each of successive terms begins and ends in the bytes of all."""
        starts = self._offsets.slice(ordinals.start, ordinals.stop)
        return starts[:-1], starts[1:]

    def slice(self, ordinals: range) -> Iterator[bytes]:
        """Successive terms."""
        if not ordinals:
            return
        if len(ordinals) <= OFFSETS_BLOCK:
            start, *ends = self._offsets.few(ordinals.start, ordinals.stop)
        else:
            start, *ends = self._offsets.slice(ordinals.start, ordinals.stop).tolist()
        data = bytes(self._bytes[start : ends[-1]])
        begin = 0
        for end in ends:
            yield data[begin : end - start]
            begin = end - start


def write_terms(file: ArrayFileWriter, field: str, terms: Sequence[bytes]) -> None:
    """Write the terms of a field, which are strictly increasing."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    write_term_bytes(file, field, np.frombuffer(b"".join(terms), np.uint8), lengths)


def write_term_bytes(
    file: ArrayFileWriter, field: str, letters: NDArray[np.uint8], lengths: Numbers
) -> None:
    """As `write_terms`, of terms one after another and the length of each."""
    file.add(f"{field}/terms", letters)
    write_offsets(file, f"{field}/terms/lengths", lengths)
