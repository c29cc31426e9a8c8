"""Where a query matches in an article.

The query itself is evaluated over the stored text, with the analysis the text was indexed with;
only the words that may matter are analysed.
So whatever the engine, a phrase is one span, an excluded word is never marked, and neither is a
word from a branch of the query that the article does not satisfy.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from newsearch.analysis.occurrences import OffsetText
from newsearch.analysis.quickfold import fold_quickly
from newsearch.analysis.tokens import Token
from newsearch.query.fields import split_field
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    FuzzyQuery,
    LeadQuery,
    MatchAllQuery,
    MatchNoneQuery,
    NearQuery,
    PairQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    TermInSetQuery,
    TermQuery,
    TextFields,
    WildcardQuery,
)
from newsearch.query.wanted import Search, find_wanted, wanted_tokens

__all__ = ["Match", "MatchFinder", "Span", "edit_distance", "find_matches"]


class Span(NamedTuple):
    """A stretch of text: code points, half-open."""

    start: int
    end: int


class Match(NamedTuple):
    """A span of one part of the article ("title", "body" …) and the leaf of the query it satisfies."""

    part: str
    span: Span
    leaf: Query


Found: TypeAlias = list[Match] | None
"""The matches of a query in one article; None if the article does not match."""

Tokens: TypeAlias = dict[str, list[Token]]
"""Tokens of one part by term, in order."""

_BETWEEN = "\n\n"
"""No word, tag or number reaches across it, as none reaches across paragraphs."""


def find_matches(query: Query, texts: Mapping[str, str]) -> dict[str, list[Match]]:
    """The matches in each part, in the order of the text and never overlapping.

    `texts` are the article's parts by name. Where matches overlap, the one that starts first and
    then the longest stays, so that every span shown satisfies the query by itself. Conditions on
    keywords and numbers are taken as met: the engine has checked them.
    """
    return MatchFinder(query).find(texts)


class MatchFinder:
    """`find_matches` for one query in many articles."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self._wanted = wanted_tokens(query)

    def find(self, texts: Mapping[str, str]) -> dict[str, list[Match]]:
        """The matches in one article."""
        found = _Evaluation(texts, self._wanted).evaluate(self.query) or []
        parts: dict[str, list[Match]] = {part: [] for part in texts}
        for match in sorted(found, key=attrgetter("span")):
            kept, (start, end) = parts[match.part], match.span
            last = kept[-1].span if kept else None
            if last is None or last.end <= start:
                kept.append(match)
            elif last.start == start and last.end < end:
                kept[-1] = match
        return parts


class _Evaluation:
    """One article while a query runs over it. The parts that are looked at are put together into one
    text, which is folded once and searched once under each analysis."""

    def __init__(self, texts: Mapping[str, str], searches: Mapping[str, Search]) -> None:
        self.texts = texts
        self.searches = searches
        self.folded: dict[tuple[str, ...], OffsetText] = {}
        self.found: dict[str, dict[str, Tokens]] = {}
        self.fields: dict[TextFields, list[tuple[str, Tokens]]] = {}

    def tokens(self, fields: TextFields) -> list[tuple[str, Tokens]]:
        """The tokens that may matter of those of the text fields that have any, with their parts."""
        if fields not in self.fields:
            names = [split_field(field.name) for field in fields.fields]
            found = [(part, self.search(analysis)[part]) for part, analysis in names]
            self.fields[fields] = [(part, tokens) for part, tokens in found if tokens]
        return self.fields[fields]

    def search(self, analysis: str) -> dict[str, Tokens]:
        """The tokens of each part that is looked at."""
        if analysis not in self.found:
            parts, wanted = self.searches[analysis]
            texts = [self.texts.get(part, "") for part in parts]
            joined = _BETWEEN.join(texts)
            tokens = find_wanted(analysis, joined, lambda: self.fold(parts, joined), wanted)
            self.found[analysis] = dict(zip(parts, _divide(tokens, texts), strict=True))
        return self.found[analysis]

    def fold(self, parts: tuple[str, ...], joined: str) -> OffsetText:
        if parts not in self.folded:
            self.folded[parts] = fold_quickly(joined)
        return self.folded[parts]

    def evaluate(self, query: Query) -> Found:
        match query:
            case TermQuery(fields, term):
                return self.leaf(query, fields, lambda tokens: _singles(tokens.get(term, ())))
            case PhraseQuery(fields, terms, slop):
                return self.leaf(query, fields, lambda tokens: _phrases(tokens, terms, slop))
            case NearQuery(fields, terms, window):
                return self.leaf(query, fields, lambda tokens: _windows(tokens, terms, window))
            case PrefixQuery(fields, prefix):
                return self.terms(query, fields, lambda term: term.startswith(prefix))
            case WildcardQuery(fields, pattern):
                return self.terms(query, fields, _wildcard(pattern))
            case FuzzyQuery(fields, term, distance, length):
                return self.terms(query, fields, _fuzzy(term, distance, length))
            case BooleanQuery():
                return self.boolean(query)
            case EvidenceQuery(match):
                return self.evaluate(match)
            case MatchNoneQuery():
                return None
            case PairQuery() | LeadQuery():  # evidence, which decides nothing
                return []
            case MatchAllQuery() | TermInSetQuery() | RangeQuery() | DistanceFeatureQuery():
                return []

    def leaf(
        self,
        query: Query,
        fields: TextFields,
        find: Callable[[Tokens], Iterable[Span]],
    ) -> Found:
        """The spans that `find` finds in each of the fields."""
        return [
            Match(part, span, query)
            for part, tokens in self.tokens(fields)
            for span in find(tokens)
        ] or None

    def terms(self, query: Query, fields: TextFields, fits: Callable[[str], bool]) -> Found:
        """The tokens whose term fits."""
        return self.leaf(
            query,
            fields,
            lambda tokens: [
                span for term in tokens if fits(term) for span in _singles(tokens[term])
            ],
        )

    def boolean(self, query: BooleanQuery) -> Found:
        required = [self.evaluate(one) for one in query.must]
        conditions = [self.evaluate(one) for one in query.filter]
        if any(found is None for found in (*required, *conditions)):
            return None
        excluded = (self.evaluate(one) for one in query.must_not if not _is_conditional(one))
        if any(found is not None for found in excluded):
            return None
        some = [found for one in query.should if (found := self.evaluate(one)) is not None]
        least = query.minimum_should_match
        if query.should and not query.must and not query.filter:
            least = max(least, 1)
        if len(some) < least:
            return None
        return [match for found in (*required, *some) for match in found or ()]


def _is_conditional(query: Query) -> bool:
    """Whether more than the text decides; then what it excludes is for the engine to know."""
    match query:
        case TermInSetQuery() | RangeQuery() | DistanceFeatureQuery():
            return True
        case BooleanQuery(must, should, must_not, conditions):
            return any(map(_is_conditional, (*must, *should, *must_not, *conditions)))
        case EvidenceQuery(match):
            return _is_conditional(match)
        case _:
            return False


def _divide(tokens: Iterable[Token], texts: Sequence[str]) -> list[Tokens]:
    """The tokens of each of the texts that were put together."""
    starts = list(accumulate([len(text) + len(_BETWEEN) for text in texts[:-1]], initial=0))
    found: list[Tokens] = [{} for _ in texts]
    for token in tokens:
        index = bisect_right(starts, token.start) - 1
        moved = _move(token, -starts[index]) if index else token
        found[index].setdefault(token.term, []).append(moved)
    return found


def _move(token: Token, by: int) -> Token:
    return Token(token.term, token.start + by, token.end + by, token.position)


def _singles(tokens: Iterable[Token]) -> list[Span]:
    return [Span(start, end) for _, start, end, _ in tokens]


def _phrases(tokens: Tokens, terms: Sequence[str], slop: int) -> Iterator[Span]:
    """From each first term, the nearest next terms in order, if they are near enough in all."""
    if any(term not in tokens for term in terms):
        return
    for first in tokens[terms[0]]:
        chain = [first]
        for term in terms[1:]:
            nearest = next((one for one in tokens[term] if one.position > chain[-1].position), None)
            if nearest is None:
                return
            chain.append(nearest)
        if chain[-1].position - first.position - (len(terms) - 1) <= slop:
            yield _cover(chain)


def _windows(tokens: Tokens, terms: Sequence[str], window: int) -> Iterator[Span]:
    """The windows with all the terms that hold no smaller such window."""
    wanted = set(terms)
    if any(term not in tokens for term in wanted):
        return
    latest: dict[str, Token] = {}
    occurrences = sorted(
        ((one.position, term, one) for term in wanted for one in tokens[term]),
        key=lambda occurrence: occurrence[:2],
    )
    previous = -1
    for position, term, token in occurrences:
        latest[term] = token
        if len(latest) < len(wanted):
            continue
        first = min(one.position for one in latest.values())
        if first > previous and position - first < window:
            yield _cover(latest.values())
            previous = first


def _cover(tokens: Iterable[Token]) -> Span:
    spans = _singles(tokens)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _wildcard(pattern: str) -> Callable[[str], bool]:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    expression = re.compile("".join(parts), re.DOTALL)
    return lambda term: expression.fullmatch(term) is not None


def _fuzzy(wanted: str, distance: int, prefix_length: int) -> Callable[[str], bool]:
    prefix = wanted[:prefix_length]
    return lambda term: (
        term.startswith(prefix)
        and abs(len(term) - len(wanted)) <= distance
        and edit_distance(term, wanted) <= distance
    )


@lru_cache(maxsize=4096)
def edit_distance(one: str, other: str) -> int:
    """Levenshtein's distance (Wagner & Fischer 1974)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[-1]
