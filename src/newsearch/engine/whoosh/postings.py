"""What the evaluator asks of a segment: small protocols, whatever codec wrote the files.

Document numbers are local to their segment, from 0, in order of addition; deleted documents keep
theirs until a merge. Postings, lengths and numbers include deleted documents: `live` says which
are not. Arrays are shared and must not be written to.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers, Rows, Unsigned, find_equal, join_places
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.impacts import Peaks
from newsearch.frozen import frozen

__all__ = [
    "ArrayPostings",
    "Lookup",
    "Mask",
    "Numbers",
    "Occurrences",
    "Part",
    "Postings",
    "SegmentReader",
    "SomePlaces",
    "Terms",
    "Unsigned",
]


class Terms(Protocol):
    """Successive terms of a text or keyword field of a segment, in order of code points, some of
    which only deleted documents may hold."""

    def __len__(self) -> int:
        """How many."""

    @property
    def counts(self) -> Numbers:
        """How many live documents hold each."""

    def texts(self, rows: Rows | None = None) -> list[str]:
        """These of the terms, or all."""

    def characters(self, rows: Rows) -> tuple[Unsigned, Rows]:
        """The code points of these terms, one term after another, and how many each has."""

    def sizes(self) -> Rows:
        """How many bytes each takes in UTF-8."""

    def find_edges(self, beginning: str, ending: str) -> Rows:
        """Those that begin with one text or end with the other, in order."""

    def holders(self, rows: Rows | None = None) -> DocumentSet:
        """The documents with any of these of the terms, or of all."""


class Occurrences(Protocol):
    """Where something stands in a field of a segment, and how often."""

    @property
    def holders(self) -> DocumentSet:
        """The documents that have it."""

    def count(self, candidates: Candidates) -> tuple[Rows, Unsigned]:
        """Which of the candidates have it, and how often each of those."""

    @property
    def frequencies(self) -> Unsigned:
        """How often each of the holders has it; 1 in a keyword field."""

    @property
    def peaks(self) -> Peaks | None:
        """Upper bounds for blocks of documents, if they were written down."""

    @property
    def kept(self) -> int:
        """How many bytes are in memory of what was decoded."""


class Postings(Occurrences, Protocol):
    """One term of one field of one segment: parallel arrays, a row for each document."""

    @property
    def documents(self) -> Unsigned:
        """Document numbers, strictly increasing."""

    def places(self, documents: DocumentSet) -> Numbers:
        """Where these documents have it, and perhaps others, in no order (see `PLACE_BITS`); twice
        where it stands twice at one position. A keyword field has no places."""

    def parts(self, documents: DocumentSet) -> "Sequence[Part]":
        """Those places in parts, each in ascending order."""


class Part(Protocol):
    """Some of the places of a term."""

    @property
    def size(self) -> int:
        """How many there are, about."""

    @property
    def places(self) -> Numbers:
        """All of them, in ascending order."""

    def find(self, wanted: Numbers) -> Rows:
        """Which of these ascending places are among them, a row perhaps twice."""


class Lookup(Protocol):
    """What phrases and windows are found in."""

    @property
    def document_count(self) -> int:
        """How many documents, those deleted included."""

    def postings(self, field: str, term: str) -> Postings | None:
        """The documents of a term in a text or keyword field ("id" is one), None without any."""

    def places(self, field: str, terms: Sequence[str], candidates: Candidates) -> list[Numbers]:
        """Where a few candidates have each of the terms in a text field (see `PLACE_BITS`; a row is that
        of the candidate), in ascending order; twice where one stands twice at one position."""


class SegmentReader(Lookup, Protocol):
    """One segment, open for reading. Raises IndexCorrupt when its files make no sense."""

    @property
    def live(self) -> Mask | None:
        """Which documents are not deleted; None when all are there."""

    def dictionary(self, field: str, prefix: str) -> Terms | None:
        """The terms of a text or keyword field that start with the prefix; None for no such field."""

    def lengths(self, field: str) -> NDArray[np.unsignedinteger[Any]]:
        """How many terms the text field has in each document, exactly; 0 without the field."""

    def numbers(self, field: str) -> tuple[Numbers, Mask]:
        """The number field's value in each document, and whether it has one."""

    def keyword_counts(self, field: str, documents: DocumentSet) -> tuple[Sequence[str], Numbers]:
        """The values of a keyword field in these documents, and how many of them hold each."""

    def ordinals(self, field: str) -> Numbers:
        """The keyword field's first value in each document, as its place among `values`; -1
        without one."""

    def values(self, field: str) -> list[str]:
        """The values of a keyword field in order of code points, also those that no live document
        has."""

    def load(self, documents: Sequence[int]) -> list[tuple[str, str]]:
        """The id of each of these documents, and what was stored with it."""

    def close(self) -> None:
        """Release the files."""


@frozen
class ArrayPostings:
    """Postings held in memory: row i has the positions from starts[i] to starts[i + 1]."""

    holders: DocumentSet
    frequencies: Unsigned
    starts: Rows
    positions: Unsigned
    peaks: Peaks | None = None
    kept: int = 0

    @property
    def documents(self) -> Unsigned:
        """As `Postings` says."""
        return self.holders.array

    def count(self, candidates: Candidates) -> tuple[Rows, Unsigned]:
        """As `Occurrences` says."""
        here, rows = self.holders.locate(candidates)
        return here, self.frequencies.take(rows)

    def places(self, documents: DocumentSet) -> Numbers:  # noqa: ARG002 - few have any
        """As `Postings` says."""
        return join_places(self.documents, np.diff(self.starts), self.positions)

    def parts(self, documents: DocumentSet) -> "Sequence[Part]":
        """As `Postings` says."""
        return [SomePlaces(self.places(documents))]


class SomePlaces:
    """A `Part` in memory."""

    def __init__(self, places: Numbers) -> None:
        self.places = places
        self.size = len(places)

    def find(self, wanted: Numbers) -> Rows:
        """As `Part` says."""
        if len(wanted) < len(self.places):
            return find_equal(self.places, wanted)[0]
        return find_equal(wanted, self.places)[1]
