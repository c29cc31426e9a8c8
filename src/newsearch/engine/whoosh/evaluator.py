"""From a query to all matching documents with their scores: one small function a query class.

Everything works on whole arrays of documents; no Python runs for a single document.
"""

from collections.abc import Iterable
from typing import assert_never

import numpy as np

from newsearch.engine.whoosh.collection import Collection, Found
from newsearch.engine.whoosh.documents import contains, intersect, locate, unite
from newsearch.engine.whoosh.expansion import expand
from newsearch.engine.whoosh.postings import SegmentReader, Unsigned
from newsearch.engine.whoosh.proximity import find_near, find_phrase
from newsearch.engine.whoosh.scoring import Matches, score_constant, score_fields
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

__all__ = ["evaluate"]


def evaluate(collection: Collection, query: Query) -> Matches:
    """The live documents that match, with their scores."""
    match query:
        case TermQuery():
            return _match_term(collection, query)
        case PhraseQuery():
            return _match_phrase(collection, query)
        case NearQuery():
            return _match_near(collection, query)
        case PrefixQuery() | WildcardQuery() | FuzzyQuery():
            return _match_expanded(collection, query)
        case TermInSetQuery():
            return _match_set(collection, query)
        case RangeQuery():
            return _match_range(collection, query)
        case DistanceFeatureQuery():
            return _match_distance(collection, query)
        case MatchAllQuery():
            return score_constant(collection.everything(), 0.0)
        case MatchNoneQuery():
            return score_constant(np.zeros(0, np.uint32), 0.0)
        case BooleanQuery():
            return _match_boolean(collection, query)
        case EvidenceQuery():
            return _match_evidence(collection, query)
        case _:
            assert_never(query)


def _match_term(collection: Collection, query: TermQuery) -> Matches:
    def find(segment: SegmentReader, field: str) -> Found | None:
        postings = segment.postings(field, query.term)
        return Found(postings.documents, postings.frequencies) if postings else None

    return score_fields(collection, query.fields, query.boost, find)


def _match_phrase(collection: Collection, query: PhraseQuery) -> Matches:
    def find(segment: SegmentReader, field: str) -> Found | None:
        return find_phrase(segment, field, query.terms, query.slop)

    return score_fields(collection, query.fields, query.boost, find)


def _match_near(collection: Collection, query: NearQuery) -> Matches:
    def find(segment: SegmentReader, field: str) -> Found | None:
        return find_near(segment, field, query.terms, query.window)

    return score_fields(collection, query.fields, query.boost, find)


def _match_expanded(
    collection: Collection, query: PrefixQuery | WildcardQuery | FuzzyQuery
) -> Matches:
    terms = expand(collection, query)
    fields = [field.name for field in query.fields.fields]
    return score_constant(_find_any(collection, fields, terms), query.boost)


def _match_set(collection: Collection, query: TermInSetQuery) -> Matches:
    return score_constant(_find_any(collection, [query.field], query.values), 0.0)


def _match_range(collection: Collection, query: RangeQuery) -> Matches:
    values, matching = collection.numbers(query.field)
    if query.lower is not None:
        matching = matching & (values >= query.lower)
    if query.upper is not None:
        matching = matching & (values <= query.upper)
    if collection.live is not None:
        matching = matching & collection.live
    return score_constant(np.flatnonzero(matching).astype(np.uint32), 0.0)


def _match_distance(collection: Collection, query: DistanceFeatureQuery) -> Matches:
    values, present = collection.numbers(query.field)
    if collection.live is not None:
        present = present & collection.live
    documents = np.flatnonzero(present)
    # As floats: the difference of two 64-bit integers may not be one.
    distances = np.abs(values[documents].astype(np.float64) - query.origin)
    scores = query.boost * query.pivot / (query.pivot + distances)
    return Matches(documents.astype(np.uint32), scores)


def _match_boolean(collection: Collection, query: BooleanQuery) -> Matches:
    must = [evaluate(collection, part) for part in query.must]
    should = [evaluate(collection, part) for part in query.should]
    required = [part.documents for part in must]
    required += [evaluate(collection, part).documents for part in query.filter]
    optional = [part.documents for part in should]
    least = query.minimum_should_match
    if required:
        documents = intersect(required)
    elif should:
        documents = unite(optional, collection.size)
    else:
        documents = collection.everything()
    if least > (0 if required else 1) or least > len(should):
        documents = documents[_count_containing(optional, documents) >= least]
    for part in query.must_not:
        excluded = evaluate(collection, part).documents
        documents = documents[~contains(excluded, documents)]
    return _add_scores(documents, [*must, *should])


def _match_evidence(collection: Collection, query: EvidenceQuery) -> Matches:
    found = evaluate(collection, query.match)
    evidence = [evaluate(collection, part) for part in query.evidence]
    return _add_scores(found.documents, [found, *evidence])


def _find_any(collection: Collection, fields: Iterable[str], terms: Iterable[str]) -> Unsigned:
    """The documents with any of the terms in any of the fields."""
    pairs = [(field, term) for field in fields for term in terms]

    def find(segment: SegmentReader) -> Found:
        parts = [segment.postings(field, term) for field, term in pairs]
        documents = unite([part.documents for part in parts if part], segment.document_count)
        return Found(documents, documents)

    return collection.gather(find).documents


def _count_containing(
    parts: Iterable[Unsigned], documents: Unsigned
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    counts = np.zeros(len(documents), np.int64)
    for part in parts:
        counts += contains(part, documents)
    return counts


def _add_scores(documents: Unsigned, parts: Iterable[Matches]) -> Matches:
    """The documents, each with the sum of its scores in the parts."""
    scores = np.zeros(len(documents))
    for part in parts:
        rows, there = locate(documents, part.documents)
        scores[rows[there]] += part.scores[there]
    return Matches(documents, scores)
