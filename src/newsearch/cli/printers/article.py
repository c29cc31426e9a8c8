"""One article to read: wrapped on a screen, line by line elsewhere."""

from collections.abc import Iterator

from newsearch.article import Article, Origin
from newsearch.cli.layout import Run, lay_out, marked_runs
from newsearch.cli.printers.facts import publication_date
from newsearch.cli.terminal import Terminal
from newsearch.cli.text import clean, one_line
from newsearch.snippets import Snippet

__all__ = ["article_lines", "removed_lines"]

_CUT = "only the beginning: the rest is for subscribers"
READING_WIDTH = 80
"""Columns of the widest line that is still easy to read."""


def article_lines(
    article: Article, title: Snippet, body: Snippet, terminal: Terminal
) -> Iterator[str]:
    """Title, facts, text and rights, divided by empty lines."""
    width = terminal.wrapping and min(terminal.wrapping, READING_WIDTH)
    yield from lay_out(marked_runs(title), width, terminal.title)
    yield ""
    for label, value in _facts(article):
        yield from lay_out([Run(f"{label}: {one_line(value)}")], width, terminal.faint)
    yield ""
    yield from lay_out(marked_runs(body), width, terminal.passage)
    if article.rights:
        yield ""
        yield from lay_out([Run(clean(article.rights))], width, terminal.faint)


def removed_lines(article: Article, terminal: Terminal) -> Iterator[str]:
    """What was left out of the text: why, and the beginning of it."""
    width = terminal.wrapping and min(terminal.wrapping, READING_WIDTH)
    yield ""
    if not article.removed:
        yield from lay_out([Run("nothing was left out")], width, terminal.faint)
    for why, text in article.removed:
        yield from lay_out([Run(f"{one_line(why)}: {one_line(text)}")], width, terminal.faint)


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    """What is known of the article, each with its origin where that tells how far to trust it."""
    facts = (
        ("title", "made from the text" if article.title_origin == "derived" else None, None),
        ("date", _date(article), article.published_origin),
        ("modified", article.modified and str(article.modified), None),
        ("source", article.source, article.source_origin),
        ("agency", article.agency if article.agency != article.source else None, None),
        ("authors", ", ".join(article.authors), article.authors_origin),
        ("section", article.section, None),
        ("language", article.language, None),
        ("url", article.url, None),
        ("path", article.locator, None),
        ("id", article.id, None),
        ("note", _CUT if article.truncated else None, None),
    )
    for label, value, origin in facts:
        if value:
            yield label, _with_origin(value, origin)


def _date(article: Article) -> str:
    """The date, with a warning where it cannot be trusted."""
    return f"{_moment(article)} (suspect)" if article.suspect else _moment(article)


def _moment(article: Article) -> str:
    """The time of publication where it is known, or else the date."""
    if article.published is None or article.published_precision != "time":
        return publication_date(article)
    return article.published.isoformat(sep=" ", timespec="minutes")


def _with_origin(value: str, origin: Origin | None) -> str:
    """What stands in the text or the file's name may have been misread; what is declared is not."""
    match origin:
        case "text":
            return f"{value} (read in the text)"
        case "url":
            return f"{value} (from the address)"
        case "filename":
            return f"{value} (from the file's name)"
        case "derived":
            return f"{value} (derived)"
        case _:
            return value
