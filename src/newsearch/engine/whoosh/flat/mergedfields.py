"""A text or keyword field of several segments, on its way to becoming one.

The terms of all segments are sorted together, and each source knows where each of its terms has
gone. Then lists are read a piece at a time from every source, freed of deleted documents, and
appended to one another: so memory does not grow with the archive, but for the terms of one field.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.flat.pieces import Piece, combine, cut_evenly, keep_live, sum_runs
from newsearch.engine.whoosh.flat.terms import TermLists
from newsearch.engine.whoosh.postings import Mask, Numbers, Unsigned

__all__ = ["MergedField", "Source"]

_GONE = -1
"""In place of a term that no live document holds."""

_PIECE = 2**19
"""So many postings, or one list, are held in memory at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """A field of one segment. `numbers` are the new numbers of the documents, of which those of
    deleted ones mean nothing; `targets` says where each of its terms has gone."""

    lists: TermLists
    live: Mask | None
    numbers: Unsigned
    targets: NDArray[np.int64]

    @property
    def counts_places(self) -> bool:
        """Whether each list stays as it is, with as many positions as its file says."""
        return self.live is None and self.lists.lent is None

    def read(self, wanted: slice, *, places: bool) -> tuple[NDArray[np.int64], Piece]:
        """Its lists that have gone to this stretch, as they will be, and where in the stretch."""
        ordinals = np.flatnonzero((self.targets >= wanted.start) & (self.targets < wanted.stop))
        piece = self.lists.join(ordinals, places=places)
        if self.live is None:
            piece = replace(piece, documents=self.numbers[piece.documents])
        else:
            piece = keep_live(piece, self.live, self.numbers)
        return self.targets[ordinals] - wanted.start, piece


@dataclass(frozen=True, slots=True)
class MergedField:
    """Lists to be, from several sources, and how many documents each will have: first those of all
    terms, sorted; `select` leaves some of them. After each piece that was read, `release` is called:
    what is mapped would count as memory as long as there is enough."""

    sources: tuple[Source, ...]
    terms: list[bytes]
    lengths: Numbers
    release: Callable[[], None]

    @classmethod
    def of(
        cls,
        parts: Sequence[tuple[TermLists, Mask | None, Unsigned]],
        release: Callable[[], None] = lambda: None,
    ) -> Self:
        """The field in each segment that has it, its live documents and their new numbers."""
        found = [list(lists.terms.slice(range(len(lists.terms)))) for lists, _, _ in parts]
        terms = sorted(set().union(*found))
        places = {term: place for place, term in enumerate(terms)}
        lengths = np.zeros(len(terms), np.int64)
        sources = []
        for (lists, live, numbers), own in zip(parts, found, strict=True):
            targets = np.fromiter(map(places.__getitem__, own), np.int64, len(own))
            lengths[targets] += lists.counts(np.arange(len(own)), live)
            sources.append(Source(lists, live, numbers, targets))
        return cls(tuple(sources), terms, lengths, release).select(lengths > 0)

    def select(self, chosen: Mask) -> Self:
        """Some of the lists, renumbered."""
        # A term that has gone already stays so: one place past the last is for those.
        places = np.append(np.where(chosen, np.cumsum(chosen) - 1, _GONE), _GONE)
        return replace(
            self,
            sources=tuple(replace(s, targets=places[s.targets]) for s in self.sources),
            terms=[self.terms[row] for row in np.flatnonzero(chosen).tolist()],
            lengths=self.lengths[chosen],
        )

    def pieces(self, *, places: bool) -> Iterator[Piece]:
        """All lists, a piece at a time, with or without positions."""
        for wanted in cut_evenly(self.lengths, _PIECE):
            parts = [source.read(wanted, places=places) for source in self.sources]
            yield combine(wanted.stop - wanted.start, parts)
            self.release()

    def count_places(self) -> Numbers:
        """How many positions each list will have."""
        if all(source.counts_places for source in self.sources):
            # The last is for lists that were left out.
            counts = np.zeros(len(self.terms) + 1, np.int64)
            for source in self.sources:
                counts[source.targets] += np.diff(source.lists.own.places_starts.all())
            return counts[:-1]
        pieces = self.pieces(places=False)
        sums = [sum_runs(piece.frequencies, piece.lengths) for piece in pieces]
        return np.concatenate([np.zeros(0, np.int64), *sums])

    def bounds(self) -> tuple[int, int]:
        """What no frequency and no position exceeds."""
        bounds = [source.lists.own.bounds for source in self.sources]
        bounds += [source.lists.lent.bounds for source in self.sources if source.lists.lent]
        return max(frequency for frequency, _ in bounds), max(position for _, position in bounds)
