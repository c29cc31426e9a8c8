"""From rankings to figures, with ir_measures (which runs trec_eval)."""

from collections.abc import Mapping, Sequence

import ir_measures

__all__ = ["MEASURES", "evaluate"]

MEASURES: dict[str, tuple[ir_measures.Measure, int]] = {
    "nDCG@10": (ir_measures.nDCG @ 10, 10),
    "MRR@10": (ir_measures.RR @ 10, 10),
    "Recall@100": (ir_measures.R @ 100, 100),
}
"""Each measure with the number of documents it looks at."""


def evaluate(
    judgements: Mapping[str, Mapping[str, int]],
    rankings: Mapping[str, Sequence[str]],
    depth: int,
) -> dict[str, float]:
    """The mean of each measure over the judged queries; one without an answer counts as 0.

    Measures that look further than `depth`, the length of the rankings, are left out. Ranks are
    turned into falling scores: trec_eval would put equal scores into an order of its own.
    """
    run = {
        query: {document: float(-rank) for rank, document in enumerate(ranking)}
        for query, ranking in rankings.items()
    }
    wanted = {name: measure for name, (measure, needed) in MEASURES.items() if needed <= depth}
    values = ir_measures.calc_aggregate(list(wanted.values()), dict(judgements), run)
    return {name: float(values[measure]) for name, measure in wanted.items()}
