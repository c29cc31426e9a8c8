"""Why a hit has its score: each piece of evidence with what it added.

Found by asking the engine for one leaf of the query at a time, within the one document, so it
works with every engine and cannot drift from what the engine really does.
"""

from collections.abc import Iterator
from math import log
from typing import Any

from newsearch.engine import Engine
from newsearch.frozen import frozen
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    FuzzyQuery,
    LeadQuery,
    NearQuery,
    PairQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    Rescore,
    TermInSetQuery,
    TermQuery,
    WildcardQuery,
)

__all__ = ["Contribution", "explain"]


@frozen
class Contribution:
    """What one piece of evidence added to a score: which fields, which terms, how much.

    What missing words take off has no fields and is below zero.
    """

    fields: tuple[str, ...]
    terms: str
    score: float

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return {"fields": list(self.fields), "terms": self.terms, "score": self.score}


def explain(
    engine: Engine, query: Query, document_id: str, rescore: Rescore | None = None
) -> tuple[Contribution, ...]:
    """The contributions to a document's score, in the order of the query; their sum is the score.

    Empty when the document does not match.
    """
    explanation = _Explanation(engine, document_id)
    found = list(explanation.contributions(query))
    if rescore is not None:
        best = engine.search(query, limit=rescore.window).documents
        inside = any(document.id == document_id for document in best)
        for one in rescore.evidence if inside else ():
            found += explanation.contributions(one)
        missing = explanation.missing(rescore.parts) if inside else float(bool(rescore.parts))
        taken = sum(one.score for one in found) * rescore.coordination * missing
        if taken:
            found.append(Contribution((), "missing words", -taken))
    return tuple(found)


@frozen
class _Explanation:
    engine: Engine
    document_id: str

    def score(self, query: Query) -> float | None:
        """What the document scores for this query alone; None if it does not match."""
        within = BooleanQuery(must=(query,), filter=(TermInSetQuery("id", (self.document_id,)),))
        documents = self.engine.search(within, limit=1).documents
        return documents[0].score if documents else None

    def missing(self, parts: tuple[Query, ...]) -> float:
        """The share of these parts that the document lacks, as `Rescore` has it."""
        weights = [self.rarity(part) for part in parts]
        lacked = sum(
            weight for weight, part in zip(weights, parts, strict=True) if self.score(part) is None
        )
        return lacked / sum(weights) if any(weights) else 0.0

    def rarity(self, part: Query) -> float:
        """Its idf, 0 where nothing matches it."""
        count, found = self.engine.count(), self.engine.search(part, limit=0).total
        return log(1 + (count - found + 0.5) / (found + 0.5)) if found else 0.0

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
        case PairQuery(fields, first, second):
            terms = f"{first} {second}"
        case LeadQuery(fields, term):
            terms = f"{term} early"
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
