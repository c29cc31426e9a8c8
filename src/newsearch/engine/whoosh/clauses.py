"""A query bound to a collection: which documents match, what each scores, what none can exceed.

The three are asked for apart, because few documents need a score: all matches are counted, but only
blocks of documents whose upper bound promises a place on the page are scored (see `top`). A document
gets the same score, to the last bit, whichever others are scored with it.
"""

from collections.abc import Callable, Sequence
from math import log
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Rows
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, intersect, pack, unite
from newsearch.engine.whoosh.impacts import count_blocks, spread
from newsearch.engine.whoosh.postings import Occurrences
from newsearch.query.queries import BooleanQuery, DistanceFeatureQuery, TextField, TextFields

__all__ = [
    "BooleanClause",
    "Bounds",
    "Clause",
    "ConstantClause",
    "DistanceClause",
    "EvidenceClause",
    "Finder",
    "Scores",
    "TextClause",
    "inverse_frequency",
]

Scores: TypeAlias = NDArray[np.float64]

Bounds: TypeAlias = NDArray[np.float32] | float
"""For each block of documents of a segment a number that no score is above, or one for all."""

Finder: TypeAlias = Callable[[int, str], Occurrences | None]
"""Looks for something in one segment, in one text field of it."""

_MARGIN = 1 + 1e-5
"""Bounds are reckoned in 32 bits: so much higher, they hold whatever is lost to rounding."""


class Clause(Protocol):
    """Segments are numbered as in the collection."""

    @property
    def constant(self) -> float | None:
        """The score of every match, if they all have the same."""

    @property
    def parts(self) -> "Sequence[Clause]":
        """Clauses whose scores add up to this one's for every document that matches it."""

    @property
    def is_free(self) -> bool:
        """Whether the scores of the parts add up to 0 for every document that does not match."""

    def documents(self, segment: int) -> DocumentSet:
        """The live documents that match."""

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """The scores of these documents; 0 for one that does not match."""

    def bounds(self, segment: int) -> Bounds:
        """Upper bounds of the scores."""


class TextClause:
    """BM25F over what `find` finds in each of the fields, as `newsearch.query.queries.TextFields`
    writes it down (Robertson, Zaragoza & Taylor 2004: the fields' term frequencies are normalised
    and summed before they saturate)."""

    constant = None
    is_free = True

    def __init__(
        self, collection: Collection, fields: TextFields, boost: float, find: Finder
    ) -> None:
        self._collection = collection
        self._fields = fields
        self._boost = boost
        self._find = find
        self._found: dict[int, list[tuple[TextField, Occurrences]]] = {}
        self._documents: dict[int, DocumentSet] = {}
        self._idf: float | None = None

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            parts = [found.holders for _, found in self._search(segment)]
            united = unite(parts, self._collection.segments[segment].document_count)
            self._documents[segment] = self._collection.keep_live(segment, united)
        return self._documents[segment]

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        found = self._search(segment)
        scores = np.zeros(len(candidates))
        if len(found) == 1:
            rows, impacts = self._measure(segment, *found[0], candidates)
            scores[rows] = self._saturate(impacts)
            return scores
        for field, occurrences in found:
            rows, impacts = self._measure(segment, field, occurrences, candidates)
            scores[rows] += impacts
        return self._saturate(scores)

    def _measure(
        self, segment: int, field: TextField, found: Occurrences, candidates: Candidates
    ) -> tuple[Rows, NDArray[np.float64]]:
        """Which candidates have it in a field, and the impact there."""
        rows, counts = found.count(candidates)
        norms = self._collection.norms(segment, field, candidates)
        return rows, field.weight * counts / norms.take(rows)

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says. The saturated sum of several fields is below the sum of each saturated."""
        total: Bounds = 0.0
        if self._factor > 0:
            for field, found in self._search(segment):
                if field.weight > 0:
                    total = total + self._bound_field(segment, field, found)
        return total

    def _bound_field(
        self, segment: int, field: TextField, found: Occurrences
    ) -> NDArray[np.float32]:
        count, peaks = self._collection.segments[segment].document_count, found.peaks
        if peaks is not None:
            looser = self._collection.loosen(segment, field, peaks)
            if looser < np.inf:
                growth, factor = looser * field.weight, self._factor * _MARGIN
                return peaks.bound(self._fields.k1, growth, factor, count_blocks(count))
        documents = found.holders.array
        parts = self._collection.norms32(segment, field, documents)
        parts *= np.float32(self._fields.k1 / field.weight)
        parts /= found.frequencies.astype(np.float32)
        parts += np.float32(1)
        with np.errstate(divide="ignore"):
            # With a b above 1, what is divided by may be negative, and bounds nothing.
            scores = np.divide(np.float32(self._factor * _MARGIN), parts, out=parts)
        if field.b > 1:
            scores[:] = self._factor * _MARGIN
        return spread(documents, scores, count)

    def _saturate(self, impacts: NDArray[np.float64]) -> Scores:
        """The score of each impact. An impact of 0 may stand where k1 is 0 too, and may be infinite
        in a bound."""
        there = impacts > 0
        scores = np.divide(self._fields.k1, impacts, out=np.full(len(impacts), np.inf), where=there)
        scores += 1.0
        found: Scores = np.divide(self._factor, scores, out=scores)
        return found

    @property
    def _factor(self) -> float:
        return self._boost * self.idf * (self._fields.k1 + 1.0)

    @property
    def idf(self) -> float:
        """The inverse document frequency."""
        if self._idf is None:
            self._idf = inverse_frequency(self._collection, self)
        return self._idf

    def _search(self, segment: int) -> list[tuple[TextField, Occurrences]]:
        if segment not in self._found:
            pairs = ((field, self._find(segment, field.name)) for field in self._fields.fields)
            self._found[segment] = [(field, found) for field, found in pairs if found is not None]
        return self._found[segment]


def inverse_frequency(collection: Collection, clause: Clause) -> float:
    """How rare the matches of a clause are: ln(1 + (N − n + ½) / (n + ½))."""
    found = sum(len(clause.documents(n)) for n in range(len(collection.segments)))
    return log(1.0 + (collection.document_count - found + 0.5) / (found + 0.5))


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
