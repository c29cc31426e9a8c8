"""What an index holds: tables with bars on a screen, keys and values elsewhere."""

from collections.abc import Iterator
from typing import TypeAlias

from newsearch.cli.layout import display_width
from newsearch.cli.terminal import Terminal
from newsearch.cli.text import one_line
from newsearch.index import IndexStats

__all__ = ["stats_lines", "stats_tables"]

Counts: TypeAlias = tuple[tuple[str, int], ...]

LONGEST_TABLE = 20
"""Rows of a table on a screen; the rest is counted."""
BAR_WIDTH = 20
NARROWEST_BAR = 5


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
    rows = [(one_line(name), count) for name, count in counts[:LONGEST_TABLE]]
    names = max(display_width(name) for name, _ in rows)
    most = max(count for _, count in rows)
    digits = len(str(most))
    bar = min(BAR_WIDTH, terminal.width - len("  ") - names - digits - len("  "))
    for name, count in rows:
        line = f"  {name}{' ' * (names - display_width(name))} {count:>{digits}}"
        if bar >= NARROWEST_BAR:
            line += " " + terminal.faint("▪" * max(1, round(bar * count / most)))
        yield line
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
