"""Clauses made of clauses: what matches all, some or none of them, and what adds evidence."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.clauses import Bounds, Clause, Scores
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, intersect, unite
from newsearch.query.queries import BooleanQuery

__all__ = ["BooleanClause", "EvidenceClause"]


class BooleanClause:
    """As `BooleanQuery` says."""

    def __init__(
        self, collection: Collection, query: BooleanQuery, build: Callable[..., Clause]
    ) -> None:
        """`build` makes a clause of a part of the query."""
        self._collection = collection
        self._must = [build(part) for part in query.must]
        self._should = [build(part) for part in query.should]
        self._must_not = [build(part) for part in query.must_not]
        self._filter = [build(part) for part in query.filter]
        self._least = query.minimum_should_match
        self._documents: dict[int, DocumentSet] = {}
        self.parts = self._flatten()

    @property
    def constant(self) -> float | None:
        """As `Clause` says."""
        scores = [part.constant for part in self._must]
        if self._should or None in scores:
            return None
        return sum(score for score in scores if score is not None)

    def _flatten(self) -> Sequence[Clause]:
        every = [part for clause in self._must for part in clause.parts]
        return [*every, *_free_parts(self._should)]

    @property
    def is_free(self) -> bool:
        """As `Clause` says."""
        demands = bool(self._must or self._filter or self._must_not) or self._least > 1
        return not demands and all(clause.is_free for clause in self._should)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            self._documents[segment] = self._match(segment)
        return self._documents[segment]

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        matching = self.documents(segment).contains(candidates)
        if matching.all():
            return _sum_scores(self.parts, segment, candidates)
        scores = np.zeros(len(candidates))
        scores[matching] = _sum_scores(self.parts, segment, candidates.take(matching.nonzero()[0]))
        return scores

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        return _sum_bounds(self.parts, segment)

    def _match(self, segment: int) -> DocumentSet:
        required = [part.documents(segment) for part in (*self._must, *self._filter)]
        optional = [part.documents(segment) for part in self._should]
        least = self._least
        if required:
            found = intersect(required)
        elif optional:
            found = unite(optional, optional[0].size)
        else:
            found = self._collection.everything(segment)
        if least > (0 if required else 1) or least > len(optional):
            counts = _count_containing(optional, Candidates.of(found.array))
            found = DocumentSet(found.size, array=found.array[counts >= least])
        for part in self._must_not:
            found = found.without(part.documents(segment))
        return found


class EvidenceClause:
    """As `EvidenceQuery` says."""

    constant = None
    is_free = False

    def __init__(self, match: Clause, evidence: Sequence[Clause]) -> None:
        self._match = match
        self.parts: Sequence[Clause] = [*match.parts, *_free_parts(evidence)]

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        return self._match.documents(segment)

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        scores = _sum_scores(self.parts, segment, candidates)
        return np.where(self.documents(segment).contains(candidates), scores, 0.0)

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        return _sum_bounds(self.parts, segment)


def _free_parts(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses whose scores add up to those of these for every document, matching or not."""
    parts: list[Clause] = []
    for clause in clauses:
        parts += clause.parts if clause.is_free else [clause]
    return parts


def _sum_scores(parts: Sequence[Clause], segment: int, candidates: Candidates) -> Scores:
    scores = np.zeros(len(candidates))
    for part in parts:
        scores += part.scores(segment, candidates)
    return scores


def _sum_bounds(parts: Sequence[Clause], segment: int) -> Bounds:
    total: Bounds = 0.0
    for part in parts:
        total = total + part.bounds(segment)
    return total


def _count_containing(sets: Sequence[DocumentSet], candidates: Candidates) -> NDArray[np.intp]:
    counts = np.zeros(len(candidates), np.intp)
    for one in sets:
        counts += one.contains(candidates)
    return counts
