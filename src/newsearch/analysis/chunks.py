"""Chunks: the analysis of the stretches between two spaces, remembered, and put together again.

A chunk means the same wherever it stands (see `tokenizer`), and news repeats its words, so each
distinct chunk is analysed once and looked up ever after.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from newsearch.analysis.tokens import TermsAndPositions
from newsearch.analysis.words import Position

__all__ = ["Chunk", "ChunkMemory", "Stack", "collect", "stack"]


class Stack(NamedTuple):
    """The terms of one chunk in order: three parallel tuples, and how many positions they take.

    `steps` are positions counted from the chunk's first, `spans` offsets inside the chunk.
    """

    terms: tuple[str, ...]
    steps: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    size: int


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
    forms = [(form, step) for step, position in enumerate(positions) for form in position]
    return Stack(
        terms=tuple(form.term for form, _ in forms),
        steps=tuple(step for _, step in forms),
        spans=tuple((form.start, form.end) for form, _ in forms),
        size=len(positions),
    )


def collect(stacks: Iterable[Stack]) -> TermsAndPositions:
    """The terms of successive chunks with their positions in the whole text."""
    terms: list[str] = []
    positions: list[int] = []
    position = 0
    for chunk_terms, steps, _, size in stacks:
        if len(chunk_terms) == 1:  # nearly all; this loop decides how fast an index is built
            terms.append(chunk_terms[0])
            positions.append(position)
        else:
            terms += chunk_terms
            positions += [position + step for step in steps]
        position += size
    return terms, positions
