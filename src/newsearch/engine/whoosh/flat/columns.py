"""What a segment knows of each document: lengths, numbers, keywords.

A column has a row for each document, deleted ones included. Keywords are ordinals of the field's
term dictionary, in ascending order; where a document may have several, a second array says where
each document's begin.
"""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers, Unsigned, expand_runs, order_of
from newsearch.engine.whoosh.documents import DocumentSet
from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.integers import narrowest

__all__ = [
    "KeywordColumn",
    "read_lengths",
    "read_numbers",
    "write_keywords",
    "write_lengths",
    "write_values",
]


_FEW_EACH = 2
"""A column is worth its room when a keyword is in so many documents, on average."""


def write_lengths(file: ArrayFileWriter, field: str, lengths: Unsigned) -> None:
    """Write how many terms each document has in a text field."""
    largest = int(lengths.max()) if len(lengths) else 0
    file.add(f"{field}/lengths", lengths.astype(narrowest(largest)))


def read_lengths(file: ArrayFile, field: str) -> NDArray[np.unsignedinteger[Any]]:
    """How many terms each document has in a text field."""
    return file.array(f"{field}/lengths")


def write_values(file: ArrayFileWriter, field: str, values: Numbers, present: Mask) -> None:
    """Write a number field; where not present, the value means nothing."""
    file.add(f"{field}/values", values)
    file.add(f"{field}/present", present)


def read_numbers(file: ArrayFile, field: str) -> tuple[Numbers, Mask]:
    """The number of each document, and whether it has one."""
    return file.array(f"{field}/values"), file.array(f"{field}/present")


def write_keywords(
    file: ArrayFileWriter, field: str, lengths: Numbers, documents: Unsigned, document_count: int
) -> None:
    """Write the keywords of each document, as `KeywordColumn.invert` makes them. Where documents
    have several and few share one, as with sketches, nobody counts them: there is no column."""
    column = KeywordColumn.invert(lengths, documents, document_count)
    if column.starts is not None and len(documents) < _FEW_EACH * len(lengths):
        return
    file.add(f"{field}/ordinals", column.ordinals)
    if column.starts is not None:
        file.add(f"{field}/ordinals/starts", column.starts)


class KeywordColumn:
    """The keywords of each document, as ordinals."""

    def __init__(
        self,
        ordinals: NDArray[np.unsignedinteger],
        starts: NDArray[np.unsignedinteger] | None = None,
    ) -> None:
        self.ordinals = ordinals
        self.starts = starts
        """Where each document's begin, and the end; None when each document has exactly one."""

    @classmethod
    def read(cls, file: ArrayFile, field: str) -> Self | None:
        """The column of a field, None where it was not worth its room."""
        if f"{field}/ordinals" not in file:
            return None
        starts = f"{field}/ordinals/starts"
        return cls(file.array(f"{field}/ordinals"), file.array(starts) if starts in file else None)

    @classmethod
    def invert(cls, lengths: Numbers, documents: Unsigned, document_count: int) -> Self:
        """The column of a field with these lists: how many documents each has, and the documents
        of all."""
        ordinals = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        ordinals = ordinals[order_of(documents)]
        narrow = ordinals.astype(narrowest(len(lengths)))
        counts = np.bincount(documents, minlength=document_count)
        if (counts == 1).all():
            return cls(narrow)
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
        return cls(narrow, starts.astype(narrowest(len(documents))))

    def firsts(self) -> Numbers:
        """The first of each document; -1 where it has none."""
        if self.starts is None:
            return self.ordinals.astype(np.int64)
        starts, ends = self.starts[:-1], self.starts[1:]
        found = np.full(len(starts), -1, np.int64)
        found[starts < ends] = self.ordinals[starts[starts < ends]]
        return found

    def __getitem__(self, document: int) -> list[int]:
        start, stop = document, document + 1
        if self.starts is not None:
            start, stop = int(self.starts[document]), int(self.starts[document + 1])
        found: list[int] = self.ordinals[start:stop].tolist()
        return found

    def count(self, documents: DocumentSet, values: int) -> Numbers:
        """How many of these documents have each of so many values."""
        rows = documents.array.astype(np.intp)
        if self.starts is not None:
            begins = self.starts[rows].astype(np.intp)
            rows = expand_runs(begins, self.starts[rows + 1].astype(np.intp) - begins)
        return np.bincount(self.ordinals[rows], minlength=values)
