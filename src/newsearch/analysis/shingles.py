"""Texts as sets of runs of words: what copies of a text share, whatever was cut or added.

Words are the terms of the surface chain, so accents, capitals, punctuation and typography do not
count. Each run of WIDTH words is one number (Broder 1997, "On the resemblance and containment of
documents", calls it a shingle). A term is hashed once, when a vocabulary gets it; all else is
arithmetic on the arrays of many texts: a text costs a hundredth of a millisecond.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["WIDTH", "Shingles", "TermHashes", "shingle"]

Shingles = NDArray[np.uint64]
"""A number for each run of words; the same run gives the same number on every machine."""

WIDTH = 7
"""Words in a run. With 5, set phrases of the news ("dans la nuit de samedi à") are shared by
articles that have nothing in common; with 7, eight times fewer are."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_TOGETHER = 4096
"""So many terms are hashed at once: their letters take some megabytes."""


def shingle(words: Shingles) -> Shingles:
    """The runs of WIDTH words, in their order, of words as numbers; none if they are fewer."""
    runs = np.zeros(max(0, len(words) - WIDTH + 1), np.uint64)
    for place in range(WIDTH):
        runs *= _FACTOR
        runs += words[place : place + len(runs)]
    return _mix(runs)


class TermHashes:
    """A number for each term of a vocabulary that grows."""

    def __init__(self) -> None:
        self._vocabulary: Sequence[str] = ()
        self._hashes = np.zeros(0, np.uint64)

    def of(self, vocabulary: Sequence[str]) -> Shingles:
        """The numbers of all terms that the vocabulary has by now."""
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._hashes = vocabulary, np.zeros(0, np.uint64)
        known, count = len(self._hashes), len(vocabulary)
        if known < count:
            parts = [
                _hash(vocabulary[start : min(start + _TOGETHER, count)])
                for start in range(known, count, _TOGETHER)
            ]
            self._hashes = np.concatenate([self._hashes, *parts])
        return self._hashes


def _hash(terms: Sequence[str]) -> Shingles:
    """A number for each term: a polynomial in its letters."""
    codes = np.frombuffer("".join(terms).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, terms), np.intp, len(terms))
    ends = np.cumsum(lengths)
    begins = ends - lengths
    powers = np.full(int(lengths.max(initial=1)), _FACTOR)
    powers[0] = 1
    np.multiply.accumulate(powers, out=powers)
    places = np.arange(len(codes)) - np.repeat(begins, lengths)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(_mix(codes.astype(np.uint64)) * powers[places], out=sums[1:])
    return _mix(sums[ends] - sums[begins])


def _mix(numbers: Shingles) -> Shingles:
    """Spread numbers over all 64 bits, each to another (the end of MurmurHash3, Appleby 2011)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        numbers = (numbers ^ (numbers >> np.uint64(33))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(33))
