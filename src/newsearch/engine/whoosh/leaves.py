"""Clauses that look into no text: what they match scores alike, or by a number."""

from collections.abc import Callable, Sequence

import numpy as np

from newsearch.engine.whoosh.clauses import Bounds, Clause, Scores
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, pack
from newsearch.query.queries import DistanceFeatureQuery

__all__ = ["ConstantClause", "DistanceClause"]


class _Leaf:
    """A clause that no text decides; `highest` bounds its scores."""

    is_free = True

    def __init__(
        self, collection: Collection, highest: float, find: Callable[[int], DocumentSet]
    ) -> None:
        """`find` gives the documents of a segment, deleted ones among them or not."""
        self._collection = collection
        self._highest = max(highest, 0.0)
        self._find = find
        self._documents: dict[int, DocumentSet] = {}

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            self._documents[segment] = self._collection.keep_live(segment, self._find(segment))
        return self._documents[segment]

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        return self._highest if len(self.documents(segment)) else 0.0


class ConstantClause(_Leaf):
    """The same score for whatever matches."""

    def __init__(
        self, collection: Collection, score: float, find: Callable[[int], DocumentSet]
    ) -> None:
        super().__init__(collection, score, find)
        self.constant: float | None = score
        self._score = score

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        if not self._score:
            return np.zeros(len(candidates))
        return np.where(self.documents(segment).contains(candidates), self._score, 0.0)


class DistanceClause(_Leaf):
    """As `DistanceFeatureQuery` says."""

    constant = None

    def __init__(self, collection: Collection, query: DistanceFeatureQuery) -> None:
        super().__init__(collection, query.boost, self._find_present)
        self._query = query

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        query = self._query
        values, _ = self._collection.segments[segment].numbers(query.field)
        # As floats: the difference of two 64-bit integers may not be one.
        distances = np.abs(values.take(candidates.documents).astype(np.float64) - query.origin)
        scores = query.boost * query.pivot / (query.pivot + distances)
        return np.where(self.documents(segment).contains(candidates), scores, 0.0)

    def _find_present(self, segment: int) -> DocumentSet:
        _, present = self._collection.segments[segment].numbers(self._query.field)
        return DocumentSet(len(present), words=pack(present))
