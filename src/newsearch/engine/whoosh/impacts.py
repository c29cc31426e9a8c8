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

from newsearch.engine.whoosh.arrays import BLOCK, Unsigned

__all__ = ["Peaks", "encode_peaks", "find_peaks", "loosen"]

_B = 0.6
"""The normalisation of bodies that `newsearch.query.ranking` sets out with; bounds are tight there."""

_STEPS = 255

_IMPACTS = np.append(np.arange(_STEPS) / (_STEPS - np.arange(_STEPS)), np.inf).astype(
    np.float32
) * np.float32(1 + 1e-6)
"""What each byte stands for."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """The highest impact in each block as a byte, 0 where there is none, and the average length that
    it was reckoned with."""

    octets: NDArray[np.uint8]
    average: float

    def impacts(self) -> NDArray[np.float32]:
        """No impact in the block is higher."""
        return _IMPACTS[self.octets]


def encode_peaks(
    keys: NDArray[np.integer[Any]],
    frequencies: Unsigned,
    lengths: NDArray[Any],
    average: float,
    block_count: int,
) -> NDArray[np.uint8]:
    """The bytes of so many blocks, given the block of each posting, in ascending order, how often
    the term stands in the document, and the document's length."""
    impacts = frequencies / (1.0 - _B + _B * lengths.astype(np.float64) / average)
    octets = np.zeros(block_count, np.uint8)
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    if len(starts):
        highest = np.maximum.reduceat(impacts, starts)
        octets[keys[starts]] = np.ceil(_STEPS * highest / (1.0 + highest)).astype(np.uint8)
    return octets


def find_peaks(
    documents: Unsigned, impacts: NDArray[np.float64], document_count: int
) -> NDArray[np.float32]:
    """The highest impact in each block, from all that there are."""
    found = np.zeros(-(-document_count // BLOCK), np.float32)
    blocks = documents // np.uint32(BLOCK)
    starts = np.flatnonzero(np.diff(blocks, prepend=blocks[:1] + np.uint32(1)))
    if len(starts):
        found[blocks[starts]] = np.maximum.reduceat(impacts, starts)
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
