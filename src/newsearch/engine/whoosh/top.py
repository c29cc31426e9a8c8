"""The best of all matches, in order, scoring no more of them than needed.

A sample from the blocks of documents with the highest upper bounds fills the page. Its last score is
then a threshold, and what has a bound below it cannot change the page (block-max pruning, Ding & Suel
2011, on whole arrays). The page is the one that scoring everything would give.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import Order
from newsearch.engine.whoosh.arrays import BLOCK, Rows
from newsearch.engine.whoosh.clauses import Clause, Scores
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, add_up
from newsearch.engine.whoosh.impacts import count_blocks

__all__ = ["Ranked", "divide", "rank", "score_all", "sort_by_number"]

Ranked = tuple[Rows, Scores]
"""Documents by their numbers in the whole collection, in order, and their scores."""

_FEW = 4096
"""So many matches are all scored: bounds would cost more than they save."""

_WAVE = 384
"""A sample comes from so many blocks, or more for a long page:"""

_LEAST = 96
"""so many documents of them, or more for a long page:"""

_PER_PLACE = 3
"""so many for each place on it."""

_SETS = 4
"""Blocks are divided into so many times more sets, so that few of the best share one."""

_SOME = 512
"""So many candidates are first asked, for each part of the query, whether they match it at all."""

_MANY = 2048
"""If there may be more than so many, only those that match enough parts are looked at."""

_TOLD_APART = 8
"""So many parts of a query, the weightiest, are told apart where documents lack some of them."""

_SLACK = 1e-6
"""Sums of bounds are reckoned in 32 bits: what is lost to rounding, as a part of the highest."""


def rank(
    collection: Collection, clause: Clause, order: Order | None, *, limit: int, offset: int
) -> Ranked:
    """The page asked for.

    Best score first, or by the number field of `order` with documents that lack it last; equals
    in order of addition. Scores are compared as 32-bit floats, so that the last bits of a sum, which
    depend on the order of its terms, decide nothing.
    """
    matches = [clause.documents(segment) for segment in range(len(collection.segments))]
    stop = min(offset + limit, sum(map(len, matches)))
    if stop <= offset:
        return np.zeros(0, np.intp), np.zeros(0)
    if order is None and clause.constant is None:
        page = _Page(stop)
        for segment, base in enumerate(collection.bases[:-1]):
            _visit(page, clause, segment, base, matches[segment])
        return page.documents[offset:], page.scores[offset:]
    if order is not None:
        documents = sort_by_number(collection, matches, order, stop)[offset:]
    else:
        documents = _take_first(collection, matches, stop)[offset:]
    return documents, score_all(collection, clause, documents)


class _Page:
    """The best so many documents seen, in order."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.documents: Rows = np.zeros(0, np.intp)
        self.scores: Scores = np.zeros(0)

    @property
    def threshold(self) -> float:
        """A document with a lower score has no place on the page."""
        return float(self.scores[-1]) if len(self.scores) == self.size else -np.inf

    def add(self, documents: Rows, scores: Scores) -> None:
        """Look at more documents."""
        documents = np.concatenate((self.documents, documents))
        scores = np.concatenate((self.scores, scores))
        keys = -scores.astype(np.float32)
        rows = _find_smallest(keys, self.size)
        rows = rows[np.lexsort((documents[rows], keys[rows]))][: self.size]
        self.documents, self.scores = documents[rows], scores[rows]


def _visit(page: _Page, clause: Clause, segment: int, base: int, matches: DocumentSet) -> None:
    """Look at the matches of a segment that may have a place on the page."""
    if len(matches) <= _FEW:
        candidates = Candidates.of(matches.array)
        page.add(candidates.documents + base, clause.scores(segment, candidates))
        return
    pruning = _Pruning(clause, segment, matches)
    candidates = pruning.sample(max(_LEAST, _PER_PLACE * page.size))
    page.add(candidates.documents + base, clause.scores(segment, candidates))
    documents, scores = pruning.rest(page.threshold)
    page.add(documents + base, scores)


class _Pruning:
    """The matches of a segment with upper bounds of their scores."""

    def __init__(self, clause: Clause, segment: int, matches: DocumentSet) -> None:
        self._segment = segment
        self._matches = matches
        self._parts = [(part, part.bounds(segment)) for part in clause.parts]
        self._bounds = np.zeros(count_blocks(matches.size), np.float32)
        for _, bounds in self._parts:
            self._bounds += bounds
        self._highest = [b if isinstance(b, float) else float(b.max()) for _, b in self._parts]
        self._seen = Candidates(np.zeros(0, np.intp))
        self._slack = float(self._bounds.max()) * _SLACK

    def sample(self, number: int) -> Candidates:
        """So many matches, or a few more, in some of the most promising blocks, to learn what a good
        score is.

        The highest bounds of sets of blocks are compared, which is quicker than to sort all.
        """
        bounds, count = self._bounds, max(_WAVE, number)
        size = max(len(bounds) // (_SETS * count), 1)
        whole = len(bounds) - len(bounds) % size
        highest = bounds[:whole].reshape(size, -1).max(axis=0)
        wave = min(count, len(highest))
        least = np.partition(highest, len(highest) - wave)[len(highest) - wave]
        blocks = (bounds >= least).nonzero()[0][: 2 * count]
        candidates = Candidates(self._matches.within(blocks))
        if len(candidates) > 2 * number:
            upper = self._bound_each(candidates).sum(axis=0)
            best = np.argpartition(upper, len(upper) - number)[len(upper) - number :]
            best.sort()
            candidates = candidates.take(best)
        self._seen = candidates
        return candidates

    def rest(self, threshold: float) -> tuple[Rows, Scores]:
        """All other matches that may score as much as the threshold, few that do not, and the scores.

        Bounds of blocks choose them; then one part of the query after the other, the weightiest
        first, gives its score in place of its bound, and leaves fewer for the next.
        """
        threshold -= self._slack
        promising = (self._bounds >= threshold).nonzero()[0]
        matches = self._matches
        if len(promising) * BLOCK > _MANY:
            matches = self._reach(threshold)
        documents = matches.within(promising)
        unseen = ~self._seen.mark(self._matches.size).take(documents)
        candidates = Candidates(documents.take(unseen.nonzero()[0]))
        if not len(candidates):
            return candidates.documents, np.zeros(0)
        # A row for each part: its bound, and later its score, for each candidate.
        table = self._bound_each(candidates)
        upper = table.sum(axis=0)
        for number in (None, *self._heaviest_first()):
            if number is not None:
                scores = self._parts[number][0].scores(self._segment, candidates)
                upper += scores - table[number]
                table[number] = scores
            alive = (upper >= threshold).nonzero()[0]
            if len(alive) * 2 < len(candidates):
                candidates, table, upper = candidates.take(alive), table[:, alive], upper[alive]
        total = np.zeros(len(candidates))
        for scores in table:
            total += scores
        return candidates.documents, total

    def _bound_each(self, candidates: Candidates) -> NDArray[np.float64]:
        """The bound of each part in the block of each candidate; of many candidates those that do
        not match the part have 0, which is quickly found out and spares most of them."""
        table = np.empty((len(self._parts), len(candidates)))
        blocks = candidates.documents // BLOCK
        for row, (part, bounds) in zip(table, self._parts, strict=True):
            row[:] = bounds if isinstance(bounds, float) else bounds.take(blocks)
            if len(candidates) > _SOME:
                matching = part.documents(self._segment).contains(candidates)
                np.multiply(row, matching, out=row)
        return table

    def _reach(self, threshold: float) -> DocumentSet:
        """The matches that match so many parts that the highest bounds of those add up to the
        threshold."""
        heaviest = self._heaviest_first()
        weights = [self._highest[number] for number in heaviest]
        parts = (self._parts[number][0] for number in heaviest[:_TOLD_APART])
        words = [part.documents(self._segment).words for part in parts]
        found = add_up(words, weights, threshold)
        if isinstance(found, bool):
            return self._matches if found else DocumentSet.none(self._matches.size)
        return DocumentSet(self._matches.size, words=found & self._matches.words)

    def _heaviest_first(self) -> list[int]:
        """The numbers of the parts, by their highest bounds."""
        return sorted(range(len(self._parts)), key=self._highest.__getitem__, reverse=True)


def sort_by_number(
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


def _find_smallest(keys: NDArray[Any], count: int) -> Rows:
    """The rows of the so many smallest keys, and of those equal to the largest of them."""
    if count >= len(keys):
        return np.arange(len(keys))
    return np.flatnonzero(keys <= np.partition(keys, count - 1)[count - 1])


def divide(collection: Collection, documents: Rows) -> Iterator[tuple[int, Rows, Candidates]]:
    """Documents of the collection by segment: of each that has some the number, which of them are
    there, and these in ascending order."""
    order = documents.argsort(kind="stable")
    inside = documents.take(order)
    cuts = inside.searchsorted(collection.bases).tolist()
    for segment, (start, stop) in enumerate(pairwise(cuts)):
        if start < stop:
            candidates = Candidates(inside[start:stop] - collection.bases[segment])
            yield segment, order[start:stop], candidates


def score_all(collection: Collection, clause: Clause, documents: Rows) -> Scores:
    """The scores of some documents of the collection."""
    scores = np.zeros(len(documents))
    for segment, rows, candidates in divide(collection, documents):
        scores[rows] = clause.scores(segment, candidates)
    return scores
