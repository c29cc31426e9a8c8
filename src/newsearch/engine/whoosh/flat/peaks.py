"""Writing upper bounds of impacts beside the posting lists that are long (see `impacts`)."""

from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Numbers, Rows, Unsigned, expand_runs
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.offsets import encode_starts
from newsearch.engine.whoosh.flat.pieces import Piece
from newsearch.engine.whoosh.impacts import (
    LEVEL_COUNT,
    choose_strides,
    count_blocks,
    encode_peaks,
    weigh_lengths,
)

__all__ = ["PeaksWriter"]

_CELLS = 2**20
"""Lists are encoded together as long as their documents, and those that lack them, are no more: what
is done for each costs more than its numbers where documents are few."""


class PeaksWriter:
    """Writes upper bounds of impacts for the lists that are long."""

    def __init__(
        self, file: ArrayFileWriter, field: str, lengths: Numbers, sizes: Unsigned
    ) -> None:
        """`lengths` are of the lists, `sizes` of the documents, of which one at least is not empty."""
        self._written = 0
        average = int(sizes.sum(dtype=np.int64)) / int(np.count_nonzero(sizes))
        self._weights = weigh_lengths(sizes, average)
        file.meta.setdefault("averages", {})[field] = average
        self._strides = choose_strides(lengths, len(sizes))
        self._together = max(_CELLS // len(sizes), 1)
        long = self._strides > 0
        octets = -(-count_blocks(len(sizes)) // (2 * self._strides[long]))
        file.add(f"{field}/peaks/lists", np.flatnonzero(long).astype(np.uint32))
        file.add(f"{field}/peaks/starts", encode_starts(octets))
        self._section = file.reserve(f"{field}/peaks", np.uint8, int(octets.sum()))
        levels = len(octets) * LEVEL_COUNT
        self._levels = file.reserve(f"{field}/peaks/levels", np.uint8, levels)

    def append(self, piece: Piece) -> None:
        """Write the bounds of the next lists."""
        lists = slice(self._written, self._written + len(piece.lengths))
        self._written = lists.stop
        strides = self._strides[lists]
        found: dict[int, tuple[NDArray[np.uint8], NDArray[np.uint8]]] = {}
        for stride in np.unique(strides[strides > 0]):
            rows = np.flatnonzero(strides == stride)
            for start in range(0, len(rows), self._together):
                some = rows[start : start + self._together]
                octets, levels = self._encode(piece, some)
                found.update(zip(some.tolist(), zip(octets, levels, strict=True), strict=True))
        for _, (octets, levels) in sorted(found.items(), key=itemgetter(0)):
            self._section.append(octets)
            self._levels.append(levels)

    def _encode(self, piece: Piece, lists: Rows) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """The bounds of some lists of a piece."""
        lengths = piece.lengths[lists]
        rows = expand_runs((np.cumsum(piece.lengths) - piece.lengths)[lists], lengths)
        documents, frequencies = piece.documents[rows], piece.frequencies[rows]
        return encode_peaks(documents, frequencies, lengths, self._weights)
