"""A posting list for Whoosh's matchers, which go from document to document."""

import copy
from bisect import bisect_left
from functools import cached_property
from typing import Any, Self

import numpy as np

from newsearch.engine.whoosh.arrays import PLACE_BITS
from newsearch.engine.whoosh.flat.library import LeafMatcher, ReadTooFar
from newsearch.engine.whoosh.postings import Postings, Unsigned
from newsearch.engine.whoosh.schema import pack_positions

__all__ = ["FlatMatcher"]

_BLOCK = 128
"""So many postings share one bound of their scores, as in Whoosh's own files."""


class FlatMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """A `whoosh.matching.LeafMatcher`. `lengths` are the field's lengths in all documents, None in
    a field without; what a document holds is decoded for the whole list when first asked for."""

    def __init__(
        self, postings: Postings, lengths: Unsigned | None, format_: Any, term: Any, scorer: Any
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._postings = postings
        self._lengths = lengths
        self._ids: list[int] = postings.documents.tolist()
        self._row = 0

    def is_active(self) -> bool:
        """Whether there is a current posting."""
        return self._row < len(self._ids)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._row = 0

    def copy(self) -> Self:
        """A matcher at the same posting that moves on its own."""
        return copy.copy(self)

    def id(self) -> int:
        """The current document; past the end the last one, as some of Whoosh's matchers ask
        before they look whether there is any."""
        return self._ids[min(self._row, len(self._ids) - 1)]

    def weight(self) -> float:
        """The term's frequency in the current document."""
        return self._weights[self._row]

    def next(self) -> bool:
        """Go to the next posting; whether another block, or the end, begins there."""
        self._row += 1
        return self._row % _BLOCK == 0 or self._row == len(self._ids)

    def skip_to(self, target: int) -> None:
        """Go to the first posting from here on whose document is not below this one."""
        if not self.is_active():
            raise ReadTooFar
        self._row = bisect_left(self._ids, target, self._row)

    def supports(self, name: str) -> bool:
        """Whether `value_as` knows this."""
        if name == "positions":
            return bool(self.format.supports(name))
        return name in {"frequency", "weight"}

    def value_as(self, name: str) -> Any:
        """The frequency, weight or positions of the current posting."""
        match name:
            case "frequency":
                return int(self._weights[self._row])
            case "positions":
                starts, positions = self._places
                return positions[starts[self._row] : starts[self._row + 1]]
            case _:
                return self._weights[self._row]

    def value(self) -> bytes:
        """The current posting's value as the field's format writes it."""
        if not self.supports("positions"):
            return b""
        positions = self.value_as("positions")
        encode = getattr(self.format, "encode", pack_positions)
        value: bytes = encode(positions)
        return value

    def skip_to_quality(self, least: float) -> int:
        """Go to the first block whose bound is above this; how many were skipped."""
        skipped = 0
        while self.is_active() and self.block_quality() <= least:
            self._row = min((self._row // _BLOCK + 1) * _BLOCK, len(self._ids))
            skipped += 1
        return skipped

    def block_min_length(self) -> int:
        """The shortest field among the current block's documents."""
        return self._bounds[0][self._row // _BLOCK]

    def block_max_length(self) -> int:
        """The longest field among the current block's documents."""
        return self._bounds[1][self._row // _BLOCK]

    def block_max_weight(self) -> float:
        """The highest frequency in the current block."""
        return self._bounds[2][self._row // _BLOCK]

    @cached_property
    def _weights(self) -> list[float]:
        weights: list[float] = self._postings.frequencies.astype(np.float64).tolist()
        return weights

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        places = np.sort(self._postings.places(self._postings.holders))
        starts = np.append(0, np.cumsum(self._postings.frequencies, dtype=np.int64))
        return starts.tolist(), (places & ((1 << PLACE_BITS) - 1)).tolist()

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int], list[float]]:
        """Shortest and longest field and highest frequency of each block."""
        starts = np.arange(0, len(self._ids), _BLOCK)
        lengths = np.zeros(len(self._ids), np.uint32)
        if self._lengths is not None:
            lengths = self._lengths[self._postings.documents]
        return (
            np.minimum.reduceat(lengths, starts).tolist(),
            np.maximum.reduceat(lengths, starts).tolist(),
            np.maximum.reduceat(self._postings.frequencies, starts).astype(float).tolist(),
        )
