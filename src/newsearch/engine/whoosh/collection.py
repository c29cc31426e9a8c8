"""All segments of a commit as one collection, with the statistics that scores depend on.

Statistics count live documents only. Whoosh and Lucene count deleted ones too until a merge drops
them; then the same articles score differently after updates than after a rebuild. Here they do not.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers
from newsearch.engine.whoosh.documents import Candidates, DocumentSet, intersect, pack
from newsearch.engine.whoosh.impacts import Peaks, loosen
from newsearch.engine.whoosh.postings import SegmentReader
from newsearch.frozen import frozen
from newsearch.query.queries import TermQuery, TextField

__all__ = ["Collection", "Keywords"]

_Lengths = NDArray[np.unsignedinteger[Any]]


@frozen
class Keywords:
    """The first value of a keyword field in each document of each segment, as its place among
    `values`; -1 where it has none. What Lucene calls global ordinals, but in no order."""

    ordinals: list[Numbers]
    values: list[str]

    def find(self, segment: int, document: int) -> str | None:
        """The value in a document."""
        ordinal = int(self.ordinals[segment][document])
        return None if ordinal < 0 else self.values[ordinal]


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
        self._keywords: dict[str, Keywords] = {}
        self.terms: dict[TermQuery, Any] = {}
        """Their clauses, for who asks for a term again."""

    def everything(self, segment: int) -> DocumentSet:
        """All live documents of a segment."""
        return self._live[segment] or DocumentSet.all(self.segments[segment].document_count)

    def keep_live(self, segment: int, documents: DocumentSet) -> DocumentSet:
        """Without those that were deleted."""
        live = self._live[segment]
        return documents if live is None else intersect([documents, live])

    def has_deleted(self, segment: int) -> bool:
        """Whether some documents of a segment were deleted."""
        return self._live[segment] is not None

    def norms(self, segment: int, field: TextField, candidates: Candidates) -> NDArray[np.float64]:
        """BM25F's 1 − b + b · length / average length for each of these documents.

        The average is over the live documents that have the field.
        """
        key = field.name, field.b
        norms = candidates.known.get(key)
        if norms is None:
            lengths = self._open_lengths(segment, field.name).take(candidates.documents)
            norms = lengths.astype(np.float64)
            norms *= field.b
            norms /= self._average(field.name)
            norms += 1.0 - field.b
            candidates.known[key] = norms
        return norms

    def loosen(self, segment: int, field: TextField, peaks: Peaks) -> float:
        """By how much the impacts of peaks may grow with this field's b and today's average."""
        extremes = self._find_extremes(segment, field.name)
        return loosen(peaks.average, field.b, self._average(field.name), extremes)

    def keywords(self, field: str) -> Keywords:
        """The keyword field's first value in each document."""
        if field not in self._keywords:
            known: dict[str, int] = {}
            parts = []
            for segment in self.segments:
                numbers = [known.setdefault(value, len(known)) for value in segment.values(field)]
                # The last is for -1, which counts from the end.
                parts.append(np.array([*numbers, -1], np.int64)[segment.ordinals(field)])
            self._keywords[field] = Keywords(parts, list(known))
        return self._keywords[field]

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
