"""Writing upper bounds of impacts beside the posting lists that are long (see `impacts`)."""

import numpy as np

from newsearch.engine.whoosh.arrays import Numbers, Unsigned
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
        strides = choose_strides(lengths, len(sizes))
        self._long = strides > 0
        octets = -(-count_blocks(len(sizes)) // (2 * strides[self._long]))
        file.add(f"{field}/peaks/lists", np.flatnonzero(self._long).astype(np.uint32))
        file.add(f"{field}/peaks/starts", encode_starts(octets))
        self._section = file.reserve(f"{field}/peaks", np.uint8, int(octets.sum()))
        levels = len(octets) * LEVEL_COUNT
        self._levels = file.reserve(f"{field}/peaks/levels", np.uint8, levels)

    def append(self, piece: Piece) -> None:
        """Write the bounds of the next lists."""
        long = self._long[self._written : self._written + len(piece.lengths)]
        self._written += len(piece.lengths)
        ends = np.cumsum(piece.lengths)
        for row in np.flatnonzero(long).tolist():
            rows = slice(int(ends[row] - piece.lengths[row]), int(ends[row]))
            documents, frequencies = piece.documents[rows], piece.frequencies[rows]
            octets, levels = encode_peaks(documents, frequencies, self._weights)
            self._section.append(octets)
            self._levels.append(levels)
