"""One figure for each system, way of typing and measure; as a table for people and as JSON."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.relevance.collection import VARIANTS, Collection
from benchmarks.relevance.measures import evaluate
from benchmarks.relevance.systems import System, baselines, newsearch

__all__ = ["DEPTH", "Report", "Run", "compare", "format_table"]

DEPTH = 100
"""How many documents are asked for, unless told otherwise: as far as the measures look."""


@dataclass(frozen=True, slots=True)
class Run:
    """All queries of a collection, typed one way, asked of one system.

    `measures` are means over the queries, by name; `milliseconds` is the mean time of a query.
    """

    system: str
    variant: str
    measures: dict[str, float]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """Every run over one collection; sizes are numbers of documents and of queries asked."""

    collection: str
    documents: int
    queries: int
    runs: tuple[Run, ...]

    def figure(self, system: str, variant: str, measure: str) -> float:
        """One measured value. Raises KeyError if there is no such run."""
        for run in self.runs:
            if (run.system, run.variant) == (system, variant):
                return run.measures[measure]
        raise KeyError(f"{self.collection}: no run of {system} {variant}")

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return asdict(self)


def compare(collection: Collection, *, with_baselines: bool = True, depth: int = DEPTH) -> Report:
    """Ask newsearch, and the baselines if wanted, every query in every way of typing.

    `depth` is the number of documents asked for; measures that look further are left out.
    """
    runs: list[Run] = []
    with newsearch(collection) as system:
        runs += run_variants(system, collection, depth)
    if with_baselines:
        for baseline in baselines(collection):
            runs += run_variants(baseline, collection, depth)
    return Report(collection.name, len(collection.documents), len(collection.queries), tuple(runs))


def run_variants(system: System, collection: Collection, depth: int) -> Iterator[Run]:
    """One run for each way of typing."""
    for variant, typed in VARIANTS.items():
        start = time.perf_counter()
        rankings = {
            key: system.rank(typed(text), depth) for key, text in collection.queries.items()
        }
        took = time.perf_counter() - start
        yield Run(
            system.name,
            variant,
            evaluate(collection.judgements, rankings, depth),
            round(1000 * took / len(rankings), 3),
        )


def format_table(report: Report) -> str:
    """The report as lines of text."""
    measures = report.runs[0].measures
    names = "".join(f"{name:>12}" for name in (*measures, "ms/query"))
    lines = [
        f"{report.collection}: {report.documents} documents, {report.queries} queries",
        f"{'system':<12}{'typed':<17}{names}",
    ]
    for run in report.runs:
        values = "".join(f"{value:12.4f}" for value in run.measures.values())
        lines.append(f"{run.system:<12}{run.variant:<17}{values}{run.milliseconds:12.1f}")
    return "\n".join(lines)
