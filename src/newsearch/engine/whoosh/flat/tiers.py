"""A column of numbers as the terms that Whoosh's NUMERIC field would have indexed.

Whoosh writes each number at several precisions, tiers, as a byte for the bits cut off and eight for
the rest, and a range becomes a few terms of each. None of that is in our files: in the order of
values, the documents of any such term are neighbours, so the terms can be read off the column.
"""

import struct
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.postings import Mask, Numbers, Unsigned

__all__ = ["TierTerms"]

_TERM = struct.Struct(">BQ")
_BITS = 64
_SIGN = np.uint64(1 << 63)


class TierTerms:
    """The terms of a number field. `step` is how many bits each tier cuts off more than the one
    before; with 0 there is only the first, which cuts none."""

    def __init__(self, numbers: Numbers, present: Mask, step: int) -> None:
        self._numbers = numbers
        self._present = present
        self._shifts = range(0, _BITS, step) if step else range(1)

    def find(self, term: bytes) -> Unsigned | None:
        """The documents of a term."""
        if len(term) != _TERM.size:
            return None
        shift, prefix = _TERM.unpack(term)
        if shift not in self._shifts or prefix >> (_BITS - shift):
            return None
        start = np.searchsorted(self._sorted, np.uint64(prefix << shift))
        last = np.uint64((prefix << shift) | ((1 << shift) - 1))
        stop = np.searchsorted(self._sorted, last, side="right")
        documents: Unsigned = np.sort(self._order[start:stop])
        return documents if len(documents) else None

    def terms_from(self, term: bytes) -> Iterator[bytes]:
        """All terms not below this one, in order."""
        first = bisect_left(self._shifts, term[0]) if term else 0
        for shift in self._shifts[first:]:
            prefixes = self._prefixes(shift)
            if term and shift == term[0]:
                least = np.uint64(int.from_bytes(term[1 : _TERM.size].ljust(_BITS // 8, b"\0")))
                prefixes = prefixes[np.searchsorted(prefixes, least) :]
            for prefix in prefixes.tolist():
                found = _TERM.pack(shift, prefix)
                if found >= term:
                    yield found

    def _prefixes(self, shift: int) -> NDArray[np.uint64]:
        prefixes = self._sorted >> np.uint64(shift)
        distinct: NDArray[np.uint64] = prefixes[np.diff(prefixes, prepend=~prefixes[:1]) != 0]
        return distinct

    @cached_property
    def _order(self) -> Unsigned:
        documents = np.flatnonzero(self._present).astype(np.uint32)
        order: Unsigned = documents[np.argsort(self._numbers[documents], kind="stable")]
        return order

    @cached_property
    def _sorted(self) -> NDArray[np.uint64]:
        values: NDArray[np.uint64] = self._numbers[self._order].view(np.uint64) ^ _SIGN
        return values
