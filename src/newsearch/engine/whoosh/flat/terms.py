"""A field's terms and the posting lists that they lead to.

Stems and surface forms of a text stand at the same positions, and most stems have a single form:
their lists would be the same twice. So a field may borrow lists from another: each of its terms
then has a number, of a list of the lender or, past those, of a list of its own, which is the sum
of several of the lender's.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.flat.container import ArrayFile
from newsearch.engine.whoosh.flat.dictionary import TermDictionary
from newsearch.engine.whoosh.flat.lists import FlatPostings, PostingLists
from newsearch.engine.whoosh.postings import Mask, Numbers

__all__ = ["TermLists"]


class TermLists:
    """The terms of a field and the lists they lead to."""

    def __init__(self, file: ArrayFile, field: str, lender: str | None) -> None:
        self.terms = TermDictionary(file, field)
        self.lent = PostingLists(file, lender) if lender else None
        self.own = PostingLists(file, field, self.lent)
        if lender:
            self._numbers = file.memory(f"{field}/lists")

    def find(self, term: bytes) -> FlatPostings | None:
        """The postings of a term."""
        ordinal = self.terms.find(term)
        return None if ordinal is None else self.open(ordinal)

    def open(self, ordinal: int) -> FlatPostings:
        """The postings of the term with this ordinal."""
        if self.lent is None:
            return self.own.open(ordinal)
        number = self._numbers[ordinal]
        if number < len(self.lent):
            return self.lent.open(number)
        return self.own.open(number - len(self.lent))

    def counts(self, ordinals: range, live: Mask | None) -> Numbers:
        """How many documents, of those that live, each of these terms has."""
        counts = np.zeros(len(ordinals), np.int64)
        for rows, lists, indices in self._group(ordinals):
            counts[rows] = (
                lists.documents.counts(indices) if live is None else lists.living(indices, live)
            )
        return counts

    def lists(self, ordinals: range) -> tuple[NDArray[np.int64], Mask]:
        """The list of each of these terms, by its number in the field that has it, and whether it
        is borrowed."""
        if self.lent is None:
            return np.arange(ordinals.start, ordinals.stop), np.zeros(len(ordinals), np.bool_)
        numbers = np.asarray(self._numbers[ordinals.start : ordinals.stop], np.int64)
        borrowed = numbers < len(self.lent)
        return np.where(borrowed, numbers, numbers - len(self.lent)), borrowed

    def _group(self, ordinals: range) -> Iterator[tuple[Mask, PostingLists, NDArray[np.int64]]]:
        """Which of the terms have their lists in the same field, that field, and the lists."""
        indices, borrowed = self.lists(ordinals)
        if self.lent is not None:
            yield borrowed, self.lent, indices[borrowed]
        yield ~borrowed, self.own, indices[~borrowed]
