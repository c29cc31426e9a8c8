"""Keywords of four letters as numbers, on their way into a segment's file.

Sketches are eight such keywords a document, and hardly any is in two: as text each would be an object,
a place in a dictionary and a step of a sort.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import Codes
from newsearch.engine.whoosh.arrays import Mask, Unsigned
from newsearch.engine.whoosh.flat.columns import write_keywords
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.dictionary import write_term_bytes
from newsearch.engine.whoosh.flat.listswriter import Plan, PostingListsWriter
from newsearch.engine.whoosh.flat.pieces import without_places
from newsearch.engine.whoosh.flat.terms import TermLists

__all__ = ["CodeStream", "read_codes", "write_codes"]

Pairs: TypeAlias = NDArray[np.uint64]

_LETTERS = 4
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
        write_codes(
            file, name, [_pair(first, codes) for first, codes in self._parts], document_count
        )


def write_codes(
    file: ArrayFileWriter, name: str, parts: Sequence[Pairs], document_count: int
) -> None:
    """Write a keyword field, given codes above the documents that hold them, in any order."""
    pairs = np.concatenate([np.zeros(0, np.uint64), *parts])
    pairs.sort()
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    codes, documents = (pairs >> _SHIFT).astype(np.uint32), pairs.astype(np.uint32)
    heads = np.flatnonzero(np.diff(codes, prepend=~codes[:1]))
    lengths = np.diff(heads, append=len(codes))
    letters = codes[heads].astype(_NUMBER).view(np.uint8)
    write_term_bytes(file, name, letters, np.full(len(heads), _LETTERS))
    writer = PostingListsWriter(file, name, Plan(document_count, lengths))
    writer.append(without_places(lengths, documents))
    writer.finish()
    write_keywords(file, name, lengths, documents, document_count)


def read_codes(lists: TermLists, live: Mask | None, numbers: Unsigned) -> Pairs | None:
    """The keywords of a segment for `write_codes`, without deleted documents, the others renumbered;
    None if they are not all of four letters."""
    terms = lists.terms
    begins, ends = terms.spans(range(len(terms)))
    if not (ends - begins == _LETTERS).all():
        return None
    piece = lists.join(np.arange(len(terms)), places=False)
    codes = np.repeat(terms.bytes.view(_NUMBER).astype(np.uint64) << _SHIFT, piece.lengths)
    pairs: Pairs = codes | numbers[piece.documents]
    return pairs if live is None else pairs[live[piece.documents]]


def _pair(first: int, codes: Codes) -> Pairs:
    """Codes above documents, of which this is the first."""
    holders = np.arange(first, first + len(codes), dtype=np.uint64)
    keys = codes.letters.view(_NUMBER).astype(np.uint64) << _SHIFT
    keys |= np.repeat(holders, codes.counts)
    return keys
