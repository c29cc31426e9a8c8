"""Writing upper bounds of impacts beside the posting lists that are long (see `impacts`)."""

import numpy as np

from newsearch.engine.whoosh.arrays import Numbers, Unsigned
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.doclists import encode_starts
from newsearch.engine.whoosh.flat.pieces import Piece
from newsearch.engine.whoosh.impacts import choose_strides, count_blocks, encode_peaks

__all__ = ["PeaksWriter"]


class PeaksWriter:
    """Writes upper bounds of impacts for the lists that are long."""

    def __init__(
        self, file: ArrayFileWriter, field: str, lengths: Numbers, sizes: Unsigned
    ) -> None:
        """`lengths` are of the lists, `sizes` of the documents, of which one at least is not empty."""
        self._sizes = sizes
        self._written = 0
        self._average = int(self._sizes.sum(dtype=np.int64)) / int(np.count_nonzero(self._sizes))
        file.meta.setdefault("averages", {})[field] = self._average
        strides = choose_strides(lengths, len(sizes))
        self._long = strides > 0
        octets = -(-count_blocks(len(sizes)) // strides[self._long])
        file.add(f"{field}/peaks/lists", np.flatnonzero(self._long).astype(np.uint32))
        file.add(f"{field}/peaks/starts", encode_starts(octets))
        self._section = file.reserve(f"{field}/peaks", np.uint8, int(octets.sum()))

    def append(self, piece: Piece) -> None:
        """Write the bounds of the next lists."""
        long = self._long[self._written : self._written + len(piece.lengths)]
        self._written += len(piece.lengths)
        ends = np.cumsum(piece.lengths)
        for row in np.flatnonzero(long).tolist():
            rows = slice(int(ends[row] - piece.lengths[row]), int(ends[row]))
            documents, frequencies = piece.documents[rows], piece.frequencies[rows]
            sizes, count = self._sizes[documents], len(self._sizes)
            octets = encode_peaks(documents, frequencies, sizes, self._average, count)
            self._section.append(octets)
