"""Chunks: the analysis of the stretches between two spaces, remembered, and put together again.

A chunk means the same wherever it stands (see `tokenizer`), and news repeats its words, so each
distinct chunk is analysed once and looked up ever after.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate, chain, islice
from typing import NamedTuple

from newsearch.analysis.tokens import TermsAndPositions
from newsearch.analysis.words import Position

__all__ = ["Chunk", "ChunkMemory", "Stack", "collect", "stack"]


class Stack(NamedTuple):
    """The terms of one chunk in order, as three parallel tuples.

    An increment is the step from the position of the term before: 1, or 0 for a stacked term.
    A span is a pair of offsets inside the chunk.
    """

    terms: tuple[str, ...]
    increments: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


class Chunk(NamedTuple):
    """One chunk under both chains; they take the same positions."""

    surface: Stack
    stem: Stack


class ChunkMemory(dict[str, Chunk]):
    """Chunks by their folded text, analysed when first asked for.

    Bounded: it starts anew when full (some 60 MB), and keeps nothing longer than a long word.
    """

    MAX_CHUNKS = 1 << 17
    MAX_LENGTH = 40

    def __init__(self, analyze: Callable[[str], Chunk]) -> None:
        super().__init__()
        self.analyze = analyze

    def __missing__(self, text: str) -> Chunk:
        chunk = self.analyze(text)
        if len(text) <= self.MAX_LENGTH:
            if len(self) >= self.MAX_CHUNKS:
                self.clear()
            self[text] = chunk
        return chunk


def stack(positions: list[Position]) -> Stack:
    """The forms at each position, laid out as parallel tuples."""
    forms = [form for position in positions for form in position]
    return Stack(
        terms=tuple([form.term for form in forms]),
        increments=tuple([int(not rank) for stack in positions for rank in range(len(stack))]),
        spans=tuple([(form.start, form.end) for form in forms]),
    )


def collect(stacks: Sequence[Stack]) -> TermsAndPositions:
    """The terms of successive chunks with their positions in the whole text.

    Iterators of C all the way: this decides how fast an index is built.
    """
    terms = list(chain.from_iterable([stack[0] for stack in stacks]))
    increments = chain.from_iterable([stack[1] for stack in stacks])
    return terms, list(islice(accumulate(increments, initial=-1), 1, None))
