"""The sorted terms of a field: their bytes one after another, and how long each is.

A term is found by binary search in the mapped file: nothing is built when an index is opened.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Rows
from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.offsets import OFFSETS_BLOCK, Offsets, write_offsets

__all__ = ["TermDictionary", "write_terms"]

_SPARSE = 64
"""Of so many terms or more, one is looked up by binary search; of fewer, all are read."""

_PIECE = 1024
"""So many terms are read at once where one asks for all."""


class TermDictionary:
    """Terms as bytes, strictly increasing; a term's ordinal is its place among them."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self.bytes: NDArray[np.uint8] = file.array(f"{field}/terms")
        self._bytes = self.bytes.data
        self._offsets = Offsets(file, f"{field}/terms/lengths")

    def __len__(self) -> int:
        return len(self._offsets)

    def __getitem__(self, ordinal: int) -> bytes:
        start, stop = self._offsets.span(ordinal)
        return bytes(self._bytes[start:stop])

    def find(self, term: bytes) -> int | None:
        """The ordinal of a term."""
        ordinal = self.seek(term)
        return ordinal if ordinal < len(self) and self[ordinal] == term else None

    def seek(self, term: bytes) -> int:
        """The ordinal of the first term not below this one."""
        # The first of each block is found at once, the others by adding up.
        firsts = range(0, len(self), OFFSETS_BLOCK)
        start = max(bisect_left(firsts, term, key=self.__getitem__) - 1, 0) * OFFSETS_BLOCK
        block = range(start, min(start + OFFSETS_BLOCK, len(self)))
        return start + bisect_left(block, term, key=self.__getitem__)

    def with_prefix(self, prefix: bytes) -> range:
        """The ordinals of the terms that start so."""
        start, size = self.seek(prefix), len(prefix)
        ordinals = range(len(self))
        return range(start, bisect_right(ordinals, prefix, start, key=lambda i: self[i][:size]))

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
        start, *ends = self._offsets.slice(ordinals.start, ordinals.stop).tolist()
        data = bytes(self._bytes[start : ends[-1]])
        begin = 0
        for end in ends:
            yield data[begin : end - start]
            begin = end - start


def write_terms(file: ArrayFileWriter, field: str, terms: Sequence[bytes]) -> None:
    """Write the terms of a field, which are strictly increasing."""
    file.add(f"{field}/terms", np.frombuffer(b"".join(terms), np.uint8))
    write_offsets(
        file, f"{field}/terms/lengths", np.fromiter(map(len, terms), np.int64, len(terms))
    )
