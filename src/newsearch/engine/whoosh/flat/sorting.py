"""Terms in order: their first bytes as integers, which are sorted many times as fast as strings."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Numbers, Rows

__all__ = ["sort_terms"]

_WORD = 8
_WORDS = 2
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], "<u8")


def sort_terms(terms: Sequence[bytes]) -> Rows:
    """The places of terms in the order of the terms. Raises ValueError when two are the same."""
    letters = np.frombuffer(b"".join((*terms, bytes(_WORD * _WORDS))), np.uint8)
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    begins = np.cumsum(lengths) - lengths
    keys = [_read(letters, begins, lengths, word) for word in range(_WORDS)]
    order = np.lexsort(keys[::-1])
    same = np.ones(len(terms) + 1, np.bool_)
    same[[0, -1]] = False
    for key in keys:
        sorted_keys = key[order]
        same[1:-1] &= sorted_keys[1:] == sorted_keys[:-1]
    # What begins alike for so long is compared byte by byte.
    edges = np.flatnonzero(same[1:] != same[:-1]).tolist()
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        run = order[first : last + 1]
        run[:] = places = sorted(run.tolist(), key=terms.__getitem__)
        if any(terms[one] == terms[next_] for one, next_ in pairwise(places)):
            raise ValueError("a list of distinct terms has one of them twice")
    return order


def _read(
    letters: NDArray[np.uint8], begins: Numbers, lengths: Numbers, word: int
) -> NDArray[np.uint64]:
    """Some bytes of each term as an integer that goes up with them, zeros after the last."""
    view = np.ndarray(len(letters) - _WORD + 1, "<u8", letters, strides=(1,))
    inside = lengths > word * _WORD
    keys = view[np.where(inside, begins + word * _WORD, 0)]
    keys &= _MASKS.take(np.maximum(lengths - word * _WORD, 0), mode="clip")
    return keys.astype(np.uint64).byteswap()
