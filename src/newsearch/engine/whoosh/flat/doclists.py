"""The documents of each posting list, written in one of three ways by how many there are.

Long lists are bitmaps, which queries join and count without decoding them. Middling ones cut the
documents into pages of 255: a byte for each document says where it stands in its page, a byte for
each page how many there are on it. Short ones are packed integers. All three are decoded by a few
operations on whole arrays, and together take half the room of integers alone.
"""

from bisect import bisect_left
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers, Rows, Unsigned, expand_runs
from newsearch.engine.whoosh.documents import Candidates, DocumentSet
from newsearch.engine.whoosh.flat.container import ArrayFile
from newsearch.engine.whoosh.flat.integers import PackedIntegers
from newsearch.engine.whoosh.flat.offsets import Offsets

__all__ = ["PAGE", "DocumentLists", "bitmap_size", "is_long", "is_middling"]

_ONE = np.uint64(1)

_LONG = 16
"""A list is a bitmap when it holds more than one in so many documents. From one in eight on that is
the shortest way too; from there down to here it costs an index one part in a thousand."""

_MIDDLING = 128
"""A list is cut into pages when it holds more than one in so many."""

_FEW = 4096
"""With so few documents in all, packed integers are as short as pages."""

PAGE = 255
"""One less than 256, so that the number of documents on a full page still fits a byte."""


_FEWER = 2
"""Where fewer than one document in so many pages is looked for, others are not decoded."""


class DocumentLists:
    """The documents of the lists of a field. List i has rows starts[i] to starts[i + 1] among all
    postings of the field."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self.starts = Offsets(file, f"{field}/starts")
        self.document_count: int = file.meta["documents"]
        self._page_count = -(-self.document_count // PAGE)
        self._short = PackedIntegers(file, f"{field}/documents")
        self._middling = _Group(file, f"{field}/middling")
        self._offsets = file.array(f"{field}/middling/offsets")
        self._pages = file.array(f"{field}/middling/pages")
        self._long = _Group(file, f"{field}/long")
        self._bitmaps = file.array(f"{field}/long/bitmaps")
        self._words = bitmap_size(self.document_count)

    def __len__(self) -> int:
        return len(self.starts)

    def counts(self, indices: NDArray[Any]) -> Numbers:
        """How many documents each of these lists has."""
        return self.starts.count(indices)

    def are_long(self, indices: NDArray[Any]) -> Mask:
        """Which of these lists are bitmaps."""
        return self._are_long(self.counts(indices))

    def open(self, index: int) -> DocumentSet:
        """The documents of a list."""
        start, stop = self.starts.span(index)
        count, all_documents = stop - start, self.document_count
        place, before = self._long.locate(index)
        if is_long(count, all_documents):
            words = self._bitmaps[place * self._words : (place + 1) * self._words]
            return DocumentSet(all_documents, words=words, count=count)
        place, more = self._middling.locate(index)
        if count * _MIDDLING > all_documents > _FEW:
            array = self._open_pages(place, slice(more, more + count))
        else:
            start -= before + more
            array = self._short.slice(start, start + count)
        return DocumentSet(all_documents, array=array)

    def join(self, indices: NDArray[np.int64]) -> Unsigned:
        """The documents of several lists, one list after another."""
        return self._join(indices, *self.starts.spans(indices))

    def locate(
        self, indices: NDArray[np.int64], candidates: Candidates
    ) -> tuple[Rows, Rows, NDArray[np.intp]]:
        """Which of the candidates are in these lists: for each that is in one the row of the list, its
        own, and that of the posting among all of the field. Those of a list are in order."""
        starts, counts = self.starts.spans(indices)
        long = self._are_long(counts)
        paged = is_middling(counts, self.document_count) & ~long
        if len(candidates) * _FEWER > self._page_count:
            paged[:] = False
        ways = (
            (self._locate_long, long),
            (self._locate_paged, paged),
            (self._locate_decoded, ~(long | paged)),
        )
        found = []
        for locate, mask in ways:
            chosen = mask.nonzero()[0]
            if len(chosen):
                spans = (indices.take(chosen), starts.take(chosen), counts.take(chosen))
                lists, here, rows = locate(*spans, candidates)
                found.append((chosen.take(lists), here, rows))
        if len(found) == 1:
            return found[0]
        nothing = np.zeros(0, np.intp)
        lists, here, rows = zip((nothing, nothing, nothing), *found, strict=True)
        return np.concatenate(lists), np.concatenate(here), np.concatenate(rows)

    def _locate_long(
        self, indices: NDArray[np.int64], starts: Numbers, _: Numbers, candidates: Candidates
    ) -> tuple[Rows, Rows, NDArray[np.intp]]:
        bitmaps = self._bitmaps.reshape(-1, bitmap_size(self.document_count))
        bitmaps = bitmaps.take(self._long.place(indices), axis=0)
        words = bitmaps.take(candidates.words, axis=1)
        words &= candidates.bits
        lists, here = (words != 0).nonzero()
        columns, bits = candidates.words.take(here), candidates.bits.take(here)
        ends = np.bitwise_count(bitmaps).cumsum(axis=1, dtype=np.intp)
        rows: NDArray[np.intp] = ends[lists, columns]
        rows += starts.take(lists)
        # Its own bit and those above it are not before it.
        bits -= _ONE
        rows -= np.bitwise_count(bitmaps[lists, columns] & ~bits)
        return lists, here, rows

    def _locate_paged(
        self, indices: NDArray[np.int64], starts: Numbers, _: Numbers, candidates: Candidates
    ) -> tuple[Rows, Rows, NDArray[np.intp]]:
        pages = self._pages.reshape(-1, self._page_count).take(
            self._middling.place(indices), axis=0
        )
        ends = pages.cumsum(axis=1, dtype=np.intp)
        ends += self._middling.count_before(indices)[:, None]
        columns, offsets = np.divmod(candidates.documents, PAGE)
        # For each list and candidate, all documents on the page.
        counts = pages.take(columns, axis=1).astype(np.intp)
        begins = ends.take(columns, axis=1)
        begins -= counts
        rows = expand_runs(begins.ravel(), counts.ravel())
        owners = np.arange(counts.size).repeat(counts.ravel())
        lists, here = np.divmod(owners, len(candidates))
        same: Mask = self._offsets.take(rows) == offsets.take(here)
        met = same.nonzero()[0]
        lists = lists.take(met)
        shifts = starts - self._middling.count_before(indices)
        return lists, here.take(met), rows.take(met) + shifts.take(lists)

    def _locate_decoded(
        self,
        indices: NDArray[np.int64],
        starts: Numbers,
        counts: Numbers,
        candidates: Candidates,
    ) -> tuple[Rows, Rows, NDArray[np.intp]]:
        documents = self._join(indices, starts, counts)
        rows = candidates.mark(self.document_count).take(documents).nonzero()[0]
        here = candidates.documents.searchsorted(documents.take(rows))
        ends = counts.cumsum()
        lists = ends.searchsorted(rows, side="right")
        rows += (starts + counts - ends).take(lists)
        return lists, here, rows

    def _join(self, indices: NDArray[np.int64], starts: Numbers, counts: Numbers) -> Unsigned:
        middling = is_middling(counts, self.document_count)
        if not middling.any():
            return self._join_short(indices, starts, counts)
        begins = counts.cumsum() - counts
        documents = np.empty(int(counts.sum()), np.uint32)
        long = self._are_long(counts)
        ways = ((self._join_short, ~middling), (self._join_pages, middling & ~long))
        for join, mask in ways:
            chosen = mask.nonzero()[0]
            if len(chosen):
                lengths = counts.take(chosen)
                rows = expand_runs(begins.take(chosen), lengths)
                documents[rows] = join(indices.take(chosen), starts.take(chosen), lengths)
        for row in long.nonzero()[0].tolist():
            begin = int(begins[row])
            documents[begin : begin + int(counts[row])] = self.open(int(indices[row])).array
        return documents

    def _join_short(self, indices: NDArray[np.int64], starts: Numbers, counts: Numbers) -> Unsigned:
        before = self._long.count_before(indices) + self._middling.count_before(indices)
        return self._short.join(starts - before, counts)

    def _join_pages(
        self, indices: NDArray[np.int64], _starts: Numbers, counts: Numbers
    ) -> Unsigned:
        size = self._page_count
        pages = self._pages.reshape(-1, size).take(self._middling.place(indices), axis=0)
        firsts = np.arange(0, size * PAGE, PAGE, dtype=np.uint32)
        documents = np.tile(firsts, len(indices)).repeat(pages.ravel())
        documents += self._offsets.take(expand_runs(self._middling.count_before(indices), counts))
        return documents

    def _are_long(self, counts: Numbers) -> Mask:
        found: Mask = is_long(counts, self.document_count)
        return found

    def _open_pages(self, place: int, rows: slice) -> Unsigned:
        count = self._page_count
        pages = self._pages[place * count : (place + 1) * count]
        documents = np.arange(0, count * PAGE, PAGE, dtype=np.uint32).repeat(pages)
        documents += self._offsets[rows]
        return documents


class _Group:
    """The lists that are written in one way, and how many documents those before each have."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._lists = file.memory(f"{name}/lists")
        self._rows = file.memory(f"{name}/rows")
        # As arrays, they are faster for several at a time.
        self._list_array, self._row_array = np.asarray(self._lists), np.asarray(self._rows)

    def locate(self, index: int) -> tuple[int, int]:
        """How many lists of the group, and documents in them, stand before this list."""
        place = bisect_left(self._lists, index)
        return place, self._rows[place]

    def place(self, indices: NDArray[np.int64]) -> Rows:
        """How many lists of the group stand before each of these lists."""
        return self._list_array.searchsorted(indices)

    def count_before(self, indices: NDArray[np.int64]) -> Numbers:
        """How many documents of the group stand before each of these lists."""
        before: Numbers = self._row_array.take(self.place(indices)).astype(np.int64)
        return before


def bitmap_size(document_count: int) -> int:
    """So many words of 64 bits."""
    return -(-document_count // 64)


def is_long(length: Any, document_count: int) -> Any:
    """Whether a list of this length, or each of several, is a bitmap."""
    return length * _LONG > document_count


def is_middling(length: Any, document_count: int) -> Any:
    """Whether a list of this length, or each of several, is cut into pages if not a bitmap."""
    return (length * _MIDDLING > document_count) & (document_count > _FEW) | is_long(
        length, document_count
    )
