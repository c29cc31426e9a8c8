"""From tokens in order of addition to posting lists in order of terms: one sort of integers.

A token becomes one 64-bit integer, term above document above position. Sorted, the integers of a
list stand together with its documents and positions in order, and can be cut apart again. Large
arrays are worked on in place or a piece at a time: fresh memory costs more than the arithmetic.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.flat.pieces import Piece, sum_runs
from newsearch.engine.whoosh.postings import Unsigned

__all__ = ["find_used", "invert", "largest", "look_up"]

_WIDTH = 64

_PIECE = 2**18
"""So many values at once stay in the processor's cache."""


def invert(
    lists: Unsigned, documents: Unsigned, positions: Unsigned | None, list_count: int
) -> Piece:
    """The posting lists of tokens: parallel arrays of list, document and position, or without
    positions. Documents, and positions inside them, never go down."""
    if positions is None:
        positions = np.zeros(len(lists), np.uint32)
    bits = [largest(values).bit_length() for values in (lists, documents, positions)]
    if sum(bits) > _WIDTH:  # Only freakish positions get here.
        postings, positions = _sort_rows(lists, documents, positions, bits[1])
    else:
        postings, positions = _sort_keys(lists, documents, positions, bits)
    heads = np.ones(len(postings), np.bool_)
    np.not_equal(postings[1:], postings[:-1], out=heads[1:])
    rows = np.flatnonzero(heads)
    found = postings[rows]
    lengths = np.bincount((found >> np.uint64(bits[1])).astype(np.intp), minlength=list_count)
    frequencies = np.diff(rows, append=len(postings)).astype(np.uint32)
    return Piece(
        lengths=lengths,
        documents=(found & np.uint64((1 << bits[1]) - 1)).astype(np.uint32),
        frequencies=frequencies,
        places=sum_runs(frequencies, lengths),
        positions=positions,
    )


def largest(values: NDArray[np.integer]) -> int:
    """The highest of the values, 0 without any."""
    return int(values.max()) if len(values) else 0


def find_used(indices: Unsigned, count: int) -> NDArray[np.intp]:
    """Which of the numbers below `count` are among the indices."""
    used = np.zeros(count, np.bool_)
    for start in range(0, len(indices), _PIECE):
        used[indices[start : start + _PIECE]] = True
    return np.flatnonzero(used)


def look_up(table: NDArray[Any], indices: Unsigned) -> NDArray[Any]:
    """`table[indices]`, for very many indices."""
    found = np.empty(len(indices), table.dtype)
    for start in range(0, len(indices), _PIECE):
        found[start : start + _PIECE] = table[indices[start : start + _PIECE]]
    return found


def _sort_keys(
    lists: Unsigned, documents: Unsigned, positions: Unsigned, bits: list[int]
) -> tuple[NDArray[np.uint64], Unsigned]:
    """List above document of each token, sorted, and the positions in the same order."""
    keys = lists.astype(np.uint64)
    keys <<= np.uint64(bits[1])
    keys |= documents
    keys <<= np.uint64(bits[2])
    keys |= positions
    keys.sort()
    places = keys.astype(np.uint32)
    places &= np.uint32((1 << bits[2]) - 1)
    keys >>= np.uint64(bits[2])
    return keys, places


def _sort_rows(
    lists: Unsigned, documents: Unsigned, positions: Unsigned, bits: int
) -> tuple[NDArray[np.uint64], Unsigned]:
    """As `_sort_keys`, by the row in place of the position: they go up together."""
    order = np.argsort(lists, kind="stable")
    keys = lists[order].astype(np.uint64)
    keys <<= np.uint64(bits)
    keys |= documents[order]
    return keys, positions[order]
