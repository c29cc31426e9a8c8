"""Evidence from where words stand: side by side, or near the beginning.

It takes positions, which are many, so both look at nothing but the documents they are asked about.
"""

from collections.abc import Sequence

import numpy as np

from newsearch.engine.whoosh.arrays import Numbers, Rows, Unsigned
from newsearch.engine.whoosh.clauses import Bounds, Clause, Scores
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.postings import Lookup
from newsearch.engine.whoosh.proximity import find_phrase
from newsearch.query.queries import LeadQuery, PairQuery, TextField

__all__ = ["LeadClause", "PairClause"]


class PairClause:
    """As `PairQuery` says; `rarity` is the idf of the rarer term."""

    constant = None
    is_free = True

    def __init__(
        self,
        collection: Collection,
        segments: Sequence[Lookup],
        query: PairQuery,
        rarity: float,
    ) -> None:
        self._collection = collection
        self._segments = segments
        self._query = query
        self._factor = query.boost * rarity * (query.fields.k1 + 1.0)

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        everything = self._collection.everything(segment)
        found = np.zeros(everything.size, np.bool_)
        candidates = Candidates.of(everything.array)
        for _, rows, _ in self._find(segment, candidates):
            found[candidates.documents[rows]] = True
        return DocumentSet(everything.size, array=np.flatnonzero(found).astype(np.uint32))

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        impacts = np.zeros(len(candidates))
        for field, rows, counts in self._find(segment, candidates):
            norms = self._collection.norms(segment, field, candidates)
            impacts[rows] += field.weight * counts / norms.take(rows)
        saturated = np.zeros(len(candidates))
        # A field of weight 0 may leave 0 / 0 where k1 is 0 too.
        np.divide(impacts, self._query.fields.k1 + impacts, out=saturated, where=impacts > 0)
        saturated *= self._factor
        return saturated

    def bounds(self, segment: int) -> Bounds:  # noqa: ARG002 - the same for every segment
        """As `Clause` says."""
        return max(self._factor, 0.0)

    def _find(self, segment: int, candidates: Candidates) -> list[tuple[TextField, Rows, Unsigned]]:
        """For each field, which of the candidates have the pair, and how often."""
        reader = self._segments[segment]
        documents = candidates.documents.astype(np.uint32)
        within = DocumentSet(reader.document_count, array=documents)
        terms = (self._query.first, self._query.second)
        pairs = (
            (field, find_phrase(reader, field.name, terms, 0, within))
            for field in self._query.fields.fields
        )
        return [(field, *found.count(candidates)) for field, found in pairs if found is not None]


class LeadClause:
    """As `LeadQuery` says; `rarity` is the idf of the term."""

    constant = None
    is_free = True

    def __init__(
        self,
        collection: Collection,
        segments: Sequence[Lookup],
        query: LeadQuery,
        rarity: float,
    ) -> None:
        self._collection = collection
        self._segments = segments
        self._query = query
        self._factor = query.boost * rarity

    @property
    def parts(self) -> Sequence[Clause]:
        """As `Clause` says."""
        return (self,)

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        everything = self._collection.everything(segment)
        earliest = self._find_earliest(segment, Candidates.of(everything.array))
        return DocumentSet(everything.size, array=everything.array[earliest < self._query.span])

    def scores(self, segment: int, candidates: Candidates) -> Scores:
        """As `Clause` says."""
        nearness = 1.0 - self._find_earliest(segment, candidates) / self._query.span
        return self._factor * np.maximum(nearness, 0.0)

    def bounds(self, segment: int) -> Bounds:  # noqa: ARG002 - the same for every segment
        """As `Clause` says."""
        return max(self._factor, 0.0)

    def _find_earliest(self, segment: int, candidates: Candidates) -> Numbers:
        """The earliest position of the term in each of them; `span` where none is before that."""
        earliest = np.full(len(candidates), self._query.span, np.int64)
        for field in self._query.fields.fields:
            postings = self._segments[segment].postings(field.name, self._query.term)
            if postings is not None:
                here, rows = postings.holders.locate(candidates)
                counts, positions = postings.places(rows)
                firsts = positions[np.cumsum(counts) - counts]
                earliest[here] = np.minimum(earliest[here], firsts)
        return earliest
