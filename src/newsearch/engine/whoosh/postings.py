"""What the evaluator asks of a segment: two small protocols, whatever codec wrote the files.

Document numbers are local to their segment, from 0, in order of addition; deleted documents keep
theirs until a merge. Postings, lengths and numbers include deleted documents: `live` says which
are not. Arrays are shared and must not be written to.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ArrayPostings",
    "Dictionary",
    "Mask",
    "Numbers",
    "Postings",
    "SegmentReader",
    "Unsigned",
    "expand_runs",
]

Unsigned: TypeAlias = NDArray[np.uint32]
"""Document numbers, frequencies, lengths or positions."""

Numbers: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Terms in order of code points and, beside each, how many live documents hold it (never 0)."""

    terms: list[str]
    counts: Numbers


class Postings(Protocol):
    """One term of one field of one segment: parallel arrays, a row for each document."""

    @property
    def documents(self) -> Unsigned:
        """Document numbers, strictly increasing."""

    @property
    def frequencies(self) -> Unsigned:
        """How often the term stands in each document; 1 in a keyword field."""

    def places(self, rows: NDArray[np.intp]) -> tuple[Numbers, Unsigned]:
        """How many positions each of these rows has, and all of them one row after another.

        Positions never go down inside a row. A keyword field has none.
        """


class SegmentReader(Protocol):
    """One segment, open for reading. Raises IndexCorrupt when its files make no sense."""

    @property
    def document_count(self) -> int:
        """How many documents, those deleted included."""

    @property
    def live(self) -> Mask | None:
        """Which documents are not deleted; None when all are there."""

    def postings(self, field: str, term: str) -> Postings | None:
        """The documents of a term in a text or keyword field ("id" is one), None without any."""

    def dictionary(self, field: str, prefix: str) -> Dictionary:
        """The terms of a text or keyword field that start with the prefix."""

    def lengths(self, field: str) -> Unsigned:
        """How many terms the text field has in each document, exactly; 0 without the field."""

    def numbers(self, field: str) -> tuple[Numbers, Mask]:
        """The number field's value in each document, and whether it has one."""

    def ordinals(self, field: str) -> Numbers:
        """The keyword field's first value in each document, as its place among `values`; -1
        without one."""

    def values(self, field: str) -> list[str]:
        """The values of a keyword field in order of code points, also those that no live document
        has."""

    def identifier(self, document: int) -> str:
        """The id of a document."""

    def stored(self, document: int) -> str:
        """What was stored with a document."""

    def close(self) -> None:
        """Release the files."""


@dataclass(frozen=True, slots=True)
class ArrayPostings:
    """Postings held in memory: row i has the positions from starts[i] to starts[i + 1]."""

    documents: Unsigned
    frequencies: Unsigned
    starts: NDArray[np.intp]
    positions: Unsigned

    def places(self, rows: NDArray[np.intp]) -> tuple[Numbers, Unsigned]:
        """As `Postings` says."""
        begins = self.starts[rows]
        counts = self.starts[rows + 1] - begins
        return counts.astype(np.int64), self.positions[expand_runs(begins, counts)]


def expand_runs(begins: NDArray[np.intp], counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """The indices begin, begin + 1 … of each run, one run after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(begins - ends + counts, counts) + np.arange(total)
