"""From a query to a clause that finds and scores documents: one small function a query class.

Everything works on whole arrays of documents; no Python runs for a single document.
"""

from collections.abc import Iterable, Sequence
from typing import assert_never

from newsearch.engine.whoosh.clauses import Clause, TextClause
from newsearch.engine.whoosh.closeness import LeadClause, PairClause
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.combinations import BooleanClause, EvidenceClause
from newsearch.engine.whoosh.documents import DocumentSet, pack, unite
from newsearch.engine.whoosh.expansion import expand
from newsearch.engine.whoosh.leaves import ConstantClause, DistanceClause
from newsearch.engine.whoosh.postings import Postings, SegmentReader
from newsearch.engine.whoosh.proximity import Found, find_near, find_phrase
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    ExpandedQuery,
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
    WildcardQuery,
)

__all__ = ["Evaluation"]

_REMEMBERED = 40 * 2**20
"""So many bytes of what was found out about terms are kept for another query."""

_OFTEN = 64
"""They are added up for each so-manieth term that is new."""


class Evaluation:
    """One query on one collection. Equal leaves of the query are evaluated once."""

    def __init__(self, collection: Collection, query: Query) -> None:
        """Raises RecursionError for a query nested too deeply."""
        self._collection = collection
        self._segments = collection.segments
        self._leaves: dict[Query, Clause] = {}
        self.cut: dict[ExpandedQuery, None] = {}
        """The parts that stand for more terms than are looked for."""
        self.clause = self.build(query)

    def build(self, query: Query) -> Clause:
        """The clause of this query, or of more that is asked beside it."""
        match query:
            case BooleanQuery():
                return BooleanClause(self._collection, query, self.build)
            case EvidenceQuery(match, evidence):
                return EvidenceClause(self.build(match), [self.build(one) for one in evidence])
            case _:
                if query not in self._leaves:
                    self._leaves[query] = self._build_leaf(query)
                return self._leaves[query]

    def _build_leaf(self, query: Query) -> Clause:
        match query:
            case TermQuery():
                return self._find_term(query)
            case PhraseQuery() | NearQuery():
                return self._find_text(query)
            case PairQuery(fields, first, second):
                rarity = max(
                    self._find_term(TermQuery(fields, term)).idf for term in (first, second)
                )
                return PairClause(self._collection, self._segments, query, rarity)
            case LeadQuery(fields, term):
                rarity = self._find_term(TermQuery(fields, term)).idf
                return LeadClause(self._collection, self._segments, query, rarity)
            case PrefixQuery() | WildcardQuery() | FuzzyQuery():
                return self._expand(query)
            case TermInSetQuery():
                return _find_values(self._collection, query)
            case RangeQuery():
                return _find_range(self._collection, query)
            case DistanceFeatureQuery():
                return DistanceClause(self._collection, query)
            case MatchAllQuery():
                return ConstantClause(self._collection, 0.0, self._collection.everything)
            case MatchNoneQuery():
                return _find_values(self._collection, TermInSetQuery("", ()))
            case BooleanQuery() | EvidenceQuery():
                return self.build(query)
            case _:
                assert_never(query)

    def _find_term(self, query: TermQuery) -> TextClause:
        """The one clause of this term, whoever asks for it, in this query or another."""
        collection = self._collection
        found = collection.terms.get(query)
        if found is None:
            terms = collection.terms
            if len(terms) % _OFTEN == 0 and _add_up(list(terms.values())) > _REMEMBERED:
                terms = collection.terms = {}
            found = terms[query] = self._find_text(query)
        return found

    def _find_text(self, query: TermQuery | PhraseQuery | NearQuery) -> TextClause:
        def find(number: int, field: str) -> Postings | Found | None:
            segment = self._segments[number]
            match query:
                case TermQuery():
                    return segment.postings(field, query.term)
                case PhraseQuery():
                    return find_phrase(segment, field, query.terms, query.slop)
                case NearQuery():
                    return find_near(segment, field, query.terms, query.window)

        return TextClause(self._collection, query.fields, query.boost, find)

    def _expand(self, query: ExpandedQuery) -> Clause:
        expansion = expand(self._collection, query)
        if expansion.cut:
            self.cut[query] = None

        def find(number: int) -> DocumentSet:
            return expansion.find(number, self._collection.segments[number].document_count)

        return ConstantClause(self._collection, query.boost, find)


def _add_up(clauses: Sequence[TextClause]) -> int:
    """How many bytes they keep. Several may have the same occurrences."""
    occurrences = {id(one): one for clause in clauses for one in clause.occurrences}
    kept = sum(one.kept for one in occurrences.values())
    return kept + sum(clause.size for clause in clauses)


def _find_values(collection: Collection, query: TermInSetQuery) -> Clause:
    def find(number: int) -> DocumentSet:
        segment = collection.segments[number]
        return _unite_postings(segment, query.field, dict.fromkeys(query.values))

    return ConstantClause(collection, 0.0, find)


def _unite_postings(segment: SegmentReader, field: str, terms: Iterable[str]) -> DocumentSet:
    found = [segment.postings(field, term) for term in terms]
    return unite([one.holders for one in found if one is not None], segment.document_count)


def _find_range(collection: Collection, query: RangeQuery) -> Clause:
    def find(number: int) -> DocumentSet:
        values, matching = collection.segments[number].numbers(query.field)
        if query.lower is not None:
            matching = matching & (values >= query.lower)
        if query.upper is not None:
            matching = matching & (values <= query.upper)
        return DocumentSet(len(matching), words=pack(matching))

    return ConstantClause(collection, 0.0, find)
