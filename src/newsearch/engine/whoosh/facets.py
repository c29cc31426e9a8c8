"""Counts of all matches by the values of a field."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from newsearch.engine import Counts, Grouping
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import DocumentSet
from newsearch.engine.whoosh.postings import SegmentReader
from newsearch.errors import InvalidRequest

__all__ = ["count_groups"]


def count_groups(
    collection: Collection, matches: Sequence[DocumentSet], grouping: Grouping
) -> Counts:
    """The matches of each segment, counted as `Grouping` says. Raises InvalidRequest for a width
    below 1."""
    counts: Counter[str | int] = Counter()
    for segment, found in zip(collection.segments, matches, strict=True):
        if grouping.width is None:
            values, numbers = segment.keyword_counts(grouping.field, found)
            counts.update(dict(zip(values, numbers.tolist(), strict=True)))
        else:
            counts.update(_count_numbers(segment, found, grouping.field, grouping.width))
    if grouping.width is None:
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return tuple(sorted(counts.items()))


def _count_numbers(
    segment: SegmentReader, found: DocumentSet, field: str, width: int
) -> dict[int, int]:
    if width < 1:
        raise InvalidRequest(f"numbers cannot be grouped by {width}")
    values, present = segment.numbers(field)
    documents = found.array
    kept = values[documents] if present.all() else values[documents[present[documents]]]
    groups, counts = np.unique(kept // width, return_counts=True)
    return dict(zip(groups.tolist(), counts.tolist(), strict=True))
