"""An oracle for `newsearch.matches`: it analyses every word of a text, by the plain chains."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from newsearch.analysis.tokens import Token
from newsearch.query.fields import ANALYZERS, split_field
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    FuzzyQuery,
    MatchAllQuery,
    MatchNoneQuery,
    NearQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    TermInSetQuery,
    TermQuery,
    TextFields,
    WildcardQuery,
)

__all__ = ["Analysed", "find_matches"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: code points, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A span of one part of the article ("title", "body" …) and the leaf of the query it satisfies."""

    part: str
    span: Span
    leaf: Query


Found: TypeAlias = list[Match] | None
"""The matches of a query in one article; None if the article does not match."""


def find_matches(query: Query, texts: Mapping[str, str]) -> dict[str, list[Match]]:
    return Analysed(texts).find(query)


@dataclass(frozen=True, slots=True)
class Analysed:
    """One article while queries run over it; each analysis of a part is made once."""

    texts: Mapping[str, str]
    analysed: dict[str, dict[str, list[Token]]] = field(default_factory=dict)

    def find(self, query: Query) -> dict[str, list[Match]]:
        found = self.evaluate(query) or []
        parts: dict[str, list[Match]] = {part: [] for part in self.texts}
        for match in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
            kept = parts[match.part]
            if not kept or kept[-1].span.end <= match.span.start:
                kept.append(match)
        return parts

    def tokens(self, name: str) -> dict[str, list[Token]]:
        """The tokens of a text field by term, in order."""
        if name not in self.analysed:
            part, analysis = split_field(name)
            by_term: dict[str, list[Token]] = defaultdict(list)
            for token in ANALYZERS[analysis].analyze(self.texts.get(part, "")):
                by_term[token.term].append(token)
            self.analysed[name] = dict(by_term)
        return self.analysed[name]

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
            case MatchAllQuery() | TermInSetQuery() | RangeQuery() | DistanceFeatureQuery():
                return []

    def leaf(
        self,
        query: Query,
        fields: TextFields,
        find: Callable[[Mapping[str, Sequence[Token]]], Iterable[Span]],
    ) -> Found:
        """The spans that `find` finds in each of the fields."""
        return [
            Match(split_field(one.name)[0], span, query)
            for one in fields.fields
            for span in find(self.tokens(one.name))
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


def _singles(tokens: Iterable[Token]) -> Iterator[Span]:
    return (Span(token.start, token.end) for token in tokens)


def _phrases(
    tokens: Mapping[str, Sequence[Token]], terms: Sequence[str], slop: int
) -> Iterator[Span]:
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


def _windows(
    tokens: Mapping[str, Sequence[Token]], terms: Sequence[str], window: int
) -> Iterator[Span]:
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
    spans = list(_singles(tokens))
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _wildcard(pattern: str) -> Callable[[str], bool]:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    expression = re.compile("".join(parts), re.DOTALL)
    return lambda term: expression.fullmatch(term) is not None


def _fuzzy(wanted: str, distance: int, prefix_length: int) -> Callable[[str], bool]:
    prefix = wanted[:prefix_length]
    return lambda term: term.startswith(prefix) and edit_distance(term, wanted) <= distance


def edit_distance(one: str, other: str) -> int:
    """Levenshtein's distance (Wagner & Fischer 1974)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[-1]
