"""Evidence from where words stand: side by side, or near the beginning.

It takes positions, which are many, so both look at nothing but the documents they are asked about.
"""

import numpy as np

from newsearch.engine.whoosh.arrays import Numbers, Rows, Unsigned
from newsearch.engine.whoosh.clauses import Bounds, Scores, saturate
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import DocumentSet
from newsearch.engine.whoosh.proximity import find_phrase
from newsearch.query.queries import LeadQuery, PairQuery, TextField

__all__ = ["LeadClause", "PairClause"]


class PairClause:
    """As `PairQuery` says; `rarity` is the idf of the rarer term."""

    constant = None

    def __init__(self, collection: Collection, query: PairQuery, rarity: float) -> None:
        self._collection = collection
        self._query = query
        self._rarity = rarity

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        everything = self._collection.everything(segment)
        found = everything.array[self._count(segment, everything.array) > 0]
        return DocumentSet(everything.size, array=found)

    def scores(self, segment: int, documents: Unsigned) -> Scores:
        """As `Clause` says."""
        k1 = self._query.fields.k1
        weighed = saturate(self._weigh(segment, documents), k1)
        return self._query.boost * self._rarity * (k1 + 1.0) * weighed

    def bounds(self, segment: int) -> Bounds:  # noqa: ARG002 - the same for every segment
        """As `Clause` says."""
        return max(self._query.boost * self._rarity * (self._query.fields.k1 + 1.0), 0.0)

    def _count(self, segment: int, documents: Unsigned) -> Numbers:
        counts = np.zeros(len(documents), np.int64)
        for _, rows, frequencies in self._find(segment, documents):
            counts[rows] += frequencies
        return counts

    def _weigh(self, segment: int, documents: Unsigned) -> Scores:
        weights = np.zeros(len(documents))
        for field, rows, frequencies in self._find(segment, documents):
            norms = self._collection.norms(segment, field, documents[rows])
            weights[rows] += field.weight * frequencies / norms
        return weights

    def _find(self, segment: int, documents: Unsigned) -> list[tuple[TextField, Rows, Unsigned]]:
        """For each field, which of the documents have the pair, and how often."""
        reader = self._collection.segments[segment]
        within = DocumentSet(reader.document_count, array=documents)
        terms = (self._query.first, self._query.second)
        pairs = (
            (field, find_phrase(reader, field.name, terms, 0, within))
            for field in self._query.fields.fields
        )
        return [(field, *found.count(documents)) for field, found in pairs if found is not None]


class LeadClause:
    """As `LeadQuery` says; `rarity` is the idf of the term."""

    constant = None

    def __init__(self, collection: Collection, query: LeadQuery, rarity: float) -> None:
        self._collection = collection
        self._query = query
        self._rarity = rarity

    def documents(self, segment: int) -> DocumentSet:
        """As `Clause` says."""
        everything = self._collection.everything(segment)
        early = self._earliest(segment, everything.array) < self._query.span
        return DocumentSet(everything.size, array=everything.array[early])

    def scores(self, segment: int, documents: Unsigned) -> Scores:
        """As `Clause` says."""
        nearness = 1.0 - self._earliest(segment, documents) / self._query.span
        return self._query.boost * self._rarity * np.maximum(nearness, 0.0)

    def bounds(self, segment: int) -> Bounds:  # noqa: ARG002 - the same for every segment
        """As `Clause` says."""
        return max(self._query.boost * self._rarity, 0.0)

    def _earliest(self, segment: int, documents: Unsigned) -> Numbers:
        """The earliest position of the term in each of the documents; `span` without any before."""
        earliest = np.full(len(documents), self._query.span, np.int64)
        for field in self._query.fields.fields:
            postings = self._collection.segments[segment].postings(field.name, self._query.term)
            if postings is not None:
                here, rows = postings.holders.locate(documents)
                counts, positions = postings.places(rows)
                firsts = positions[np.cumsum(counts) - counts]
                earliest[here] = np.minimum(earliest[here], firsts)
        return earliest
