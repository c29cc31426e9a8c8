"""Keywords of four letters that come as numbers, on their way into a segment's file.

Sketches are eight such keywords a document, and hardly any is in two: as text each would be an object,
a place in a dictionary and a step of a sort.
"""

import numpy as np

from newsearch.engine import Codes
from newsearch.engine.whoosh.arrays import Rows, Unsigned
from newsearch.engine.whoosh.flat.columns import write_keywords
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.dictionary import write_term_bytes
from newsearch.engine.whoosh.flat.listswriter import Plan, PostingListsWriter
from newsearch.engine.whoosh.flat.pieces import without_places

__all__ = ["CodeStream"]

_SHIFT = np.uint64(32)
_NUMBER = ">u4"
"""Numbers in the order of the letters."""


class CodeStream:
    """The codes of one field of many documents."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, Codes]] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, first: int, codes: Codes) -> None:
        """Add the codes of successive documents, by the number of the first."""
        self._parts.append((first, codes))
        self._count += int(codes.counts.sum())

    def take(self) -> list[tuple[int, Codes]]:
        """What was added, which is then gone."""
        parts, self._parts, self._count = self._parts, [], 0
        return parts

    def write(self, file: ArrayFileWriter, name: str, document_count: int) -> None:
        """Write what `texts.write_keyword` would."""
        codes, documents = self._invert()
        heads = np.flatnonzero(np.diff(codes, prepend=~codes[:1]))
        lengths = np.diff(heads, append=len(codes))
        letters = codes[heads].astype(_NUMBER).view(np.uint8)
        write_term_bytes(file, name, letters, np.full(len(heads), 4))
        writer = PostingListsWriter(file, name, Plan(document_count, lengths))
        writer.append(without_places(lengths, documents))
        writer.finish()
        write_keywords(file, name, lengths, documents, document_count)

    def _invert(self) -> tuple[Unsigned, Unsigned]:
        """Each code and document that has it, in this order."""
        found = [np.zeros(0, np.uint64)]
        for first, codes in self._parts:
            holders: Rows = np.arange(first, first + len(codes))
            keys = codes.letters.view(_NUMBER).astype(np.uint64) << _SHIFT
            found.append(keys | np.repeat(holders, codes.counts).astype(np.uint64))
        joined = np.concatenate(found)
        joined.sort()
        joined = joined[np.append(True, joined[1:] != joined[:-1])[: len(joined)]]
        return (joined >> _SHIFT).astype(np.uint32), joined.astype(np.uint32)
