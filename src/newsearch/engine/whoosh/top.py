"""The best of all matches, in order, without sorting the rest."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import Order
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.scoring import Matches

__all__ = ["rank"]


def rank(
    collection: Collection, matches: Matches, order: Order | None, *, limit: int, offset: int
) -> NDArray[np.intp]:
    """The rows of `matches` that make up the page asked for.

    Best score first, or by the number field of `order` with documents that lack it last; equals
    in order of addition. Scores are compared as 32-bit floats, so that the last bits of a sum, which
    depend on the order of its terms, decide nothing.
    """
    stop = offset + limit
    if order is None:
        return _smallest(-matches.scores.astype(np.float32), stop)[offset:]
    values, present = collection.numbers(order.field)
    dated = np.flatnonzero(present[matches.documents])
    keys = values[matches.documents[dated]]
    # ~x falls as x grows and, unlike −x, exists for every integer.
    first = dated[_smallest(~keys if order.descending else keys, stop)]
    undated = np.flatnonzero(~present[matches.documents])
    return np.concatenate((first, undated))[offset:stop]


def _smallest(keys: NDArray[Any], count: int) -> NDArray[np.intp]:
    """The rows of the so many smallest keys, in order; equal keys by row."""
    if count <= 0:
        return np.zeros(0, np.intp)
    if count < len(keys):
        rows = np.flatnonzero(keys <= np.partition(keys, count - 1)[count - 1])
    else:
        rows = np.arange(len(keys))
    return rows[np.argsort(keys[rows], kind="stable")][:count]
