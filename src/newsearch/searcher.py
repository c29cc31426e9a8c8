"""A request is run: parsed, rewritten, handed to the engine, and its answer made into hits."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from newsearch.counting import GROUPINGS, name_facets, warn_of_cuts, warn_of_sources
from newsearch.engine import Engine, Order, ScoredDocument, TopDocs
from newsearch.explain import Contribution, explain
from newsearch.frozen import frozen, replace
from newsearch.hits import HitMaker, read_article, spell
from newsearch.matches import MatchFinder
from newsearch.moments import day_number, epoch_seconds
from newsearch.query.fields import same_keyword
from newsearch.query.parser import parse
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    Query,
    RangeQuery,
    TermInSetQuery,
)
from newsearch.query.ranking import Ranking
from newsearch.query.rewrite import Rewritten, rewrite
from newsearch.query.syntax import ParsedQuery
from newsearch.search import Hit, SearchRequest, SearchResults
from newsearch.suggest import suggest

__all__ = ["ORDERS", "UNDATED", "rewrite_request", "run"]

ORDERS: Final[dict[str, Order | None]] = {
    "relevance": None,
    "fresh": None,
    "newest": Order("published", descending=True),
    "oldest": Order("published"),
}
UNDATED: Final = BooleanQuery(must_not=(RangeQuery("day"),))
"""The articles without a date of publication."""
SECONDS_A_DAY = 24 * 60 * 60


def run(engine: Engine, request: SearchRequest, ranking: Ranking) -> SearchResults:
    """The answer to a request."""
    start = time.perf_counter()
    parsed = parse(request.query)
    search = _Search(engine, request, ranking, parsed, rewrite_request(parsed, request, ranking))
    page = search.page()
    if not page.total + page.partial_total:
        # A quotation that no article has: its words may help, if there are others to go by.
        loose = rewrite_request(parsed, request, replace(ranking, words_beside_quotes=1))
        page = replace(search, rewritten=loose).page()
    suggestions = suggest(engine, parsed, search.spell) if page.total < request.limit else ()
    warnings = warn_of_sources(request.sources, search.sources() if request.sources else ())
    warnings += warn_of_cuts([query for answer in page.answers for query in answer.cut])
    took = time.perf_counter() - start
    return SearchResults(
        request=request,
        query=parsed,
        total=page.total,
        partial_total=page.partial_total,
        hits=page.hits,
        took=took,
        suggestions=suggestions,
        stories=page.stories,
        partial_stories=page.partial_stories,
        facets=name_facets(request.facets, page.answers[0].facets),
        warnings=warnings,
    )


def rewrite_request(parsed: ParsedQuery, request: SearchRequest, ranking: Ranking) -> Rewritten:
    """What is run for a request, conditions apart."""
    exact = request.exact or request.accents == "strict"
    return rewrite(parsed, parts=request.fields, exact=exact, ranking=ranking)


@frozen
class _Page:
    """Hits, how many articles match all of the query, and how many more some of its words, as the
    engine's answers have it."""

    hits: tuple[Hit, ...]
    total: int
    partial_total: int
    answers: tuple[TopDocs, ...]
    stories: int | None = None
    partial_stories: int | None = None


@frozen
class _Search:
    engine: Engine
    request: SearchRequest
    ranking: Ranking
    parsed: ParsedQuery
    rewritten: Rewritten

    def page(self) -> _Page:
        """The page asked for: articles with all of a typed query first, then those with some of its
        words; what is long enough to be a pasted headline by score alone."""
        wanted, by_score = self.rewritten.partial, ORDERS[self.request.sort] is None
        if wanted is not None and self.rewritten.pasted and by_score and not self.is_strict:
            return self.by_score(wanted)
        limit, offset = self.request.limit, self.request.offset
        top = self.full(limit, offset)
        hits = self.hits(top, self.rewritten.full)
        listed = top.total if top.groups is None else top.groups
        if wanted is None or listed >= limit:
            none = None if top.groups is None else 0
            return _Page(tuple(hits), top.total, 0, (top,), top.groups, none)
        others = (self.rewritten.full, *self.shown(listed))
        query = BooleanQuery(must=(wanted,), must_not=others)
        more = self.find(query, limit - len(hits), max(0, offset - listed))
        hits += self.hits(more, query, partial=True)
        return _Page(tuple(hits), top.total, more.total, (top, more), top.groups, more.groups)

    def by_score(self, wanted: Query) -> _Page:
        """The page of articles with any of the words, whether they have all or not."""
        top = self.ask(wanted, self.request.limit, self.request.offset)
        ids = tuple(one.id for one in top.documents)
        complete = self.count(self.rewritten.full)
        whole = BooleanQuery(must=(self.rewritten.full,), filter=(TermInSetQuery("id", ids),))
        found = {one.id for one in self.engine.search(whole, limit=len(ids)).documents}
        maker = self.maker(wanted)
        hits = (maker.make(one, partial=one.id not in found) for one in top.documents)
        partial = top.total - complete.total
        if top.groups is None or complete.groups is None:
            return _Page(tuple(hits), complete.total, partial, (top,))
        stories = complete.groups
        return _Page(tuple(hits), complete.total, partial, (top,), stories, top.groups - stories)

    @property
    def is_strict(self) -> bool:
        """Whether accents must be as typed."""
        return self.request.accents == "strict"

    def full(self, limit: int, offset: int) -> TopDocs:
        """The articles that match all of the query; among equals those with the accents as typed."""
        top = self.find(self.rewritten.full, limit, offset)
        if self.is_strict:
            return top
        return replace(top, documents=tuple(self.break_ties(top.documents)))

    def shown(self, stories: int) -> Iterator[Query]:
        """The stories that match all of the query, which are no more than a page."""
        if self.request.group and stories:
            top = self.find(self.rewritten.full, stories, 0)
            yield TermInSetQuery("cluster", tuple(one.group for one in top.documents if one.group))

    def find(self, query: Query, limit: int, offset: int) -> TopDocs:
        """A page of the articles that match, also in their accents if that is asked for."""
        ask = self.strict if self.is_strict else self.ask
        return ask(query, limit, offset)

    def ask(self, query: Query, limit: int, offset: int, *, grouped: bool | None = None) -> TopDocs:
        """A page of the articles that match, or of their stories; `grouped` overrides the request."""
        grouped = self.request.group if grouped is None else grouped
        return self.engine.search(
            self.with_conditions(query),
            limit=limit,
            offset=offset,
            order=ORDERS[self.request.sort],
            rescore=self.rewritten.rescore,
            group="cluster" if grouped else None,
            facets=[GROUPINGS[name] for name in self.request.facets],
        )

    def count(self, query: Query) -> TopDocs:
        """How many articles match, and in how many stories; nothing of them is ranked or loaded."""
        group = "cluster" if self.request.group else None
        return self.engine.search(self.with_conditions(query), limit=0, group=group)

    def with_conditions(self, query: Query) -> Query:
        """The query with what the options ask for."""
        conditions = tuple(self.conditions())
        if self.request.sort == "fresh":
            query = EvidenceQuery(query, tuple(self.freshness()))
        return BooleanQuery(must=(query,), filter=conditions) if conditions else query

    def strict(self, query: Query, limit: int, offset: int) -> TopDocs:
        """As `ask`, keeping the articles that have the accents as typed.

        The index knows folded terms only, so the stored text of every match is looked at.
        """
        every = self.ask(query, max(1, self.engine.count()), 0, grouped=False)
        has_accents = self.accent_check()
        kept = tuple(one for one in every.documents if has_accents(one))
        found = TermInSetQuery("id", tuple(one.id for one in kept))
        if self.request.group:
            top = self.ask(BooleanQuery(must=(query,), filter=(found,)), limit, offset)
            return replace(top, cut=every.cut)
        facets = self.ask(found, 0, 0).facets if self.request.facets else ()
        return TopDocs(len(kept), kept[offset : offset + limit], facets, every.cut)

    def break_ties(self, documents: Sequence[ScoredDocument]) -> Sequence[ScoredDocument]:
        """Among equal scores, those with the accents as typed first: côté before cote."""
        if self.request.query.isascii() or self.request.sort != "relevance":
            return documents
        equals = [list(tied) for _, tied in groupby(documents, key=lambda one: round(one.score, 5))]
        if len(equals) == len(documents):
            return documents
        has_accents = self.accent_check()
        return [
            one
            for tied in equals
            for one in (sorted(tied, key=lambda one: not has_accents(one)) if tied[1:] else tied)
        ]

    def accent_check(self) -> Callable[[ScoredDocument], bool]:
        """Tell whether a document matches the query with its accents."""
        rewritten = rewrite(
            self.parsed, parts=self.request.fields, ranking=self.ranking, accents=True
        )
        finder = MatchFinder(rewritten.partial or rewritten.full)

        def has_accents(document: ScoredDocument) -> bool:
            return any(finder.find(read_article(document.stored).parts).values())

        return has_accents

    def conditions(self) -> Iterator[Query]:
        """What the options ask for beside the typed query."""
        first, last = self.request.period(date.today())
        if first or last:
            lower = day_number(first) if first else None
            yield RangeQuery("day", lower, day_number(last) if last else None)
        if self.request.undated:
            yield UNDATED
        if self.request.sources:
            names = self.request.sources
            wanted = (
                value
                for value in self.sources()
                if any(same_keyword(value, name) for name in names)
            )
            yield TermInSetQuery("source", tuple(wanted))

    def sources(self) -> list[str]:
        """The sources that articles have, as they are written."""
        return [value for value, _ in self.engine.terms("source")]

    def freshness(self) -> Iterator[Query]:
        """Evidence for the new, measured from the newest article: an archive may have ended."""
        dated = self.engine.search(RangeQuery("published"), limit=1, order=ORDERS["newest"])
        for newest in dated.documents:
            published = read_article(newest.stored).published
            if published is not None:
                pivot = self.ranking.freshness_days * SECONDS_A_DAY
                yield DistanceFeatureQuery(
                    "published", epoch_seconds(published), pivot, self.ranking.freshness
                )

    def hits(self, top: TopDocs, query: Query, *, partial: bool = False) -> list[Hit]:
        """The documents with what the query matches in them."""
        maker = self.maker(query)
        return [maker.make(one, partial=partial) for one in top.documents]

    def maker(self, query: Query) -> HitMaker:
        """What makes hits of documents, as the options want them."""

        def say(document_id: str) -> tuple[Contribution, ...]:
            by_score = ORDERS[self.request.sort] is None
            rescore = self.rewritten.rescore if by_score else None
            return explain(self.engine, self.with_conditions(query), document_id, rescore)

        wanted = say if self.request.explain else None
        return HitMaker(self.engine, query, self.request.snippets, wanted)

    def spell(self, term: str) -> str | None:
        """A folded term as some article writes it."""
        return spell(self.engine, self.ranking.text_fields("surface", ("title", "body")), term)
