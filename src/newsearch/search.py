"""What is asked (SearchRequest, the only list of search options) and what is answered."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args

from newsearch.article import Article
from newsearch.errors import InvalidRequest
from newsearch.explain import Contribution
from newsearch.frozen import frozen
from newsearch.query.syntax import ParsedQuery
from newsearch.snippets import Highlights, Snippet
from newsearch.stories import Story
from newsearch.suggest import Suggestion

__all__ = [
    "FORMAT_VERSION",
    "Accents",
    "Facet",
    "FacetField",
    "Hit",
    "SearchField",
    "SearchRequest",
    "SearchResults",
    "Sort",
]

FORMAT_VERSION = 1
"""Of the JSON that `SearchResults.to_dict` describes; raised when a reader of it would break."""

Sort = Literal["relevance", "newest", "oldest", "fresh"]
SearchField = Literal["title", "body"]
Accents = Literal["ignore", "strict"]
FacetField = Literal["source", "section", "language", "year", "month", "day"]


@frozen(kw_only=True)
class SearchRequest:
    """Everything that can be asked. Raises InvalidRequest on a value that makes no sense.

    `since` and `until` are inclusive and take what `parse_period` takes ("2013", "2013-03", "7d").
    `sources` are names of publishers, any of them; accents and case do not count.
    `undated` asks for articles without a date of publication. `fields` are the parts of an article
    that unprefixed words are looked for in.
    `exact` switches off stemming; `accents` "strict" also asks for the accents that were typed, and
    for none where none were. `sort` "fresh" is relevance with a mild preference for the new.
    `group` shows the best article of each story instead of every copy of it. `snippets` is how many
    passages a hit shows at most; `explain` adds where its score comes from. `facets`
    are what all matches are counted by.
    """

    query: str
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    undated: bool = False
    fields: tuple[SearchField, ...] = ("title", "body")
    exact: bool = False
    accents: Accents = "ignore"
    group: bool = False
    snippets: int = 2
    explain: bool = False
    facets: tuple[FacetField, ...] = ()

    def __post_init__(self) -> None:
        for name, least in (("limit", 1), ("offset", 0), ("snippets", 0)):
            if getattr(self, name) < least:
                raise InvalidRequest(f"{name} must be at least {least}, not {getattr(self, name)}")
        if self.sort not in get_args(Sort):
            raise InvalidRequest(
                f"sort must be one of {', '.join(get_args(Sort))}, not {self.sort!r}"
            )
        if self.accents not in get_args(Accents):
            raise InvalidRequest(f"accents must be one of {', '.join(get_args(Accents))}")
        if not self.fields or not set(self.fields) <= set(get_args(SearchField)):
            known = ", ".join(get_args(SearchField))
            raise InvalidRequest(f"fields must be among {known}, not {', '.join(self.fields)!r}")
        for name in self.facets:
            if name not in get_args(FacetField):
                known = ", ".join(get_args(FacetField))
                raise InvalidRequest(f"facets must be among {known}, not {name!r}")
        if self.undated and (self.since or self.until):
            raise InvalidRequest("undated articles are neither since nor until any date")
        self.period(date.today())

    def period(self, today: date) -> tuple[date | None, date | None]:
        """The first and last publication day asked for; None where open."""
        if not (self.since or self.until):
            return None, None
        from newsearch.query.dates import parse_period  # noqa: PLC0415 - most searches need none

        first = parse_period(self.since, today=today)[0] if self.since else None
        last = parse_period(self.until, today=today)[1] if self.until else None
        if first and last and first > last:
            raise InvalidRequest(f"since ({self.since}) is after until ({self.until})")
        return first, last


@frozen
class Hit:
    """One article of the answer: its score, its title and best passages with the matches in them.

    `partial` says that it lacks some of the query's words. `explanation`, if asked for, adds up to
    the score. `story`, if stories are asked for, is what the article stands for. Matches are looked
    for when title, snippets or their number are first asked for.
    """

    article: Article
    score: float
    highlights: Highlights
    partial: bool = False
    explanation: tuple[Contribution, ...] = ()
    story: Story | None = None

    @property
    def title(self) -> Snippet:
        """The article's title with the matches in it."""
        return self.highlights.found.title

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        """The passages that show the query best, as many as were asked for, in order."""
        return self.highlights.passages

    @property
    def match_count(self) -> int:
        """The number of matches in the whole article, of which the passages show some."""
        return self.highlights.found.match_count

    @property
    def why_unmarked(self) -> str | None:
        """Why nothing is marked in title and text; None when something is."""
        if self.match_count:
            return None
        return "found by its date, source, author or section, or by what it lacks"

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows (see docs/json-format.md)."""
        article = self.article.to_dict()
        del article["body"], article["digest"], article["removed"]
        return {
            **article,
            "score": self.score,
            "partial": self.partial,
            "match_count": self.match_count,
            **({"why_unmarked": self.why_unmarked} if self.why_unmarked else {}),
            "title_spans": [[span.start, span.end] for span in self.title.spans],
            "snippets": [snippet.to_dict() for snippet in self.snippets],
            **({"story": self.story.to_dict()} if self.story else {}),
            **(
                {"explanation": [one.to_dict() for one in self.explanation]}
                if self.explanation
                else {}
            ),
        }


@frozen
class Facet:
    """How many of all matches have each value of a field: the most frequent value first, dates in
    order of time ("2013", "2013-03", "2013-03-04"). Values that no match has are left out."""

    field: FacetField
    counts: tuple[tuple[str, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows (see docs/json-format.md)."""
        counts = [{"value": value, "count": count} for value, count in self.counts]
        return {"field": self.field, "counts": counts}


@frozen
class SearchResults:
    """The answer: hits of one page, best first, and totals over all matches.

    `total` counts the articles that match the whole query. When they are too few to fill a page,
    articles with some of its words follow them: `partial_total` counts those, and `suggestions` may
    offer other spellings. `took` is in seconds. `facets` count the `total` articles, one for each that
    was asked for. `warnings` say where the answer is less than what was asked for; slips of the
    typed query are in `query.warnings`. If stories were asked for, `stories` and `partial_stories`
    count them (one with both kinds of articles counts with the first), and so do `facets`, each story
    by the article that stands for it.
    """

    request: SearchRequest
    query: ParsedQuery
    total: int
    partial_total: int
    hits: tuple[Hit, ...]
    took: float
    suggestions: tuple[Suggestion, ...] = ()
    facets: tuple[Facet, ...] = ()
    warnings: tuple[str, ...] = ()
    stories: int | None = None
    partial_stories: int | None = None

    @property
    def listed(self) -> int:
        """How many hits there are on all pages, those with only some of the words apart."""
        return self.total if self.stories is None else self.stories

    @property
    def partial_listed(self) -> int:
        """How many hits with only some of the words there are."""
        return self.partial_total if self.partial_stories is None else self.partial_stories

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows (see docs/json-format.md)."""
        return {
            "format_version": FORMAT_VERSION,
            "query": {
                "text": self.query.text,
                "interpreted": str(self.query),
                "warnings": [
                    {"message": slip.message, "start": slip.start, "end": slip.end}
                    for slip in self.query.warnings
                ],
            },
            "suggestions": [suggestion.to_dict() for suggestion in self.suggestions],
            "total": self.total,
            "partial_total": self.partial_total,
            **self._count_stories(),
            "limit": self.request.limit,
            "offset": self.request.offset,
            "took_ms": round(self.took * 1000, 3),
            "warnings": [{"message": message} for message in self.warnings],
            "facets": [facet.to_dict() for facet in self.facets],
            "hits": [hit.to_dict() for hit in self.hits],
        }

    def _count_stories(self) -> dict[str, int | None]:
        if self.stories is None:
            return {}
        return {"stories": self.stories, "partial_stories": self.partial_stories}
