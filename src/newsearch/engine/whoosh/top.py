"""The best of all matches, in order, scoring no more of them than needed.

Blocks of documents are visited in waves, those with the highest upper bounds first. Once a page is
full, its last score is a threshold, and blocks whose bound lies below cannot change the page (block-max
pruning, Ding & Suel 2011, on whole arrays). The page is the one that scoring everything would give.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import Order
from newsearch.engine.whoosh.arrays import Rows, Unsigned
from newsearch.engine.whoosh.clauses import Clause, Scores
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import DocumentSet

__all__ = ["Ranked", "rank"]

Ranked = tuple[int, int, float]
"""A segment, a document of it, and its score."""

_FEW = 1024
"""So many matches are all scored: bounds would cost more than they save."""

_WAVE = 48
"""So many blocks are visited first; each wave after is up to four times as large."""


def rank(
    collection: Collection, clause: Clause, order: Order | None, *, limit: int, offset: int
) -> list[Ranked]:
    """The page asked for.

    Best score first, or by the number field of `order` with documents that lack it last; equals
    in order of addition. Scores are compared as 32-bit floats, so that the last bits of a sum, which
    depend on the order of its terms, decide nothing.
    """
    matches = [clause.documents(segment) for segment in range(len(collection.segments))]
    stop = min(offset + limit, sum(map(len, matches)))
    if stop <= offset:
        return []
    if order is not None:
        documents = _sort_by_number(collection, matches, order, stop)[offset:]
    elif clause.constant is not None:
        documents = _take_first(collection, matches, stop)[offset:]
    else:
        page = _Page(stop)
        for segment, base in enumerate(collection.bases[:-1]):
            _visit(page, clause, segment, base, matches[segment])
        numbers, scores = page.documents[offset:], page.scores[offset:]
        return [
            (*_locate(collection, number), score)
            for number, score in zip(numbers.tolist(), scores.tolist(), strict=True)
        ]
    places = [_locate(collection, number) for number in documents.tolist()]
    return [(segment, number, _score(clause, segment, number)) for segment, number in places]


class _Page:
    """The best so many documents seen, in order."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.documents: Rows = np.zeros(0, np.intp)
        self.scores: Scores = np.zeros(0)

    @property
    def threshold(self) -> np.float32:
        """A document with a lower score has no place on the page."""
        full = len(self.scores) == self._size
        return np.float32(self.scores[-1] if full else -np.inf)

    def add(self, documents: Rows, scores: Scores) -> None:
        """Look at more documents."""
        documents = np.concatenate((self.documents, documents))
        scores = np.concatenate((self.scores, scores))
        keys = -scores.astype(np.float32)
        rows = _find_smallest(keys, self._size)
        rows = rows[np.lexsort((documents[rows], keys[rows]))][: self._size]
        self.documents, self.scores = documents[rows], scores[rows]


def _visit(page: _Page, clause: Clause, segment: int, base: int, matches: DocumentSet) -> None:
    """Look at the matches of a segment that may have a place on the page."""
    for documents in _choose(page, clause, segment, matches):
        if len(documents):
            page.add(documents.astype(np.intp) + base, clause.scores(segment, documents))


def _choose(page: _Page, clause: Clause, segment: int, matches: DocumentSet) -> Iterator[Unsigned]:
    """The documents to score, in waves; between them the page's threshold may rise."""
    bounds = clause.bounds(segment) if len(matches) > _FEW else 0.0
    if isinstance(bounds, float):
        yield matches.array
        return
    size = _WAVE
    waiting = np.flatnonzero(bounds >= page.threshold)
    while len(waiting):
        promises = bounds[waiting]
        if len(waiting) <= 2 * size:
            yield matches.within(waiting)
            return
        least = -np.partition(-promises, size)[size]
        yield matches.within(waiting[promises >= least])
        waiting = waiting[(promises < least) & (promises >= page.threshold)]
        size *= 4


def _sort_by_number(
    collection: Collection, matches: list[DocumentSet], order: Order, count: int
) -> Rows:
    """The first so many matches, by number."""
    keys, dated, undated = [], [], []
    for segment, base, found in zip(collection.segments, collection.bases, matches, strict=False):
        values, present = segment.numbers(order.field)
        documents = found.array
        there = present[documents]
        dated.append(documents[there].astype(np.intp) + base)
        undated.append(documents[~there].astype(np.intp) + base)
        found_keys = values[documents[there]]
        # ~x falls as x grows and, unlike −x, exists for every integer.
        keys.append(~found_keys if order.descending else found_keys)
    joined = np.concatenate(keys)
    rows = _find_smallest(joined, count)
    rows = rows[np.argsort(joined[rows], kind="stable")]
    return np.concatenate((np.concatenate(dated)[rows[:count]], *undated))[:count]


def _take_first(collection: Collection, matches: list[DocumentSet], count: int) -> Rows:
    """The first so many matches, in order of addition."""
    parts: list[Rows] = []
    for base, found in zip(collection.bases, matches, strict=False):
        if count > 0:
            documents = found.first(count)
            parts.append(documents.astype(np.intp) + base)
            count -= len(documents)
    return np.concatenate(parts)


def _find_smallest(keys: NDArray[np.number], count: int) -> Rows:
    """The rows of the so many smallest keys, and of those equal to the largest of them."""
    if count >= len(keys):
        return np.arange(len(keys))
    return np.flatnonzero(keys <= np.partition(keys, count - 1)[count - 1])


def _locate(collection: Collection, document: int) -> tuple[int, int]:
    """The segment that holds a document, and its number there."""
    segment = int(np.searchsorted(collection.bases, document, side="right")) - 1
    return segment, document - collection.bases[segment]


def _score(clause: Clause, segment: int, document: int) -> float:
    return float(clause.scores(segment, np.array([document], np.uint32))[0])
