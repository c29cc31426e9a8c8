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

from newsearch.engine.whoosh.arrays import BLOCK, Rows
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, unite
from newsearch.engine.whoosh.impacts import Peaks, count_blocks, find_highest
from newsearch.engine.whoosh.postings import Occurrences
from newsearch.query.queries import TextField, TextFields

__all__ = [
    "Bounds",
    "Clause",
    "Finder",
    "Scores",
    "TextClause",
    "inverse_frequency",
    "round_up",
]

Scores: TypeAlias = NDArray[np.float64]

Bounds: TypeAlias = NDArray[np.float32] | float
"""For each block of documents of a segment a number that no score is above, or one for all."""

Finder: TypeAlias = Callable[[int, str], Occurrences | None]
"""Looks for something in one segment, in one text field of it."""

_MARGIN = 1 + 1e-5
"""Bounds are reckoned in 32 bits: so much higher, they hold whatever is lost to rounding."""

_STEPS = 254
_SLACK = 1e-6
"""Of a step. All that is lost to rounding is less than `top` takes into account."""

_LEAST_SIZE = 4096
"""A clause takes so many bytes if it has no large arrays."""

_TINY = np.float32(1e-30)
"""Impacts are no lower in bounds, so that one divides by them."""


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
        self._is_plain = all(0 <= field.b < 1 and field.weight >= 0 for field in fields.fields)
        self._found: dict[int, list[tuple[TextField, Occurrences]]] = {}
        self._impacts: dict[tuple[int, TextField], NDArray[np.float64]] = {}
        self._documents: dict[int, DocumentSet] = {}
        self._bounds: dict[int, tuple[NDArray[np.uint8], np.float32]] = {}
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
        impacts = self._impacts.get((segment, field))
        if impacts is not None:
            here, rows = found.holders.locate(candidates)
            return here, impacts.take(rows)
        rows, counts = found.count(candidates)
        if not len(rows):
            return rows, np.zeros(0)
        norms = self._collection.norms(segment, field, candidates)
        return rows, field.weight * counts / norms.take(rows)

    def bounds(self, segment: int) -> Bounds:
        """As `Clause` says: what the highest impacts that the fields have in a block come to."""
        if segment not in self._bounds:
            self._bounds[segment] = round_up(self._find_bounds(segment))
        octets, step = self._bounds[segment]
        return np.multiply(octets, step, dtype=np.float32) if step else 0.0

    def _find_bounds(self, segment: int) -> NDArray[np.float32]:
        found = [(field, found) for field, found in self._search(segment) if field.weight > 0]
        if not found or self._factor <= 0:
            return np.zeros(0, np.float32)
        count = count_blocks(self._collection.segments[segment].document_count)
        impacts = np.zeros(count, np.float32)
        for field, one in found:
            if (peaks := one.peaks) is not None:
                impacts += peaks.spread(self._grow(segment, field, peaks), count)
            else:
                blocks, highest = self._find_highest(segment, field, one)
                impacts[blocks] += highest
        return self._bound(impacts)

    def _grow(self, segment: int, field: TextField, peaks: Peaks) -> NDArray[np.float32]:
        """What impacts of the levels of peaks may be with this field's weight and b."""
        growth = field.weight * self._collection.loosen(segment, field, peaks)
        impacts = peaks.impacts
        return np.multiply(impacts, growth, out=impacts, where=impacts > 0)

    def _find_highest(
        self, segment: int, field: TextField, found: Occurrences
    ) -> tuple[Rows, NDArray[np.float32]]:
        """The blocks that have some of the documents, and the highest impact in each."""
        documents = found.holders.array
        if field.b > 1:
            # A norm may be negative then, and what is divided by it bounds nothing.
            impacts = np.full(len(documents), np.inf)
        else:
            candidates = Candidates.of(documents)
            norms = self._collection.norms(segment, field, candidates)
            impacts = field.weight * found.frequencies / norms
            self._impacts[segment, field] = impacts
        return find_highest(documents // np.uint32(BLOCK), impacts.astype(np.float32))

    def _bound(self, impacts: NDArray[np.float32]) -> NDArray[np.float32]:
        """Upper bounds of scores from those of impacts, in 32 bits and in place."""
        np.maximum(impacts, _TINY, out=impacts)
        np.divide(np.float32(self._fields.k1), impacts, out=impacts)
        impacts += np.float32(1)
        return np.divide(np.float32(self._factor * _MARGIN), impacts, out=impacts)

    def _saturate(self, impacts: NDArray[np.float64]) -> Scores:
        """The score of each impact, 0 where there is none."""
        k1, factor = self._fields.k1, self._factor
        if k1 > 0 and self._is_plain:
            sums = impacts + k1
            impacts *= factor
            return np.divide(impacts, sums, out=impacts)
        # A norm that is not positive makes an impact that means nothing.
        there = impacts > 0
        scores = np.divide(k1, impacts, out=np.full(len(impacts), np.inf), where=there)
        scores += 1.0
        found: Scores = np.divide(factor, scores, out=scores)
        return found

    @property
    def size(self) -> int:
        """How many bytes are kept, about, besides those of the occurrences."""
        size = sum(impacts.nbytes for impacts in list(self._impacts.values()))
        size += sum(octets.nbytes for octets, _ in list(self._bounds.values()))
        return size + sum(found.kept for found in list(self._documents.values())) + _LEAST_SIZE

    @property
    def occurrences(self) -> list[Occurrences]:
        """Those that were asked for."""
        return [one for found in list(self._found.values()) for _, one in found]

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


def round_up(bounds: NDArray[np.float32]) -> tuple[NDArray[np.uint8], np.float32]:
    """Bounds as multiples of a step, in a quarter of the memory; 0 where they are as good as that."""
    highest = float(bounds.max(initial=0.0))
    if not highest:
        return np.zeros(0, np.uint8), np.float32(0)
    if highest < _TINY:
        return np.ones(len(bounds), np.uint8), _TINY
    multiples = bounds * np.float32(_STEPS / highest)
    multiples += np.float32(1 - _SLACK)
    return multiples.astype(np.uint8), np.float32(highest / _STEPS)


def inverse_frequency(collection: Collection, found: int) -> float:
    """How rare it is to be among so many of N documents: ln(1 + (N − n + ½) / (n + ½))."""
    return log(1.0 + (collection.document_count - found + 0.5) / (found + 0.5))
