"""A field's terms and the posting lists that they lead to.

Stems and surface forms of a text stand at the same positions, and most stems have a single form:
their lists would be the same twice. So a field may borrow lists from another: each of its terms
then has a number, of a list of the lender or, past those, of a list of its own, which is the sum
of several of the lender's.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers, Unsigned
from newsearch.engine.whoosh.documents import DocumentSet, collect, unite
from newsearch.engine.whoosh.flat.container import ArrayFile
from newsearch.engine.whoosh.flat.dictionary import TermDictionary
from newsearch.engine.whoosh.flat.integers import PackedIntegers
from newsearch.engine.whoosh.flat.lending import NONE, Partners
from newsearch.engine.whoosh.flat.lists import FlatPostings, PostingLists
from newsearch.engine.whoosh.flat.pieces import Piece, combine, cut_evenly, sum_runs

__all__ = ["TermLists"]

_PIECE = 2**20
"""So many postings are decoded at once where all of a field's are."""


class TermLists:
    """The terms of a field and the lists they lead to."""

    def __init__(self, file: ArrayFile, field: str, lender: PostingLists | None) -> None:
        self.terms = TermDictionary(file, field)
        self.lent = lender
        self.own = PostingLists(file, field, self.lent)
        self._packed = PackedIntegers(file, f"{field}/lists") if lender is not None else None
        self._borrowed = 0 if self.lent is None else len(self.lent)

    def find(self, term: bytes) -> FlatPostings | None:
        """The postings of a term."""
        ordinal = self.terms.find(term)
        return None if ordinal is None else self.open(ordinal)

    def open(self, ordinal: int) -> FlatPostings:
        """The postings of the term with this ordinal."""
        if self.lent is None or self._packed is None:
            return self.own.open(ordinal)
        number = self._packed[ordinal] - self._borrowed
        if number < 0:
            return self.lent.open(number + self._borrowed)
        return self.own.open(number)

    def join(self, ordinals: NDArray[np.int64], *, places: bool) -> Piece:
        """The lists of several terms, one after another, with or without their positions."""
        parts = [
            (rows, lists.join(indices, places=places))
            for rows, lists, indices in self._group(ordinals)
        ]
        return parts[0][1] if len(parts) == 1 else combine(len(ordinals), parts)

    def unite(self, ordinals: NDArray[np.int64]) -> DocumentSet:
        """The documents with any of these terms, deleted ones included."""
        size = self.own.documents.document_count
        parts = []
        for _, lists, indices in self._group(ordinals):
            long = lists.documents.are_long(indices)
            parts += [lists.documents.open(index) for index in indices[long].tolist()]
            parts.append(collect(lists.documents.join(indices[~long]), size))
        return unite(parts, size)

    def counts(self, ordinals: NDArray[np.int64], live: Mask | None) -> Numbers:
        """How many documents, of those that live, each of these terms has."""
        counts = np.zeros(len(ordinals), np.int64)
        for rows, lists, indices in self._group(ordinals):
            counts[rows] = lists.documents.counts(indices)
        if live is not None:
            for part in cut_evenly(counts, _PIECE):
                piece = self.join(ordinals[part], places=False)
                counts[part] = sum_runs(live[piece.documents], piece.lengths)
        return counts

    def partners(self) -> Partners:
        """The terms of a field that borrows beside the terms of its lender."""
        lent = 0 if self.lent is None else len(self.lent)
        numbers = self._read_numbers()
        borrowed = numbers < lent
        own = np.flatnonzero(~borrowed)
        counts = np.diff(self.own.parts_starts.all()) if lent else np.zeros(0, np.int64)
        beside = np.full(lent, NONE)
        beside[numbers[borrowed]] = np.flatnonzero(borrowed)
        beside[self.own.read_parts()] = np.repeat(own, counts)
        whole = np.zeros(len(self.terms), np.bool_)
        whole[own[counts == 0]] = True
        return Partners(beside, whole)

    def partners_of_lender(self) -> Partners:
        """The other way: the terms of its lender beside those of a field that borrows."""
        lent = 0 if self.lent is None else len(self.lent)
        numbers = self._read_numbers()
        borrowed = numbers < lent
        whole = np.ones(lent, np.bool_)
        whole[numbers[borrowed]] = False
        return Partners(np.where(borrowed, numbers.astype(np.int64), NONE), whole)

    def _read_numbers(self) -> Unsigned:
        packed = self._packed
        return np.zeros(0, np.uint32) if packed is None else packed.slice(0, len(packed))

    def _group(
        self, ordinals: NDArray[np.int64]
    ) -> Iterator[tuple[NDArray[np.int64], PostingLists, NDArray[np.int64]]]:
        """Which of the terms have their lists in the same field, that field, and the lists."""
        if self.lent is None or self._packed is None:
            yield np.arange(len(ordinals)), self.own, ordinals
            return
        numbers = self._packed.take(ordinals).astype(np.int64)
        borrowed = numbers < len(self.lent)
        yield np.flatnonzero(borrowed), self.lent, numbers[borrowed]
        yield np.flatnonzero(~borrowed), self.own, numbers[~borrowed] - len(self.lent)
