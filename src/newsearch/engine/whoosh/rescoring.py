"""The best matches weighed once more, by evidence that would cost too much for all of them."""

from collections.abc import Sequence

import numpy as np

from newsearch.engine.whoosh.arrays import Rows
from newsearch.engine.whoosh.clauses import Clause, Scores, inverse_frequency
from newsearch.engine.whoosh.closeness import look_up
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates
from newsearch.engine.whoosh.evaluator import Evaluation
from newsearch.engine.whoosh.top import Ranked, divide, rank
from newsearch.query.queries import Rescore

__all__ = ["least", "rank_anew"]


def rank_anew(
    collection: Collection, evaluation: Evaluation, rescore: Rescore, *, limit: int, offset: int
) -> Ranked:
    """The page asked for, as `top.rank` gives it, after the best matches are weighed as `Rescore` says."""
    stop = offset + limit if limit else 0
    size = max(stop, rescore.window) if limit else 0
    documents, scores = rank(collection, evaluation.clause, None, limit=size, offset=0)
    best, rest = documents[: rescore.window], scores[rescore.window : stop]
    weighed = _weigh(collection, evaluation, rescore, best, scores[: rescore.window])
    # As `rank` does: equals, to the precision of 32 bits, in order of addition.
    order = np.lexsort((best, -weighed.astype(np.float32)))
    documents = np.concatenate((best.take(order), documents[rescore.window : stop]))
    scores = np.concatenate((weighed.take(order), rest * least(rescore)))
    return documents[offset:stop], scores[offset:stop]


def least(rescore: Rescore) -> float:
    """What the score of a document past the best is multiplied by, as if it lacked every part."""
    return 1.0 - (rescore.coordination if rescore.parts else 0.0)


def _weigh(
    collection: Collection, evaluation: Evaluation, rescore: Rescore, best: Rows, scores: Scores
) -> Scores:
    evidence = [evaluation.build(query) for query in rescore.evidence]
    parts = [evaluation.build(query) for query in rescore.parts if rescore.coordination]
    weights = [_weight(collection, part) for part in parts]
    weighed = scores.copy()
    for segment, rows, candidates in divide(collection, best):
        found = weighed.take(rows)
        look_up(evidence, segment, candidates)
        for clause in evidence:
            found += clause.scores(segment, candidates)
        if parts:
            missing = _missing(segment, candidates, parts, weights)
            found *= 1.0 - rescore.coordination * missing
        weighed[rows] = found
    return weighed


def _weight(collection: Collection, part: Clause) -> float:
    """A part that nothing matches says nothing about anything."""
    found = sum(len(part.documents(n)) for n in range(len(collection.segments)))
    return inverse_frequency(collection, found) if found else 0.0


def _missing(
    segment: int, candidates: Candidates, parts: Sequence[Clause], weights: Sequence[float]
) -> Scores:
    """The share of the parts' weight that each document lacks."""
    missing = np.zeros(len(candidates))
    for part, weight in zip(parts, weights, strict=True):
        missing += weight * ~part.documents(segment).contains(candidates)
    total = sum(weights)
    return missing / total if total else missing
