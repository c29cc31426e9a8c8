"""All segments of a commit as one collection, with the statistics that scores depend on.

Statistics count live documents only. Whoosh and Lucene count deleted ones too until a merge drops
them; then the same articles score differently after updates than after a rebuild. Here they do not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.postings import Mask, Numbers, SegmentReader, Unsigned

__all__ = ["Collection", "Found", "Keywords"]


@dataclass(frozen=True, slots=True)
class Found:
    """Documents, strictly increasing, and how often each holds what was looked for."""

    documents: Unsigned
    frequencies: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Keywords:
    """The first value of a keyword field in each document, as its place among `values`; -1 where
    it has none. What Lucene calls global ordinals, but in no order."""

    ordinals: Numbers
    values: list[str]

    def of(self, document: int) -> str | None:
        """The value in a document."""
        ordinal = int(self.ordinals[document])
        return None if ordinal < 0 else self.values[ordinal]


class Collection:
    """The segments in order of addition; a document's number counts through all of them."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        counts = [segment.document_count for segment in segments]
        self._segments = tuple(segments)
        self._bases = np.cumsum([0, *counts])
        self.size = int(self._bases[-1])
        self.live = self._join_live()
        self.document_count = self.size if self.live is None else int(self.live.sum())
        self._lengths: dict[str, Unsigned] = {}
        self._norms: dict[tuple[str, float], NDArray[np.float64]] = {}
        self._keywords: dict[str, Keywords] = {}

    @property
    def segments(self) -> tuple[SegmentReader, ...]:
        """The parts."""
        return self._segments

    def everything(self) -> Unsigned:
        """All live documents."""
        if self.live is None:
            return np.arange(self.size, dtype=np.uint32)
        return np.flatnonzero(self.live).astype(np.uint32)

    def gather(self, find: Callable[[SegmentReader], Found | None]) -> Found:
        """What `find` finds in each segment, without deleted documents."""
        parts = []
        for base, segment in zip(self._bases.tolist(), self._segments, strict=False):
            found = find(segment)
            if found is not None and len(found.documents):
                parts.append(_keep_live(found, segment.live, base))
        if len(parts) == 1:
            return parts[0]
        nothing = Found(np.zeros(0, np.uint32), np.zeros(0, np.uint32))
        return Found(
            np.concatenate([part.documents for part in parts or [nothing]]),
            np.concatenate([part.frequencies for part in parts or [nothing]]),
        )

    def norms(self, field: str, b: float) -> NDArray[np.float64]:
        """BM25F's 1 − b + b · length / average length for each document.

        The average is over the live documents that have the field.
        """
        key = field, b
        if key not in self._norms:
            lengths = self._join_lengths(field)
            counted = lengths if self.live is None else lengths[self.live]
            holders = np.count_nonzero(counted)
            average = int(counted.sum(dtype=np.int64)) / holders if holders else 1.0
            self._norms[key] = 1.0 - b + b * lengths.astype(np.float64) / average
        return self._norms[key]

    def numbers(self, field: str) -> tuple[Numbers, Mask]:
        """The number field's value in each document, and whether it has one."""
        parts = [segment.numbers(field) for segment in self._segments]
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.bool_)
        values, present = zip(*parts, strict=True)
        return np.concatenate(values), np.concatenate(present)

    def keywords(self, field: str) -> Keywords:
        """The keyword field's first value in each document."""
        if field not in self._keywords:
            known: dict[str, int] = {}
            parts = [np.zeros(0, np.int64)]
            for segment in self._segments:
                values = segment.values(field)
                numbers = [known.setdefault(value, len(known)) for value in values]
                # The last is for -1, which counts from the end.
                parts.append(np.array([*numbers, -1], np.int64)[segment.ordinals(field)])
            self._keywords[field] = Keywords(np.concatenate(parts), list(known))
        return self._keywords[field]

    def locate(self, document: int) -> tuple[SegmentReader, int]:
        """The segment that holds a document, and its number there."""
        index = int(np.searchsorted(self._bases, document, side="right")) - 1
        return self._segments[index], document - int(self._bases[index])

    def _join_live(self) -> Mask | None:
        if all(segment.live is None for segment in self._segments):
            return None
        return np.concatenate(
            [
                np.ones(segment.document_count, np.bool_) if segment.live is None else segment.live
                for segment in self._segments
            ]
        )

    def _join_lengths(self, field: str) -> Unsigned:
        if field not in self._lengths:
            parts = [segment.lengths(field) for segment in self._segments]
            self._lengths[field] = np.concatenate([np.zeros(0, np.uint32), *parts])
        return self._lengths[field]


def _keep_live(found: Found, live: Mask | None, base: int) -> Found:
    documents, frequencies = found.documents, found.frequencies
    if live is not None:
        kept = live[documents]
        documents, frequencies = documents[kept], frequencies[kept]
    return Found(documents + np.uint32(base) if base else documents, frequencies)
