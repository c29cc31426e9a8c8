"""newsearch show: read one article."""

import sys
from itertools import chain

from newsearch.cli import options
from newsearch.cli.printers.article import article_lines, removed_lines
from newsearch.cli.printers.documents import article_document
from newsearch.cli.status import NOTHING, ending, report
from newsearch.cli.terminal import Terminal, write_lines
from newsearch.cli.text import to_json
from newsearch.index import Index

__all__ = ["EXAMPLES", "show"]

EXAMPLES = """\b
Examples:
  newsearch show 2c26b46b68ffc68f --query "accord de coopération"
  newsearch show 2c26b46b68ffc68f --removed
  newsearch query -l Maroc -n 1 | xargs newsearch show
  newsearch show 2c26b46b68ffc68f -f json | jq -r .body
"""


def show(
    article_id: options.ArticleId,
    *,
    query: options.MarkedQuery = None,
    removed: options.Removed = False,
    form: options.ArticleFormat = "text",
    json: options.Json = False,
    index: options.IndexDirectory = options.DEFAULT_INDEX,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Show a whole article: title, what is known of it, text, rights."""
    with ending(debug=debug):
        with Index.open(index) as opened:
            article = opened.get(article_id)
            if article is None:
                report(f"no article {article_id} in {index}")
                raise SystemExit(NOTHING)
            title, body = opened.highlight(article, query or "")
        terminal = Terminal.of(sys.stdout, color)
        if json or form == "json":
            document = article_document(article, title, body)
            write_lines(sys.stdout, [to_json(document, indent=2 if terminal.screen else None)])
        else:
            lines = article_lines(article, title, body, terminal)
            shown = chain(lines, removed_lines(article, terminal)) if removed else lines
            write_lines(sys.stdout, shown)
