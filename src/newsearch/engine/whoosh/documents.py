"""Sets of documents as sorted arrays of numbers: union, intersection, membership."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.postings import Mask, Unsigned

__all__ = ["contains", "intersect", "locate", "unite"]

_SPARSE = 16
"""Below one document in so many, sorting the numbers beats marking them in a mask of all."""


def unite(parts: Sequence[Unsigned], size: int) -> Unsigned:
    """The documents in any of the parts; `size` is above every number."""
    filled = [part for part in parts if len(part)]
    if len(filled) == 1:
        return filled[0]
    if sum(map(len, filled)) * _SPARSE < size:
        return np.unique(np.concatenate(filled)) if filled else np.zeros(0, np.uint32)
    mask = np.zeros(size, np.bool_)
    for part in filled:
        mask[part] = True
    return np.flatnonzero(mask).astype(np.uint32)


def intersect(parts: Sequence[Unsigned]) -> Unsigned:
    """The documents in all of the parts, of which there is at least one."""
    shortest, *others = sorted(parts, key=len)
    for other in others:
        shortest = shortest[contains(other, shortest)]
    return shortest


def contains(documents: Unsigned, wanted: Unsigned) -> Mask:
    """Which of those wanted are among the documents."""
    return locate(documents, wanted)[1]


def locate(documents: Unsigned, wanted: Unsigned) -> tuple[NDArray[np.intp], Mask]:
    """The row of each document wanted, and whether it is there at all (its row means nothing
    otherwise)."""
    if not len(documents):
        return np.zeros(len(wanted), np.intp), np.zeros(len(wanted), np.bool_)
    rows = np.minimum(np.searchsorted(documents, wanted), len(documents) - 1)
    return rows, documents[rows] == wanted
