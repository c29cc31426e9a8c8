"""The posting lists of a field: for each list its documents, frequencies and positions.

Lists are numbered; usually list i belongs to the term of ordinal i (see `terms`). The parts of all
lists lie one after another, and two arrays say where each list begins in them. A keyword field has
documents alone. The lists of a field that borrows from another are sums of several lists of the
lender, their parts, whose positions are theirs too; those without parts have positions of their own.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import (
    PLACE_BITS,
    Numbers,
    Rows,
    Unsigned,
    expand_runs,
    join_places,
)
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.flat.container import ArrayFile
from newsearch.engine.whoosh.flat.doclists import DocumentLists
from newsearch.engine.whoosh.flat.integers import PackedIntegers
from newsearch.engine.whoosh.flat.longlists import LongLists, LongPart, worth_decoding
from newsearch.engine.whoosh.flat.offsets import Offsets
from newsearch.engine.whoosh.flat.pieces import Piece, sum_runs, without_places
from newsearch.engine.whoosh.flat.small import SkewedIntegers, SmallIntegers
from newsearch.engine.whoosh.flat.spots import Spots
from newsearch.engine.whoosh.impacts import LEVEL_COUNT, Peaks, choose_stride
from newsearch.engine.whoosh.postings import Part, SomePlaces

__all__ = ["FlatPostings", "PostingLists"]

_FEWER = 2
"""Where fewer than one document in so many is wanted, frequencies of others are left out."""


class PostingLists:
    """The lists of a field, read where they lie. In a field that borrows, list i is the sum of the
    lender's lists parts[parts_starts[i]:parts_starts[i + 1]]."""

    def __init__(self, file: ArrayFile, field: str, lender: "PostingLists | None" = None) -> None:
        self.documents = DocumentLists(file, field)
        self.frequencies: SmallIntegers | None = None
        self.positions: SkewedIntegers | None = None
        self.lender = lender
        self._document_count: int = file.meta["documents"]
        self._peaks_lists: Sequence[int] = ()
        if f"{field}/peaks" in file:
            self._peaks_lists = file.memory(f"{field}/peaks/lists")
            self._peaks_starts = file.memory(f"{field}/peaks/starts")
            self._peaks = file.array(f"{field}/peaks")
            self._levels = file.array(f"{field}/peaks/levels")
            self._average = float(file.meta["averages"][field])
        if f"{field}/frequencies" in file:
            self.frequencies = SmallIntegers(file, f"{field}/frequencies", least=1)
        if lender is not None:
            self._parts = PackedIntegers(file, f"{field}/parts")
            self.parts_starts = Offsets(file, f"{field}/parts/starts")
        if f"{field}/positions" in file:
            self.positions = SkewedIntegers(file, f"{field}/positions")
            self.places_starts = Offsets(file, f"{field}/positions/starts")
        self.long: LongLists | None = None
        if self.positions is not None and self.frequencies is not None:
            parts = self.documents, self.frequencies, self.positions, self.places_starts
            self.long = LongLists(*parts)

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def bounds(self) -> tuple[int, int]:
        """What no frequency and no position exceeds; 0 where a field has none of its own."""
        frequency = 0 if self.frequencies is None else self.frequencies.largest
        return frequency, 0 if self.positions is None else self.positions.largest

    def open(self, index: int) -> "FlatPostings":
        """One list."""
        return FlatPostings(self, index)

    def peaks(self, index: int) -> Peaks | None:
        """Upper bounds of a list's impacts, where there are many documents."""
        place = bisect_left(self._peaks_lists, index)
        if place == len(self._peaks_lists) or self._peaks_lists[place] != index:
            return None
        start, stop = self.documents.starts.span(index)
        stride = choose_stride(stop - start, self._document_count)
        octets = self._peaks[self._peaks_starts[place] : self._peaks_starts[place + 1]]
        levels = self._levels[place * LEVEL_COUNT : (place + 1) * LEVEL_COUNT]
        return Peaks(octets, levels, stride, self._average)

    def parts_of(self, index: int) -> tuple["PostingLists", NDArray[np.int64]]:
        """The lists that a list is the sum of, and who lends them. Raises ValueError without."""
        if self.lender is None:
            raise ValueError("a list of its own has no parts")
        return self.lender, self._parts.slice(*self.parts_starts.span(index)).astype(np.int64)

    def read_parts(self) -> Unsigned:
        """The parts of all lists."""
        return self._parts.slice(0, len(self._parts)) if self.lender else np.zeros(0, np.uint32)

    def has_places(self, index: int) -> bool:
        """Whether a list has positions of its own, and is no sum of others."""
        if self.positions is None or self.lender is None:
            return self.positions is not None
        start, stop = self.parts_starts.span(index)
        return start == stop

    def seek_places(
        self, indices: NDArray[np.int64], candidates: Candidates, *, by_row: bool
    ) -> Numbers:
        """Where the candidates have some of these lists, in ascending order (see `PLACE_BITS`), by the
        candidate's row or its number. Raises ValueError without positions."""
        if self.positions is None or self.frequencies is None:
            raise ValueError("these lists have no positions of their own")
        lists, here, rows = self.documents.locate(indices, candidates)
        counts, begins = self.frequencies.take(rows), self.frequencies.sum_before(rows)
        shifts = self.find_shifts(indices)
        if shifts is not None:
            begins += shifts.take(lists)
        owners = here if by_row else candidates.documents.take(here)
        places = join_places(owners, counts, self.positions.take(expand_runs(begins, counts)))
        places.sort()
        return places

    def join_short(
        self, indices: NDArray[np.int64], counts: Numbers, documents: DocumentSet
    ) -> Numbers:
        """Where these documents have some lists, and others too where those are decoded whole, which
        few postings are, in ascending order."""
        if self.lender is not None or counts.sum() > len(documents):
            return self.seek_places(indices, Candidates.of(documents.array), by_row=False)
        piece = self.join(indices, places=True)
        places = join_places(piece.documents, piece.frequencies, piece.positions)
        places.sort()
        return places

    def find_shifts(self, indices: NDArray[np.int64]) -> Numbers | None:
        """By how much more positions than frequencies add up to stand before each of these lists, None
        if by none: lists without positions stand between those of a field that borrows."""
        if self.lender is None or self.frequencies is None:
            return None
        firsts = self.documents.starts.take(indices)
        shifts: Numbers = self.places_starts.take(indices) - self.frequencies.sum_before(firsts)
        return shifts

    def join(self, indices: NDArray[np.int64], *, places: bool) -> Piece:
        """Several lists, one after another, with or without their positions."""
        counts = self.documents.counts(indices)
        documents = self.documents.join(indices)
        if self.frequencies is None:
            return without_places(counts, documents)
        starts = self.documents.starts.take(indices)
        frequencies = self.frequencies.join(starts, counts)
        if not places:
            return without_places(counts, documents, frequencies)
        sums = sum_runs(frequencies, counts)
        return Piece(counts, documents, frequencies, sums, self._join_places(indices, sums))

    def _join_places(self, indices: NDArray[np.int64], counts: Numbers) -> Unsigned:
        if self.positions is not None and self.lender is None:
            return self.positions.join(self.places_starts.take(indices), counts)
        found = [np.zeros(0, np.uint32)]
        for index in indices.tolist():
            postings = self.open(index)
            places = np.sort(postings.places(postings.holders))
            found.append((places & ((1 << PLACE_BITS) - 1)).astype(np.uint32))
        return np.concatenate(found)


class FlatPostings:
    """A `postings.Postings`. Decoded when asked for, and kept while this object lives."""

    __slots__ = ("__weakref__", "_frequencies", "_holders", "_index", "_lists", "_span", "_spots")

    @property
    def kept(self) -> int:
        """As `Occurrences` says."""
        holders = 0 if self._holders is None else self._holders.kept
        spots = self._spots.kept if self._spots else 0
        return holders + spots + (0 if self._frequencies is None else self._frequencies.nbytes)

    @property
    def place(self) -> tuple[PostingLists, int]:
        """Which list this is."""
        return self._lists, self._index

    def __init__(self, lists: PostingLists, index: int) -> None:
        self._lists = lists
        self._index = index
        self._holders: DocumentSet | None = None
        self._frequencies: Unsigned | None = None
        self._span: tuple[int, int] | None = None
        self._spots: Spots | Literal[False] | None = None

    def __len__(self) -> int:
        start, stop = self._range
        return stop - start

    @property
    def holders(self) -> DocumentSet:
        """As `Occurrences` says."""
        if self._holders is None:
            self._holders = self._lists.documents.open(self._index)
        return self._holders

    @property
    def peaks(self) -> Peaks | None:
        """As `Occurrences` says."""
        return self._lists.peaks(self._index)

    @property
    def documents(self) -> Unsigned:
        """As `Postings` says."""
        return self.holders.array

    @property
    def frequencies(self) -> Unsigned:
        """As `Postings` says."""
        if self._frequencies is None:
            small = self._lists.frequencies
            if small is None:
                self._frequencies = np.ones(len(self), np.uint32)
            else:
                self._frequencies = small.slice(*self._range)
        return self._frequencies

    def count(self, candidates: Candidates) -> tuple[Rows, Unsigned]:
        """As `Occurrences` says."""
        here, rows = self.holders.locate(candidates)
        return here, self._take_frequencies(rows)

    def places(self, documents: DocumentSet) -> Numbers:
        """As `Postings` says."""
        found = [part.places for part in self.parts(documents)]
        return np.concatenate([np.zeros(0, np.int64), *found])

    def parts(self, documents: DocumentSet) -> list[Part]:
        """As `Postings` says."""
        lists, indices = self.with_places()
        counts = lists.documents.counts(indices)
        long = worth_decoding(counts, len(documents))
        found: list[Part] = []
        if lists.long is not None:
            each = zip(indices[long].tolist(), counts[long].tolist(), strict=True)
            found += [LongPart(lists.long, index, size, documents) for index, size in each]
        if not long.all():
            found.append(SomePlaces(lists.join_short(indices[~long], counts[~long], documents)))
        return found

    def find_places(self, candidates: Candidates) -> Numbers:
        """Where a few candidates have it (see `Lookup.places`)."""
        if self._spots:
            return self._spots.find(candidates)
        lists, indices = self.with_places()
        if len(indices) == 1 and lists is self._lists:
            shifts = lists.find_shifts(indices)
            shift = 0 if shifts is None else int(shifts[0])
            self._spots = Spots(lists, [(self.holders, self._range[0])], shift=shift)
        elif self._spots is None:
            # What pays from the second time on only waits for that.
            self._spots = False
            nothing = np.zeros(0, np.int64)
            return lists.seek_places(indices, candidates, by_row=True) if len(indices) else nothing
        else:
            self._spots = Spots.join(lists, indices)
        return self._spots.find(candidates)

    def with_places(self) -> tuple[PostingLists, NDArray[np.int64]]:
        """The lists that have the positions of this one; none in a keyword field."""
        if self._lists.frequencies is None:
            return self._lists, np.zeros(0, np.int64)
        if self._lists.has_places(self._index):
            return self._lists, np.array([self._index])
        return self._lists.parts_of(self._index)

    @property
    def _range(self) -> tuple[int, int]:
        if self._span is None:
            self._span = self._lists.documents.starts.span(self._index)
        return self._span

    def _take_frequencies(self, rows: Rows) -> Unsigned:
        small = self._lists.frequencies
        if not len(rows):
            return np.zeros(0, np.uint32)
        if self._frequencies is not None or small is None or len(rows) * _FEWER > len(self):
            return self.frequencies.take(rows)
        return small.take(rows + self._range[0])
