"""Which tokens of a text a query may be about, and how they are found without analysing the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from newsearch.analysis.accented import find_accented
from newsearch.analysis.beginnings import (
    Beginning,
    begin_of_part,
    begin_of_similar,
    begin_of_stem,
    begin_of_term,
)
from newsearch.analysis.french import fold
from newsearch.analysis.occurrences import OffsetText, Wanted, find_stems, find_surface
from newsearch.analysis.tokens import Token
from newsearch.query.fields import ANALYZERS, split_field
from newsearch.query.queries import (
    BooleanQuery,
    EvidenceQuery,
    ExpandedQuery,
    FuzzyQuery,
    NearQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    TermQuery,
    TextFields,
    WildcardQuery,
    fixed_start,
)

__all__ = ["Search", "find_wanted", "wanted_tokens"]


class Search(NamedTuple):
    """What is looked for under one analysis, and in which parts of an article."""

    parts: tuple[str, ...]
    wanted: Wanted


Beginnings: TypeAlias = frozenset[Beginning]


class _Way(NamedTuple):
    """How an analysis finds tokens: what a term begins with in a folded text, what the terms that a
    leaf stands for begin with (None if anything may stand there), and the search itself."""

    begin: Callable[[str], Beginnings]
    begin_many: Callable[[ExpandedQuery], Beginnings | None]
    find: Callable[[str, OffsetText, Wanted], Sequence[Token]]


def _begin_surface(leaf: ExpandedQuery) -> Beginnings | None:
    match leaf:
        case FuzzyQuery(_, term, distance, same) if term[:same]:
            return begin_of_similar(term, distance, same)
    start = fixed_start(leaf)
    return begin_of_part(start) if start else None


def _begin_accented(leaf: ExpandedQuery) -> Beginnings | None:
    start = fold(fixed_start(leaf))
    if not start:
        return None
    match leaf:
        case FuzzyQuery(_, term, distance):
            # An edit may put one letter in place of œ, which folds to two.
            return begin_of_similar(fold(term), 2 * distance, len(start))
    return begin_of_part(start)


_WAYS = {
    "stem": _Way(begin_of_stem, lambda _: None, find_stems),
    "surface": _Way(begin_of_term, _begin_surface, find_surface),
    "accented": _Way(lambda term: begin_of_term(fold(term)), _begin_accented, find_accented),
}
"""Other analyses look at the whole text."""


def find_wanted(
    analysis: str, text: str, folded: Callable[[], OffsetText], wanted: Wanted
) -> Sequence[Token]:
    """The wanted tokens of a text under an analysis, in order, and perhaps others."""
    way = _WAYS.get(analysis)
    return way.find(text, folded(), wanted) if way else ANALYZERS[analysis].analyze(text)


def wanted_tokens(query: Query) -> Mapping[str, Search]:
    """The tokens that decide where a query matches, by analysis; evidence decides nothing.

    What is wanted in one part is found in the others too.
    """
    lists: dict[str, _List] = {}
    for leaf, fields in _leaves(query):
        for field in fields.fields:
            part, analysis = split_field(field.name)
            made = lists.setdefault(analysis, _List())
            made.parts.add(part)
            made.add(leaf)
    return {analysis: made.close(analysis) for analysis, made in lists.items()}


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
    """What the leaves under one analysis want, put together."""

    def __init__(self) -> None:
        self.parts: set[str] = set()
        self.terms: set[str] = set()
        self.many: set[ExpandedQuery] = set()
        self.groups: dict[tuple[tuple[str, ...], int], None] = {}

    def add(self, leaf: Query) -> None:
        match leaf:
            case TermQuery(_, term):
                self.terms.add(term)
            case PhraseQuery(_, terms, slop):
                self.groups[terms, len(terms) - 1 + slop] = None
            case NearQuery(_, terms, window):
                self.groups[terms, window] = None
            case PrefixQuery() | WildcardQuery() | FuzzyQuery():
                self.many.add(leaf)

    def close(self, analysis: str) -> Search:
        return Search(tuple(sorted(self.parts)), self._put_together(analysis))

    def _put_together(self, analysis: str) -> Wanted:
        terms = None
        if not self.many:
            terms = frozenset(self.terms.union(*(group for group, _ in self.groups)))
        reach = max((reach for _, reach in self.groups), default=-1)
        way = _WAYS.get(analysis)
        if way is None:
            return Wanted(None, (), terms, reach)
        single: set[Beginning] = set()
        single.update(*map(way.begin, self.terms))
        for begun in map(way.begin_many, self.many):
            if begun is None:
                return Wanted(None, (), terms, reach)
            single |= begun
        groups = tuple(
            (tuple(sorted(map(way.begin, group), key=_count_letters, reverse=True)), apart)
            for group, apart in self.groups
        )
        return Wanted(frozenset(single), groups, terms, reach)


def _count_letters(beginnings: Beginnings) -> int:
    return min((len(one.letters) for one in beginnings), default=0)
