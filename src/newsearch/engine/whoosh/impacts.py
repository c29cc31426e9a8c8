"""How much a term can add to the scores of a block of documents, a byte a block, written beforehand.

What BM25F makes of a term in a document grows with one number, its impact: frequency divided by
1 − b + b · length / average length. Of each block the highest impact is kept (Ding & Suel, "Faster
top-k document retrieval using block-max indexes", 2011), as a fraction of 255 after x → x / (1 + x).
The query chooses b, and the average changes with the archive: the quotient of two normalisations
is monotonous in the length, so over the lengths of a segment it is highest at one end, and bounds
written for one b and one average hold for any other, a little looser.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import BLOCK, Rows, Unsigned

__all__ = ["IMPACTS", "Peaks", "choose_stride", "count_blocks", "encode_peaks", "loosen", "spread"]

_B = 0.6
"""The normalisation of bodies that `newsearch.query.ranking` sets out with; bounds are tight there."""

_STEPS = 255

IMPACTS = np.append(np.arange(_STEPS) / (_STEPS - np.arange(_STEPS)), np.inf)
"""What each byte stands for: no impact in the block is higher."""

_DENSE = 8
"""The lists of more than one document in so many have a byte for each block, others for each four
blocks: about a byte for each one or two documents either way."""

_COARSE = 4


@dataclass(frozen=True, slots=True)
class Peaks:
    """The highest impact in each so many successive blocks as a byte, 0 where there is none, and the
    average length that it was reckoned with."""

    octets: NDArray[np.uint8]
    stride: int
    average: float

    def look_up(self, table: NDArray[np.float32], block_count: int) -> NDArray[np.float32]:
        """What a table has for the byte of each block."""
        found = table.take(self.octets)
        return found if self.stride == 1 else np.repeat(found, self.stride)[:block_count]


def count_blocks(document_count: int) -> int:
    """How many blocks so many documents make."""
    return -(-document_count // BLOCK)


def choose_stride(length: int, document_count: int) -> int:
    """How many blocks share a byte in a list of this length."""
    return 1 if length * _DENSE > document_count else _COARSE


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
    octets[blocks] = np.ceil(_STEPS * highest / (1.0 + highest)).astype(np.uint8)
    return octets


def spread(
    documents: Unsigned, values: NDArray[np.float64], document_count: int
) -> NDArray[np.float32]:
    """The highest value in each block, 0 where there is none or none is above."""
    found = np.zeros(count_blocks(document_count), np.float32)
    blocks, highest = _find_highest(documents // np.uint32(BLOCK), values)
    found[blocks] = np.maximum(highest, 0.0)
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


def _find_highest(
    blocks: Unsigned, values: NDArray[np.float64]
) -> tuple[Rows, NDArray[np.float64]]:
    """The blocks, which never go down, each once, and the highest value of each."""
    first = np.ones(len(blocks), np.bool_)
    np.not_equal(blocks[1:], blocks[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    highest = np.maximum.reduceat(values, starts) if len(starts) else values[:0]
    return blocks[starts].astype(np.intp), highest
