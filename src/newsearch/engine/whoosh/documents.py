"""Sets of documents of one segment: sorted numbers or a bitmap, whichever is at hand.

A bitmap holds 64 documents in a word, the first in the lowest bit: a word of two such sets is joined
or compared in one step, and counted in another. Long sets are kept so, short ones as numbers, and
each is turned into the other where that is quicker.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import BLOCK, Mask, Rows, Unsigned, distinct

__all__ = ["Candidates", "DocumentSet", "add_up", "collect", "intersect", "pack", "unite"]

Words = NDArray[np.uint64]

_BITS = 64
_ONE = np.uint64(1)
_BLOCKS = 8 // BLOCK
"""So many blocks share a byte of a bitmap."""

_SPARSE = 64
"""Below one document in so many, sorting numbers beats marking them."""

_SEARCHES = 256
"""Looking up more than one in so many of all documents is worth a bitmap."""


class DocumentSet:
    """Some of the documents 0 … size - 1. Never changed; safe to share between threads."""

    __slots__ = ("_array", "_before", "_count", "_words", "size")

    def __init__(
        self,
        size: int,
        *,
        array: Unsigned | None = None,
        words: Words | None = None,
        count: int | None = None,
    ) -> None:
        """Either strictly increasing numbers or a bitmap, with no bit set past the last document,
        and how many there are if that is known."""
        self.size = size
        self._array = array
        self._words = words
        self._count = count if array is None else len(array)
        self._before: Rows | None = None

    @classmethod
    def all(cls, size: int) -> "DocumentSet":
        """Every document."""
        return cls(size, words=pack(np.ones(size, np.bool_)))

    @classmethod
    def none(cls, size: int) -> "DocumentSet":
        """No document."""
        return cls(size, array=np.zeros(0, np.uint32))

    def __len__(self) -> int:
        if self._count is None:
            self._count = int(np.bitwise_count(self.words).sum(dtype=np.int64))
        return self._count

    @property
    def kept(self) -> int:
        """How many bytes this has in memory, apart from mapped files."""
        parts = (self._array, self._words, self._before)
        return sum(part.nbytes for part in parts if part is not None and part.flags.owndata)

    @property
    def is_bitmap(self) -> bool:
        """Whether there is a bitmap already."""
        return self._words is not None

    @property
    def words(self) -> Words:
        """As a bitmap."""
        if self._words is None:
            mask = np.zeros(self.size, np.bool_)
            mask[self.array] = True
            self._words = pack(mask)
        return self._words

    @property
    def array(self) -> Unsigned:
        """As strictly increasing numbers."""
        if self._array is None:
            self._array = _unpack(self.words)
        return self._array

    def first(self, count: int) -> Unsigned:
        """The first so many, or all."""
        if self._array is not None or count >= len(self):
            return self.array[:count]
        ends = np.cumsum(np.bitwise_count(self.words), dtype=np.intp)
        return _unpack(self.words[: np.searchsorted(ends, count) + 1])[:count]

    def contains(self, candidates: "Candidates") -> Mask:
        """Which of the candidates are in the set."""
        documents = candidates.documents
        if self._words is None and len(documents) * _SEARCHES < self.size:
            return _search(self.array, documents)[1]
        there: Mask = (self.words.take(candidates.words) & candidates.bits) != 0
        return there

    def locate(self, candidates: "Candidates") -> tuple[Rows, Rows]:
        """Which of the candidates are in the set, and where among its own."""
        documents = candidates.documents
        if self._words is None and len(documents) * _SEARCHES < self.size:
            places, there = _search(self.array, documents)
            here = there.nonzero()[0]
            return here, places[here]
        words = self.words.take(candidates.words)
        here = ((words & candidates.bits) != 0).nonzero()[0]
        if not len(here) or len(here) == len(self):
            return here, np.arange(len(here))
        if self._array is not None and len(here) * _SEARCHES < self.size:
            return here, np.searchsorted(self._array, documents.take(here).astype(np.uint32))
        below = candidates.bits.take(here)
        below -= _ONE
        below &= words.take(here)
        ranks: Rows = self._count_before().take(candidates.words.take(here))
        ranks += np.bitwise_count(below)
        return here, ranks

    def within(self, blocks: Rows) -> Rows:
        """The documents of the set in these blocks, which are in ascending order."""
        if self._words is None:
            chosen = np.zeros(-(-self.size // BLOCK), np.bool_)
            chosen[blocks] = True
            return self.array[chosen.take(self.array // BLOCK)].astype(np.intp)
        octets = self._words.view(np.uint8).take(blocks // _BLOCKS)
        octets >>= ((blocks % _BLOCKS) * BLOCK).astype(np.uint8)
        bits = np.unpackbits(octets, bitorder="little").reshape(-1, 8)[:, :BLOCK]
        found = np.flatnonzero(bits.reshape(-1).view(np.bool_))
        return blocks.take(found // BLOCK) * BLOCK + found % BLOCK

    def without(self, other: "DocumentSet") -> "DocumentSet":
        """Those that are not in the other."""
        if len(self) * _SPARSE < self.size:
            return DocumentSet(
                self.size, array=self.array[~other.contains(Candidates.of(self.array))]
            )
        return DocumentSet(self.size, words=self.words & ~other.words)

    def _count_before(self) -> Rows:
        """How many of the set stand before each word."""
        if self._before is None:
            counts = np.bitwise_count(self.words)
            before: Rows = counts.cumsum(dtype=np.intp)
            before -= counts
            self._before = before
        return self._before


class Candidates:
    """Some documents of a segment, in ascending order, that are looked for in many sets: which word
    of a bitmap has each, and which bit of it."""

    __slots__ = ("_bits", "_mask", "_words", "documents", "known", "places", "together")

    def __init__(self, documents: Rows) -> None:
        self.documents = documents
        self.known: dict[object, NDArray[np.float64]] = {}
        """What else was found out about them."""
        self.places: dict[tuple[str, str], NDArray[np.int64]] = {}
        """Where they have a term of a field (see `Postings.places`)."""
        self.together: dict[tuple[str, ...], bool] = {}
        """Whether any of them has several terms of a field."""
        self._mask: Mask | None = None
        self._words: Rows | None = None
        self._bits: Words | None = None

    @classmethod
    def of(cls, documents: Unsigned) -> "Candidates":
        """These documents."""
        return cls(documents.astype(np.intp))

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def words(self) -> Rows:
        """The word of each."""
        if self._words is None:
            self._words = self.documents >> 6
        return self._words

    @property
    def bits(self) -> Words:
        """The bit of each."""
        if self._bits is None:
            self._bits = _ONE << (self.documents & 63).astype(np.uint64)
        return self._bits

    def mark(self, size: int) -> Mask:
        """Which of so many documents they are."""
        if self._mask is None:
            self._mask = np.zeros(size, np.bool_)
            self._mask[self.documents] = True
        return self._mask

    def take(self, rows: Rows) -> "Candidates":
        """Some of them."""
        return Candidates(self.documents.take(rows))


def pack(mask: Mask) -> Words:
    """The documents that are marked, as a bitmap."""
    octets = np.packbits(mask, bitorder="little")
    words = np.zeros(-(-len(mask) // _BITS), np.uint64)
    words.view(np.uint8)[: len(octets)] = octets
    return words


def collect(documents: Unsigned, size: int) -> DocumentSet:
    """These documents, which may be in any order and come several times."""
    if len(documents) * _SPARSE < size:
        return DocumentSet(size, array=distinct(documents))
    return DocumentSet(size, words=_mark([documents], size))


def unite(parts: Sequence[DocumentSet], size: int) -> DocumentSet:
    """The documents in any of the parts; there are `size` in all."""
    filled = [part for part in parts if len(part)]
    if len(filled) <= 1:
        return filled[0] if filled else DocumentSet.none(size)
    if sum(map(len, filled)) * _SPARSE < size:
        return DocumentSet(size, array=distinct(np.concatenate([p.array for p in filled])))
    arrays = [part.array for part in filled if not part.is_bitmap]
    words = _mark(arrays, size) if arrays else np.zeros(-(-size // _BITS), np.uint64)
    for part in filled:
        if part.is_bitmap:
            words |= part.words
    return DocumentSet(size, words=words)


def intersect(parts: Sequence[DocumentSet]) -> DocumentSet:
    """The documents in all of the parts, of which there is at least one."""
    shortest, *others = sorted(parts, key=len)
    if not others:
        return shortest
    if len(shortest) * _SPARSE < shortest.size or not len(shortest):
        documents = shortest.array
        for other in others:
            documents = documents[other.contains(Candidates.of(documents))]
        return DocumentSet(shortest.size, array=documents)
    words = shortest.words & others[0].words
    for other in others[1:]:
        words &= other.words
    return DocumentSet(shortest.size, words=words)


def add_up(sets: Sequence[Words], weights: Sequence[float], least: float) -> Words | bool:
    """The documents in so many of the sets that the weights of those add up to the least; True for
    all documents, False for none. Sets without a bitmap, which are the last, hold every document.

    What Broder et al. (2003) call a weak and, 64 documents at a time: a document has enough with a
    set or without it, and where the weights that are left are too few there is nothing to look for.
    """
    if least <= 0:
        return True
    if sum(weights) < least:
        return False
    if not sets:
        return True
    without = add_up(sets[1:], weights[1:], least)
    having = without is True or add_up(sets[1:], weights[1:], least - weights[0])
    if isinstance(without, bool) and isinstance(having, bool):
        return sets[0] if having and not without else without
    if isinstance(having, bool):
        return without | sets[0] if having else without
    return sets[0] & having if isinstance(without, bool) else without | sets[0] & having


def _unpack(words: Words) -> Unsigned:
    bits = np.unpackbits(words.view(np.uint8), bitorder="little").view(np.bool_)
    return np.flatnonzero(bits).astype(np.uint32)


def _mark(arrays: Sequence[Unsigned], size: int) -> Words:
    mask = np.zeros(size, np.bool_)
    for array in arrays:
        mask[array] = True
    return pack(mask)


def _search(documents: Unsigned, wanted: Rows) -> tuple[Rows, Mask]:
    """Where each document wanted would be, and whether it is there."""
    if not len(documents):
        return np.zeros(len(wanted), np.intp), np.zeros(len(wanted), np.bool_)
    places = np.searchsorted(documents, wanted.astype(np.uint32))
    places[places == len(documents)] = 0
    return places, documents[places] == wanted
