"""The terms of known chunks under both chains, and those of whole texts put together from them.

The stacks of all chunks lie one after another. Both chains have a place for each term at the same
rows, the shorter of two stacks being filled up: so most texts are put together once for both.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

__all__ = ["ChunkTerms", "Counts", "NumberedStack", "TermRun", "add_up"]

Counts = NDArray[np.intp]

NumberedStack = tuple[Sequence[int], Sequence[int]]
"""The numbers of the terms of a chunk, and the steps from the position of the term before each."""


@dataclass(frozen=True, slots=True)
class TermRun:
    """The terms of successive texts, one text after another: the number of each in a vocabulary,
    its position in its text (both four bytes), and how many terms each text has."""

    numbers: NDArray[np.uint32]
    positions: NDArray[np.uint32]
    counts: Counts

    def part(self, first: int, last: int) -> "TermRun":
        """Those of some of the texts."""
        start, stop = int(self.counts[:first].sum()), int(self.counts[:last].sum())
        return TermRun(
            self.numbers[start:stop], self.positions[start:stop], self.counts[first:last]
        )


class _Chain:
    """One of the chains: the stack of a chunk has its first so many rows from where it begins."""

    def __init__(self) -> None:
        self.numbers, self.steps, self.sizes = array("I"), array("B"), array("q")

    def append(self, stack: NumberedStack, rows: int) -> None:
        numbers, steps = stack
        self.sizes.append(len(numbers))
        self.numbers.extend(numbers)
        self.steps.extend(steps)
        for _ in range(rows - len(numbers)):
            self.numbers.append(0)
            self.steps.append(0)

    def extend(self, numbers: Sequence[int]) -> None:
        """Add stacks of one."""
        self.sizes.extend([1] * len(numbers))
        self.numbers.extend(numbers)
        self.steps.extend([1] * len(numbers))


class ChunkTerms:
    """The stacks of chunks, which are numbered in order of addition."""

    def __init__(self) -> None:
        self._surface, self._stem = _Chain(), _Chain()
        self._begins, self._uneven = array("q"), array("B")

    def append(self, surface: NumberedStack, stem: NumberedStack) -> int:
        """Add a chunk, and give its number."""
        rows = max(len(surface[0]), len(stem[0]))
        self._begins.append(len(self._surface.numbers))
        self._uneven.append(tuple(surface[1]) != tuple(stem[1]))
        self._surface.append(surface, rows)
        self._stem.append(stem, rows)
        return len(self._begins) - 1

    def extend(self, surface: Sequence[int], stem: Sequence[int]) -> range:
        """Add chunks of one term each, and give their numbers."""
        first, begin = len(self._begins), len(self._surface.numbers)
        self._begins.extend(range(begin, begin + len(surface)))
        self._uneven.extend([0] * len(surface))
        self._surface.extend(surface)
        self._stem.extend(stem)
        return range(first, first + len(surface))

    def collect(self, chunks: NDArray[np.int32], counts: Counts) -> tuple[TermRun, TermRun]:
        """The terms under each chain of texts that have so many of these chunks each."""
        places = chunks.astype(np.intp)
        begins = np.frombuffer(self._begins, np.int64)[places]
        surface, rows = _collect(self._surface, places, begins, counts)
        if np.frombuffer(self._uneven, np.bool_)[places].any():
            return surface, _collect(self._stem, places, begins, counts)[0]
        numbers = np.frombuffer(self._stem.numbers, np.uint32)[rows]
        return surface, replace(surface, numbers=numbers)


def _collect(
    chain: _Chain, chunks: NDArray[np.intp], begins: NDArray[np.int64], counts: Counts
) -> tuple[TermRun, NDArray[np.int64]]:
    """The terms under a chain, and the rows where they lie."""
    sizes = np.frombuffer(chain.sizes, np.int64)[chunks]
    ends = np.cumsum(sizes)
    rows = np.repeat(begins, sizes)
    stacked = np.flatnonzero(sizes > 1)
    firsts, sizes = ends[stacked] - sizes[stacked], sizes[stacked]
    step = 1
    while len(firsts):
        rows[firsts + step] += step
        step += 1
        firsts, sizes = firsts[sizes > step], sizes[sizes > step]
    terms = np.diff(np.append(0, ends)[np.cumsum(counts)], prepend=0)
    steps = np.frombuffer(chain.steps, np.uint8)[rows]
    numbers = np.frombuffer(chain.numbers, np.uint32)[rows]
    return TermRun(numbers, add_up(steps, terms), terms), rows


def add_up(steps: NDArray[np.uint8], counts: Counts) -> NDArray[np.uint32]:
    """The positions of terms: steps from 0 on in each of the texts, which have so many terms."""
    positions = np.cumsum(steps, dtype=np.uint32)
    begins = np.cumsum(counts) - counts
    before = np.append(np.uint32(0), positions)[begins] + np.uint32(1)
    positions -= np.repeat(before, counts)
    return positions
