"""newsearch check: say what is wrong with articles, for people and for CI."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from newsearch.checks import Checker, Finding, Limits
from newsearch.cli import options
from newsearch.cli.layout import lay_out_plain
from newsearch.cli.printers.findings import (
    finding_json,
    finding_lines,
    finding_rows,
    say_findings,
)
from newsearch.cli.status import ending
from newsearch.cli.terminal import Terminal, write_lines
from newsearch.errors import InvalidRequest
from newsearch.index import Index

__all__ = ["EXAMPLES", "check"]

EXAMPLES = """\b
Examples:
  newsearch check
  newsearch check ~/articles --ignore undated --min-words 50
  newsearch check --index ~/news.index --json | jq .counts
"""

DEFAULTS = Limits()

CLEAN: Final = 0
FINDINGS: Final = 1


def check(
    paths: options.Paths = None,
    *,
    index: options.CheckedIndex = None,
    ignore: options.Ignored = None,
    min_words: options.MinWords = DEFAULTS.min_words,
    max_words: options.MaxWords = DEFAULTS.max_words,
    form: options.ArticleFormat = "text",
    json: options.Json = False,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Look for articles that cannot be read, have no date or no text, are there twice, and the like.

    Exit status: 0 nothing found, 1 something found, 2 error.
    """
    with ending(debug=debug):
        if paths and index:
            raise InvalidRequest("check either files or an index, not both at once")
        limits = Limits(min_words=min_words, max_words=max_words)
        with Checker(limits, ignored=ignore or ()) as checker:
            source = checker.check_paths(paths or [options.DEFAULT_ARTICLES])
            if index:
                source = _check_index(checker, index)
            terminal = Terminal.of(sys.stdout, color)
            if json or form == "json":
                write_lines(sys.stdout, finding_json(source, checker))
            else:
                rows = finding_rows(source, terminal) if terminal.screen else finding_lines(source)
                write_lines(sys.stdout, rows)
                summary = say_findings(checker.checked, checker.counts)
                beside = sys.stdout if terminal.screen else sys.stderr
                write_lines(beside, lay_out_plain(summary, Terminal.of(beside).wrapping))
            raise SystemExit(FINDINGS if checker.counts.total() else CLEAN)


def _check_index(checker: Checker, directory: Path) -> Iterator[Finding]:
    with Index.open(directory) as opened:
        yield from checker.check_articles(opened.articles())
