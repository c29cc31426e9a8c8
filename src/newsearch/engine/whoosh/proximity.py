"""Phrases and windows inside one segment, by arithmetic on places: see `arrays.PLACE_BITS`."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from newsearch.engine.whoosh.arrays import PLACE_BITS, Numbers, Rows, Unsigned
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, intersect
from newsearch.engine.whoosh.impacts import Peaks
from newsearch.engine.whoosh.postings import Lookup, Postings
from newsearch.frozen import frozen

__all__ = ["Found", "distinct", "find_near", "find_phrase"]

_FAR = 2**31 - 1
"""Above every position (`writer` sees to that), and the widest phrase that is told apart."""

_MANY = 4096
"""From so many places on, a sieve is worth making."""

_SIEVE = 8
"""It has so many times more places than there are: one in eight passes by chance."""


@frozen
class Found:
    """Documents, and how often each holds what was looked for: an `Occurrences`."""

    holders: DocumentSet
    frequencies: Unsigned
    peaks: Peaks | None = None

    def count(self, candidates: Candidates) -> tuple[Rows, Unsigned]:
        """As `Occurrences` says."""
        here, rows = self.holders.locate(candidates)
        return here, self.frequencies.take(rows)


def find_phrase(segment: Lookup, field: str, terms: tuple[str, ...], slop: int) -> Found | None:
    """The documents with the terms in this order, as `PhraseQuery` says.

    The frequency is the number of distinct positions where a match starts. From each start the
    nearest next term is taken each time, which gives the shortest match from there.
    """
    documents, places = _find_candidates(segment, field, terms)
    if not len(documents):
        return None
    starts = ends = places[terms[0]]
    if len(starts) > _MANY and len(terms) > 1 and slop == 0:
        starts = ends = _sift(starts, places[terms[1]])
    for term in terms[1:]:
        following = places[term]
        rows = np.searchsorted(following, ends, side="right")
        some = rows < len(following)
        starts, ends = starts[some], following[rows[some]]
    width = min(len(terms) - 1 + slop, _FAR)
    return _count(segment, documents, starts[ends - starts <= width])


def find_near(segment: Lookup, field: str, terms: tuple[str, ...], window: int) -> Found | None:
    """The documents with all terms inside the window, as `NearQuery` says.

    A term given n times must be there n times. From each place of a term the shortest window is
    measured; it cannot be made smaller unless the window from the next place ends where it ends.
    """
    documents, places = _find_candidates(segment, field, terms)
    if not len(documents):
        return None
    starts = np.unique(np.concatenate(list(places.values())))
    ends = starts
    for term, times in Counter(terms).items():
        ends = np.maximum(ends, _nth_place(places[term], starts, times))
    minimal = np.append(ends[1:] != ends[:-1], True)
    return _count(segment, documents, starts[minimal & (ends - starts < min(window, _FAR))])


def _sift(starts: Numbers, following: Numbers) -> Numbers:
    """Those of the starts that may have one of the following right behind, and few others: a bit for
    each remainder of a place tells (Bloom 1970, with one hash function)."""
    bits = (len(following) * _SIEVE).bit_length()
    sieve = np.zeros(1 << bits, np.bool_)
    sieve[_hash(following, bits)] = True
    return starts[sieve.take(_hash(starts + 1, bits))]


def _hash(places: Numbers, bits: int) -> Rows:
    """Documents are set apart by a prime, so that places of neighbours seldom meet."""
    mixed = places >> PLACE_BITS
    mixed *= 509
    mixed += places
    mixed &= (1 << bits) - 1
    return mixed.astype(np.intp, copy=False)


def _nth_place(places: Numbers, starts: Numbers, times: int) -> Numbers:
    """The last of so many places from each start on; one beyond all where there are too few."""
    padded = np.append(places, np.full(times, np.iinfo(np.int64).max))
    nth: Numbers = padded[np.searchsorted(places, starts) + times - 1]
    return nth


def _find_candidates(
    segment: Lookup, field: str, terms: Iterable[str]
) -> tuple[Unsigned, dict[str, Numbers]]:
    """The documents with all terms, and the places of each term in them."""
    found: dict[str, Postings] = {}
    for term in dict.fromkeys(terms):
        postings = segment.postings(field, term)
        if postings is None:
            return np.zeros(0, np.uint32), {}
        found[term] = postings
    if not found:
        return np.zeros(0, np.uint32), {}
    documents = intersect([postings.holders for postings in found.values()]).array
    candidates = Candidates.of(documents)
    return documents, {term: distinct(one.places(candidates)) for term, one in found.items()}


def distinct(places: Numbers) -> Numbers:
    """Ascending places, each once: a text may hold a term twice at one position."""
    first = np.ones(len(places), np.bool_)
    np.not_equal(places[1:], places[:-1], out=first[1:])
    return places if first.all() else places[first]


def _count(segment: Lookup, documents: Unsigned, starts: Numbers) -> Found:
    frequencies = np.bincount(starts >> PLACE_BITS, minlength=len(documents))
    rows = np.flatnonzero(frequencies)
    holders = DocumentSet(segment.document_count, array=documents[rows])
    return Found(holders, frequencies[rows].astype(np.uint32))
