"""Hits for a screen: a block each, wrapped to its width."""

from collections.abc import Iterator

from newsearch.cli.layout import Run, marked_runs, wrap
from newsearch.cli.printers.facts import describe, publication_date
from newsearch.cli.terminal import Terminal
from newsearch.cli.text import one_line
from newsearch.search import Hit, SearchResults
from newsearch.snippets import Snippet

__all__ = ["hit_blocks", "say_facets", "say_total"]

_FACET_VALUES = 20
"""So many values of a facet are shown; JSON has all."""

_SENTENCE_ENDS = (*'.!?…:»”"', "\n")


def hit_blocks(results: SearchResults, terminal: Terminal) -> Iterator[str]:
    """The lines of a page of hits, with a line before those that have only some of the words, unless
    they stand among the others."""
    margin = len(f"{results.request.offset + len(results)}. ")
    asked = bool(results.query.text.strip())
    partial = [hit.partial for hit in results]
    first_partial = partial.index(True) if partial == sorted(partial) and any(partial) else None
    for index, hit in enumerate(results):
        if index == first_partial:
            note = f"— {results.partial_listed} more with only some of the words —"
            yield terminal.faint(note)
            yield ""
        rank = results.request.offset + index + 1
        mixed = hit.partial and first_partial is None
        yield from _block(f"{rank}. ".rjust(margin), hit, terminal, asked=asked, mixed=mixed)
        yield ""


def say_total(results: SearchResults) -> str:
    """How many articles and stories there are, which are shown, and the time it took."""
    said = _count(results.total, "article", "articles")
    if results.stories is not None:
        said += " in " + _count(results.stories, "story", "stories")
    if results.partial_listed:
        said += f", {results.partial_listed} more with some of the words"
    if results.hits and len(results) < results.listed + results.partial_listed:
        first = results.request.offset + 1
        last = results.request.offset + len(results)
        said += f" · shown {first}–{last}" if first < last else f" · shown {first}"
    return f"{said} · {results.took * 1000:.0f} ms"


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def say_facets(results: SearchResults) -> Iterator[str]:
    """A line for each facet: its most frequent values with their counts, dates in order of time."""
    for facet in results.facets:
        most = sorted(facet.counts, key=lambda item: -item[1])[:_FACET_VALUES]
        shown = [f"{one_line(item[0])} {item[1]}" for item in facet.counts if item in most]
        more = len(facet.counts) - len(shown)
        said = " · ".join(shown) or "none"
        yield f"{facet.field}: {said}" + (f" · {more} more" if more else "")


def _block(rank: str, hit: Hit, terminal: Terminal, *, asked: bool, mixed: bool) -> Iterator[str]:
    indent = " " * len(rank)
    width = terminal.width - len(rank)
    title, *more = wrap(marked_runs(hit.title), width, terminal.title)
    yield terminal.faint(rank) + title
    for line in more:
        yield indent + line
    for line in wrap([Run(_facts(hit, mixed=mixed))], width, terminal.faint):
        yield indent + line
    if hit.story and hit.story.size > 1:
        for line in wrap([Run(one_line(describe(hit.story, hit.article)))], width, terminal.faint):
            yield indent + line
    for snippet in hit.snippets:
        for line in wrap(_passage(hit, snippet), width, terminal.passage):
            yield indent + line
    if asked and hit.why_unmarked:
        for line in wrap([Run(f"({hit.why_unmarked})")], width, terminal.faint):
            yield indent + line
    for one in hit.explanation:
        reason = f"{one.score:6.2f}  {one.terms}"
        reason += f" in {', '.join(one.fields)}" if one.fields else ""
        yield indent + terminal.faint(one_line(reason))


def _facts(hit: Hit, *, mixed: bool) -> str:
    article = hit.article
    facts = (
        publication_date(article) or "undated",
        article.source,
        article.section,
        f"{hit.score:.2f}",
        "some of the words" if mixed else None,
        article.id,
    )
    return " · ".join(one_line(fact) for fact in facts if fact)


def _passage(hit: Hit, snippet: Snippet) -> list[Run]:
    """The passage, with an ellipsis where it begins or ends inside a sentence."""
    body = hit.article.body
    before = body[: snippet.start].rstrip(" ")
    after = body[snippet.start + len(snippet.text) :]
    runs = marked_runs(snippet)
    if before and not before.endswith(_SENTENCE_ENDS):
        runs.insert(0, Run("… "))
    if after.strip() and not after.startswith("\n") and not snippet.text.endswith(_SENTENCE_ENDS):
        runs.append(Run(" …"))
    return runs
