"""Phrases and windows inside one segment, by arithmetic on places: see `arrays.PLACE_BITS`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np

from newsearch.engine.whoosh.arrays import PLACE_BITS, Numbers, Rows, Unsigned, distinct, find_equal
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, intersect
from newsearch.engine.whoosh.impacts import Peaks
from newsearch.engine.whoosh.postings import Lookup, Part, Postings, SomePlaces
from newsearch.frozen import frozen

__all__ = ["Found", "find_near", "find_phrase"]

_FAR = 2**31 - 1
"""Above every position (`writer` sees to that), and the widest phrase that is told apart."""


_DEAR = 2
"""To look for a place in a long list takes so many times as long as to decode one and sift it."""

_MANY = 4096
"""From so many places on, a sieve is worth making."""

_SIEVE = 4
"""It has so many times more places than there are, or twice that: one in six passes by chance."""

_PIECE = 2**14
"""So many places at once stay in the processor's cache."""


@frozen
class Found:
    """Documents, and how often each holds what was looked for: an `Occurrences`."""

    holders: DocumentSet
    frequencies: Unsigned
    peaks: Peaks | None = None
    kept: int = 0

    def count(self, candidates: Candidates) -> tuple[Rows, Unsigned]:
        """As `Occurrences` says."""
        here, rows = self.holders.locate(candidates)
        return here, self.frequencies.take(rows)


def find_phrase(segment: Lookup, field: str, terms: tuple[str, ...], slop: int) -> Found | None:
    """The documents with the terms in this order, as `PhraseQuery` says.

    The frequency is the number of distinct positions where a match starts. From each start the
    nearest next term is taken each time, which gives the shortest match from there.
    """
    if slop == 0:
        return _find_adjacent(segment, field, terms)
    places = _find_places(segment, field, terms)
    if places is None:
        return None
    starts = ends = distinct(places[terms[0]])
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


def _find_adjacent(segment: Lookup, field: str, terms: tuple[str, ...]) -> Found | None:
    """A phrase without slop: the places of its rarest word, as far as each other has its own."""
    found = _find_postings(segment, field, terms)
    if found is None:
        return None
    documents, postings = found
    parts = {term: one.parts(documents) for term, one in postings.items()}
    first, *others = sorted(range(len(terms)), key=lambda n: len(postings[terms[n]].holders))
    left = parts[terms[first]]
    for number in others:
        left = [SomePlaces(distinct(_keep(left, parts[terms[number]], number - first)))]
    return _count(segment, distinct(_join(left)) - first)


def _keep(parts: Sequence[Part], others: Sequence[Part], distance: int) -> Numbers:
    """The places of the parts that have one of the others at this distance. Of each two parts the
    places of the shorter are looked for in the longer, if that is not too much in all."""
    looked = sum(min(part.size, other.size) for part, other in product(parts, others))
    if looked * _DEAR > sum(part.size for part in (*parts, *others)):
        places = _join(parts)
        return places.take(_find_among(places + distance, _join(others)))
    found = [np.zeros(0, np.int64)]
    for part, other in product(parts, others):
        if part.size <= other.size:
            found.append(part.places.take(other.find(part.places + distance)))
        else:
            met = part.find(other.places - distance)
            found.append(other.places.take(met) - distance)
    return np.concatenate(found)


def _join(parts: Sequence[Part]) -> Numbers:
    return np.concatenate([np.zeros(0, np.int64), *(part.places for part in parts)])


def _find_among(wanted: Numbers, offered: Numbers) -> Rows:
    """Which of the places wanted are among those offered, both in any order.

    Where they are many each is sifted by the other first, so that few have to be sorted.
    """
    rows = np.arange(len(wanted)) if len(wanted) <= _MANY else _sift(wanted, offered)
    wanted = wanted.take(rows)
    if len(offered) > _MANY:
        offered = offered.take(_sift(offered, wanted))
    return rows.take(find_equal(np.sort(offered), wanted)[0])


def _sift(places: Numbers, others: Numbers) -> Rows:
    """Which of the places may be among the others, and few that are not: a bit for each remainder of
    a place tells (Bloom 1970, with one hash function)."""
    bits = (len(others) * _SIEVE).bit_length()
    sieve = np.zeros(1 << bits, np.bool_)
    for start in range(0, len(others), _PIECE):
        sieve[_hash(others[start : start + _PIECE], bits)] = True
    passed = [np.zeros(0, np.intp)]
    for start in range(0, len(places), _PIECE):
        rows = sieve.take(_hash(places[start : start + _PIECE], bits)).nonzero()[0]
        rows += start
        passed.append(rows)
    return np.concatenate(passed)


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
    found = _find_postings(segment, field, terms)
    if found is None:
        return None
    documents, every = found
    return {term: postings.places(documents) for term, postings in every.items()}


def _find_postings(
    segment: Lookup, field: str, terms: Iterable[str]
) -> tuple[DocumentSet, dict[str, Postings]] | None:
    """The documents that have all of the terms, and the postings of each; None if there are none."""
    found: dict[str, Postings] = {}
    for term in dict.fromkeys(terms):
        postings = segment.postings(field, term)
        if postings is None:
            return None
        found[term] = postings
    if not found:
        return None
    documents = intersect([postings.holders for postings in found.values()])
    return (documents, found) if len(documents) else None


def _count(segment: Lookup, starts: Numbers) -> Found:
    """How often each document has one of these ascending places."""
    documents = (starts >> PLACE_BITS).astype(np.uint32)
    first = np.ones(len(documents), np.bool_)
    np.not_equal(documents[1:], documents[:-1], out=first[1:])
    heads = first.nonzero()[0]
    holders = DocumentSet(segment.document_count, array=documents.take(heads))
    return Found(holders, np.diff(heads, append=len(documents)).astype(np.uint32))
