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
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, pack, unite
from newsearch.engine.whoosh.impacts import count_blocks, mark, spread
from newsearch.engine.whoosh.postings import Occurrences
from newsearch.query.queries import DistanceFeatureQuery, TextField, TextFields

__all__ = [
    "Bounds",
    "Clause",
    "ConstantClause",
    "DistanceClause",
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

_RARE = 64
"""Where fewer than one document in so many has a word, all of them have the same bound: most will be
looked at anyway."""

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
        if not len(rows):
            return rows, np.zeros(0)
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
        documents, ceiling = found.holders.array, self._factor * _MARGIN
        if len(documents) * _RARE < count or field.b > 1:
            # With a b above 1 a norm may be negative, and what is divided by it bounds nothing.
            lowest = self._collection.lowest_norm(segment, field)
            highest = field.weight * int(found.frequencies.max(initial=0))
            if lowest > 0 and highest > 0:
                ceiling *= highest / (highest + self._fields.k1 * lowest)
            return mark(documents, ceiling, count)
        parts = self._collection.norms32(segment, field, documents)
        parts *= np.float32(self._fields.k1 / field.weight)
        parts /= found.frequencies.astype(np.float32)
        parts += np.float32(1)
        return spread(documents, np.divide(np.float32(ceiling), parts, out=parts), count)

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
            found = sum(map(self.count, range(len(self._collection.segments))))
            self._idf = inverse_frequency(self._collection, found)
        return self._idf

    def count(self, segment: int) -> int:
        """How many documents match, without joining those of several fields if that can be had."""
        parts = [found.holders for _, found in self._search(segment)]
        if segment in self._documents or len(parts) > 2 or self._collection.has_deleted(segment):
            return len(self.documents(segment))
        if len(parts) < 2:
            return sum(map(len, parts))
        few, many = sorted(parts, key=len)
        return len(many) + len(few) - int(many.contains(Candidates.of(few.array)).sum())

    def _search(self, segment: int) -> list[tuple[TextField, Occurrences]]:
        if segment not in self._found:
            pairs = ((field, self._find(segment, field.name)) for field in self._fields.fields)
            self._found[segment] = [(field, found) for field, found in pairs if found is not None]
        return self._found[segment]


def inverse_frequency(collection: Collection, found: int) -> float:
    """How rare it is to be among so many of N documents: ln(1 + (N − n + ½) / (n + ½))."""
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
