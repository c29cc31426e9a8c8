"""Hits for other programs: one a line, in columns."""

from collections.abc import Iterator, Sequence
from io import StringIO

from newsearch.cli.layout import join_runs, marked_runs
from newsearch.cli.printers.facts import place, publication_date
from newsearch.cli.terminal import Terminal
from newsearch.cli.text import one_line
from newsearch.search import Hit, SearchResults
from newsearch.snippets import Snippet

__all__ = ["csv_lines", "tab_lines"]

_CSV_COLUMNS = (
    *("id", "date", "source", "title", "url", "path", "authors", "section", "language"),
    *("score", "match", "match_count", "snippet"),
)
_STORY_COLUMNS = ("story", "story_size")

_FORMULA_SIGNS = ("=", "+", "-", "@")


def tab_lines(results: SearchResults, terminal: Terminal) -> Iterator[str]:
    """Each hit's date, source, title, address or path, id, score, passages, and match; and how many
    articles its story has, if stories are listed."""
    for hit in results:
        yield "\t".join(
            (
                publication_date(hit.article),
                one_line(hit.article.source or ""),
                _marked((hit.title,), terminal),
                one_line(place(hit.article)),
                one_line(hit.article.id),
                _score(hit),
                _marked(hit.snippets, terminal),
                _match(hit),
                *_story(hit)[1:],
            )
        )


def csv_lines(results: SearchResults) -> Iterator[str]:
    """A line of column names, then one a hit: CSV as RFC 4180 has it, whose lines end in CR LF."""
    grouped = results.stories is not None
    yield _csv_line((*_CSV_COLUMNS, *(_STORY_COLUMNS if grouped else ())))
    for hit in results:
        article = hit.article
        cells = (
            article.id,
            publication_date(article),
            article.source or "",
            article.title,
            article.url or "",
            article.path,
            "; ".join(article.authors),
            article.section or "",
            article.language or "",
            _score(hit),
            _match(hit),
            str(hit.match_count),
            " … ".join(snippet.text for snippet in hit.snippets),
            *_story(hit),
        )
        yield _csv_line([_defuse(one_line(cell)) for cell in cells])


def _marked(snippets: Sequence[Snippet], terminal: Terminal) -> str:
    """Passages on one line, their matches painted."""
    texts = (join_runs(marked_runs(snippet), terminal.passage) for snippet in snippets)
    return " … ".join(texts).replace("\n", " ")


def _story(hit: Hit) -> tuple[str, ...]:
    """The name and the size of the hit's story, if stories are listed."""
    return (hit.story.id, str(hit.story.size)) if hit.story else ()


def _score(hit: Hit) -> str:
    return f"{hit.score:.4f}"


def _match(hit: Hit) -> str:
    """Whether the hit has all that was asked for."""
    return "partial" if hit.partial else "full"


def _defuse(cell: str) -> str:
    """The cell such that no spreadsheet takes it for a formula, which could send data away."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def _csv_line(cells: Sequence[str]) -> str:
    import csv  # noqa: PLC0415 - one format of several

    line = StringIO()
    csv.writer(line, lineterminator="\r").writerow(cells)  # who writes lines adds the "\n"
    return line.getvalue()
