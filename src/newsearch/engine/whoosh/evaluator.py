"""From a query to a clause that finds and scores documents: one small function a query class.

Everything works on whole arrays of documents; no Python runs for a single document.
"""

from collections.abc import Iterable
from typing import assert_never

from newsearch.engine.whoosh.clauses import (
    BooleanClause,
    Clause,
    ConstantClause,
    DistanceClause,
    EvidenceClause,
    TextClause,
)
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import DocumentSet, pack, unite
from newsearch.engine.whoosh.expansion import ExpandedQuery, expand
from newsearch.engine.whoosh.postings import Postings, SegmentReader
from newsearch.engine.whoosh.proximity import Found, find_near, find_phrase
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
    WildcardQuery,
)

__all__ = ["Evaluation"]


class Evaluation:
    """One query on one collection. Equal leaves of the query are looked up once."""

    def __init__(self, collection: Collection, query: Query) -> None:
        """Raises RecursionError for a query nested too deeply."""
        self._collection = collection
        self._leaves: dict[Query, Clause] = {}
        self.cut: dict[ExpandedQuery, None] = {}
        """The parts that stand for more terms than are looked for."""
        self.clause = self._build(query)

    def _build(self, query: Query) -> Clause:
        match query:
            case BooleanQuery():
                return BooleanClause(self._collection, query, self._build)
            case EvidenceQuery(match, evidence):
                return EvidenceClause(self._build(match), [self._build(one) for one in evidence])
            case _:
                if query not in self._leaves:
                    self._leaves[query] = self._build_leaf(query)
                return self._leaves[query]

    def _build_leaf(self, query: Query) -> Clause:
        match query:
            case TermQuery() | PhraseQuery() | NearQuery():
                return _find_text(self._collection, query)
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
                return self._build(query)
            case _:
                assert_never(query)

    def _expand(self, query: ExpandedQuery) -> Clause:
        expansion = expand(self._collection, query)
        if expansion.cut:
            self.cut[query] = None

        def find(number: int) -> DocumentSet:
            return expansion.find(number, self._collection.segments[number].document_count)

        return ConstantClause(self._collection, query.boost, find)


def _find_text(collection: Collection, query: TermQuery | PhraseQuery | NearQuery) -> Clause:
    def find(segment: SegmentReader, field: str) -> Postings | Found | None:
        match query:
            case TermQuery():
                return segment.postings(field, query.term)
            case PhraseQuery():
                return find_phrase(segment, field, query.terms, query.slop)
            case NearQuery():
                return find_near(segment, field, query.terms, query.window)

    return TextClause(collection, query.fields, query.boost, find)


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
