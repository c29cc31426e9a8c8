"""Where a term stands in a few documents, the best of a query: its lists are not decoded for them."""

from typing import TYPE_CHECKING

import numpy as np

from newsearch.engine.whoosh.arrays import Numbers, Rows, expand_runs, join_places
from newsearch.engine.whoosh.documents import Candidates

if TYPE_CHECKING:
    from newsearch.engine.whoosh.flat.lists import PostingLists

__all__ = ["Spots"]


class Spots:
    """The lists that have the positions of a term: the documents of short ones are decoded once, long
    ones are bitmaps. A row is that of a posting among all of the field."""

    def __init__(self, lists: "PostingLists", indices: Numbers) -> None:
        """The indices are of one list, or of several that are in a field that borrows from no other."""
        self._lists = lists
        self._indices = indices
        starts, counts = lists.documents.starts.spans(indices)
        long = lists.documents.are_long(indices)
        opened = zip(indices[long].tolist(), starts[long].tolist(), strict=True)
        self._long = [(lists.documents.open(index), start) for index, start in opened]
        self._documents = lists.documents.join(indices[~long])
        rows = expand_runs(starts[~long], counts[~long])
        self._rows = rows.astype(np.uint32) if rows.max(initial=0) < 1 << 32 else rows
        shifts = lists.find_shifts(indices)
        self._shift = 0 if shifts is None else int(shifts[0])

    @property
    def kept(self) -> int:
        """How many bytes it has in memory."""
        long = sum(holders.kept for holders, _ in self._long)
        return long + self._documents.nbytes + self._rows.nbytes

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
        if len(self._indices) > 1:
            places.sort()
        return places

    def _locate(self, candidates: Candidates) -> tuple[Rows, Rows]:
        """Which of the candidates are in the lists, perhaps several times, and the rows."""
        found = []
        for holders, start in self._long:
            here, rows = holders.locate(candidates)
            found.append((here, rows + start))
        if len(self._documents) or not found:
            size = self._lists.documents.document_count
            at = candidates.mark(size).take(self._documents).nonzero()[0]
            here = candidates.documents.searchsorted(self._documents.take(at))
            found.append((here, self._rows.take(at).astype(np.intp)))
        if len(found) == 1:
            return found[0]
        return np.concatenate([h for h, _ in found]), np.concatenate([r for _, r in found])
