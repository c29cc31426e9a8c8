"""Clauses that look into no text: what they match scores alike, or by a number."""

from collections.abc import Callable, Sequence

import numpy as np

from newsearch.engine.whoosh.clauses import Bounds, Clause, Scores
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, pack
from newsearch.query.queries import DistanceFeatureQuery

__all__ = ["ConstantClause", "DistanceClause"]


class ConstantClause:
    """The same score for whatever matches."""

    is_free = True

    def __init__(
        self, collection: Collection, score: float, find: Callable[[int], DocumentSet]
    ) -> None:
        """`find` gives the documents of a segment, deleted ones among them or not."""
        self.constant: float | None = score
        self._score = score
        self._collection = collection
        self._find = find
        self._documents: dict[int, DocumentSet] = {}

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            self._documents[segment] = self._collection.keep_live(segment, self._find(segment))
        return self._documents[segment]

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        if not self._score:
            return np.zeros(len(candidates))
        return np.where(self.documents(segment).contains(candidates), self._score, 0.0)

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        return max(self._score, 0.0) if len(self.documents(segment)) else 0.0


class DistanceClause:
    """As `DistanceFeatureQuery` says."""

    constant = None
    is_free = True

    def __init__(self, collection: Collection, query: DistanceFeatureQuery) -> None:
        self._collection = collection
        self._query = query
        self._documents: dict[int, DocumentSet] = {}

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            _, present = self._collection.segments[segment].numbers(self._query.field)
            found = DocumentSet(len(present), words=pack(present))
            self._documents[segment] = self._collection.keep_live(segment, found)
        return self._documents[segment]

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        query = self._query
        values, _ = self._collection.segments[segment].numbers(query.field)
        # As floats: the difference of two 64-bit integers may not be one.
        distances = np.abs(values.take(candidates.documents).astype(np.float64) - query.origin)
        scores = query.boost * query.pivot / (query.pivot + distances)
        return np.where(self.documents(segment).contains(candidates), scores, 0.0)

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        return max(self._query.boost, 0.0) if len(self.documents(segment)) else 0.0
