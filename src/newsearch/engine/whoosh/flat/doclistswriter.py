"""Writing the documents of posting lists, in one of three ways by how many there are: see `doclists`."""

import numpy as np

from newsearch.engine.whoosh.arrays import Mask, Numbers, Unsigned
from newsearch.engine.whoosh.documents import pack
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.doclists import PAGE, bitmap_size, is_long, is_middling
from newsearch.engine.whoosh.flat.integers import PackedWriter
from newsearch.engine.whoosh.flat.offsets import encode_starts, write_offsets

__all__ = ["DocumentListsWriter"]


class DocumentListsWriter:
    """Writes the documents of lists, some whole lists at a time.

    `lengths` is how many documents each list has.
    """

    def __init__(
        self, file: ArrayFileWriter, field: str, lengths: Numbers, document_count: int
    ) -> None:
        self._document_count = document_count
        self._lengths = lengths
        self._long = is_long(lengths, document_count)
        self._middling = is_middling(lengths, document_count) & ~self._long
        self._written = 0
        write_offsets(file, f"{field}/starts", lengths)
        self._add_group(file, f"{field}/middling", self._middling)
        self._add_group(file, f"{field}/long", self._long)
        count, rows = np.count_nonzero(self._middling), int(lengths[self._middling].sum())
        pages = -(-document_count // PAGE)
        self._offsets = file.reserve(f"{field}/middling/offsets", np.uint8, rows)
        self._pages = file.reserve(f"{field}/middling/pages", np.uint8, int(count) * pages)
        words = int(self._long.sum()) * bitmap_size(document_count)
        self._bitmaps = file.reserve(f"{field}/long/bitmaps", np.uint64, words)
        short = int(lengths[~self._long & ~self._middling].sum())
        self._short = PackedWriter(file, f"{field}/documents", short, max(document_count - 1, 0))

    def append(self, documents: Unsigned, list_count: int) -> None:
        """Write the documents of the next so many lists."""
        lists = slice(self._written, self._written + list_count)
        self._written += list_count
        lengths, long, middling = self._lengths[lists], self._long[lists], self._middling[lists]
        self._short.append(documents[np.repeat(~long & ~middling, lengths)])
        self._append_pages(documents[np.repeat(middling, lengths)], lengths[middling])
        self._append_bitmaps(documents[np.repeat(long, lengths)], lengths[long])

    def finish(self) -> None:
        """Write what is left."""
        self._short.finish()

    def _append_pages(self, documents: Unsigned, lengths: Numbers) -> None:
        count = -(-self._document_count // PAGE)
        pages, offsets = np.divmod(documents, np.uint32(PAGE))
        pages += np.repeat(np.arange(len(lengths), dtype=np.uint32) * np.uint32(count), lengths)
        self._offsets.append(offsets.astype(np.uint8))
        filled = np.bincount(pages, minlength=len(lengths) * count)
        self._pages.append(filled.astype(np.uint8))

    def _append_bitmaps(self, documents: Unsigned, lengths: Numbers) -> None:
        for part in np.split(documents, np.cumsum(lengths))[:-1]:
            marks = np.zeros(self._document_count, np.bool_)
            marks[part] = True
            self._bitmaps.append(pack(marks))

    def _add_group(self, file: ArrayFileWriter, name: str, chosen: Mask) -> None:
        file.add(f"{name}/lists", np.flatnonzero(chosen).astype(np.uint32))
        file.add(f"{name}/rows", encode_starts(self._lengths[chosen]))
