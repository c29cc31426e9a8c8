"""What an index holds: tables with bars on a screen, keys and values elsewhere."""

from collections.abc import Iterator
from typing import TypeAlias

from newsearch.cli.terminal import Terminal
from newsearch.cli.text import one_line
from newsearch.index import IndexStats

__all__ = ["stats_lines", "stats_tables"]

Counts: TypeAlias = tuple[tuple[str, int], ...]

LONGEST_TABLE = 20
"""Rows of a table on a screen; the rest is counted."""
BAR_WIDTH = 15


def stats_lines(stats: IndexStats) -> Iterator[str]:
    """key<TAB>value, and key<TAB>name<TAB>articles for sources, sections and languages."""
    for key, value in _totals(stats):
        yield f"{key}\t{one_line(value)}"
    for key, counts in _tables(stats):
        for name, count in counts:
            yield f"{key}\t{one_line(name)}\t{count}"


def stats_tables(stats: IndexStats, terminal: Terminal) -> Iterator[str]:
    """Totals, then a table for each way to count articles."""
    totals = list(_totals(stats))
    labels = max(len(key) for key, _ in totals)
    for key, value in totals:
        yield f"{terminal.faint(key.ljust(labels))}  {one_line(value)}"
    for key, counts in _tables(stats):
        if counts:
            yield ""
            yield terminal.title(f"articles by {key}")
            yield from _table(counts, terminal)


def _table(counts: Counts, terminal: Terminal) -> Iterator[str]:
    """Number, bar, name: the name comes last, because only it has no bounds."""
    rows = counts[:LONGEST_TABLE]
    most = max(count for _, count in rows)
    digits = len(str(most))
    for name, count in rows:
        bar = "▪" * max(1, round(BAR_WIDTH * count / most))
        yield f"  {count:>{digits}} {terminal.faint(bar.ljust(BAR_WIDTH))} {one_line(name)}"
    if len(counts) > len(rows):
        yield terminal.faint(f"  and {len(counts) - len(rows)} more, which a pipe shows")


def _totals(stats: IndexStats) -> tuple[tuple[str, str], ...]:
    return (
        ("articles", str(stats.articles)),
        ("undated", str(stats.undated)),
        ("oldest", stats.oldest or ""),
        ("newest", stats.newest or ""),
        ("engine", stats.engine),
        ("analyzers", " ".join(stats.analyzers)),
    )


def _tables(stats: IndexStats) -> tuple[tuple[str, Counts], ...]:
    return (
        ("source", stats.sources),
        ("section", stats.sections),
        ("language", stats.languages),
    )
