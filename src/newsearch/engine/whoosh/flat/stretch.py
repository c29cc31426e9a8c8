"""Successive terms of a field of a segment, and the documents that hold them, on whole arrays."""

from functools import cached_property

import numpy as np

from newsearch.engine.whoosh.arrays import Mask, Numbers, Rows, Unsigned, expand_runs
from newsearch.engine.whoosh.documents import DocumentSet
from newsearch.engine.whoosh.flat.terms import TermLists
from newsearch.engine.whoosh.safety import reading
from newsearch.engine.whoosh.values import decode_term, encode_term

__all__ = ["FlatTerms"]

_CONTINUES = 0b10
"""The two highest bits of a byte of UTF-8 that begins no character."""


class FlatTerms:
    """A `postings.Terms`."""

    def __init__(self, place: str, lists: TermLists, ordinals: range, live: Mask | None) -> None:
        self._place = place
        self._lists = lists
        self._ordinals = ordinals
        self._live = live

    def __len__(self) -> int:
        return len(self._ordinals)

    @cached_property
    def counts(self) -> Numbers:
        """As `Terms` says."""
        with reading(self._place):
            return self._lists.counts(self._all, self._live)

    def texts(self, rows: Rows | None = None) -> list[str]:
        """As `Terms` says."""
        with reading(self._place):
            terms = self._lists.terms
            if rows is None:
                return [decode_term(term) for term in terms.slice(self._ordinals)]
            return [decode_term(terms[self._ordinals[row]]) for row in rows.tolist()]

    def sizes(self) -> Rows:
        """As `Terms` says."""
        begins, ends = self._lists.terms.spans(self._ordinals)
        return ends - begins

    def find_edges(self, beginning: str, ending: str) -> Rows:
        """As `Terms` says."""
        with reading(self._place):
            terms, ordinals = self._lists.terms, self._ordinals
            found = terms.with_prefix(encode_term(beginning))
            first, last = max(found.start, ordinals.start), min(found.stop, ordinals.stop)
            begins, ends = terms.spans(ordinals)
            suffix = encode_term(ending)
            rows = (ends - begins >= len(suffix)).nonzero()[0]
            for place, octet in enumerate(reversed(suffix), 1):
                rows = rows[terms.bytes.take(ends.take(rows) - place) == octet]
            return np.union1d(np.arange(first, last) - ordinals.start, rows)

    def characters(self, rows: Rows) -> tuple[Unsigned, Rows]:
        """As `Terms` says."""
        with reading(self._place):
            begins, ends = self._lists.terms.spans(self._ordinals)
            sizes = (ends - begins)[rows]
            octets = self._lists.terms.bytes[expand_runs(begins[rows], sizes)]
            if not (octets >> 7).any():
                return octets.astype(np.uint32), sizes
            begin = (octets >> 6) != _CONTINUES
            sums = np.append(0, np.cumsum(begin))
            stops = np.cumsum(sizes)
            text = decode_term(octets.tobytes()).encode("utf-32-le", "surrogatepass")
            return np.frombuffer(text, np.uint32), sums[stops] - sums[stops - sizes]

    def holders(self, rows: Rows | None = None) -> DocumentSet:
        """As `Terms` says."""
        with reading(self._place):
            ordinals = self._all if rows is None else self._all[rows]
            return self._lists.unite(ordinals)

    @property
    def _all(self) -> Numbers:
        return np.arange(self._ordinals.start, self._ordinals.stop, dtype=np.int64)
