"""Why a hit has its score: each piece of evidence with what it added.

Found by asking the engine for one leaf of the query at a time, within the one document, so it
works with every engine and cannot drift from what the engine really does.
"""

from collections.abc import Iterator
from typing import Any

from newsearch.engine import Engine
from newsearch.frozen import frozen
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    FuzzyQuery,
    NearQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    TermInSetQuery,
    TermQuery,
    WildcardQuery,
)

__all__ = ["Contribution", "explain"]


@frozen
class Contribution:
    """What one piece of evidence added to a score: which fields, which terms, how much."""

    fields: tuple[str, ...]
    terms: str
    score: float

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return {"fields": list(self.fields), "terms": self.terms, "score": self.score}


def explain(engine: Engine, query: Query, document_id: str) -> tuple[Contribution, ...]:
    """The contributions to a document's score, in the order of the query; their sum is the score.

    Empty when the document does not match.
    """
    return tuple(_Explanation(engine, document_id).contributions(query))


@frozen
class _Explanation:
    engine: Engine
    document_id: str

    def score(self, query: Query) -> float | None:
        """What the document scores for this query alone; None if it does not match."""
        within = BooleanQuery(must=(query,), filter=(TermInSetQuery("id", (self.document_id,)),))
        documents = self.engine.search(within, limit=1).documents
        return documents[0].score if documents else None

    def contributions(self, query: Query) -> Iterator[Contribution]:
        score = self.score(query)
        if score is None:
            return
        match query:
            case EvidenceQuery(match, evidence):
                children: tuple[Query, ...] = (match, *evidence)
            case BooleanQuery(must, should):
                children = (*must, *should)
            case _:
                yield from _leaf(query, score)
                return
        for child in children:
            yield from self.contributions(child)


def _leaf(query: Query, score: float) -> Iterator[Contribution]:
    match query:
        case DistanceFeatureQuery(field):
            yield Contribution((field,), "freshness", score)
            return
        case TermQuery(fields, term):
            terms = term
        case PhraseQuery(fields, words, slop):
            terms = f'"{" ".join(words)}"' + (f"~{slop}" if slop else "")
        case NearQuery(fields, words, window):
            terms = f"({' '.join(words)})~{window}"
        case PrefixQuery(fields, prefix):
            terms = f"{prefix}*"
        case WildcardQuery(fields, pattern):
            terms = pattern
        case FuzzyQuery(fields, term, distance):
            terms = f"{term}~{distance}"
        case _:
            return  # conditions on keywords and numbers score nothing
    yield Contribution(tuple(field.name for field in fields.fields), terms, score)
