"""Lines of a screen: how wide text is there, and how it wraps with its matches marked."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeAlias

from newsearch.cli.text import clean, one_line
from newsearch.frozen import frozen
from newsearch.snippets import Snippet

__all__ = [
    "Paint",
    "Run",
    "display_width",
    "join_runs",
    "lay_out",
    "lay_out_plain",
    "marked_runs",
    "wrap",
]

Paint: TypeAlias = Callable[[str, bool], str]
"""Gives a piece of text its colour, knowing whether it is a match."""

_LINE_END = re.compile("\n")
_BREAKS = re.compile(r"\s*\n\s*|(?<!«) +(?![»;:!?·])", re.ASCII)
"""Where lines may break: not at no-break spaces, nor where French typography would have had one."""


@frozen
class Run:
    """Clean text that is marked as a match, or is not."""

    text: str
    marked: bool = False


def marked_runs(snippet: Snippet) -> list[Run]:
    """The clean text of a snippet, cut where matches begin and end."""
    runs, at = [], 0
    for span in snippet.spans:
        runs.append(Run(clean(snippet.text[at : span.start])))
        runs.append(Run(clean(snippet.text[span.start : span.end]), marked=True))
        at = span.end
    runs.append(Run(clean(snippet.text[at:])))
    return [run for run in runs if run.text]


def join_runs(runs: Iterable[Run], paint: Paint) -> str:
    """One painted text."""
    stretches = groupby(runs, key=lambda run: run.marked)
    return "".join(paint("".join(run.text for run in same), marked) for marked, same in stretches)


def lay_out(runs: Iterable[Run], width: int | None, paint: Paint) -> Iterator[str]:
    """The lines of a painted text, each wrapped unless there is no width."""
    for line in _split(runs, _LINE_END):
        yield from wrap(line, width, paint) if width else [join_runs(line, paint)]


def wrap(runs: Iterable[Run], width: int, paint: Paint) -> list[str]:
    """Lines of at most `width` columns, broken between words; a longer word has its own line.

    No text is one empty line.
    """
    lines: list[list[Run]] = [[]]
    used = 0
    for word in filter(None, _split(runs, _BREAKS)):
        size = sum(display_width(run.text) for run in word)
        if used and used + 1 + size > width:
            lines.append([])
            used = 0
        elif used:
            lines[-1].append(Run(" "))
            used += 1
        lines[-1] += word
        used += size
    return [join_runs(line, paint) for line in lines]


def lay_out_plain(text: str, width: int | None) -> list[str]:
    """A message on one line, or wrapped if there is a width."""
    runs = [Run(one_line(text))]
    return list(lay_out(runs, width, lambda piece, _marked: piece))


def display_width(text: str) -> int:
    """The columns that text takes on a screen: marks that combine none, East Asian signs two."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _split(runs: Iterable[Run], separator: re.Pattern[str]) -> Iterator[list[Run]]:
    """The pieces between separators; a piece can go over several runs, and can be empty."""
    piece: list[Run] = []
    for run in runs:
        first, *others = separator.split(run.text)
        piece += _runs(first, run)
        for text in others:
            yield piece
            piece = _runs(text, run)
    yield piece


def _runs(text: str, like: Run) -> list[Run]:
    return [Run(text, like.marked)] if text else []
