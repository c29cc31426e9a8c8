"""The posting lists of a field: for each list its documents, frequencies and positions.

Lists are numbered; usually list i belongs to the term of ordinal i (see `terms`). The parts of all
lists lie one after another, and two arrays say where each list begins in them. A keyword field has
documents alone. The lists of a field that borrows from another have no positions of their own: each
is the sum of several lists of the lender, its parts, and its positions are theirs.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
from newsearch.engine.whoosh.flat.pieces import Piece, sum_runs, without_places
from newsearch.engine.whoosh.postings import Numbers, Unsigned, expand_runs
from newsearch.frozen import frozen

__all__ = ["FlatPostings", "Plan", "PostingLists", "PostingListsWriter"]

_SHIFT = 32
_MANY = 8
"""Where at least one row in so many is wanted, all positions of a list are decoded."""

_FEW = 256
"""So few documents are looked up one by one in any list."""

_LOW = 2**32 - 1
"""Rows stand above positions in one integer."""


class PostingLists:
    """The lists of a field, read where they lie. In a field that borrows, list i is the sum of the
    lender's lists parts[parts_starts[i]:parts_starts[i + 1]]."""

    def __init__(self, file: ArrayFile, field: str, lender: "PostingLists | None" = None) -> None:
        self.documents = DocumentLists(file, field)
        self.frequencies: SmallIntegers | None = None
        self.positions: PackedIntegers | None = None
        self.lender = lender
        if f"{field}/frequencies" in file:
            self.frequencies = SmallIntegers(file, f"{field}/frequencies")
        self.parts: Unsigned = np.zeros(0, np.uint32)
        if lender is not None:
            self.parts = file.array(f"{field}/parts")
            self.parts_starts: NDArray[Any] = file.array(f"{field}/parts/starts")
        elif self.frequencies is not None:
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

    def open_parts(self, index: int) -> Iterator["FlatPostings"]:
        """The lists of the lender that a list is the sum of."""
        if self.lender is not None:
            start, stop = int(self.parts_starts[index]), int(self.parts_starts[index + 1])
            for part in self.parts[start:stop].tolist():
                yield self.lender.open(part)

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
        if self.positions is not None:
            return self.positions.join(self.places_starts[indices].astype(np.int64), counts)
        found = [np.zeros(0, np.uint32)]
        for index in indices.tolist():
            postings = self.open(index)
            found.append(postings.places(np.arange(len(postings)))[1])
        return np.concatenate(found)


class FlatPostings:
    """A `postings.Postings`. Decoded when asked for, and kept while this object lives."""

    __slots__ = ("_begins", "_documents", "_frequencies", "_index", "_lists")

    def __init__(self, lists: PostingLists, index: int) -> None:
        self._lists = lists
        self._index = index
        self._documents: Unsigned | None = None
        self._frequencies: Unsigned | None = None
        self._begins: NDArray[np.intp] | None = None

    def __len__(self) -> int:
        starts = self._lists.documents.starts
        return int(starts[self._index + 1]) - int(starts[self._index])

    @property
    def documents(self) -> Unsigned:
        """As `Postings` says."""
        if self._documents is None:
            self._documents = self._lists.documents.open(self._index)
        return self._documents

    @property
    def frequencies(self) -> Unsigned:
        """As `Postings` says."""
        if self._frequencies is None:
            small, starts = self._lists.frequencies, self._lists.documents.starts
            if small is None:
                self._frequencies = np.ones(len(self), np.uint32)
            else:
                start, stop = int(starts[self._index]), int(starts[self._index + 1])
                self._frequencies = small.slice(start, stop)
        return self._frequencies

    def places(self, rows: NDArray[np.intp]) -> tuple[Numbers, Unsigned]:
        """As `Postings` says."""
        if self._lists.frequencies is None:
            return np.zeros(len(rows), np.int64), np.zeros(0, np.uint32)
        counts = self.frequencies[rows].astype(np.int64)
        if self._lists.positions is None:
            return counts, self._sum_places(rows)
        return counts, self._find_places(self._lists.positions, rows, counts)

    def _find_places(
        self, positions: PackedIntegers, rows: NDArray[np.intp], counts: Numbers
    ) -> Unsigned:
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

    def _sum_places(self, rows: NDArray[np.intp]) -> Unsigned:
        """The positions in all parts, sorted inside each row."""
        locate = _Locator(self.documents[rows])
        keys = [np.zeros(0, np.int64)]
        for part in self._lists.open_parts(self._index):
            here, there = locate.match(part.documents)
            counts, positions = part.places(there)
            keys.append((np.repeat(here, counts) << _SHIFT) + positions)
        places: Unsigned = (np.sort(np.concatenate(keys)) & _LOW).astype(np.uint32)
        return places


class _Locator:
    """Finds some documents, in any order, in several lists."""

    def __init__(self, wanted: Unsigned) -> None:
        self._wanted = wanted

    def match(self, documents: Unsigned) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Which of the wanted documents are in the list, and where there."""
        if len(self._wanted) < _FEW or len(self._wanted) * _MANY < len(documents):
            there = np.searchsorted(documents, self._wanted)
            there[there == len(documents)] = 0
            here = np.flatnonzero(documents[there] == self._wanted)
            return here, there[here]
        found = self._rows[np.minimum(documents, len(self._rows) - 1)]
        there = np.flatnonzero(found >= 0)
        return found[there], there

    @cached_property
    def _rows(self) -> NDArray[np.intp]:
        """Where each document up to the highest wanted, and one more, is among the wanted."""
        rows = np.full(int(self._wanted.max()) + 2, -1)
        rows[self._wanted] = np.arange(len(self._wanted))
        return rows


@frozen
class Plan:
    """What is known of all lists before they are written: how many documents and positions each
    has, and what no frequency and no position exceeds. A keyword field has neither frequencies nor
    positions (0, 0), a field that borrows no positions (`places` is None)."""

    document_count: int
    lengths: Numbers
    places: Numbers | None = None
    frequency: int = 0
    position: int = 0


class PostingListsWriter:
    """Writes lists one after another, in as many pieces as one likes."""

    def __init__(self, file: ArrayFileWriter, field: str, plan: Plan) -> None:
        count = int(plan.lengths.sum())
        self._documents = DocumentListsWriter(file, field, plan.lengths, plan.document_count)
        self._frequencies: SmallWriter | None = None
        self._positions: PackedWriter | None = None
        if plan.frequency:
            self._frequencies = SmallWriter(file, f"{field}/frequencies", count, plan.frequency)
        if plan.places is not None:
            total = int(plan.places.sum())
            file.add(f"{field}/positions/starts", encode_starts(plan.places))
            self._positions = PackedWriter(file, f"{field}/positions", total, plan.position)

    def append(self, piece: Piece) -> None:
        """Write the next lists."""
        self._documents.append(piece.documents, len(piece.lengths))
        if self._frequencies is not None:
            self._frequencies.append(piece.frequencies)
        if self._positions is not None:
            self._positions.append(piece.positions)

    def finish(self) -> None:
        """Write what is left."""
        self._documents.finish()
        if self._frequencies is not None:
            self._frequencies.finish()
        if self._positions is not None:
            self._positions.finish()
