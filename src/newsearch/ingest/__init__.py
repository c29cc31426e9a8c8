"""Bytes become Articles: files are found, read, told apart, taken to pieces and cleaned.

Cheap to import: whatever parses pages is loaded with the first page.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.sources import documents

__all__ = ["articles", "documents", "read_articles"]


def articles(
    paths: Iterable[str | Path],
    *,
    base: Path | None = None,
    on_error: Callable[[UnreadableArticle], None] | None = None,
) -> Iterator[Article]:
    """The articles of files and folders, in a fixed order, read one file at a time.

    Paths in articles are relative to `base` (default: the current directory). A file that cannot
    become an Article goes to `on_error` and the rest goes on; without `on_error`, it is raised.
    """
    for raw in documents(paths, base=base, on_error=on_error):
        try:
            found = list(read_articles(raw))
        except UnreadableArticle as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield from found


def read_articles(raw: RawDocument) -> Iterator[Article]:
    """The articles in one raw document. Raises UnreadableArticle, saying why, when there is none."""
    match raw.media_type:
        case "text/plain":
            from newsearch.ingest.text import read_text  # noqa: PLC0415 - one of several readers

            yield read_text(raw)
        case "text/html":
            from newsearch.ingest.html import read_html  # noqa: PLC0415 - one of several readers

            yield read_html(raw)
        case other:
            raise UnreadableArticle(raw.locator, f"is {other}, which has no reader")
