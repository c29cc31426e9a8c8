"""Evidence from where words stand: side by side, or near the beginning.

It takes positions, which are many, so both look at nothing but the documents they are asked about.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from newsearch.engine.whoosh.arrays import PLACE_BITS, Numbers, Rows
from newsearch.engine.whoosh.clauses import Bounds, Clause, Scores
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.postings import Lookup
from newsearch.engine.whoosh.proximity import find_places
from newsearch.query.queries import LeadQuery, PairQuery, TextField

__all__ = ["LeadClause", "PairClause"]

_POSITION = (1 << PLACE_BITS) - 1
"""The part of a place that is the position."""


class PairClause:
    """As `PairQuery` says; `rarity` is the idf of the rarer term."""

    constant = None
    is_free = True

    def __init__(
        self,
        collection: Collection,
        segments: Sequence[Lookup],
        query: PairQuery,
        rarity: float,
    ) -> None:
        self._collection = collection
        self._segments = segments
        self._query = query
        self._factor = query.boost * rarity * (query.fields.k1 + 1.0)

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        everything = self._collection.everything(segment)
        found = np.zeros(everything.size, np.bool_)
        candidates = Candidates.of(everything.array)
        for _, rows, _ in self._find(segment, candidates):
            found[candidates.documents[rows]] = True
        return DocumentSet(everything.size, array=np.flatnonzero(found).astype(np.uint32))

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        impacts = np.zeros(len(candidates))
        for field, rows, counts in self._find(segment, candidates):
            norms = self._collection.norms(segment, field, candidates)
            impacts[rows] += field.weight * counts / norms.take(rows)
        saturated = np.zeros(len(candidates))
        # A field of weight 0 may leave 0 / 0 where k1 is 0 too.
        np.divide(impacts, self._query.fields.k1 + impacts, out=saturated, where=impacts > 0)
        saturated *= self._factor
        return saturated

    def bounds(self, segment: int) -> Bounds:  # noqa: ARG002 - the same for every segment
        """As `Clause` says."""
        return max(self._factor, 0.0)

    def _find(self, segment: int, candidates: Candidates) -> Iterator[tuple[TextField, Rows, Rows]]:
        """For each field, which of the candidates have the pair, and how often."""
        first, second = self._query.first, self._query.second
        for field in self._query.fields.fields:
            starts = _find_places(self._segments[segment], field.name, first, candidates)
            following = _find_places(self._segments[segment], field.name, second, candidates)
            if not len(starts) or not len(following):
                continue
            wanted = starts + 1
            at = following.searchsorted(wanted)
            at[at == len(following)] = 0
            met = starts[following.take(at) == wanted]
            counts = np.bincount(met >> PLACE_BITS)
            rows = counts.nonzero()[0]
            if len(rows):
                yield field, rows, counts.take(rows)


class LeadClause:
    """As `LeadQuery` says; `rarity` is the idf of the term."""

    constant = None
    is_free = True

    def __init__(
        self,
        collection: Collection,
        segments: Sequence[Lookup],
        query: LeadQuery,
        rarity: float,
    ) -> None:
        self._collection = collection
        self._segments = segments
        self._query = query
        self._factor = query.boost * rarity

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        everything = self._collection.everything(segment)
        earliest = self._find_earliest(segment, Candidates.of(everything.array))
        return DocumentSet(everything.size, array=everything.array[earliest < self._query.span])

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        nearness = 1.0 - self._find_earliest(segment, candidates) / self._query.span
        return self._factor * np.maximum(nearness, 0.0)

    def bounds(self, segment: int) -> Bounds:  # noqa: ARG002 - the same for every segment
        """As `Clause` says."""
        return max(self._factor, 0.0)

    def _find_earliest(self, segment: int, candidates: Candidates) -> Numbers:
        """The earliest position of the term in each of them; `span` where none is before that."""
        earliest = np.full(len(candidates), self._query.span, np.int64)
        for field in self._query.fields.fields:
            places = _find_places(self._segments[segment], field.name, self._query.term, candidates)
            # The last that is assigned stays, so the first place of each comes last.
            backwards = places[::-1]
            first = np.full(len(candidates), self._query.span, np.int64)
            first[backwards >> PLACE_BITS] = backwards & _POSITION
            np.minimum(earliest, first, out=earliest)
        return earliest


def _find_places(segment: Lookup, field: str, term: str, candidates: Candidates) -> Numbers:
    """Where the candidates have the term: the row of the candidate above the position, ascending and
    each once. Looked up once for all that asks about the same candidates."""
    key = field, term
    if key not in candidates.places:
        postings = segment.postings(field, term)
        places = None if postings is None else find_places(postings, candidates)
        candidates.places[key] = np.zeros(0, np.int64) if places is None else places
    return candidates.places[key]
