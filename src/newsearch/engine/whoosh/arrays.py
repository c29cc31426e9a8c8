"""The kinds of arrays that postings are made of, and what is done with runs of them."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "Mask", "Numbers", "Rows", "Unsigned", "expand_runs"]

Unsigned: TypeAlias = NDArray[np.uint32]
"""Document numbers, frequencies, lengths or positions."""

Numbers: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.intp]

BLOCK = 16
"""So many successive documents share an upper bound of their scores: as many as one word of a bitmap
can hold for numpy, 8, 16, 32 or 64."""


def expand_runs(begins: Rows, counts: Rows) -> Rows:
    """The indices begin, begin + 1 … of each run, one run after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(begins - ends + counts, counts) + np.arange(total)
