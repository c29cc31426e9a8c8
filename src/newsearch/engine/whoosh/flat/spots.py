"""Where a term stands in a few documents, the best of a query: its lists are not decoded for them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Numbers, Rows, Unsigned, expand_runs, join_places
from newsearch.engine.whoosh.documents import Candidates, DocumentSet

if TYPE_CHECKING:
    from newsearch.engine.whoosh.flat.lists import PostingLists

__all__ = ["Spots"]

_NOTHING = np.zeros(0, np.uint32)


class Spots:
    """The lists that have the positions of a term. A row is that of a posting among all of the field."""

    def __init__(
        self,
        lists: "PostingLists",
        sets: Sequence[tuple[DocumentSet, int]],
        documents: Unsigned = _NOTHING,
        rows: NDArray[np.unsignedinteger[Any]] = _NOTHING,
        shift: int = 0,
    ) -> None:
        """Some lists, and their first rows; documents of others beside their rows; and how many more
        positions than frequencies add up to stand before all of these."""
        self._lists = lists
        self._sets = sets
        self._documents = documents
        self._rows = rows
        self._shift = shift

    @classmethod
    def join(cls, lists: "PostingLists", indices: Numbers) -> Self:
        """Several lists of a field that borrows from no other: short ones are decoded once, long ones
        are bitmaps."""
        starts, counts = lists.documents.starts.spans(indices)
        long = lists.documents.are_long(indices)
        opened = zip(indices[long].tolist(), starts[long].tolist(), strict=True)
        sets = [(lists.documents.open(index), start) for index, start in opened]
        rows = expand_runs(starts[~long], counts[~long])
        kind = np.uint32 if rows.max(initial=0) < 1 << 32 else np.uint64
        narrow: NDArray[np.unsignedinteger[Any]] = rows.astype(kind)
        return cls(lists, sets, lists.documents.join(indices[~long]), narrow)

    @property
    def kept(self) -> int:
        """How many bytes it has in memory."""
        sets = sum(holders.kept for holders, _ in self._sets)
        return sets + self._documents.nbytes + self._rows.nbytes

    def find(self, candidates: Candidates) -> Numbers:
        """Where the candidates have the term, in ascending order (see `PLACE_BITS`; a row is that of the
        candidate)."""
        frequencies, positions = self._lists.frequencies, self._lists.positions
        if frequencies is None or positions is None:
            return np.zeros(0, np.int64)
        here, rows = self._locate(candidates)
        counts, begins = frequencies.take(rows), frequencies.sum_before(rows)
        if self._shift:
            begins += self._shift
        places = join_places(here, counts, positions.take(expand_runs(begins, counts)))
        if len(self._sets) != 1 or len(self._documents):
            places.sort()
        return places

    def _locate(self, candidates: Candidates) -> tuple[Rows, Rows]:
        """Which of the candidates are in the lists, perhaps several times, and the rows."""
        found = []
        for holders, start in self._sets:
            here, rows = holders.locate(candidates)
            found.append((here, rows + start))
        if len(self._documents):
            size = self._lists.documents.document_count
            at = candidates.mark(size).take(self._documents).nonzero()[0]
            here = candidates.documents.searchsorted(self._documents.take(at))
            found.append((here, self._rows.take(at).astype(np.intp)))
        if len(found) == 1:
            return found[0]
        return np.concatenate([h for h, _ in found]), np.concatenate([r for _, r in found])
