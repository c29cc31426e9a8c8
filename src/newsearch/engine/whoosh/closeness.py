"""Evidence from where words stand: side by side, or near the beginning.

It takes positions, which are many, so both look at nothing but the documents they are asked about.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from newsearch.engine.whoosh.arrays import PLACE_BITS, POSITION, Numbers, Rows, distinct
from newsearch.engine.whoosh.clauses import Bounds, Clause, Scores
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.postings import Lookup
from newsearch.query.queries import LeadQuery, PairQuery, TextField

__all__ = ["LeadClause", "PairClause", "look_up"]


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
        self.segments = segments
        self.fields = query.fields.fields
        self.terms = query.first, query.second
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

    def fields_asked(self, segment: int, candidates: Candidates) -> list[TextField]:
        """The fields in which some candidate has both words: nobody else's places are of any use."""
        return [
            field
            for field in self.fields
            if _are_together(self.segments[segment], field.name, self.terms, candidates)
        ]

    def _find(self, segment: int, candidates: Candidates) -> Iterator[tuple[TextField, Rows, Rows]]:
        """For each field, which of the candidates have the pair, and how often."""
        for field in self.fields_asked(segment, candidates):
            starts, following = _find_places(
                self.segments[segment], field.name, self.terms, candidates
            )
            if not len(starts) or not len(following):
                continue
            wanted = starts + 1
            at = following.searchsorted(wanted)
            at[at == len(following)] = 0
            met = starts[following.take(at) == wanted]
            counts = np.bincount(met >> PLACE_BITS)
            rows = counts.nonzero()[0]
            if len(rows):
                yield field, rows, counts.take(rows)


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
        self.segments = segments
        self.fields = query.fields.fields
        self.terms = (query.term,)
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

    def fields_asked(self, segment: int, candidates: Candidates) -> Sequence[TextField]:  # noqa: ARG002
        """All of its fields."""
        return self.fields

    def _find_earliest(self, segment: int, candidates: Candidates) -> Numbers:
        """The earliest position of the term in each of them; `span` where none is before that."""
        earliest = np.full(len(candidates), self._query.span, np.int64)
        for field in self.fields:
            (places,) = _find_places(self.segments[segment], field.name, self.terms, candidates)
            # The last that is assigned stays, so the first place of each comes last.
            backwards = places[::-1]
            first = np.full(len(candidates), self._query.span, np.int64)
            first[backwards >> PLACE_BITS] = backwards & POSITION
            np.minimum(earliest, first, out=earliest)
        return earliest


def look_up(clauses: Iterable[Clause], segment: int, candidates: Candidates) -> None:
    """Find all places that some clauses will ask for, which is faster than one after another."""
    wanted: dict[str, dict[str, None]] = {}
    asking = [one for one in clauses if isinstance(one, PairClause | LeadClause)]
    for clause in asking:
        for field in clause.fields_asked(segment, candidates):
            wanted.setdefault(field.name, {}).update(dict.fromkeys(clause.terms))
    for name, terms in wanted.items():
        _find_places(asking[0].segments[segment], name, tuple(terms), candidates)


def _are_together(
    segment: Lookup, field: str, terms: Sequence[str], candidates: Candidates
) -> bool:
    """Whether any of the candidates has all of the terms in a field. Remembered as places are."""
    key = field, *terms
    if key not in candidates.together:
        found = [segment.postings(field, term) for term in terms]
        masks = [one.holders.contains(candidates) for one in found if one is not None]
        there = len(masks) == len(terms) and bool(np.logical_and.reduce(masks).any())
        candidates.together[key] = there
    return candidates.together[key]


def _find_places(
    segment: Lookup, field: str, terms: Sequence[str], candidates: Candidates
) -> list[Numbers]:
    """Where the candidates have each of the terms (see `PLACE_BITS`), each place once. Remembered for
    all that asks about the same candidates."""
    known = candidates.places
    missing = [term for term in terms if (field, term) not in known]
    if missing:
        found = segment.places(field, missing, candidates)
        known.update({(field, t): distinct(p) for t, p in zip(missing, found, strict=True)})
    return [known[field, term] for term in terms]
