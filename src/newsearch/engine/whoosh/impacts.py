"""How much a term can add to the scores of a block of documents, a byte a block, written beforehand.

What BM25F makes of a term in a document grows with one number, its impact: frequency divided by
1 − b + b · length / average length. Of each block the highest impact is kept (Ding & Suel, "Faster
top-k document retrieval using block-max indexes", 2011), as x / (k1 + x) in parts of 255: so the byte
is proportional to the score, unless the query has another k1.
The query chooses b, and the average changes with the archive: the quotient of two normalisations
is monotonous in the length, so over the lengths of a segment it is highest at one end, and bounds
written for one b and one average hold for any other, a little looser.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import BLOCK, Numbers, Rows, Unsigned
from newsearch.frozen import frozen

__all__ = [
    "Peaks",
    "choose_stride",
    "choose_strides",
    "count_blocks",
    "encode_peaks",
    "loosen",
    "mark",
    "spread",
]

_B = 0.6
_K1 = 0.9
"""What `newsearch.query.ranking` sets out with for bodies; bounds are tight there."""

_STEPS = 255

_IMPACTS = np.append(_K1 * np.arange(_STEPS) / (_STEPS - np.arange(_STEPS)), np.inf)
"""What each byte stands for: no impact in the block is higher."""

_LOOSE = 1.02
"""A straight line is reckoned faster than a table is read; so much above the table it will do."""

_STRIDES = {8: 1, 16: 2}
"""Lists of more than one document in so many have a byte for each so many blocks: about a byte for
each one or two documents. Shorter lists have none: their words weigh most in a query, and bounds
that are a little looser let many more articles through than it costs to reckon the scores."""


@frozen
class Peaks:
    """The highest impact in each so many successive blocks as a byte, 0 where there is none, and the
    average length that it was reckoned with."""

    octets: NDArray[np.uint8]
    stride: int
    average: float

    def bound(
        self, k1: float, growth: float, factor: float, block_count: int
    ) -> NDArray[np.float32]:
        """For each block what factor · x / (k1 + x) does not exceed, where x is its highest impact
        times `growth`, or lower."""
        table, slope = _tabulate(k1, growth)
        if slope is None:
            found = table.take(self.octets)
            found *= np.float32(factor)
        else:
            found = self.octets.astype(np.float32)
            found *= np.float32(factor * slope)
        return found if self.stride == 1 else np.repeat(found, self.stride)[:block_count]


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


def encode_peaks(
    documents: Unsigned,
    frequencies: Unsigned,
    lengths: NDArray[Any],
    average: float,
    document_count: int,
) -> NDArray[np.uint8]:
    """The bytes of a list, given its documents, how often the term stands in each, and how long
    each is."""
    stride = choose_stride(len(documents), document_count)
    octets = np.zeros(-(-count_blocks(document_count) // stride), np.uint8)
    impacts = frequencies / (1.0 - _B + _B * lengths.astype(np.float64) / average)
    blocks, highest = _find_highest(documents // np.uint32(BLOCK * stride), impacts)
    octets[blocks] = np.ceil(_STEPS * highest / (_K1 + highest)).astype(np.uint8)
    return octets


def spread(
    documents: Unsigned, values: NDArray[np.float32], document_count: int
) -> NDArray[np.float32]:
    """The highest value in each block, 0 where there is none or none is above."""
    found = np.zeros(count_blocks(document_count), np.float32)
    blocks, highest = _find_highest(documents // np.uint32(BLOCK), values)
    found[blocks] = np.maximum(highest, np.float32(0))
    return found


def mark(documents: Unsigned, value: float, document_count: int) -> NDArray[np.float32]:
    """The value in each block that has some of the documents, 0 in others."""
    found = np.zeros(count_blocks(document_count), np.float32)
    found[documents // np.uint32(BLOCK)] = value
    return found


def loosen(average: float, new_b: float, new_average: float, lengths: tuple[int, int]) -> float:
    """By how much impacts of documents between these two lengths can grow when they are reckoned
    with another b and average; infinite where that would divide by zero."""
    factors = []
    for length in lengths:
        before = 1.0 - _B + _B * length / average
        after = 1.0 - new_b + new_b * length / new_average
        factors.append(before / after if after > 0 else np.inf)
    return float(max(factors))


@lru_cache(maxsize=64)
def _tabulate(k1: float, growth: float) -> tuple[NDArray[np.float32], float | None]:
    """X / (k1 + x) for each byte, and the slope of a line that is nowhere below and never far above."""
    impacts = growth * _IMPACTS[1:]
    scores = 1.0 / (1.0 + k1 / impacts)
    steps = np.arange(1, _STEPS + 1)
    slope = float((scores / steps).max())
    straight = bool((slope * steps <= _LOOSE * scores).all())
    return np.append(0.0, scores).astype(np.float32), slope if straight else None


def _find_highest(blocks: Unsigned, values: NDArray[Any]) -> tuple[Rows, NDArray[Any]]:
    """The blocks, which never go down, each once, and the highest value of each."""
    first = np.ones(len(blocks), np.bool_)
    np.not_equal(blocks[1:], blocks[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    highest = np.maximum.reduceat(values, starts) if len(starts) else values[:0]
    return blocks[starts].astype(np.intp), highest
