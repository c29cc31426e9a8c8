"""newsearch stats: what is in the index."""

import sys

from newsearch.cli import options
from newsearch.cli.printers.documents import stats_document
from newsearch.cli.printers.stats import stats_lines, stats_tables
from newsearch.cli.status import ending
from newsearch.cli.terminal import Terminal, write_lines
from newsearch.cli.text import to_json
from newsearch.index import Index

__all__ = ["EXAMPLES", "stats"]

EXAMPLES = """\b
Examples:
  newsearch stats
  newsearch stats | awk -F'\\t' '$1 == "source"'
  newsearch stats --json | jq .articles
"""


def stats(
    *,
    form: options.ArticleFormat = "text",
    json: options.Json = False,
    index: options.IndexDirectory = options.DEFAULT_INDEX,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Say what the index holds: how many articles, from when, from whom."""
    with ending(debug=debug):
        with Index.open(index) as opened:
            found = opened.stats()
        terminal = Terminal.of(sys.stdout, color)
        if json or form == "json":
            document = to_json(stats_document(found), indent=2 if terminal.screen else None)
            write_lines(sys.stdout, [document])
        elif terminal.screen:
            write_lines(sys.stdout, stats_tables(found, terminal))
        else:
            write_lines(sys.stdout, stats_lines(found))
