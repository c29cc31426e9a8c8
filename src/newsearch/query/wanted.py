"""Which tokens of a text a query may be about, and how they are found without analysing the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from newsearch.analysis.accented import find_accented
from newsearch.analysis.beginnings import Beginning, begin_of_part, begin_of_stem, begin_of_term
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


Beginnings: TypeAlias = frozenset[Beginning]


class _Way(NamedTuple):
    """How an analysis finds tokens: what a term begins with in a folded text, what terms with a
    certain beginning begin with (None if anything may stand there), and the search itself."""

    begin: Callable[[str], Beginnings]
    begin_part: Callable[[str], Beginnings | None]
    find: Callable[[str, OffsetText, Wanted], Sequence[Token]]


def _begin_part(start: str) -> Beginnings | None:
    return begin_of_part(start) if start else None


_WAYS = {
    "stem": _Way(begin_of_stem, lambda _: None, find_stems),
    "surface": _Way(begin_of_term, _begin_part, find_surface),
    "accented": _Way(
        lambda term: begin_of_term(fold(term)),
        lambda start: _begin_part(fold(start)),
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


class _List:
    """What the leaves over one field want, put together."""

    def __init__(self) -> None:
        self.terms: set[str] = set()
        self.parts: set[str] = set()
        self.groups: dict[tuple[tuple[str, ...], int], None] = {}

    def add(self, leaf: Query) -> None:
        match leaf:
            case TermQuery(_, term):
                self.terms.add(term)
            case PhraseQuery(_, terms, slop):
                self.groups[terms, len(terms) - 1 + slop] = None
            case NearQuery(_, terms, window):
                self.groups[terms, window] = None
            case PrefixQuery(_, prefix):
                self.parts.add(prefix)
            case WildcardQuery(_, pattern):
                self.parts.add(_before_wildcards(pattern))
            case FuzzyQuery(_, term, _, prefix_length):
                self.parts.add(term[:prefix_length])

    def close(self, analysis: str) -> Wanted:
        terms = None
        if not self.parts:
            terms = frozenset(self.terms.union(*(group for group, _ in self.groups)))
        reach = max((reach for _, reach in self.groups), default=-1)
        way = _WAYS.get(analysis)
        if way is None:
            return Wanted(None, (), terms, reach)
        single: set[Beginning] = set()
        single.update(*map(way.begin, self.terms))
        for begun in map(way.begin_part, self.parts):
            if begun is None:
                return Wanted(None, (), terms, reach)
            single |= begun
        groups = tuple((tuple(map(way.begin, group)), apart) for group, apart in self.groups)
        return Wanted(frozenset(single), groups, terms, reach)


def _before_wildcards(pattern: str) -> str:
    return pattern.replace("?", "*").partition("*")[0]
