"""The lists of some successive documents, as they wait for those of the rest of their segment.

New documents are sorted a run at a time: a few million tokens, which take little memory and stay
near the processor. When a segment is written, the lists of a term are put together from all runs
and encoded, once. So however many documents come between two commits, what is paid for each is one
sort in its run and one look-up in its turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers, Rows, Unsigned, expand_runs, order_of
from newsearch.engine.whoosh.flat.integers import narrowest
from newsearch.engine.whoosh.flat.inversion import largest
from newsearch.engine.whoosh.flat.pieces import Piece, cut_evenly, without_places
from newsearch.engine.whoosh.flat.waiting import WaitingColumn

__all__ = ["FieldRuns", "RunLists"]

_PIECE = 2**19
"""So many postings, or one list, are in memory at once."""


class FieldRuns:
    """The lists of a text field in all runs so far."""

    def __init__(self, directory: Path | None) -> None:
        self._terms: list[Unsigned] = []
        self._lengths: list[Numbers] = []
        self._places: list[Numbers] = []
        self._documents = WaitingColumn(directory)
        self._frequencies = WaitingColumn(directory)
        self._positions = WaitingColumn(directory)
        self._bounds = (0, 0)

    def append(self, terms: Rows, lists: Piece) -> None:
        """Add the lists of later documents, and the number of the term of each. Raises OSError."""
        self._terms.append(terms.astype(np.uint32))
        self._lengths.append(lists.lengths)
        self._places.append(lists.places)
        highest = largest(lists.frequencies), largest(lists.positions)
        self._documents.append(lists.documents, np.dtype(np.uint32))
        self._frequencies.append(lists.frequencies, narrowest(highest[0]))
        self._positions.append(lists.positions, narrowest(highest[1]))
        self._bounds = max(self._bounds[0], highest[0]), max(self._bounds[1], highest[1])

    def __len__(self) -> int:
        """How many runs there are."""
        return len(self._terms)

    def read_tokens(self, run: int, terms: Rows) -> tuple[Numbers, Unsigned, NDArray[Any]]:
        """How many tokens some terms have in a run that has them, in ascending order, and the
        document and position of each. Raises OSError."""
        lists = np.searchsorted(self._terms[run], terms)
        lengths, places = self._lengths[run], self._places[run]
        begins = np.cumsum(lengths) - lengths + sum(int(part.sum()) for part in self._lengths[:run])
        rows = expand_runs(begins[lists], lengths[lists])
        documents = np.repeat(self._documents.read()[rows], self._frequencies.read()[rows])
        begins = np.cumsum(places) - places + sum(int(part.sum()) for part in self._places[:run])
        rows = expand_runs(begins[lists], places[lists])
        return places[lists], documents, self._positions.read()[rows]

    def find_used(self, term_count: int) -> Mask:
        """Which terms have a list."""
        used = np.zeros(term_count, np.bool_)
        for terms in self._terms:
            used[terms] = True
        return used

    def arrange(self, terms: list[bytes], ranks: Numbers) -> "RunLists":
        """All lists in the order of their terms, given those of the field and the place among them
        of each number."""
        lengths, places = np.concatenate(self._lengths), np.concatenate(self._places)
        targets = ranks[np.concatenate(self._terms)]
        order = order_of(targets)
        return RunLists(
            terms=terms,
            targets=targets[order],
            starts=(np.cumsum(lengths) - lengths)[order],
            counts=lengths[order],
            places_starts=(np.cumsum(places) - places)[order],
            places=places[order],
            documents=self._documents.read(),
            frequencies=self._frequencies.read(),
            positions=self._positions.read(),
            highest=self._bounds,
        )

    def close(self) -> None:
        """Let go of what waits."""
        for column in (self._documents, self._frequencies, self._positions):
            column.close()


@dataclass(frozen=True, slots=True)
class RunLists:
    """A `mergedfields.FieldLists` of runs. An entry is a list of one run; those of a term follow
    one another in the order of their documents, and `targets` says which term's they are."""

    terms: list[bytes]
    targets: Numbers
    starts: Numbers
    counts: Numbers
    places_starts: Numbers
    places: Numbers
    documents: NDArray[Any]
    frequencies: NDArray[Any]
    positions: NDArray[Any]
    highest: tuple[int, int]

    @property
    def lengths(self) -> Numbers:
        """As `FieldLists` says."""
        return self._sum(self.counts)

    def select(self, chosen: Mask) -> Self:
        """As `FieldLists` says."""
        kept = chosen[self.targets]
        return replace(
            self,
            terms=[self.terms[row] for row in np.flatnonzero(chosen).tolist()],
            targets=(np.cumsum(chosen) - 1)[self.targets[kept]],
            starts=self.starts[kept],
            counts=self.counts[kept],
            places_starts=self.places_starts[kept],
            places=self.places[kept],
        )

    def with_positions(self, whole: Mask, positions: NDArray[Any]) -> Self:
        """The lists with the positions of some of them, of which they had none."""
        places = np.where(whole[self.targets], self.places, 0)
        highest = self.highest[0], largest(positions)
        starts = np.cumsum(places) - places
        return replace(self, places_starts=starts, positions=positions, highest=highest)

    def pieces(self, *, places: bool) -> Iterator[Piece]:
        """As `FieldLists` says."""
        lengths = self.lengths
        all_places = self.count_places()
        for wanted in cut_evenly(lengths, _PIECE):
            first, last = np.searchsorted(self.targets, (wanted.start, wanted.stop))
            rows = expand_runs(self.starts[first:last], self.counts[first:last])
            documents = self.documents[rows]
            frequencies = self.frequencies[rows].astype(np.uint32)
            if not places:
                yield without_places(lengths[wanted], documents, frequencies)
                continue
            rows = expand_runs(self.places_starts[first:last], self.places[first:last])
            positions = self.positions[rows].astype(np.uint32)
            yield Piece(lengths[wanted], documents, frequencies, all_places[wanted], positions)

    def count_places(self) -> Numbers:
        """As `FieldLists` says."""
        return self._sum(self.places)

    def bounds(self) -> tuple[int, int]:
        """As `FieldLists` says."""
        return self.highest

    def _sum(self, values: Numbers) -> Numbers:
        """What the entries of each list have together."""
        sums = np.append(0, np.cumsum(values))
        borders = np.searchsorted(self.targets, np.arange(len(self.terms) + 1))
        found: Numbers = np.diff(sums[borders])
        return found
