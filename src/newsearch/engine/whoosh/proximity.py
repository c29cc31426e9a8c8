"""Phrases and windows inside one segment, by arithmetic on places: see `arrays.PLACE_BITS`."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from newsearch.engine.whoosh.arrays import PLACE_BITS, Mask, Numbers, Rows, Unsigned
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, intersect
from newsearch.engine.whoosh.impacts import Peaks
from newsearch.engine.whoosh.postings import Lookup, Postings
from newsearch.frozen import frozen

__all__ = ["Found", "distinct", "find_near", "find_phrase"]

_FAR = 2**31 - 1
"""Above every position (`writer` sees to that), and the widest phrase that is told apart."""

_MANY = 4096
"""From so many places on, a sieve is worth making."""

_SIEVE = 4
"""It has so many times more places than there are, or twice that: one in six passes by chance."""


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
    places = _find_places(segment, field, terms)
    if places is None:
        return None
    starts = places[terms[0]]
    if slop == 0:
        for distance, term in enumerate(terms[1:], 1):
            starts = starts.take(_find_among(starts + distance, places[term]))
        return _count(segment, distinct(starts))
    starts = ends = distinct(starts)
    for term in terms[1:]:
        following = distinct(places[term])
        rows = following.searchsorted(ends, side="right")
        some = rows < len(following)
        starts, ends = starts[some], following[rows[some]]
    width = min(len(terms) - 1 + slop, _FAR)
    return _count(segment, starts[ends - starts <= width])


def find_near(segment: Lookup, field: str, terms: tuple[str, ...], window: int) -> Found | None:
    """The documents with all terms inside the window, as `NearQuery` says.

    A term given n times must be there n times. From each place of a term the shortest window is
    measured; it cannot be made smaller unless the window from the next place ends where it ends.
    """
    found = _find_places(segment, field, terms)
    if found is None:
        return None
    places = {term: distinct(every) for term, every in found.items()}
    starts = distinct(np.concatenate(list(places.values())))
    ends = starts
    for term, times in Counter(terms).items():
        ends = np.maximum(ends, _nth_place(places[term], starts, times))
    minimal = np.append(ends[1:] != ends[:-1], True)
    return _count(segment, starts[minimal & (ends - starts < min(window, _FAR))])


def _find_among(wanted: Numbers, offered: Numbers) -> Rows:
    """Which of the places wanted are among those offered, both in any order.

    Where they are many each is sifted by the other first, so that few have to be sorted.
    """
    rows = np.arange(len(wanted)) if len(wanted) <= _MANY else _sift(wanted, offered)
    wanted = wanted.take(rows)
    if len(offered) > _MANY:
        offered = offered.take(_sift(offered, wanted))
    if not len(offered):
        return rows[:0]
    offered = np.sort(offered)
    at = offered.searchsorted(wanted)
    at[at == len(offered)] = 0
    same: Mask = offered.take(at) == wanted
    return rows.take(same.nonzero()[0])


def _sift(places: Numbers, others: Numbers) -> Rows:
    """Which of the places may be among the others, and few that are not: a bit for each remainder of
    a place tells (Bloom 1970, with one hash function)."""
    bits = (len(others) * _SIEVE).bit_length()
    sieve = np.zeros(1 << bits, np.bool_)
    sieve[_hash(others, bits)] = True
    passed: Mask = sieve.take(_hash(places, bits))
    return passed.nonzero()[0]


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


def _find_places(segment: Lookup, field: str, terms: Iterable[str]) -> dict[str, Numbers] | None:
    """The places of each term in the documents that have all of them, and perhaps in others, in no
    order; None where no document has all."""
    found: dict[str, Postings] = {}
    for term in dict.fromkeys(terms):
        postings = segment.postings(field, term)
        if postings is None:
            return None
        found[term] = postings
    if not found:
        return None
    documents = intersect([postings.holders for postings in found.values()])
    if not len(documents):
        return None
    return {term: postings.places(documents) for term, postings in found.items()}


def distinct(places: Numbers) -> Numbers:
    """Places in ascending order, each once: a text may hold a term twice at one position."""
    if not (places[1:] > places[:-1]).all():
        places = np.sort(places)
        first = np.ones(len(places), np.bool_)
        np.not_equal(places[1:], places[:-1], out=first[1:])
        places = places.take(first.nonzero()[0])
    return places


def _count(segment: Lookup, starts: Numbers) -> Found:
    """How often each document has one of these ascending places."""
    documents = (starts >> PLACE_BITS).astype(np.uint32)
    first = np.ones(len(documents), np.bool_)
    np.not_equal(documents[1:], documents[:-1], out=first[1:])
    heads = first.nonzero()[0]
    holders = DocumentSet(segment.document_count, array=documents.take(heads))
    return Found(holders, np.diff(heads, append=len(documents)).astype(np.uint32))
