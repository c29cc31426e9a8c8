"""One document for all that share a value of a keyword field: what Lucene calls collapsing."""

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.postings import Numbers

__all__ = ["first_of_each"]


def first_of_each(ordinals: Numbers) -> NDArray[np.intp]:
    """The places where an ordinal stands for the first time, in order; -1 is never the same."""
    held = np.flatnonzero(ordinals >= 0)
    firsts = np.full(int(ordinals.max(initial=-1)) + 1, len(ordinals))
    np.minimum.at(firsts, ordinals[held], held)
    kept = ordinals < 0
    kept[firsts[firsts < len(ordinals)]] = True
    return np.flatnonzero(kept)
