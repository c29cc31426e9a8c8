"""The tokens of one field of many documents, in order of addition, as flat arrays of numbers.

A token costs eight bytes; no object is made for it.
"""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Unsigned
from newsearch.engine.whoosh.flat.inversion import look_up

__all__ = ["TermNumbers", "TokenStream"]


class TermNumbers(dict[str, int]):
    """Terms, numbered in order of appearance: looking up a new one numbers it."""

    def __init__(self) -> None:
        super().__init__()
        self._vocabulary: Sequence[str] = ()
        self._translated = array("I")

    def __missing__(self, term: str) -> int:
        if type(term) is not str:
            raise TypeError(f"{term!r} is no term")
        number = self[term] = len(self)
        return number

    def number(self, terms: Iterable[str]) -> Unsigned:
        """The numbers of these terms. Raises TypeError for what is none."""
        return np.frombuffer(array("I", map(self.__getitem__, terms)), np.uint32)

    def translate(self, vocabulary: Sequence[str], places: Unsigned) -> Unsigned:
        """The numbers of terms that are places in a list, which may grow between two calls, but
        never change."""
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._translated = vocabulary, array("I")
        new = vocabulary[len(self._translated) :]
        self._translated.extend(map(self.__getitem__, new))
        return look_up(np.frombuffer(self._translated, np.uint32), places)


class TokenStream:
    """Token i is term `ids[i]` at `positions[i]`; a keyword field has no positions. Documents
    without the field are left out; the j-th of the others has `counts[j]` tokens."""

    def __init__(self, terms: TermNumbers) -> None:
        self.terms = terms
        """The numbers of terms, perhaps shared with other fields."""
        self._ids = array("I")
        self._positions = array("I")
        self._documents = array("I")
        self._counts = array("I")

    def __len__(self) -> int:
        return len(self._ids)

    def append(
        self,
        first: int,
        counts: NDArray[np.intp],
        ids: Unsigned,
        positions: Unsigned | None = None,
    ) -> None:
        """Add the tokens of successive documents, by the number of the first and how many tokens
        each has."""
        holders = np.flatnonzero(counts)
        _extend(self._documents, holders + first)
        _extend(self._counts, counts[holders])
        _extend(self._ids, ids)
        if positions is not None:
            _extend(self._positions, positions)

    @property
    def ids(self) -> Unsigned:
        """The number of each token's term."""
        return np.frombuffer(self._ids, np.uint32)

    @property
    def positions(self) -> Unsigned:
        """The position of each token; empty in a keyword field."""
        return np.frombuffer(self._positions, np.uint32)

    @property
    def holders(self) -> Unsigned:
        """The documents that have tokens."""
        return np.frombuffer(self._documents, np.uint32)

    @property
    def counts(self) -> Unsigned:
        """How many tokens each of the holders has."""
        return np.frombuffer(self._counts, np.uint32)

    def documents(self) -> Unsigned:
        """The document of each token."""
        return np.repeat(self.holders, self.counts)

    def lengths(self, document_count: int) -> Unsigned:
        """How many tokens each document has."""
        lengths = np.zeros(document_count, np.uint32)
        lengths[self.holders] = self.counts
        return lengths

    def is_parallel_to(self, other: "TokenStream") -> bool:
        """Whether each token of one stands where the same token of the other stands."""
        return (
            np.array_equal(self.holders, other.holders)
            and np.array_equal(self.counts, other.counts)
            and np.array_equal(self.positions, other.positions)
        )


def _extend(stream: "array[int]", numbers: NDArray[np.integer]) -> None:
    stream.frombytes(np.ascontiguousarray(numbers, np.uint32).data.cast("B"))
