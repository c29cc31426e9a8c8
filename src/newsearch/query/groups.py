"""The words of a query as its analysis has them: which tokens stand for one typed word, and how that
word is looked for."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from newsearch.analysis.names import is_name
from newsearch.analysis.stopwords import is_question_word, is_stop_word
from newsearch.analysis.tokens import Token
from newsearch.frozen import frozen
from newsearch.query.compounds import divide, is_prefix
from newsearch.query.queries import BooleanQuery, PhraseQuery, Query, TermQuery, TextFields

__all__ = ["Group", "compounds_of", "group_tokens", "match_group", "match_terms"]


@frozen
class Group:
    """Tokens that stand for one typed word: its parts by position, and its joined forms; `named`
    if it was typed as a name."""

    parts: tuple[str, ...]
    joined: tuple[str, ...]
    named: bool = False

    @property
    def is_stop_word(self) -> bool:
        """Whether it says nothing by itself: le, pourquoi, est-ce."""
        return all(is_stop_word(part) or is_question_word(part) for part in self.parts)


def compounds_of(run: Sequence[Group]) -> list[list[Group]]:
    """For each group, the compounds that it may be a part of, or be in two words."""
    found: list[list[Group]] = [[] for _ in run]
    for place, (left, right) in enumerate(pairwise(run)):
        if len(left.parts) == len(right.parts) == 1 and is_prefix(left.parts[0]):
            compound = Group((left.parts[0] + right.parts[0],), ())
            found[place].append(compound)
            found[place + 1].append(compound)
    for place, group in enumerate(run):
        if len(group.parts) == 1 and (parts := divide(group.parts[0])):
            found[place].append(Group(parts, ()))
    return found


def group_tokens(tokens: Iterable[Token], text: str) -> list[Group]:
    """Tokens by typed word: those that overlap in the typed text belong together."""
    spans: list[list[Token]] = []
    end = -1
    for token in tokens:
        if spans and token.start < end:
            spans[-1].append(token)
        else:
            spans.append([token])
        end = max(end, token.end)
    return [group_of(span, text) for span in spans]


def group_of(tokens: Sequence[Token], text: str) -> Group:
    """The shortest token at each position is the part; all others stand for the whole word."""
    parts: dict[int, Token] = {}
    for token in tokens:
        best = parts.get(token.position)
        if best is None or token.end - token.start < best.end - best.start:
            parts[token.position] = token
    joined = (token.term for token in tokens if token is not parts[token.position])
    named = len(tokens) == 1 and is_name(text[tokens[0].start : tokens[0].end])
    return Group(tuple(parts[position].term for position in sorted(parts)), tuple(joined), named)


def match_group(
    group: Group, fields: TextFields, form: Callable[[str], str], boost: float
) -> Query:
    """The group's parts side by side, or one of its joined forms."""
    parts = tuple(form(part) for part in group.parts)
    queries = dict.fromkeys(
        [match_terms(fields, parts, 0, boost)]
        + [TermQuery(fields, form(term), boost) for term in group.joined]
    )
    return next(iter(queries)) if len(queries) == 1 else BooleanQuery(should=tuple(queries))


def match_terms(fields: TextFields, terms: tuple[str, ...], slop: int, boost: float = 1.0) -> Query:
    """One term, or a phrase of several."""
    if len(terms) == 1:
        return TermQuery(fields, terms[0], boost)
    return PhraseQuery(fields, terms, slop, boost)
