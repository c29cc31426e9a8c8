"""A flat segment as the evaluator reads it: slices of memory-mapped arrays."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers, Unsigned
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.flat.columns import KeywordColumn, read_lengths, read_numbers
from newsearch.engine.whoosh.flat.container import ArrayFile
from newsearch.engine.whoosh.flat.fields import FieldInfo, Kind
from newsearch.engine.whoosh.flat.lending import Partners
from newsearch.engine.whoosh.flat.lists import FlatPostings, PostingLists
from newsearch.engine.whoosh.flat.state import SegmentState
from newsearch.engine.whoosh.flat.stored import StoredReader, decode_record
from newsearch.engine.whoosh.flat.stretch import FlatTerms
from newsearch.engine.whoosh.flat.terms import TermLists
from newsearch.engine.whoosh.flat.tiers import TierTerms
from newsearch.engine.whoosh.postings import ArrayPostings, Postings
from newsearch.engine.whoosh.safety import reading
from newsearch.engine.whoosh.values import ID, STORED, decode_term, encode_term

__all__ = ["FlatReader"]


class FlatReader:
    """A `postings.SegmentReader`. Its files stay readable when a commit removes their names.
    Safe to share between threads."""

    def __init__(self, directory: Path, segment: SegmentState) -> None:
        """Raises IndexCorrupt, IndexIncompatible, or FileNotFoundError."""
        self._place = str(directory)
        self.segment = segment
        self.document_count = segment.documents
        self.file = ArrayFile(directory / segment.make_filename(segment.POSTINGS))
        self.records = StoredReader(directory / segment.make_filename(segment.STORED))
        with reading(self._place):
            meta = self.file.meta
            self.fields = {n: FieldInfo.load(values) for n, values in meta["fields"].items()}
            if {meta["documents"], len(self.records)} != {segment.documents}:
                raise ValueError(f"the files of {segment.segment_id()} do not belong together")
        self._terms: dict[str, TermLists] = {}
        self._postings: WeakValueDictionary[tuple[str, str], FlatPostings] = WeakValueDictionary()
        """Those that somebody still holds."""
        self._lists: WeakValueDictionary[tuple[PostingLists, int], FlatPostings]
        self._lists = WeakValueDictionary()
        self._keywords: dict[str, KeywordColumn] = {}
        self._tier_terms: dict[str, TierTerms] = {}

    @property
    def live(self) -> Mask | None:
        """As `SegmentReader` says."""
        live: Mask | None = self.segment.live
        return live

    def postings(self, field: str, term: str) -> FlatPostings | None:
        """As `SegmentReader` says."""
        found = self._postings.get((field, term))
        if found is not None:
            return found
        with reading(self._place):
            lists = self.terms(field)
            found = None if lists is None else lists.find(encode_term(term))
        if found is not None:
            # What two fields share is decoded once.
            found = self._lists.setdefault(found.place, found)
            self._postings[field, term] = found
        return found

    def places(self, field: str, terms: Sequence[str], candidates: Candidates) -> list[Numbers]:
        """As `Lookup` says."""
        found = [self.postings(field, term) for term in terms]
        nothing = np.zeros(0, np.int64)
        with reading(self._place):
            return [nothing if one is None else one.find_places(candidates) for one in found]

    def dictionary(self, field: str, prefix: str) -> FlatTerms | None:
        """As `SegmentReader` says."""
        with reading(self._place):
            lists = self.terms(field)
            if lists is None:
                return None
            ordinals = lists.terms.with_prefix(encode_term(prefix))
            return FlatTerms(self._place, lists, ordinals, self.live)

    def keyword_counts(self, field: str, documents: DocumentSet) -> tuple[list[str], Numbers]:
        """As `SegmentReader` says."""
        with reading(self._place):
            lists = self.terms(field)
            if lists is None or not self._is(field, "keyword"):
                return [], np.zeros(0, np.int64)
            counts = self.keyword_column(field).count(documents, len(lists.terms))
            rows = np.flatnonzero(counts)
            return [decode_term(lists.terms[row]) for row in rows.tolist()], counts[rows]

    def lengths(self, field: str) -> NDArray[np.unsignedinteger[Any]]:
        """As `SegmentReader` says."""
        if not self._is(field, "text"):
            return np.zeros(self.document_count, np.uint8)
        with reading(self._place):
            return read_lengths(self.file, field)

    def numbers(self, field: str) -> tuple[Numbers, Mask]:
        """As `SegmentReader` says."""
        if not self._is(field, "number"):
            nothing = np.zeros(self.document_count, np.int64)
            return nothing, nothing.astype(np.bool_)
        with reading(self._place):
            return read_numbers(self.file, field)

    def ordinals(self, field: str) -> Numbers:
        """As `SegmentReader` says."""
        if not self._is(field, "keyword"):
            return np.full(self.document_count, -1, np.int64)
        with reading(self._place):
            return self.keyword_column(field).firsts()

    def values(self, field: str) -> list[str]:
        """As `SegmentReader` says."""
        if not self._is(field, "keyword"):
            return []
        with reading(self._place):
            terms = self.terms(field)
            every = terms.terms.slice(range(len(terms.terms))) if terms else ()
            return [decode_term(term) for term in every]

    def load(self, documents: Sequence[int]) -> list[tuple[str, str]]:
        """As `SegmentReader` says."""
        with reading(self._place):
            lists = self.terms(ID)
            if lists is None:
                return []
            column, names = self.keyword_column(ID), lists.terms
            found = []
            for document, record in zip(documents, self.records.read(documents), strict=True):
                (ordinal,) = column[document]
                found.append((decode_term(names[ordinal]), decode_record(record)[STORED]))
            return found

    def record(self, document: int) -> dict[str, Any]:
        """All that was stored with a document, by field."""
        return decode_record(self.records[document])

    def keywords(self, field: str, document: int) -> list[str]:
        """The values of a keyword field in a document, in order."""
        terms = self.terms(field)
        if terms is None:
            return []
        return [decode_term(terms.terms[index]) for index in self.keyword_column(field)[document]]

    def keyword_column(self, field: str) -> KeywordColumn:
        """The values of a keyword field in all documents, as ordinals of its terms."""
        if field not in self._keywords:
            column = KeywordColumn.read(self.file, field)
            self._keywords[field] = self._invert(field) if column is None else column
        return self._keywords[field]

    def _invert(self, field: str) -> KeywordColumn:
        lists = TermLists(self.file, field, None)
        piece = lists.join(np.arange(len(lists.terms)), places=False)
        return KeywordColumn.invert(piece.lengths, piece.documents, self.document_count)

    def terms(self, field: str) -> TermLists | None:
        """The terms of a text or keyword field and their posting lists."""
        if field not in self._terms:
            if not self._is(field, "text", "keyword"):
                return None
            lender = self.fields[field].lender
            lists = self.terms(lender) if lender else None
            self._terms[field] = TermLists(self.file, field, lists.own if lists else None)
        return self._terms[field]

    def find_documents(self, field: str, terms: Sequence[bytes]) -> list[int]:
        """The documents that hold any of these sorted, encoded terms in a keyword field."""
        with reading(self._place):
            lists = self.terms(field)
            if lists is None:
                return []
            ordinals = np.array(lists.terms.find_all(terms), np.int64)
            found: list[int] = lists.join(ordinals, places=False).documents.tolist()
            return found

    def has(self, field: str) -> bool:
        """Whether any document has the field."""
        return field in self.fields

    def partners(self, field: str, lender: str) -> Partners | None:
        """The terms of a text field beside those of another, if one borrows from the other."""
        ours, theirs = self.terms(field), self.terms(lender)
        if ours is not None and self.fields[field].lender == lender:
            return ours.partners()
        if theirs is not None and self.fields[lender].lender == field:
            return theirs.partners_of_lender()
        return None

    @property
    def searchable(self) -> list[str]:
        """The fields that have terms, those of Whoosh's tiers included."""
        return [
            n for n, info in self.fields.items() if info.kind != "number" or info.step is not None
        ]

    def find(self, field: str, term: bytes) -> Postings | None:
        """As `postings`, of an encoded term of any of the searchable fields."""
        with reading(self._place):
            lists, tiers = self.terms(field), self._tiers(field)
            if tiers is None:
                return None if lists is None else lists.find(term)
            documents = tiers.find(term)
            return None if documents is None else self._without_places(documents)

    def terms_from(self, field: str, term: bytes) -> Iterator[bytes]:
        """The encoded terms of a searchable field that are not below this one, in order."""
        with reading(self._place):
            lists, tiers = self.terms(field), self._tiers(field)
            if lists is not None:
                yield from lists.terms.terms_from(term)
            elif tiers is not None:
                yield from tiers.terms_from(term)

    def verify(self) -> None:
        """Read everything. Raises IndexCorrupt when a checksum is wrong."""
        self.file.verify()
        self.records.file.verify()

    def close(self) -> None:
        """As `SegmentReader` says; what was handed out stays readable."""
        self._terms.clear()
        self._postings.clear()
        self._lists.clear()
        self._keywords.clear()
        self._tier_terms.clear()
        self.file.close()
        self.records.close()

    def _tiers(self, field: str) -> TierTerms | None:
        if field not in self._tier_terms:
            info = self.fields.get(field)
            if info is None or info.step is None:
                return None
            numbers, present = read_numbers(self.file, field)
            self._tier_terms[field] = TierTerms(numbers, present, info.step)
        return self._tier_terms[field]

    def _is(self, field: str, *kinds: Kind) -> bool:
        return field in self.fields and self.fields[field].kind in kinds

    def _without_places(self, documents: Unsigned) -> ArrayPostings:
        """Postings of documents that hold something once and nowhere in particular."""
        holders = DocumentSet(self.document_count, array=documents)
        starts = np.zeros(len(documents) + 1, np.intp)
        return ArrayPostings(holders, np.ones_like(documents), starts, np.zeros(0, np.uint32))
