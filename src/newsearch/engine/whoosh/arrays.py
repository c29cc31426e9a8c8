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

BLOCK = 4
"""So many successive documents share an upper bound of their scores. Of 20,000 synthetic articles the
best ten for five common words may be in 8 % of the blocks then; with 8 in a block in 42 %, with 16 in
88 %: what is highest of each word seldom meets in one article."""


def expand_runs(begins: Rows, counts: Rows) -> Rows:
    """The indices begin, begin + 1 … of each run, one run after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(begins - ends + counts, counts) + np.arange(total)
