"""The tokens of one field of many documents, in order of addition, as flat arrays of numbers.

A term costs one look-up in a dictionary and four bytes; no object is made for a token.
"""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.postings import Unsigned

__all__ = ["TokenStream", "Vocabulary"]


class Vocabulary(dict[str, int]):
    """Terms, numbered in order of appearance: looking up a new one numbers it."""

    def __missing__(self, term: str) -> int:
        if type(term) is not str:
            raise TypeError(f"{term!r} is no term")
        number = self[term] = len(self)
        return number


class TokenStream:
    """Token i is term `ids[i]` at `positions[i]`; a keyword field has no positions. Documents
    without the field are left out; the tokens of the j-th of the others end at `ends[j]`."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._ids = array("I")
        self._positions = array("I")
        self._documents = array("I")
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self._ids)

    def number(self, terms: Iterable[str]) -> "array[int]":
        """The numbers of these terms. Raises TypeError for what is none."""
        return array("I", map(self.vocabulary.__getitem__, terms))

    def append(self, document: int, ids: "array[int]", positions: "array[int] | None") -> None:
        """Add a document's tokens."""
        self._ids.extend(ids)
        if positions is not None:
            self._positions.extend(positions)
        self._documents.append(document)
        self._ends.append(len(self._ids))

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
    def counts(self) -> NDArray[np.intp]:
        """How many tokens each of the holders has."""
        ends = np.frombuffer(self._ends, np.uint64).astype(np.intp)
        return np.diff(ends, prepend=0)

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
