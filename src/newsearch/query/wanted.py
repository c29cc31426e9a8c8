"""Which tokens of a text a query may be about, and how they are found without analysing the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from newsearch.analysis.accented import find_accented
from newsearch.analysis.beginnings import begin_of_stem, begin_of_term
from newsearch.analysis.french import fold
from newsearch.analysis.occurrences import OffsetText, Wanted, find_stems, find_surface
from newsearch.analysis.tokens import Token
from newsearch.query.fields import ANALYZERS, split_field
from newsearch.query.queries import (
    BooleanQuery,
    EvidenceQuery,
    FuzzyQuery,
    NearQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    TermQuery,
    TextFields,
    WildcardQuery,
)

__all__ = ["find_wanted", "wanted_tokens"]


class _Way(NamedTuple):
    """How an analysis finds tokens: what a term begins with in a folded text, what a beginning of
    terms begins with (None if anything may stand there), and the search itself."""

    begin: Callable[[str], frozenset[str]]
    begin_partial: Callable[[str], frozenset[str] | None]
    find: Callable[[str, OffsetText, Wanted], Sequence[Token]]


def _begin_surface(term: str) -> frozenset[str]:
    return frozenset((begin_of_term(term),))


def _begin_partial(start: str) -> frozenset[str] | None:
    return _begin_surface(start) if start else None


_WAYS = {
    "stem": _Way(begin_of_stem, lambda _: None, find_stems),
    "surface": _Way(_begin_surface, _begin_partial, find_surface),
    "accented": _Way(
        lambda term: _begin_surface(fold(term)),
        lambda start: _begin_partial(fold(start)),
        find_accented,
    ),
}
"""Other analyses look at the whole text."""


def find_wanted(
    analysis: str, text: str, folded: Callable[[], OffsetText], wanted: Wanted
) -> Sequence[Token]:
    """The wanted tokens of a text under an analysis, in order, and perhaps others."""
    way = _WAYS.get(analysis)
    return way.find(text, folded(), wanted) if way else ANALYZERS[analysis].analyze(text)


def wanted_tokens(query: Query) -> Mapping[str, Wanted]:
    """The tokens that decide where a query matches, by text field; evidence decides nothing."""
    lists: dict[str, _List] = {}
    for leaf, fields in _leaves(query):
        for name in fields.fields:
            lists.setdefault(name.name, _List()).add(leaf)
    return {name: made.close(split_field(name)[1]) for name, made in lists.items()}


def _leaves(query: Query) -> Iterator[tuple[Query, TextFields]]:
    match query:
        case BooleanQuery(must, should, must_not, conditions):
            for part in (*must, *should, *must_not, *conditions):
                yield from _leaves(part)
        case EvidenceQuery(match):
            yield from _leaves(match)
        case (
            TermQuery(fields)
            | PhraseQuery(fields)
            | NearQuery(fields)
            | PrefixQuery(fields)
            | WildcardQuery(fields)
            | FuzzyQuery(fields)
        ):
            yield query, fields


@dataclass(slots=True)
class _List:
    """What the leaves over one field want, put together."""

    terms: set[str] = field(default_factory=set)
    partial: set[str] = field(default_factory=set)
    reach: int = -1

    def add(self, leaf: Query) -> None:
        match leaf:
            case TermQuery(_, term):
                self.terms.add(term)
            case PhraseQuery(_, terms, slop):
                self.terms.update(terms)
                self.reach = max(self.reach, len(terms) - 1 + slop)
            case NearQuery(_, terms, window):
                self.terms.update(terms)
                self.reach = max(self.reach, window)
            case PrefixQuery(_, prefix):
                self.partial.add(prefix)
            case WildcardQuery(_, pattern):
                self.partial.add(_before_wildcards(pattern))
            case FuzzyQuery(_, term, _, prefix_length):
                self.partial.add(term[:prefix_length])

    def close(self, analysis: str) -> Wanted:
        way = _WAYS.get(analysis)
        terms = None if self.partial else frozenset(self.terms)
        if way is None:
            return Wanted(None, terms, self.reach)
        beginnings: set[str] = set()
        beginnings.update(*map(way.begin, self.terms))
        for begun in map(way.begin_partial, self.partial):
            if begun is None:
                return Wanted(None, terms, self.reach)
            beginnings |= begun
        return Wanted(frozenset(beginnings), terms, self.reach)


def _before_wildcards(pattern: str) -> str:
    return pattern.replace("?", "*").partition("*")[0]
