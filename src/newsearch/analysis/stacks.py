"""The terms of known chunks under both chains, and those of whole texts put together from them.

Most chunks are a word, one term under either chain: both numbers are in one integer, so that a chunk
costs one look into memory. The others, its integer says, have stacks of terms, which lie one after
another; both chains have a place for each term at the same rows, the shorter of two stacks being
filled up.
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

_SHIFT = np.uint64(32)
"""The number under STEM stands above the one under SURFACE."""

_STACKED = 1 << 31
"""Above the number of a stack, where it stands in place of the number of a term."""


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


@dataclass(frozen=True, slots=True)
class _Places:
    """Where stacks go among the terms of texts: how many terms each chunk has, and the rows of all
    terms in stacks, there and among the stacks."""

    sizes: Counts
    rows: Counts
    stack_rows: Counts


class _Chain:
    """One of the chains: a stack has its first so many rows from where it begins."""

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

    def insert(self, words: NDArray[np.uint32], places: _Places) -> NDArray[np.uint32]:
        """The terms of chunks, given those of all that are words."""
        terms = np.repeat(words, places.sizes)
        terms[places.rows] = np.frombuffer(self.numbers, np.uint32)[places.stack_rows]
        return terms

    def find_steps(self, places: _Places) -> NDArray[np.uint8]:
        """The steps to the terms of chunks: to a word it is one."""
        steps = np.ones(int(places.sizes.sum()), np.uint8)
        steps[places.rows] = np.frombuffer(self.steps, np.uint8)[places.stack_rows]
        return steps


class ChunkTerms:
    """The terms of chunks, which are numbered in order of addition."""

    def __init__(self) -> None:
        self._words = array("Q")
        self._surface, self._stem = _Chain(), _Chain()
        self._begins, self._uneven = array("q"), array("B")

    def append(self, surface: NumberedStack, stem: NumberedStack) -> int:
        """Add a chunk, and give its number."""
        if len(surface[0]) == len(stem[0]) == 1:
            self._words.append(stem[0][0] << int(_SHIFT) | surface[0][0])
            return len(self._words) - 1
        rows = max(len(surface[0]), len(stem[0]))
        self._words.append(_STACKED | len(self._begins))
        self._begins.append(len(self._surface.numbers))
        self._uneven.append(tuple(surface[1]) != tuple(stem[1]))
        self._surface.append(surface, rows)
        self._stem.append(stem, rows)
        return len(self._words) - 1

    def extend(self, surface: Sequence[int], stem: Sequence[int]) -> range:
        """Add chunks of one term each, and give their numbers."""
        words = np.array(stem, np.uint64) << _SHIFT | np.array(surface, np.uint64)
        first = len(self._words)
        self._words.frombytes(words.tobytes())
        return range(first, len(self._words))

    def collect(self, chunks: NDArray[np.int32], counts: Counts) -> tuple[TermRun, TermRun]:
        """The terms under each chain of texts that have so many of these chunks each."""
        words = np.frombuffer(self._words, np.uint64)[chunks.astype(np.intp)]
        surface, stem = words.astype(np.uint32), (words >> _SHIFT).astype(np.uint32)
        rows = np.flatnonzero(surface >= _STACKED)
        stacks = surface[rows].astype(np.intp) - _STACKED
        places = self._place(self._surface, rows, stacks, len(chunks))
        terms = _count_terms(counts, rows, places.sizes)
        run = TermRun(
            numbers=self._surface.insert(surface, places),
            positions=add_up(self._surface.find_steps(places), terms),
            counts=terms,
        )
        if not np.frombuffer(self._uneven, np.bool_)[stacks].any():
            return run, replace(run, numbers=self._stem.insert(stem, places))
        places = self._place(self._stem, rows, stacks, len(chunks))
        terms = _count_terms(counts, rows, places.sizes)
        positions = add_up(self._stem.find_steps(places), terms)
        return run, TermRun(self._stem.insert(stem, places), positions, terms)

    def _place(self, chain: _Chain, rows: Counts, stacks: Counts, chunk_count: int) -> _Places:
        """Where stacks, at some rows of the chunks, go among the terms under a chain."""
        sizes = np.frombuffer(chain.sizes, np.int64)[stacks]
        every = np.ones(chunk_count, np.intp)
        every[rows] = sizes
        begins = rows + np.cumsum(sizes - 1) - (sizes - 1)
        steps = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        stack_begins = np.frombuffer(self._begins, np.int64)[stacks]
        return _Places(
            every, np.repeat(begins, sizes) + steps, np.repeat(stack_begins, sizes) + steps
        )


def _count_terms(counts: Counts, rows: Counts, sizes: Counts) -> Counts:
    """How many terms each text has, of which so many chunks each, most of them words."""
    texts = np.searchsorted(np.cumsum(counts), rows, side="right")
    more = np.bincount(texts, sizes[rows] - 1, len(counts))
    return counts + more.astype(np.intp)


def add_up(steps: NDArray[np.uint8], counts: Counts) -> NDArray[np.uint32]:
    """The positions of terms: steps of 1 or 0, from 0 on in each of the texts, which have so many terms,
    the first of them after a step."""
    positions = np.arange(len(steps), dtype=np.uint32)
    stacked = np.flatnonzero(steps == 0)
    if len(stacked):  # few are, so that this is quicker than a sum of all steps
        before = np.arange(len(stacked) + 1, dtype=np.uint32)
        positions -= np.repeat(before, np.diff(stacked, prepend=0, append=len(steps)))
    begins = np.cumsum(counts) - counts
    positions -= np.repeat(np.append(positions, np.uint32(0))[begins], counts)
    return positions
