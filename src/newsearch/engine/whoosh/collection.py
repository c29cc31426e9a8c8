"""All segments of a commit as one collection, with the statistics that scores depend on.

Statistics count live documents only. Whoosh and Lucene count deleted ones too until a merge drops
them; then the same articles score differently after updates than after a rebuild. Here they do not.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import BLOCK, Mask, Unsigned
from newsearch.engine.whoosh.documents import DocumentSet, intersect, pack
from newsearch.engine.whoosh.impacts import find_peaks, loosen
from newsearch.engine.whoosh.postings import Occurrences, SegmentReader
from newsearch.query.queries import TextField

__all__ = ["Collection"]

_Lengths = NDArray[np.unsignedinteger[Any]]


class Collection:
    """The segments in order of addition; a document's number in all is that in its segment plus
    the segment's base."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        counts = [segment.document_count for segment in segments]
        self.segments = tuple(segments)
        self.bases: list[int] = np.cumsum([0, *counts]).tolist()
        self._live = [_make_set(segment.live) for segment in segments]
        sizes = zip(counts, self._live, strict=True)
        self.document_count = sum(size if live is None else len(live) for size, live in sizes)
        self._lengths: dict[tuple[int, str], _Lengths] = {}
        self._averages: dict[str, float] = {}
        self._extremes: dict[tuple[int, str], tuple[int, int]] = {}

    def everything(self, segment: int) -> DocumentSet:
        """All live documents of a segment."""
        return self._live[segment] or DocumentSet.all(self.segments[segment].document_count)

    def keep_live(self, segment: int, documents: DocumentSet) -> DocumentSet:
        """Without those that were deleted."""
        live = self._live[segment]
        return documents if live is None else intersect([documents, live])

    def block_count(self, segment: int) -> int:
        """How many blocks of documents a segment has."""
        return -(-self.segments[segment].document_count // BLOCK)

    def norms(self, segment: int, field: TextField, documents: Unsigned) -> NDArray[np.float64]:
        """BM25F's 1 − b + b · length / average length for each of these documents.

        The average is over the live documents that have the field.
        """
        lengths = self._open_lengths(segment, field.name)[documents].astype(np.float64)
        return 1.0 - field.b + field.b * lengths / self._average(field.name)

    def peaks(self, segment: int, field: TextField, found: Occurrences) -> NDArray[np.float32]:
        """The highest frequency ÷ norm in each block of documents, or a little above."""
        peaks = found.peaks
        if peaks is None:
            documents = found.holders.array
            impacts = found.count(documents)[1] / self.norms(segment, field, documents)
            return find_peaks(documents, impacts, self.segments[segment].document_count)
        extremes = self._find_extremes(segment, field.name)
        factor = loosen(peaks.average, field.b, self._average(field.name), extremes)
        return peaks.impacts() * np.float32(factor)

    def _average(self, field: str) -> float:
        if field not in self._averages:
            total = holders = 0
            for segment, live in enumerate(self._live):
                lengths = self._open_lengths(segment, field)
                counted = lengths if live is None else lengths[live.array]
                total += int(counted.sum(dtype=np.int64))
                holders += int(np.count_nonzero(counted))
            self._averages[field] = total / holders if holders else 1.0
        return self._averages[field]

    def _open_lengths(self, segment: int, field: str) -> _Lengths:
        key = segment, field
        if key not in self._lengths:
            self._lengths[key] = self.segments[segment].lengths(field)
        return self._lengths[key]

    def _find_extremes(self, segment: int, field: str) -> tuple[int, int]:
        """The shortest and the longest length; documents without the field count as short."""
        key = segment, field
        if key not in self._extremes:
            lengths = self._open_lengths(segment, field)
            self._extremes[key] = int(lengths.min()), int(lengths.max())
        return self._extremes[key]


def _make_set(live: Mask | None) -> DocumentSet | None:
    return None if live is None else DocumentSet(len(live), words=pack(live))
