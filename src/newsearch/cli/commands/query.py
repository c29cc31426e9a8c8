"""newsearch query: search, and show what is found."""

import sys
from collections.abc import Iterable
from typing import Literal, TypeAlias, cast

from newsearch.cli import options
from newsearch.cli.layout import Run, lay_out
from newsearch.cli.printers.blocks import hit_blocks, say_facets, say_total
from newsearch.cli.printers.documents import hit_document
from newsearch.cli.printers.notices import notices
from newsearch.cli.printers.records import csv_lines, tab_lines
from newsearch.cli.status import FOUND, NOTHING, ending
from newsearch.cli.terminal import Terminal, When, write_lines
from newsearch.cli.text import one_line, to_json
from newsearch.index import Index
from newsearch.search import FacetField, SearchField, SearchRequest, SearchResults

__all__ = ["EXAMPLES", "query"]

EXAMPLES = """\b
Examples:
  newsearch query coopération sécuritaire
  newsearch query '"accord de coopération" -football' --since 2021
  newsearch query 'titre:maroc (accord OU traité)' --sort newest
  newsearch query Mali --source AFP --json | jq '.hits[].title'
  newsearch query -- -Mali Sahel
"""

DEFAULTS = SearchRequest(query="")
DEFAULT_PARTS = ",".join(DEFAULTS.fields)

Form: TypeAlias = Literal["text", "json", "jsonl", "csv", "ids", "count", "quiet"]


def query(
    words: options.SearchWords,
    *,
    limit: options.Limit = DEFAULTS.limit,
    offset: options.Offset = DEFAULTS.offset,
    sort: options.SortOrder = DEFAULTS.sort,
    since: options.Since = DEFAULTS.since,
    until: options.Until = DEFAULTS.until,
    undated: options.Undated = DEFAULTS.undated,
    source: options.Sources = None,
    parts: options.Parts = DEFAULT_PARTS,
    exact: options.Exact = DEFAULTS.exact,
    accents: options.AccentCare = DEFAULTS.accents,
    group: options.Group = DEFAULTS.group,
    snippets: options.Snippets = DEFAULTS.snippets,
    explain: options.Explain = DEFAULTS.explain,
    facet: options.Facets = None,
    form: options.HitFormat = "text",
    json: options.Json = False,
    ids: options.Ids = False,
    count: options.Count = False,
    quiet: options.Quiet = False,
    index: options.IndexDirectory = options.DEFAULT_INDEX,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Search the index and show the best articles first.

    All words are looked for; articles with only some of them follow when there is room. Quotes
    make phrases, - excludes, OU, ET, SAUF and parentheses combine, coop* finds beginnings.
    """
    with ending(debug=debug):
        request = SearchRequest(
            query=_read_query(words),
            limit=limit,
            offset=offset,
            sort=sort,
            since=since,
            until=until,
            undated=undated,
            sources=tuple(source or ()),
            fields=cast(tuple[SearchField, ...], tuple(map(str.strip, parts.split(",")))),
            exact=exact,
            accents=accents,
            group=group,
            snippets=snippets,
            explain=explain,
            facets=cast(tuple[FacetField, ...], tuple(facet or ())),
        )
        with Index.open(index) as opened:
            results = opened.search(request)
        chosen = _choose_form(form, json=json, ids=ids, count=count, quiet=quiet)
        _show(results, chosen, color)
        raise SystemExit(_status(results, chosen))


def _read_query(words: Iterable[str]) -> str:
    """The words as one query; a lone - stands for standard input."""
    typed = " ".join(words)
    return typed if typed != "-" else sys.stdin.buffer.read().decode("utf-8", "replace").strip()


def _choose_form(
    form: Literal["text", "json", "jsonl", "csv"],
    *,
    json: bool,
    ids: bool,
    count: bool,
    quiet: bool,
) -> Form:
    """What to print; of several wishes the most modest one."""
    wishes: tuple[tuple[bool, Form], ...] = (
        (quiet, "quiet"),
        (count, "count"),
        (ids, "ids"),
        (json, "json"),
    )
    return next((wish for wished, wish in wishes if wished), form)


def _show(results: SearchResults, form: Form, color: When) -> None:
    """Print the answer on stdout, and what is said about it on stderr."""
    if form == "quiet":
        return
    terminal = Terminal.of(sys.stdout, color)
    write_lines(sys.stderr, notices(results, Terminal.of(sys.stderr)))
    write_lines(sys.stdout, _lines(results, form, terminal))
    if form == "text":
        beside = sys.stdout if terminal.screen else sys.stderr
        at = Terminal.of(beside, color)
        for line in (*say_facets(results), say_total(results)):
            write_lines(beside, lay_out([Run(line)], at.wrapping, at.faint))


def _lines(results: SearchResults, form: Form, terminal: Terminal) -> Iterable[str]:
    match form:
        case "text" if terminal.screen:
            return hit_blocks(results, terminal)
        case "text":
            return tab_lines(results, terminal)
        case "csv":
            return csv_lines(results)
        case "json":
            return [to_json(results.to_dict(), indent=2 if terminal.screen else None)]
        case "jsonl":
            return (to_json(hit_document(hit)) for hit in results)
        case "ids":
            return (one_line(hit.article.id) for hit in results)
        case "count":
            return [str(results.listed)]
        case "quiet":
            return ()


def _status(results: SearchResults, form: Form) -> int:
    """Whether anything was found: to a question with a number or a yes, articles with all it asks."""
    found = results.total if form in {"count", "quiet"} else len(results)
    return FOUND if found else NOTHING
