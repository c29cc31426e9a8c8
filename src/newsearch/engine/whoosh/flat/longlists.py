"""The positions of long lists: decoded whole, or only looked at.

The words of most phrases stand in most articles, so decoding all places of one of them takes longer
than all the rest. What a phrase asks of a word is a few places, and an article has a few positions of
it: eight at once are compared with the one wanted, by their lowest byte, as one integer of 64 bits
(Lamport, "Multiple byte processing with full-word instructions", 1975). Only where one of them is the
same are positions decoded.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import (
    PLACE_BITS,
    Mask,
    Numbers,
    Rows,
    Unsigned,
    distinct,
    expand_runs,
    find_equal,
    join_places,
)
from newsearch.engine.whoosh.documents import DocumentSet
from newsearch.engine.whoosh.flat.doclists import DocumentLists
from newsearch.engine.whoosh.flat.offsets import Offsets
from newsearch.engine.whoosh.flat.small import SkewedIntegers, SmallIntegers

__all__ = ["LongLists", "LongPart", "worth_decoding"]

_MANY = 8
"""Where at least one document in so many is wanted, a list is decoded whole."""

_SHORT = 2000
"""Lists that are no longer are looked at together."""

_SHARE = 16
"""Neither are those that are smaller parts of a term."""

_FEWER = 2
"""Where fewer than one document in so many is wanted, places of others are left out."""

_REMEMBERED = 16 * 2**20
"""So many bytes, that say where positions begin, are kept for another query."""

_PIECE = 2**14
"""So many places at once stay in the processor's cache."""

_LANES = 8
"""So many positions at once."""

_ROUNDS = 8
"""After so many times so many, what is left is compared as it is."""

_ONES = np.uint64(0x0101010101010101)
_HIGHS = np.uint64(0x8080808080808080)
_LOW = 0xFF

_BEYOND = np.array([(1 << 64) - (1 << 8 * count) for count in range(_LANES)] + [0], np.uint64)
"""For so many positions, the lanes of what follows them."""


def worth_decoding(counts: Numbers, wanted: int) -> Mask:
    """Which lists of so many documents are better taken one by one, where so many are wanted."""
    least = max(_SHORT, int(counts.sum()) // _SHARE)
    return (counts > least) & (counts < wanted * _MANY)


class LongLists:
    """Lists of a field that have positions of their own, one at a time."""

    def __init__(
        self,
        documents: DocumentLists,
        frequencies: SmallIntegers,
        positions: SkewedIntegers,
        places_starts: Offsets,
    ) -> None:
        self._documents = documents
        self._frequencies = frequencies
        self._positions = positions
        self._starts = places_starts
        self._begins: dict[int, Unsigned] = {}

    def decode(self, index: int, documents: DocumentSet) -> Numbers:
        """Where the documents have a list, and others too where that is quicker."""
        holders = self._documents.open(index)
        if len(documents) * _FEWER <= len(holders):
            return self._expand(index, documents.array.astype(np.intp))
        positions = self._positions.slice(*self._starts.span(index))
        return join_places(holders.array, self._count(index), positions)

    def find(self, index: int, wanted: Numbers) -> Rows:
        """Which of these ascending places a list stands at."""
        begins = self._find_begins(index)
        lanes = self._positions.lanes[slice(*self._starts.span(index))]
        found = [np.zeros(0, np.intp)]
        for start in range(0, len(wanted), _PIECE):
            piece = wanted[start : start + _PIECE]
            documents = piece >> PLACE_BITS
            octets = (piece & _LOW).astype(np.uint64)
            octets *= _ONES
            rows = _look(lanes, begins.take(documents), begins.take(documents + 1), octets)
            rows += start
            found.append(rows)
        rows = np.concatenate(found)
        documents = wanted.take(rows) >> PLACE_BITS
        offered = self._expand(index, distinct(documents))
        return rows.take(find_equal(offered, wanted.take(rows))[0])

    def _expand(self, index: int, documents: Rows) -> Numbers:
        """Where these documents have a list, in ascending order as they are."""
        begins = self._find_begins(index)
        firsts = begins.take(documents)
        counts = begins.take(documents + 1) - firsts
        rows = expand_runs(firsts.astype(np.intp), counts)
        rows += self._starts[index]
        return join_places(documents, counts, self._positions.take(rows))

    def _find_begins(self, index: int) -> Unsigned:
        """For each document where its positions begin among those of a list, and for one more: a
        document that the list lacks has none."""
        found = self._begins.get(index)
        if found is None:
            begins = np.zeros(self._documents.document_count + 1, np.uint32)
            begins[self._documents.open(index).array + np.uint32(1)] = self._count(index)
            found = begins.cumsum(dtype=np.uint32)
            if (len(self._begins) + 1) * found.nbytes > _REMEMBERED:
                self._begins.clear()
            self._begins[index] = found
        return found

    def _count(self, index: int) -> Unsigned:
        return self._frequencies.slice(*self._documents.starts.span(index))


class LongPart:
    """A `Part` that is a list, in these documents and perhaps in others."""

    def __init__(self, lists: LongLists, index: int, size: int, documents: DocumentSet) -> None:
        self.size = size
        self._lists = lists
        self._index = index
        self._documents = documents

    @cached_property
    def places(self) -> Numbers:
        """As `Part` says."""
        return self._lists.decode(self._index, self._documents)

    def find(self, wanted: Numbers) -> Rows:
        """As `Part` says."""
        return self._lists.find(self._index, wanted)


def _look(
    lanes: NDArray[np.uint64], begins: Unsigned, ends: Unsigned, octets: NDArray[np.uint64]
) -> Rows:
    """The runs in which the byte that is wanted may be, perhaps several times, and surely those in
    which it is; for each there are eight bytes alike."""
    rows, found = np.arange(len(begins)), [np.zeros(0, np.intp)]
    some = (begins < ends).nonzero()[0]
    for _ in range(_ROUNDS):
        if len(some) < len(rows):
            rows, octets = rows.take(some), octets.take(some)
            begins, ends = begins.take(some), ends.take(some)
        counts = ends - begins
        seen = lanes[begins]
        seen ^= octets
        seen |= _BEYOND.take(counts, mode="clip")
        # A lane is 0 where the byte is the same, and then taking 1 from it borrows.
        same = seen - _ONES & ~seen & _HIGHS
        found.append(rows.take((same != 0).nonzero()[0]))
        some = (counts > _LANES).nonzero()[0]
        if not len(some):
            break
        begins = begins + np.uint32(_LANES)
    return np.concatenate((*found, rows.take(some)))
