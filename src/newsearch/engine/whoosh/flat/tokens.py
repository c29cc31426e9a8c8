"""The tokens of one field of many documents, in order of addition, as flat arrays of numbers.

A token costs eight bytes; no object is made for it.
"""

from array import array
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Rows, Unsigned
from newsearch.engine.whoosh.flat.inversion import look_up

__all__ = ["TermNumbers", "TokenStream"]


_MOST_VOCABULARIES = 64
"""So many lists are remembered while documents come, perhaps from as many processes."""


class TermNumbers:
    """Terms, numbered in order of appearance. As long as all come from one list of distinct terms, as
    when nobody else analyses, their places in that are their numbers, and there is no other table."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._only: Sequence[str] | None = None
        self._only_count = 0
        self._translations: dict[int, tuple[Sequence[str], array[int]]] = {}

    def __len__(self) -> int:
        return len(self._numbers) if self._only is None else self._only_count

    def __iter__(self) -> Iterator[str]:
        """The terms in the order of their numbers."""
        return iter(self._numbers if self._only is None else self._only[: self._only_count])

    def number(self, terms: Sequence[str]) -> Unsigned:
        """The numbers of these terms. Raises TypeError for what is none."""
        _check(terms)
        if self._only is not None:
            known, self._only = self._only[: self._only_count], None
            deque(map(self._numbers.__getitem__, known), maxlen=0)
        return np.frombuffer(array("I", map(self._numbers.__getitem__, terms)), np.uint32)

    def translate(self, vocabulary: Sequence[str], places: Unsigned) -> Unsigned:
        """The numbers of terms that are places in a list, which may grow between two calls, but
        never change. Raises TypeError as `number` does."""
        if self._only is vocabulary or not len(self):
            _check(vocabulary[self._only_count :])
            self._only, self._only_count = vocabulary, len(vocabulary)
            return places
        if id(vocabulary) not in self._translations:
            if len(self._translations) == _MOST_VOCABULARIES:
                del self._translations[next(iter(self._translations))]
            self._translations[id(vocabulary)] = vocabulary, array("I")
        _, translated = self._translations[id(vocabulary)]
        translated.frombytes(self.number(vocabulary[len(translated) :]).tobytes())
        return look_up(np.frombuffer(translated, np.uint32), places)


def _check(terms: Sequence[str]) -> None:
    for odd in set(map(type, terms)) - {str}:
        raise TypeError(f"no term is of type {odd.__name__}")


class _Numbers:
    """An array that grows."""

    def __init__(self) -> None:
        self._parts: list[Unsigned] = []
        self.count = 0

    def extend(self, numbers: NDArray[Any]) -> None:
        """Add numbers, which nobody else will change."""
        self._parts.append(numbers.astype(np.uint32, copy=False))
        self.count += len(numbers)

    @property
    def joined(self) -> Unsigned:
        """All of them."""
        if len(self._parts) != 1:
            parts, self._parts = self._parts, []
            self._parts = [np.concatenate(parts) if parts else np.zeros(0, np.uint32)]
        return self._parts[0]


class TokenStream:
    """Token i is term `ids[i]` at `positions[i]`; a keyword field has no positions. Documents
    without the field are left out; the j-th of the others has `counts[j]` tokens."""

    def __init__(self, terms: TermNumbers) -> None:
        self.terms = terms
        """The numbers of terms, perhaps shared with other fields."""
        self._ids, self._positions = _Numbers(), _Numbers()
        self._documents, self._counts = _Numbers(), _Numbers()

    def __len__(self) -> int:
        return self._ids.count

    def append(
        self, first: int, counts: Rows, ids: Unsigned, positions: Unsigned | None = None
    ) -> None:
        """Add the tokens of successive documents, by the number of the first and how many tokens
        each has."""
        holders = np.flatnonzero(counts)
        self._documents.extend(holders + first)
        self._counts.extend(counts[holders])
        self._ids.extend(ids)
        if positions is not None:
            self._positions.extend(positions)

    @property
    def ids(self) -> Unsigned:
        """The number of each token's term."""
        return self._ids.joined

    @property
    def positions(self) -> Unsigned:
        """The position of each token; empty in a keyword field."""
        return self._positions.joined

    @property
    def holders(self) -> Unsigned:
        """The documents that have tokens."""
        return self._documents.joined

    @property
    def counts(self) -> Unsigned:
        """How many tokens each of the holders has."""
        return self._counts.joined

    def documents(self) -> Unsigned:
        """The document of each token."""
        return np.repeat(self.holders, self.counts)

    def lengths(self, document_count: int) -> Unsigned:
        """How many tokens each document has."""
        lengths = np.zeros(document_count, np.uint32)
        lengths[self.holders] = self.counts
        return lengths
