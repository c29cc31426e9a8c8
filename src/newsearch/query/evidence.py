"""What raises the score, told apart from what matches."""

from newsearch.frozen import replace
from newsearch.query.queries import BooleanQuery, EvidenceQuery, LeadQuery, PairQuery, Query

__all__ = ["set_apart"]

_OF_PLACES = (PairQuery, LeadQuery)
_NESTED = (BooleanQuery, EvidenceQuery)


def set_apart(query: Query) -> tuple[Query, tuple[Query, ...]]:
    """The query without the evidence that takes positions, and that evidence."""
    match, early, late = _divide(query)
    return EvidenceQuery(match, early) if early else match, late


def _divide(query: Query) -> tuple[Query, tuple[Query, ...], tuple[Query, ...]]:
    """What the query matches, the evidence for it, and that which takes positions.

    Evidence is had of one query as a whole, which costs an engine less than evidence of each part:
    whatever has a word in the very form that was typed has the word.
    """
    if isinstance(query, EvidenceQuery):
        match, early, late = _divide(query.match)
        early += tuple([one for one in query.evidence if not isinstance(one, _OF_PLACES)])
        late += tuple([one for one in query.evidence if isinstance(one, _OF_PLACES)])
        return match, early, late
    if not isinstance(query, BooleanQuery):
        return query, (), ()
    if not any(isinstance(one, _NESTED) for one in (*query.must, *query.should)):
        return query, (), ()
    every = [_divide(one) for one in query.must]
    some = [_keep_if_several(*_divide(one)) for one in query.should]
    early = tuple([one for _, found, _ in (*every, *some) for one in found])
    late = tuple([one for *_, found in (*every, *some) for one in found])
    must, should = tuple([one for one, *_ in every]), tuple([one for one, *_ in some])
    return replace(query, must=must, should=should), early, late


def _keep_if_several(
    match: Query, early: tuple[Query, ...], late: tuple[Query, ...]
) -> tuple[Query, tuple[Query, ...], tuple[Query, ...]]:
    """Of one choice among several: what has one word of it may not have the others, and then its
    evidence does not count."""
    if early and isinstance(match, BooleanQuery) and (match.must or match.filter or match.must_not):
        return EvidenceQuery(match, early), (), late
    return match, early, late
