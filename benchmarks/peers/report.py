"""A run as tables in Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

__all__ = ["format_run"]

Run = dict[str, Any]
UNMARKED = 0.5
"""Below this share of marked snippets, a time says little."""


def format_run(run: Run) -> str:
    """All that a run measured."""
    parts = {
        "conditions": format_conditions,
        "build": format_build,
        "queries": format_queries,
        "agreement": format_agreement,
        "memory_mb": format_memory,
        "cold_ms": format_cold,
        "growth": format_growth,
    }
    return "\n\n".join(
        "\n".join(write(run[name])) for name, write in parts.items() if run.get(name)
    )


def format_conditions(given: Run) -> Iterator[str]:
    yield (
        f"{given['articles']:,} articles ({given['corpus']}), {given['body_mb']:.0f} MB of body text; "
        f"{given['questions']} questions a class; Python {given['python']}, {given['system']}, "
        f"{given['cores']} cores of which one is used, load {given['load']:.1f}; "
        f"commit {given['commit']}, {given['date']}"
    )


def format_build(build: Run) -> Iterator[str]:
    """Speed and size of indexing."""
    yield from table(
        ["Index", "MB of body / CPU s", "articles / CPU s", "wall s", "index ÷ raw JSON lines"],
        (
            [
                one["version"],
                f"{one['body_mb_per_cpu_s']:.2f}",
                f"{one['articles_per_cpu_s']:,.0f}",
                f"{one['wall_s']:.1f}",
                f"{one['index_to_raw']:.2f}",
            ]
            for one in build.values()
        ),
    )


def format_queries(queries: Run) -> Iterator[str]:
    """Times with hits beside them."""
    peers = list(dict.fromkeys(name for row in queries.values() for name in row))
    yield "CPU ms, median: bare / with ten highlighted snippets (median of hits)"
    yield ""
    yield from table(
        ["", *peers],
        ([kind, *(format_cell(row.get(name)) for name in peers)] for kind, row in queries.items()),
    )
    yield ""
    yield "\\* most of these snippets mark nothing, which flatters the time."


def format_cell(figures: Run | None) -> str:
    if figures is None:
        return "–"
    times = number(figures["cpu_ms"])
    if "snippets_cpu_ms" in figures:
        star = "\\*" if figures["marked"] < UNMARKED else ""
        times += f" / {number(figures['snippets_cpu_ms'])}{star}"
    return f"{times} ({figures['hits']:,.0f})"


def format_agreement(agreement: Run) -> Iterator[str]:
    """Who has to find the same, and how often they do."""
    for matching, group in agreement.items():
        equal = ", ".join(f"{kind} {share:.0%}" for kind, share in group["equal"].items())
        yield f"Same number of hits ({matching}: {'; '.join(group['peers'])}): {equal}."
        yield ""


def format_memory(memory: Run) -> Iterator[str]:
    yield from table(
        ["Memory of a process that opens and answers", "MB"],
        ([name, f"{used:.0f}"] for name, used in memory.items()),
    )


def format_cold(cold: Run) -> Iterator[str]:
    yield from table(
        ["Whole process", "CPU ms", "wall ms"],
        ([name, f"{one['cpu']:.0f}", f"{one['wall']:.0f}"] for name, one in cold.items()),
    )


def format_growth(growth: Run) -> Iterator[str]:
    """One column for each number of articles, and how far apart first and last are."""
    sizes = list(growth)
    peers = list(growth[sizes[0]])
    rows = ([growth[size][name]["cpu_ms"] for size in sizes] for name in peers)
    yield from table(
        ["OR 5 common, bare, CPU ms", *(f"{int(size):,}" for size in sizes), "grows"],
        (
            [name, *map(number, row), f"× {row[-1] / row[0]:.1f}"]
            for name, row in zip(peers, rows, strict=True)
        ),
    )


def number(value: float) -> str:
    """Two digits that count, or more of large numbers."""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(row)} |"
