"""The posting lists of a field: for each list its documents, frequencies and positions.

Lists are numbered; usually list i belongs to the term of ordinal i (see `terms`). The parts of all
lists lie one after another, and two arrays say where each list begins in them. A keyword field has
documents alone. The lists of a field that borrows from another are sums of several lists of the
lender, their parts, whose positions are theirs too; those without parts have positions of their own.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Numbers, Rows, Unsigned, expand_runs
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.doclists import (
    DocumentLists,
    DocumentListsWriter,
    encode_starts,
)
from newsearch.engine.whoosh.flat.integers import (
    PackedIntegers,
    PackedWriter,
    SmallIntegers,
    SmallWriter,
)
from newsearch.engine.whoosh.flat.peaks import PeaksWriter
from newsearch.engine.whoosh.flat.pieces import Piece, sum_runs, without_places
from newsearch.engine.whoosh.impacts import Peaks, choose_stride
from newsearch.frozen import frozen

__all__ = ["FlatPostings", "Plan", "PostingLists", "PostingListsWriter"]

_SHIFT = 32
_MANY = 8
"""Where at least one row in so many is wanted, all positions of a list are decoded."""

_FEWER = 2
"""Where fewer than one frequency in so many is wanted, they are looked up one by one."""


class PostingLists:
    """The lists of a field, read where they lie. In a field that borrows, list i is the sum of the
    lender's lists parts[parts_starts[i]:parts_starts[i + 1]]."""

    def __init__(self, file: ArrayFile, field: str, lender: "PostingLists | None" = None) -> None:
        self.documents = DocumentLists(file, field)
        self.frequencies: SmallIntegers | None = None
        self.positions: PackedIntegers | None = None
        self.lender = lender
        self._document_count: int = file.meta["documents"]
        self._peaks_lists: Sequence[int] = ()
        if f"{field}/peaks" in file:
            self._peaks_lists = file.memory(f"{field}/peaks/lists")
            self._peaks_starts = file.memory(f"{field}/peaks/starts")
            self._peaks = file.array(f"{field}/peaks")
            self._average = float(file.meta["averages"][field])
        if f"{field}/frequencies" in file:
            self.frequencies = SmallIntegers(file, f"{field}/frequencies")
        self.parts: Unsigned = np.zeros(0, np.uint32)
        if lender is not None:
            self.parts = file.array(f"{field}/parts")
            self.parts_starts: NDArray[Any] = file.array(f"{field}/parts/starts")
        if f"{field}/positions" in file:
            self.positions = PackedIntegers(file, f"{field}/positions")
            self.places_starts: NDArray[Any] = file.array(f"{field}/positions/starts")

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
        starts = self.documents.starts
        stride = choose_stride(int(starts[index + 1]) - int(starts[index]), self._document_count)
        octets = self._peaks[self._peaks_starts[place] : self._peaks_starts[place + 1]]
        return Peaks(octets, stride, self._average)

    def parts_of(self, index: int) -> tuple["PostingLists", NDArray[np.int64]]:
        """The lists that a list is the sum of, and who lends them. Raises ValueError without."""
        if self.lender is None:
            raise ValueError("a list of its own has no parts")
        start, stop = int(self.parts_starts[index]), int(self.parts_starts[index + 1])
        return self.lender, self.parts[start:stop].astype(np.int64)

    def has_places(self, index: int) -> bool:
        """Whether a list has positions of its own, and is no sum of others."""
        if self.positions is None or self.lender is None:
            return self.positions is not None
        return int(self.parts_starts[index]) == int(self.parts_starts[index + 1])

    def take_places(self, indices: NDArray[np.int64], piece: Piece, rows: Rows) -> Unsigned:
        """The positions of some rows, in ascending order, of joined lists that have their own."""
        if self.positions is None:
            raise ValueError("these lists have no positions of their own")
        ends = np.cumsum(piece.frequencies, dtype=np.intp)
        before = np.append(0, ends)[np.cumsum(piece.lengths) - piece.lengths]
        shifts = self.places_starts[indices].astype(np.intp) - before
        counts = piece.frequencies[rows].astype(np.intp)
        lists = np.searchsorted(np.cumsum(piece.lengths), rows, side="right")
        return self.positions.take(expand_runs(ends[rows] - counts + shifts[lists], counts))

    def join(self, indices: NDArray[np.int64], *, places: bool) -> Piece:
        """Several lists, one after another, with or without their positions."""
        counts = self.documents.counts(indices)
        documents = self.documents.join(indices)
        if self.frequencies is None:
            return without_places(counts, documents)
        starts = self.documents.starts[indices].astype(np.int64)
        frequencies = self.frequencies.join(starts, counts)
        if not places:
            return without_places(counts, documents, frequencies)
        sums = sum_runs(frequencies, counts)
        return Piece(counts, documents, frequencies, sums, self._join_places(indices, sums))

    def _join_places(self, indices: NDArray[np.int64], counts: Numbers) -> Unsigned:
        if self.positions is not None and self.lender is None:
            return self.positions.join(self.places_starts[indices].astype(np.int64), counts)
        found = [np.zeros(0, np.uint32)]
        for index in indices.tolist():
            postings = self.open(index)
            found.append(postings.places(np.arange(len(postings)))[1])
        return np.concatenate(found)


class FlatPostings:
    """A `postings.Postings`. Decoded when asked for, and kept while this object lives."""

    __slots__ = ("_begins", "_frequencies", "_holders", "_index", "_lists")

    def __init__(self, lists: PostingLists, index: int) -> None:
        self._lists = lists
        self._index = index
        self._holders: DocumentSet | None = None
        self._frequencies: Unsigned | None = None
        self._begins: Rows | None = None

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

    def places(self, rows: Rows) -> tuple[Numbers, Unsigned]:
        """As `Postings` says."""
        if self._lists.frequencies is None:
            return np.zeros(len(rows), np.int64), np.zeros(0, np.uint32)
        counts = self._take_frequencies(rows).astype(np.int64)
        if self._lists.positions is None or not self._lists.has_places(self._index):
            return counts, self._sum_places(rows)
        return counts, self._find_places(self._lists.positions, rows, counts)

    @property
    def _range(self) -> tuple[int, int]:
        starts = self._lists.documents.starts
        return int(starts[self._index]), int(starts[self._index + 1])

    def _take_frequencies(self, rows: Rows) -> Unsigned:
        small = self._lists.frequencies
        if not len(rows):
            return np.zeros(0, np.uint32)
        if self._frequencies is not None or small is None or len(rows) * _FEWER > len(self):
            return self.frequencies.take(rows)
        return small.take(rows + self._range[0])

    def _find_places(self, positions: PackedIntegers, rows: Rows, counts: Numbers) -> Unsigned:
        start = int(self._lists.places_starts[self._index])
        if len(rows) * _MANY > len(self) and (rows[1:] > rows[:-1]).all():
            stop = int(self._lists.places_starts[self._index + 1])
            kept = np.zeros(len(self), np.bool_)
            kept[rows] = True
            return positions.slice(start, stop)[np.repeat(kept, self.frequencies)]
        if self._begins is None:
            ends = np.cumsum(self.frequencies, dtype=np.intp)
            self._begins = ends - self.frequencies + start
        return positions.take(expand_runs(self._begins[rows], counts))

    def _sum_places(self, rows: Rows) -> Unsigned:
        """The positions in all parts, sorted inside each row."""
        lender, parts = self._lists.parts_of(self._index)
        piece = lender.join(parts, places=False)
        wanted = np.full(self.holders.size, -1, np.int32)
        wanted[self.documents[rows]] = np.arange(len(rows), dtype=np.int32)
        here = wanted[piece.documents]
        kept = np.flatnonzero(here >= 0)
        counts = piece.frequencies[kept].astype(np.intp)
        positions = lender.take_places(parts, piece, kept)
        keys = np.repeat(here[kept].astype(np.int64) << _SHIFT, counts)
        keys += positions
        keys.sort()
        return keys.astype(np.uint32)


@frozen
class Plan:
    """What is known of all lists before they are written: how many documents and positions each
    has, and what no frequency and no position exceeds. A keyword field has neither frequencies nor
    positions (0, 0); a field that borrows has as many positions as its whole lists, and None as
    `places` when it has none of those. With the length of each
    document of a text, long lists get upper bounds of their impacts."""

    document_count: int
    lengths: Numbers
    places: Numbers | None = None
    frequency: int = 0
    position: int = 0
    sizes: Unsigned | None = None


class PostingListsWriter:
    """Writes lists one after another, in as many pieces as one likes."""

    def __init__(self, file: ArrayFileWriter, field: str, plan: Plan) -> None:
        count = int(plan.lengths.sum())
        self._documents = DocumentListsWriter(file, field, plan.lengths, plan.document_count)
        self._frequencies: SmallWriter | None = None
        self._positions: PackedWriter | None = None
        self._peaks: PeaksWriter | None = None
        if plan.frequency:
            self._frequencies = SmallWriter(file, f"{field}/frequencies", count, plan.frequency)
        if plan.places is not None:
            total = int(plan.places.sum())
            file.add(f"{field}/positions/starts", encode_starts(plan.places))
            self._positions = PackedWriter(file, f"{field}/positions", total, plan.position)
        if plan.sizes is not None and plan.sizes.any():
            self._peaks = PeaksWriter(file, field, plan.lengths, plan.sizes)

    def append(self, piece: Piece) -> None:
        """Write the next lists, with their positions if there are any in the piece."""
        self._documents.append(piece.documents, len(piece.lengths))
        if self._frequencies is not None:
            self._frequencies.append(piece.frequencies)
        if self._peaks is not None:
            self._peaks.append(piece)
        self.append_positions(piece.positions)

    def append_positions(self, positions: Unsigned) -> None:
        """Write the next positions, of lists that were or will be written without."""
        if self._positions is not None:
            self._positions.append(positions)

    def finish(self) -> None:
        """Write what is left."""
        self._documents.finish()
        if self._frequencies is not None:
            self._frequencies.finish()
        if self._positions is not None:
            self._positions.finish()
