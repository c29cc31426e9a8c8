"""The tokens of one field of many documents, in order of addition, as flat arrays of numbers.

A term costs one look-up in a dictionary and four bytes; no object is made for a token.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.postings import Unsigned

__all__ = ["NumberedTerms", "TokenStream"]


class _Numbers(dict[str, int]):
    """Terms, numbered in order of appearance: looking up a new one numbers it."""

    def __missing__(self, term: str) -> int:
        if type(term) is not str:
            raise TypeError(f"{term!r} is no term")
        number = self[term] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class NumberedTerms(Sequence[str]):
    """Terms as numbers of places in a list of distinct ones, for whoever has them so: an index then
    looks at each distinct term once, and at the numbers in one step. The list may grow, but never
    change; `numbers` are four bytes each."""

    numbers: Unsigned
    vocabulary: Sequence[str]

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> "NumberedTerms": ...

    def __getitem__(self, index: int | slice) -> "str | NumberedTerms":
        if isinstance(index, slice):
            return NumberedTerms(self.numbers[index], self.vocabulary)
        term: str = self.vocabulary[self.numbers[index]]
        return term


class TokenStream:
    """Token i is term `ids[i]` at `positions[i]`; a keyword field has no positions. Documents
    without the field are left out; the tokens of the j-th of the others end at `ends[j]`.

    While all terms are numbers of one list, these numbers are the ids.
    """

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._adopted: Sequence[str] | None = None
        self._ids = array("I")
        self._positions = array("I")
        self._documents = array("I")
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def vocabulary(self) -> Sequence[str]:
        """The terms by id, and possibly others."""
        return list(self._numbers) if self._adopted is None else self._adopted

    def number(self, terms: Iterable[str]) -> "array[int]":
        """The ids of these terms. Raises TypeError for what is none."""
        if isinstance(terms, NumberedTerms):
            if not self._ids and not self._numbers:
                self._adopted = terms.vocabulary
            if self._adopted is terms.vocabulary:
                return array("I", terms.numbers.astype(np.uint32).tobytes())
        if self._adopted is not None:
            self._settle(self._adopted)
        return array("I", map(self._numbers.__getitem__, terms))

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

    def _settle(self, adopted: Sequence[str]) -> None:
        """Number the terms ourselves from here on."""
        self._adopted = None
        terms = (adopted[number] for number in self._ids)
        self._ids = array("I", map(self._numbers.__getitem__, terms))
