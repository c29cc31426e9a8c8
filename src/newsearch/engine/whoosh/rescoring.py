"""The best matches weighed once more, by evidence that would cost too much for all of them."""

from collections.abc import Sequence

import numpy as np

from newsearch.engine.whoosh.clauses import Clause, Scores, inverse_frequency
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates
from newsearch.engine.whoosh.evaluator import Evaluation
from newsearch.engine.whoosh.top import Ranked, rank
from newsearch.query.queries import Rescore

__all__ = ["least", "rank_anew"]


def rank_anew(
    collection: Collection, evaluation: Evaluation, rescore: Rescore, *, limit: int, offset: int
) -> list[Ranked]:
    """The page asked for, as `top.rank` gives it, after the best matches are weighed as `Rescore` says."""
    stop = offset + limit
    if not limit:
        return []
    ranked = rank(collection, evaluation.clause, None, limit=max(stop, rescore.window), offset=0)
    best, rest = ranked[: rescore.window], ranked[rescore.window : stop]
    weighed = _weigh(collection, evaluation, rescore, best)
    # As `rank` does: equals, to the precision of 32 bits, in order of addition.
    weighed.sort(key=lambda one: (-np.float32(one[2]), *one[:2]))
    weighed += [(segment, document, score * least(rescore)) for segment, document, score in rest]
    return weighed[offset:stop]


def least(rescore: Rescore) -> float:
    """What the score of a document past the best is multiplied by, as if it lacked every part."""
    return 1.0 - (rescore.coordination if rescore.parts else 0.0)


def _weigh(
    collection: Collection, evaluation: Evaluation, rescore: Rescore, best: Sequence[Ranked]
) -> list[Ranked]:
    evidence = [evaluation.build(query) for query in rescore.evidence]
    parts = [evaluation.build(query) for query in rescore.parts if rescore.coordination]
    weights = [_weight(collection, part) for part in parts]
    weighed: list[Ranked] = []
    for segment in range(len(collection.segments)):
        here = sorted((document, score) for number, document, score in best if number == segment)
        if not here:
            continue
        candidates = Candidates(np.array([document for document, _ in here], np.intp))
        scores = np.array([score for _, score in here])
        for clause in evidence:
            scores += clause.scores(segment, candidates)
        scores *= 1.0 - rescore.coordination * _missing(segment, candidates, parts, weights)
        weighed += [
            (segment, *one)
            for one in zip(candidates.documents.tolist(), scores.tolist(), strict=True)
        ]
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
