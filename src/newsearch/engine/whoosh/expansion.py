"""From a prefix, a pattern or a misspelling to the terms of the index that it stands for."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Numbers, Rows, Unsigned
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import DocumentSet, unite
from newsearch.engine.whoosh.postings import Terms
from newsearch.frozen import frozen
from newsearch.query.queries import (
    ExpandedQuery,
    FuzzyQuery,
    PrefixQuery,
    WildcardQuery,
    fixed_start,
)

__all__ = ["MAX_EXPANSIONS", "Expansion", "expand", "measure_distances"]

MAX_EXPANSIONS = 1024
"""The most terms that one prefix, pattern or misspelling stands for; the most frequent are kept.
Lucene's default limit on the clauses of a query, for the same reason: bounded work."""


@frozen
class Expansion:
    """The terms that a query stands for, by segment: some rows of some stretches of terms. `cut`
    says that there were more."""

    parts: tuple[tuple[tuple[Terms, Rows], ...], ...]
    cut: bool

    def find(self, segment: int, document_count: int) -> DocumentSet:
        """The documents of a segment with any of the terms, deleted ones included."""
        parts = [terms.holders(rows) for terms, rows in self.parts[segment] if len(rows)]
        return unite(parts, document_count)


def expand(collection: Collection, query: ExpandedQuery) -> Expansion:
    """The terms that a query stands for, at most MAX_EXPANSIONS, the most frequent.

    A term's frequency is its number of live documents, summed over the fields; among equals the
    first by code point is kept.
    """
    names = dict.fromkeys(field.name for field in query.fields.fields)
    prefix = fixed_start(query)
    parts = []
    for segment in collection.segments:
        stretches = (segment.dictionary(name, prefix) for name in names)
        parts.append(tuple((t, _choose(t, query)) for t in stretches if t is not None and len(t)))
    every = [part for found in parts for part in found]
    if sum(len(rows) for _, rows in every) <= MAX_EXPANSIONS:
        return Expansion(tuple(parts), cut=False)
    kept = _find_most_frequent(every)
    if kept is None:
        return Expansion(tuple(parts), cut=False)
    chosen = iter(kept)
    cut = tuple(tuple((terms, next(chosen)) for terms, _ in found) for found in parts)
    return Expansion(cut, cut=True)


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


def measure_distances(term: str, characters: Unsigned, lengths: Rows) -> Numbers:
    """The Levenshtein distance from the term to each candidate, given the code points of all, one
    after another, and how many each has.

    Myers' bit-parallel algorithm in Hyyrö's form (2003), for all candidates at once: a bit for each
    character of the term says whether the table of distances rises or falls from the row above, and
    a column of the table takes a dozen operations on integers, which here are arrays of integers.
    """
    distances = np.full(len(lengths), len(term), np.int64)
    if not len(term):
        return lengths.astype(np.int64)
    kind = _narrowest(len(term))
    one, last = kind.type(1), kind.type(len(term) - 1)
    matches = _match_letters(term, characters, kind)
    order = np.argsort(-lengths, kind="stable")
    begins = (np.cumsum(lengths) - lengths)[order]
    alive = np.searchsorted(
        -lengths[order], -np.arange(1, 1 + int(lengths.max(initial=0))), "right"
    )
    rises, falls = np.full(len(lengths), ~kind.type(0)), np.zeros(len(lengths), kind)
    scores = distances.copy()
    for column, count in enumerate(alive.tolist()):
        rises, falls = rises[:count], falls[:count]
        equal = matches[begins[:count] + column]
        diagonal = (((equal & rises) + rises) ^ rises) | equal | falls
        up = falls | ~(diagonal | rises)
        down = rises & diagonal
        scores[:count] += (up >> last & one).astype(np.int64)
        scores[:count] -= (down >> last & one).astype(np.int64)
        up = up << one | one
        down = down << one
        rises, falls = down | ~(diagonal | up), up & diagonal
    distances[order] = scores
    return distances


def _narrowest(bits: int) -> np.dtype[Any]:
    """Integers of so many bits and one more; beyond 64, Python's own, which have as many as needed."""
    kinds = {16: np.uint16, 32: np.uint32, 64: np.uint64}
    return np.dtype(next((kind for size, kind in kinds.items() if bits < size), np.object_))


def _match_letters(term: str, characters: Unsigned, kind: np.dtype[Any]) -> NDArray[Any]:
    """For each character of the candidates, where it stands in the term, a bit for each place."""
    bits: dict[int, int] = {}
    for place, letter in enumerate(map(ord, term)):
        bits[letter] = bits.get(letter, 0) | 1 << place
    letters = np.array(sorted(bits), np.uint32)
    table = np.array([bits[letter] for letter in letters.tolist()], kind)
    if not (characters >> 8).any() and letters[-1] < 256:
        direct = np.zeros(256, kind)
        direct[letters] = table
        return direct[characters]
    rows = np.minimum(np.searchsorted(letters, characters), len(letters) - 1)
    return np.where(letters[rows] == characters, table[rows], kind.type(0))


def _choose(terms: Terms, query: ExpandedQuery) -> Rows:
    """Which of the terms, all of which begin as they must, the query stands for."""
    match query:
        case PrefixQuery():
            return np.arange(len(terms))
        case WildcardQuery(_, pattern):
            accepts = compile_pattern(pattern).fullmatch
            fits = [accepts(term) is not None for term in terms.texts()]
            return np.flatnonzero(fits)
        case FuzzyQuery():
            return _find_similar(terms, query)


def _find_similar(terms: Terms, query: FuzzyQuery) -> Rows:
    size = len(query.term)
    if query.distance == 1 and size > 1:
        # One edit leaves one half of the word alone: it stands at the beginning, or at the end.
        rows = terms.find_edges(query.term[: size // 2], query.term[size // 2 :])
    else:
        # A character takes up to four bytes.
        sizes, most = terms.sizes(), 4 * (size + query.distance)
        rows = np.flatnonzero((sizes >= size - query.distance) & (sizes <= most))
    characters, lengths = terms.characters(rows)
    near = measure_distances(query.term, characters, lengths) <= query.distance
    if len(query.term) < query.prefix_length:
        # The prefix is the whole term, and more of it is asked for than there is.
        near &= lengths == size
    return rows[near]


def _find_most_frequent(parts: Sequence[tuple[Terms, Rows]]) -> list[Rows] | None:
    """The rows of the most frequent terms in each of the stretches; None if no term is too many."""
    totals: dict[str, int] = {}
    texts = [terms.texts(rows) for terms, rows in parts]
    for (terms, rows), names in zip(parts, texts, strict=True):
        for name, count in zip(names, terms.counts[rows].tolist(), strict=True):
            totals[name] = totals.get(name, 0) + count
    alive = [name for name, count in totals.items() if count]
    if len(alive) <= MAX_EXPANSIONS:
        return None
    kept = set(sorted(alive, key=lambda name: (-totals[name], name))[:MAX_EXPANSIONS])
    return [
        rows[np.flatnonzero([name in kept for name in names])]
        for (_, rows), names in zip(parts, texts, strict=True)
    ]
