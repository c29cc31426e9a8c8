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

from newsearch.engine.whoosh.arrays import Unsigned
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import DocumentSet, intersect, pack, unite
from newsearch.engine.whoosh.postings import Occurrences, SegmentReader
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
]

Scores: TypeAlias = NDArray[np.float64]

Bounds: TypeAlias = NDArray[np.float32] | float
"""For each block of documents of a segment a number that no score is above, or one for all."""

Finder: TypeAlias = Callable[[SegmentReader, str], Occurrences | None]
"""Looks for something in one text field of one segment."""

_MARGIN = np.float32(1 + 1e-5)
"""Bounds are reckoned in 32 bits: so much higher, they hold whatever is lost to rounding."""


class Clause(Protocol):
    """Segments are numbered as in the collection."""

    @property
    def constant(self) -> float | None:
        """The score of every match, if they all have the same."""

    def documents(self, segment: int) -> DocumentSet:
        """The live documents that match."""

    def scores(self, segment: int, documents: Unsigned) -> Scores:
        """The scores of these documents, in ascending order; 0 for one that does not match."""

    def bounds(self, segment: int) -> Bounds:
        """Upper bounds of the scores."""


class TextClause:
    """BM25F over what `find` finds in each of the fields, as `newsearch.query.queries.TextFields`
    writes it down (Robertson, Zaragoza & Taylor 2004: the fields' term frequencies are normalised
    and summed before they saturate)."""

    constant = None

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

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            parts = [found.holders for _, found in self._search(segment)]
            united = unite(parts, self._collection.segments[segment].document_count)
            self._documents[segment] = self._collection.keep_live(segment, united)
        return self._documents[segment]

    def scores(self, segment: int, documents: Unsigned) -> Scores:
        """As `Clause` says."""
        frequencies = np.zeros(len(documents))
        for field, found in self._search(segment):
            rows, counts = found.count(documents)
            norms = self._collection.norms(segment, field, documents[rows])
            frequencies[rows] += field.weight * counts / norms
        # A field of weight 0 may leave 0 / 0 where k1 is 0 too.
        there = frequencies > 0
        saturated = np.zeros(len(documents))
        np.divide(frequencies, self._fields.k1 + frequencies, out=saturated, where=there)
        saturated *= self._factor
        return saturated

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        impacts = np.zeros(self._collection.block_count(segment), np.float32)
        for field, found in self._search(segment):
            if field.weight > 0:
                peaks = self._collection.peaks(segment, field, found)
                peaks *= np.float32(field.weight)
                impacts += peaks
        with np.errstate(divide="ignore", invalid="ignore"):
            # Not x / (k1 + x): x may be infinite.
            saturated = np.float32(1) / (1 + np.float32(self._fields.k1) / impacts)
        saturated[impacts <= 0] = 0
        saturated *= np.float32(max(self._factor, 0.0)) * _MARGIN
        return saturated

    @property
    def _factor(self) -> float:
        return self._boost * self._inverse_frequency() * (self._fields.k1 + 1.0)

    def _inverse_frequency(self) -> float:
        if self._idf is None:
            total = self._collection.document_count
            found = sum(len(self.documents(s)) for s in range(len(self._collection.segments)))
            self._idf = log(1.0 + (total - found + 0.5) / (found + 0.5))
        return self._idf

    def _search(self, segment: int) -> list[tuple[TextField, Occurrences]]:
        if segment not in self._found:
            reader = self._collection.segments[segment]
            pairs = ((field, self._find(reader, field.name)) for field in self._fields.fields)
            self._found[segment] = [(field, found) for field, found in pairs if found is not None]
        return self._found[segment]


class ConstantClause:
    """The same score for whatever matches."""

    def __init__(
        self, collection: Collection, score: float, find: Callable[[int], DocumentSet]
    ) -> None:
        """`find` gives the documents of a segment, deleted ones among them or not."""
        self.constant: float | None = score
        self._score = score
        self._collection = collection
        self._find = find
        self._documents: dict[int, DocumentSet] = {}

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            self._documents[segment] = self._collection.keep_live(segment, self._find(segment))
        return self._documents[segment]

    def scores(self, segment: int, documents: Unsigned) -> Scores:
        """As `Clause` says."""
        if not self._score:
            return np.zeros(len(documents))
        return np.where(self.documents(segment).contains(documents), self._score, 0.0)

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        return max(self._score, 0.0) if len(self.documents(segment)) else 0.0


class DistanceClause:
    """As `DistanceFeatureQuery` says."""

    constant = None

    def __init__(self, collection: Collection, query: DistanceFeatureQuery) -> None:
        self._collection = collection
        self._query = query
        self._documents: dict[int, DocumentSet] = {}

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            _, present = self._collection.segments[segment].numbers(self._query.field)
            found = DocumentSet(len(present), words=pack(present))
            self._documents[segment] = self._collection.keep_live(segment, found)
        return self._documents[segment]

    def scores(self, segment: int, documents: Unsigned) -> Scores:
        """As `Clause` says."""
        query = self._query
        values, _ = self._collection.segments[segment].numbers(query.field)
        # As floats: the difference of two 64-bit integers may not be one.
        distances = np.abs(values[documents].astype(np.float64) - query.origin)
        scores = query.boost * query.pivot / (query.pivot + distances)
        return np.where(self.documents(segment).contains(documents), scores, 0.0)

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

    @property
    def constant(self) -> float | None:
        """As `Clause` says."""
        scores = [part.constant for part in self._must]
        if self._should or None in scores:
            return None
        return sum(score for score in scores if score is not None)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        if segment not in self._documents:
            self._documents[segment] = self._match(segment)
        return self._documents[segment]

    def scores(self, segment: int, documents: Unsigned) -> Scores:
        """As `Clause` says."""
        matching = self.documents(segment).contains(documents)
        if matching.all():
            return _sum_scores([*self._must, *self._should], segment, documents)
        scores = np.zeros(len(documents))
        parts = [*self._must, *self._should]
        scores[matching] = _sum_scores(parts, segment, documents[matching])
        return scores

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        return _sum_bounds([*self._must, *self._should], segment)

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
            counts = _count_containing(optional, found.array)
            found = DocumentSet(found.size, array=found.array[counts >= least])
        for part in self._must_not:
            found = found.without(part.documents(segment))
        return found


class EvidenceClause:
    """As `EvidenceQuery` says."""

    constant = None

    def __init__(self, match: Clause, evidence: Sequence[Clause]) -> None:
        self._match = match
        self._parts = [match, *evidence]

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        return self._match.documents(segment)

    def scores(self, segment: int, documents: Unsigned) -> Scores:
        """As `Clause` says."""
        scores = _sum_scores(self._parts, segment, documents)
        return np.where(self.documents(segment).contains(documents), scores, 0.0)

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says."""
        return _sum_bounds(self._parts, segment)


def _sum_scores(parts: Sequence[Clause], segment: int, documents: Unsigned) -> Scores:
    scores = np.zeros(len(documents))
    for part in parts:
        scores += part.scores(segment, documents)
    return scores


def _sum_bounds(parts: Sequence[Clause], segment: int) -> Bounds:
    total: Bounds = 0.0
    for part in parts:
        total = total + part.bounds(segment)
    return total


def _count_containing(sets: Sequence[DocumentSet], documents: Unsigned) -> NDArray[np.intp]:
    counts = np.zeros(len(documents), np.intp)
    for one in sets:
        counts += one.contains(documents)
    return counts
