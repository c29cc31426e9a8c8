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

__all__ = ["find_used", "invert", "largest", "look_up", "sort_tokens"]

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
    low = 0
    if positions is None:
        keys = _sort_pairs(lists, documents, bits)
        positions = np.zeros(0, np.uint8)
    elif sum(bits) + largest(positions).bit_length() > _WIDTH:  # Only freakish ones get here.
        keys, positions = _sort_rows(lists, documents, positions, bits[1])
    else:
        low = largest(positions).bit_length()
        keys = _sort_keys(lists, documents, positions, [*bits, low])
        positions = _take_low(keys, low)
    numbers, found, begins = _find_postings(keys, low, bits[1])
    found += first
    heads = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)])
    firsts: Rows = begins[heads].astype(np.intp)
    piece = Piece(
        lengths=np.diff(heads, append=len(numbers)),
        documents=found,
        frequencies=np.diff(begins, append=begins.dtype.type(len(keys))).astype(np.uint32),
        places=np.diff(firsts, append=len(keys)),
        positions=positions,
    )
    return numbers[heads].astype(np.intp), piece


def sort_tokens(lists: Unsigned, documents: Unsigned, positions: Unsigned) -> NDArray[Any]:
    """The positions of tokens, in any order, sorted by list, document and position."""
    bits = [largest(values).bit_length() for values in (lists, documents, positions)]
    if sum(bits) > _WIDTH:
        return positions[np.lexsort((positions, documents, lists))]
    return _take_low(_sort_keys(lists, documents, positions, bits), bits[2])


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


def _find_postings(
    keys: NDArray[Any], low: int, bits: int
) -> tuple[Unsigned, Unsigned, NDArray[Any]]:
    """The list and document of sorted keys, in their bits above the low ones, each pair once, and where
    it begins; documents have so many bits."""
    parts = []
    before = None
    kind = keys.dtype.type
    for start in range(0, len(keys), _PIECE):
        postings = keys[start : start + _PIECE] >> kind(low)
        heads = np.ones(len(postings), np.bool_)
        np.not_equal(postings[1:], postings[:-1], out=heads[1:])
        heads[0] = postings[0] != before
        before = postings[-1]
        rows = np.flatnonzero(heads)
        found = postings[rows]
        documents = (found & kind((1 << bits) - 1)).astype(np.uint32)
        rows += start
        begins = rows.astype(np.uint32 if len(keys) < 2**_NARROW else np.uint64)
        parts.append(((found >> kind(bits)).astype(np.uint32), documents, begins))
    if not parts:
        nothing = np.zeros(0, np.uint32)
        return nothing, nothing, nothing
    lists, documents, begins = (np.concatenate(column) for column in zip(*parts, strict=True))
    return lists, documents, begins


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
