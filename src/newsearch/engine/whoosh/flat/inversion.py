"""From tokens in order of addition to posting lists in order of terms: one sort of integers.

A token becomes one 64-bit integer, term above document above position. Sorted, the integers of a
list stand together with its documents and positions in order, and can be cut apart again.
"""

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.flat.pieces import Piece
from newsearch.engine.whoosh.postings import Unsigned

__all__ = ["invert", "largest"]

_WIDTH = 64


def invert(
    lists: Unsigned, documents: Unsigned, positions: Unsigned | None, list_count: int
) -> Piece:
    """The posting lists of tokens: parallel arrays of list, document and position. Documents, and
    positions inside them, never go down."""
    places = np.bincount(lists, minlength=list_count)
    if positions is None:
        positions = np.zeros(len(lists), np.uint32)
    lists, documents, positions = _sort(lists, documents, positions)
    heads = np.ones(len(lists), np.bool_)
    heads[1:] = (lists[1:] != lists[:-1]) | (documents[1:] != documents[:-1])
    rows = np.flatnonzero(heads)
    return Piece(
        lengths=np.bincount(lists[rows], minlength=list_count),
        places=places,
        documents=documents[rows],
        frequencies=np.diff(rows, append=len(lists)).astype(np.uint32),
        positions=positions,
    )


def _sort(
    lists: Unsigned, documents: Unsigned, positions: Unsigned
) -> tuple[Unsigned, Unsigned, Unsigned]:
    document_bits = largest(documents).bit_length()
    position_bits = largest(positions).bit_length()
    if largest(lists).bit_length() + document_bits + position_bits > _WIDTH:
        # Only freakish positions get here. The tokens are sorted by document and position already.
        order = np.argsort(lists, kind="stable")
        return lists[order], documents[order], positions[order]
    keys = lists.astype(np.uint64) << np.uint64(document_bits + position_bits)
    keys |= documents.astype(np.uint64) << np.uint64(position_bits)
    keys |= positions
    keys.sort()
    return (
        (keys >> np.uint64(document_bits + position_bits)).astype(np.uint32),
        _cut(keys, position_bits, document_bits),
        _cut(keys, 0, position_bits),
    )


def _cut(keys: NDArray[np.uint64], shift: int, width: int) -> Unsigned:
    parts: Unsigned = ((keys >> np.uint64(shift)) & np.uint64((1 << width) - 1)).astype(np.uint32)
    return parts


def largest(values: Unsigned) -> int:
    """The highest of the values, 0 without any."""
    return int(values.max()) if len(values) else 0
