"""From a prefix, a pattern or a misspelling to the terms of the index that it stands for."""

import re

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.collection import Collection
from newsearch.query.queries import FuzzyQuery, PrefixQuery, TextFields, WildcardQuery

__all__ = ["MAX_EXPANSIONS", "expand", "measure_distances"]

MAX_EXPANSIONS = 1024
"""The most terms that one prefix, pattern or misspelling stands for; the most frequent are kept.
Lucene's default limit on the clauses of a query, for the same reason: bounded work."""


def expand(collection: Collection, query: PrefixQuery | WildcardQuery | FuzzyQuery) -> list[str]:
    """The terms that a query stands for, at most MAX_EXPANSIONS, the most frequent first.

    A term's frequency is its number of live documents, summed over the fields; among equals the
    first by code point is kept.
    """
    match query:
        case PrefixQuery(fields, prefix):
            terms = _count_terms(collection, fields, prefix)
        case WildcardQuery(fields, pattern):
            accepts = compile_pattern(pattern)
            counted = _count_terms(collection, fields, re.split(r"[*?]", pattern)[0])
            terms = {term: count for term, count in counted.items() if accepts.fullmatch(term)}
        case FuzzyQuery(fields):
            terms = _find_similar(_count_terms(collection, fields, _fixed(query)), query)
    ranked = sorted(terms.items(), key=lambda item: (-item[1], item[0]))
    return [term for term, _ in ranked[:MAX_EXPANSIONS]]


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A regular expression for * (any run) and ? (any one character).

    Atomic groups take the first place where the text between two stars fits and never try
    another: the first is always good enough, and the time stays linear for any pattern.
    """
    first, *others = [
        "".join("." if character == "?" else re.escape(character) for character in part)
        for part in pattern.split("*")
    ]
    if not others:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in others[:-1] if part)
    return re.compile(f"{first}{middle}.*{others[-1]}", re.DOTALL)


def measure_distances(term: str, candidates: list[str]) -> NDArray[np.int64]:
    """The Levenshtein distance from the term to each candidate (Wagner & Fischer 1974).

    One row of the table at a time, for all candidates together.
    """
    width = max(map(len, candidates), default=0)
    letters = np.array(candidates, f"<U{width or 1}").view(np.uint32).reshape(-1, width or 1)
    columns = np.arange(width + 1)
    row = np.tile(columns, (len(candidates), 1))
    for index, letter in enumerate(map(ord, term), 1):
        best = np.minimum(row[:, 1:] + 1, row[:, :-1] + (letters[:, :width] != letter))
        best = np.concatenate((np.full((len(candidates), 1), index), best), axis=1)
        # An insertion costs one for each column on: a running minimum once that is taken off.
        row = np.minimum.accumulate(best - columns, axis=1) + columns
    lengths = [len(candidate) for candidate in candidates]
    distances: NDArray[np.int64] = row[np.arange(len(candidates)), lengths]
    return distances


def _fixed(query: FuzzyQuery) -> str:
    return query.term[: query.prefix_length]


def _find_similar(counted: dict[str, int], query: FuzzyQuery) -> dict[str, int]:
    size, fixed = len(query.term), _fixed(query)
    candidates = [
        term
        for term in counted
        if abs(len(term) - size) <= query.distance and term[: query.prefix_length] == fixed
    ]
    near = measure_distances(query.term, candidates) <= query.distance
    return {term: counted[term] for term, ok in zip(candidates, near.tolist(), strict=True) if ok}


def _count_terms(collection: Collection, fields: TextFields, prefix: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for field in dict.fromkeys(field.name for field in fields.fields):
        for segment in collection.segments:
            found = segment.dictionary(field, prefix)
            for term, count in zip(found.terms, found.counts.tolist(), strict=True):
                counts[term] = counts.get(term, 0) + count
    return counts
