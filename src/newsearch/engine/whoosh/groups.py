"""One document for all that share a value of a keyword field: what Lucene calls collapsing."""

import numpy as np

from newsearch.engine import Order
from newsearch.engine.whoosh.arrays import Numbers, Rows
from newsearch.engine.whoosh.clauses import Clause
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.evaluator import Evaluation
from newsearch.engine.whoosh.rescoring import least, rank_anew
from newsearch.engine.whoosh.top import Ranked, score_all, sort_by_number
from newsearch.query.queries import Rescore

__all__ = ["first_of_each", "rank_groups"]


def rank_groups(
    collection: Collection,
    evaluation: Evaluation,
    order: Order | None,
    rescore: Rescore | None,
    group: str,
    *,
    limit: int,
    offset: int,
) -> tuple[list[DocumentSet], Ranked]:
    """The first document of each group, in each segment, and the page of them that is asked for.

    Every match is looked at: a group that stands low may be the first for many. The best are weighed
    once more before they are grouped.
    """
    clause = evaluation.clause
    matches = [clause.documents(segment) for segment in range(len(collection.segments))]
    every = _sort(collection, clause, matches, order)
    anew: dict[int, float] = {}
    factor = 1.0
    if rescore is not None and order is None:
        factor = least(rescore)
        window = min(rescore.window, len(every))
        best, scores = rank_anew(collection, evaluation, rescore, limit=window, offset=0)
        anew = dict(zip(best.tolist(), scores.tolist(), strict=True))
        every[: len(best)] = best
    ordinals = np.concatenate([np.zeros(0, np.int64), *collection.keywords(group).ordinals])
    firsts = every[first_of_each(ordinals[every])]
    page = firsts[offset : offset + limit]
    scores = score_all(collection, clause, page) * factor
    for row, number in enumerate(page.tolist()):
        scores[row] = anew.get(number, scores[row])
    return _divide(collection, firsts), (page, scores)


def first_of_each(ordinals: Numbers) -> Rows:
    """The places where an ordinal stands for the first time, in order; -1 is never the same."""
    held = np.flatnonzero(ordinals >= 0)
    firsts = np.full(int(ordinals.max(initial=-1)) + 1, len(ordinals))
    np.minimum.at(firsts, ordinals[held], held)
    kept = ordinals < 0
    kept[firsts[firsts < len(ordinals)]] = True
    return np.flatnonzero(kept)


def _sort(
    collection: Collection, clause: Clause, matches: list[DocumentSet], order: Order | None
) -> Rows:
    """All matches, in order."""
    total = sum(map(len, matches))
    if order is not None and total:
        return sort_by_number(collection, matches, order, total)
    numbers, scores = [np.zeros(0, np.intp)], [np.zeros(0)]
    for segment, (base, found) in enumerate(zip(collection.bases, matches, strict=False)):
        if len(found):
            candidates = Candidates.of(found.array)
            numbers.append(candidates.documents + base)
            scores.append(clause.scores(segment, candidates))
    # In single precision, as `rank` compares them.
    keys = -np.concatenate(scores).astype(np.float32)
    return np.concatenate(numbers)[np.argsort(keys, kind="stable")]


def _divide(collection: Collection, documents: Rows) -> list[DocumentSet]:
    """Documents by segment."""
    inside = np.sort(documents)
    cuts = np.searchsorted(inside, collection.bases)
    return [
        DocumentSet(segment.document_count, array=(inside[start:stop] - base).astype(np.uint32))
        for segment, base, start, stop in zip(
            collection.segments, collection.bases, cuts[:-1], cuts[1:], strict=False
        )
    ]
