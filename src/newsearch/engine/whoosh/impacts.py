"""How much a term can add to the scores of a block of documents, half a byte a block, written
beforehand.

What BM25F makes of a term in a document grows with one number, its impact: frequency divided by
1 − b + b · length / average length. Of each block the highest impact is kept (Ding & Suel, "Faster
top-k document retrieval using block-max indexes", 2011), as x / (k1 + x) in parts of 255: so the byte
is proportional to the score, unless the query has another k1. Of those bytes each list keeps fifteen
levels, those that lie closest above its blocks, and of each block which level.
The query chooses b, and the average changes with the archive: the quotient of two normalisations
is monotonous in the length, so over the lengths of a segment it is highest at one end, and bounds
written for one b and one average hold for any other, a little looser.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import BLOCK, Numbers, Rows, Unsigned
from newsearch.frozen import frozen

__all__ = [
    "LEVEL_COUNT",
    "Peaks",
    "choose_stride",
    "choose_strides",
    "count_blocks",
    "encode_peaks",
    "find_highest",
    "loosen",
    "weigh_lengths",
]

_B = 0.75
_K1 = 0.7
"""What `newsearch.query.ranking` sets out with for bodies; bounds are tight there."""

_STEPS = 255

_IMPACTS = np.append(_K1 * np.arange(_STEPS) / (_STEPS - np.arange(_STEPS)), np.inf).astype("f4")
"""What each byte stands for: no impact in the block is higher."""

_LEVELS = 15
_TOP = 3.0
LEVEL_COUNT = _LEVELS + 1
"""Level 0 is for blocks without any."""

_FIRST, _SECOND = np.arange(256) & _LEVELS, np.arange(256) >> 4
"""The levels of the two blocks that share a byte."""

_STRIDES = {8: 1, 16: 2}
"""Lists of more than one document in so many have a level for each so many blocks: about half a byte
for each one or two documents. Shorter lists have none: their words weigh most in a query, and bounds
that are a little looser let many more articles through than it costs to reckon the scores."""


@frozen
class Peaks:
    """The level of each so many successive blocks, two in a byte, the first in the low half; the
    highest impact on each of the sixteen levels as a byte, 0 where there is none; and the average
    length that it was reckoned with."""

    octets: NDArray[np.uint8]
    levels: NDArray[np.uint8]
    stride: int
    average: float

    @property
    def impacts(self) -> NDArray[np.float32]:
        """What none of each level exceeds, infinite where that is not known."""
        return _IMPACTS.take(self.levels)

    def spread(self, values: NDArray[np.float32], block_count: int) -> NDArray[np.float32]:
        """Each block's value, given those of the levels."""
        # Two 32-bit numbers are taken at once, as one of 64.
        pairs = np.empty((len(_FIRST), 2), np.float32)
        pairs[:, 0], pairs[:, 1] = values.take(_FIRST), values.take(_SECOND)
        found = pairs.view(np.uint64)[:, 0].take(self.octets).view(np.float32)
        return (found if self.stride == 1 else found.repeat(self.stride))[:block_count]


def count_blocks(document_count: int) -> int:
    """How many blocks so many documents make."""
    return -(-document_count // BLOCK)


def choose_stride(length: int, document_count: int) -> int:
    """How many blocks share a byte in a list of this length; 0 if it has no bounds."""
    strides = (stride for part, stride in _STRIDES.items() if length * part > document_count)
    return next(strides, 0)


def choose_strides(lengths: Numbers, document_count: int) -> Numbers:
    """`choose_stride` of many lists."""
    strides = np.zeros(len(lengths), np.int64)
    for part, stride in reversed(_STRIDES.items()):
        strides[lengths * part > document_count] = stride
    return strides


def weigh_lengths(lengths: NDArray[Any], average: float) -> NDArray[np.float64]:
    """What frequencies are divided by in documents of these lengths."""
    return 1.0 - _B + _B * lengths.astype(np.float64) / average


def encode_peaks(
    documents: Unsigned, frequencies: Unsigned, lengths: Numbers, weights: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The levels of the blocks of lists, one row a list, two levels in a byte, and what they stand for,
    as `Peaks` has them, given their documents, how often the term stands in each, how many documents
    each list has, and what `weigh_lengths` says of all documents. The lists have one stride."""
    stride = choose_stride(int(lengths[0]), len(weights))
    impacts = frequencies / weights[documents]
    # Bytes grow with impacts, so that the highest byte is that of the highest impact.
    blocks = -(-count_blocks(len(weights)) // stride)
    rows = np.zeros((len(lengths) * blocks, BLOCK * stride), np.uint8)
    places = np.repeat(np.arange(len(lengths)) * (blocks * BLOCK * stride), lengths)
    places += documents
    rows.ravel()[places] = np.ceil(_STEPS * impacts / (_K1 + impacts)).astype(np.uint8)
    octets = rows[:, 0]
    for column in range(1, rows.shape[1]):
        octets = np.maximum(octets, rows[:, column])
    octets = octets.reshape(len(lengths), blocks)
    levels = _choose_levels(octets)
    return _pack_levels(octets, levels), levels


def _pack_levels(octets: NDArray[np.uint8], levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The lowest level that is not below each byte, two in a byte."""
    codes = np.arange(_STEPS + 1)
    lists, blocks = octets.shape
    chosen = np.zeros((lists, blocks + blocks % 2), np.uint8)
    for row in range(lists):
        chosen[row, :blocks] = np.searchsorted(levels[row], codes).astype(np.uint8)[octets[row]]
    packed: NDArray[np.uint8] = chosen[:, ::2] | chosen[:, 1::2] << np.uint8(4)
    return packed


def _choose_levels(octets: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Where many bytes are, levels are close; but more so among the highest, which decide what has a
    place on a page: from one level to the next the blocks above it become fewer by a like share.
    A row a list."""
    codes = np.arange(_STEPS + 1)
    keys = octets + (np.arange(len(octets)) * len(codes))[:, None]
    counts = np.bincount(keys.ravel(), minlength=len(octets) * len(codes)).reshape(-1, len(codes))
    counts[:, 0] = 0
    lowest = np.argmax(counts > 0, axis=1)[:, None]
    highest = _STEPS - np.argmax(counts[:, ::-1] > 0, axis=1)[:, None]
    weights = counts / counts.sum(axis=1, keepdims=True)
    # How many blocks are at each byte or above, at least one so that the logarithm ends at zero.
    above = np.log(np.maximum(np.cumsum(counts[:, ::-1], axis=1)[:, ::-1], 1))
    steps = above[:, 1:] - np.append(above[:, 2:], np.zeros((len(above), 1)), axis=1)
    weights[:, 1:] += _TOP * steps / np.maximum(above[:, 1:2], 1.0)
    ends = np.cumsum(weights, axis=1)
    shares = np.arange(1, _LEVELS) / _LEVELS * ends[:, -1:]
    inner = np.count_nonzero(ends[:, None, :] < shares[:, :, None], axis=2)
    levels = np.hstack((np.zeros_like(lowest), np.clip(inner, lowest, highest), highest))
    return levels.astype(np.uint8)


def loosen(average: float, new_b: float, new_average: float, lengths: tuple[int, int]) -> float:
    """By how much impacts of documents between these two lengths can grow when they are reckoned
    with another b and average; infinite where that would divide by zero."""
    factors = []
    for length in lengths:
        before = 1.0 - _B + _B * length / average
        after = 1.0 - new_b + new_b * length / new_average
        factors.append(before / after if after > 0 else np.inf)
    return float(max(factors))


def find_highest(blocks: Unsigned, values: NDArray[Any]) -> tuple[Rows, NDArray[Any]]:
    """The blocks, which never go down, each once, and the highest value of each."""
    first = np.empty(len(blocks), np.bool_)
    first[:1] = True
    np.not_equal(blocks[1:], blocks[:-1], out=first[1:])
    starts = first.nonzero()[0]
    highest = np.maximum.reduceat(values, starts) if len(starts) else values[:0]
    return blocks.take(starts).astype(np.intp), highest
