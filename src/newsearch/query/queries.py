"""The queries that an engine runs: a closed set of frozen values over terms, never over text.

Matching is separate from scoring where that matters: `EvidenceQuery` matches what its first part
matches and lets further evidence raise the score. Leaves over text carry their own BM25F weights
(`TextFields`), so a query means the same to every engine without settings on the side.
"""

from typing import TypeAlias

from newsearch.frozen import frozen

__all__ = [
    "BooleanQuery",
    "DistanceFeatureQuery",
    "EvidenceQuery",
    "ExpandedQuery",
    "FuzzyQuery",
    "LeadQuery",
    "MatchAllQuery",
    "MatchNoneQuery",
    "NearQuery",
    "PairQuery",
    "PhraseQuery",
    "PrefixQuery",
    "Query",
    "RangeQuery",
    "Rescore",
    "TermInSetQuery",
    "TermQuery",
    "TextField",
    "TextFields",
    "WildcardQuery",
    "fixed_start",
]


@frozen
class TextField:
    """One text field inside a BM25F combination: its weight and its length normalisation b."""

    name: str
    weight: float = 1.0
    b: float = 0.6


@frozen
class TextFields:
    """The text fields a leaf looks in, scored together as BM25F (Robertson, Zaragoza & Taylor 2004).

    score = boost · idf · (k1 + 1) · f / (k1 + f), where
    f = Σ weight · tf / (1 − b + b · length / average length) over the fields,
    idf = ln(1 + (N − df + ½) / (df + ½)), df = documents with the leaf in any of the fields,
    N = documents, average length over the documents that have the field.
    """

    fields: tuple[TextField, ...]
    k1: float = 0.9


@frozen
class TermQuery:
    """Documents with `term` in any of the fields."""

    fields: TextFields
    term: str
    boost: float = 1.0


@frozen
class PhraseQuery:
    """Documents with the terms in this order in one field, scored as if the phrase were one term.

    With slop s, up to s other positions in all may stand between the first term and the last.
    """

    fields: TextFields
    terms: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


@frozen
class NearQuery:
    """Documents with all the terms, in any order, inside `window` consecutive positions of a field.

    Its frequency counts the windows that cannot be made smaller; scored like a phrase.
    """

    fields: TextFields
    terms: tuple[str, ...]
    window: int
    boost: float = 1.0


@frozen
class PairQuery:
    """Documents with `second` right behind `first` in one field.

    Scored like a phrase, but with the idf of its rarer term: that is known without looking for the
    pair in every document, so it costs little where only a few are weighed.
    """

    fields: TextFields
    first: str
    second: str
    boost: float = 1.0


@frozen
class LeadQuery:
    """Documents with `term` among the first `span` positions of a field: news says first what matters.

    score = boost · idf · (1 − p / span), where p is the earliest position in any of the fields and
    idf that of the term, as `TextFields` has it.
    """

    fields: TextFields
    term: str
    span: int
    boost: float = 1.0


@frozen
class PrefixQuery:
    """Documents with a term that starts with `prefix`; each scores `boost`."""

    fields: TextFields
    prefix: str
    boost: float = 1.0


@frozen
class WildcardQuery:
    """Documents with a term that matches `pattern` (* any run, ? any one); each scores `boost`."""

    fields: TextFields
    pattern: str
    boost: float = 1.0


@frozen
class FuzzyQuery:
    """Documents with a term within `distance` edits (Levenshtein) of `term`; each scores `boost`.

    The first `prefix_length` characters must be equal.
    """

    fields: TextFields
    term: str
    distance: int = 1
    prefix_length: int = 1
    boost: float = 1.0


ExpandedQuery: TypeAlias = PrefixQuery | WildcardQuery | FuzzyQuery
"""What stands for many terms."""


@frozen
class TermInSetQuery:
    """Documents whose keyword field holds one of the values; scores 0."""

    field: str
    values: tuple[str, ...]


@frozen
class RangeQuery:
    """Documents whose number field lies in lower … upper, both inclusive, None open; scores 0."""

    field: str
    lower: int | None = None
    upper: int | None = None


@frozen
class DistanceFeatureQuery:
    """Documents that have the number field, scored by how near it is to `origin`, as Lucene does:
    boost · pivot / (pivot + distance). At a distance of `pivot` the score is half of `boost`."""

    field: str
    origin: int
    pivot: int
    boost: float = 1.0


@frozen
class MatchAllQuery:
    """Every document; scores 0."""


@frozen
class MatchNoneQuery:
    """No document."""


@frozen
class BooleanQuery:
    """As Lucene's: all of `must` and `filter`, none of `must_not`, at least so many of `should`.

    Without must and filter, at least one `should` has to match whatever the minimum says; with
    none of the three, everything that no `must_not` matches does. The score is the sum over
    `must` and the `should` that match.
    """

    must: "tuple[Query, ...]" = ()
    should: "tuple[Query, ...]" = ()
    must_not: "tuple[Query, ...]" = ()
    filter: "tuple[Query, ...]" = ()
    minimum_should_match: int = 0


@frozen
class EvidenceQuery:
    """Exactly the documents of `match`; each piece of `evidence` that matches too adds its score."""

    match: "Query"
    evidence: "tuple[Query, ...]"


Query: TypeAlias = (
    TermQuery
    | PhraseQuery
    | NearQuery
    | PairQuery
    | LeadQuery
    | PrefixQuery
    | WildcardQuery
    | FuzzyQuery
    | TermInSetQuery
    | RangeQuery
    | DistanceFeatureQuery
    | MatchAllQuery
    | MatchNoneQuery
    | BooleanQuery
    | EvidenceQuery
)


@frozen
class Rescore:
    """How the best `window` matches of a query are weighed once more, as Lucene's QueryRescorer does.

    score' = (score + Σ evidence) · (1 − coordination · missing), where missing is the share of
    `parts` that a document does not match, each part counted by its idf (`TextFields`) and none that
    no document matches at all. Matches beyond the window score as if they had no evidence and none
    of the parts, so they stay behind.
    """

    evidence: tuple[Query, ...] = ()
    parts: tuple[Query, ...] = ()
    coordination: float = 0.0
    window: int = 100


def fixed_start(query: ExpandedQuery) -> str:
    """What all the terms begin with that a query stands for."""
    match query:
        case PrefixQuery(_, prefix):
            return prefix
        case WildcardQuery(_, pattern):
            return pattern.replace("?", "*").partition("*")[0]
        case FuzzyQuery():
            return query.term[: query.prefix_length]
