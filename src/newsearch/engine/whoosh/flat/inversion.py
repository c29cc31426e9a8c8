"""From tokens in order of addition to posting lists in order of terms: one sort of integers.

A token becomes one 64-bit integer, term above document above position. Sorted, the integers of a
list stand together with its documents and positions in order, and can be cut apart again. Large
arrays are worked on in place or a piece at a time: fresh memory costs more than the arithmetic.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Rows, Unsigned
from newsearch.engine.whoosh.flat.integers import narrowest
from newsearch.engine.whoosh.flat.pieces import Piece

__all__ = ["find_used", "invert", "largest", "look_up"]

Keys: TypeAlias = NDArray[np.uint64]

_WIDTH, _NARROW = 64, 32

_PIECE = 2**16
"""So many values at once stay in the processor's cache."""


def invert(lists: Unsigned, documents: Unsigned, positions: Unsigned | None) -> tuple[Rows, Piece]:
    """The posting lists of tokens: parallel arrays of list, document and position, or without
    positions. Documents, and positions inside them, never go down. Gives the numbers of the lists
    that there are, in order, and these lists; positions in the narrowest type."""
    first = documents[0] if len(documents) else np.uint32(0)
    documents = documents - first
    bits = [largest(lists).bit_length(), largest(documents).bit_length()]
    if positions is None:
        keys = _sort_pairs(lists, documents, bits)
        found, begins = _find_postings(keys, 0)
        positions = np.zeros(0, np.uint8)
    elif sum(bits) + largest(positions).bit_length() > _WIDTH:  # Only freakish ones get here.
        keys, positions = _sort_rows(lists, documents, positions, bits[1])
        found, begins = _find_postings(keys, 0)
    else:
        bits.append(largest(positions).bit_length())
        keys = _sort_keys(lists, documents, positions, bits)
        found, begins = _find_postings(keys, bits[2])
        positions = _take_low(keys, bits[2])
    numbers = (found >> found.dtype.type(bits[1])).astype(np.intp)
    heads = np.flatnonzero(np.diff(numbers, prepend=-1))
    piece = Piece(
        lengths=np.diff(heads, append=len(numbers)),
        documents=(found & found.dtype.type((1 << bits[1]) - 1)).astype(np.uint32) + first,
        frequencies=np.diff(begins, append=len(keys)).astype(np.uint32),
        places=np.diff(begins[heads], append=len(keys)),
        positions=positions,
    )
    return numbers[heads], piece


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
    lists: Unsigned, documents: Unsigned, positions: NDArray[Any], bits: list[int]
) -> Keys:
    """List above document above position of each token, sorted."""
    keys = lists.astype(np.uint64)
    keys <<= np.uint64(bits[1])
    keys |= documents
    keys <<= np.uint64(bits[2])
    keys |= positions
    keys.sort()
    return keys


def _sort_pairs(lists: Unsigned, documents: Unsigned, bits: list[int]) -> NDArray[Any]:
    """List above document of each token, sorted: four times as fast if both fit in 32 bits."""
    keys: Any = lists.astype(np.uint32 if sum(bits) <= _NARROW else np.uint64)
    keys <<= keys.dtype.type(bits[1])
    keys |= documents
    keys.sort()
    sorted_keys: NDArray[Any] = keys
    return sorted_keys


def _find_postings(keys: NDArray[Any], bits: int) -> tuple[NDArray[Any], Rows]:
    """Sorted keys without so many of their low bits, each once, and where it begins."""
    found, begins = [np.zeros(0, keys.dtype)], [np.zeros(0, np.intp)]
    before = None
    for start in range(0, len(keys), _PIECE):
        postings = keys[start : start + _PIECE] >> keys.dtype.type(bits)
        heads = np.ones(len(postings), np.bool_)
        np.not_equal(postings[1:], postings[:-1], out=heads[1:])
        heads[0] = postings[0] != before
        before = postings[-1]
        rows = np.flatnonzero(heads)
        found.append(postings[rows])
        rows += start
        begins.append(rows)
    return np.concatenate(found), np.concatenate(begins)


def _take_low(keys: Keys, bits: int) -> NDArray[Any]:
    """So many low bits of keys."""
    kind = narrowest((1 << bits) - 1)
    low = keys.astype(kind)
    low &= kind.type((1 << bits) - 1)
    return low


def _sort_rows(
    lists: Unsigned, documents: Unsigned, positions: NDArray[Any], bits: int
) -> tuple[Keys, NDArray[Any]]:
    """List above document of each token, and its position, sorted by the row in place of that: they
    go up together."""
    order = np.argsort(lists, kind="stable")
    keys = lists[order].astype(np.uint64)
    keys <<= np.uint64(bits)
    keys |= documents[order]
    return keys, positions[order]
