"""When are two texts copies of one another, and how are those that may be found among many?"""

from collections.abc import Sequence
from itertools import chain
from string import ascii_lowercase, ascii_uppercase, digits

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from newsearch.analysis.shingles import Shingles
from newsearch.engine import Codes

__all__ = [
    "CONTAINED",
    "KEYS",
    "RESEMBLING",
    "Text",
    "is_copy",
    "make_sketches",
    "print_keys",
    "shorten",
]

Text = NDArray[np.uint32]
"""A text as `is_copy` compares it: half of each of its shingles, which is enough to tell two texts
apart, sorted, each once."""

KEYS = 8
"""MinHash values in a sketch (Broder 1997). Texts of resemblance J (common runs of words ÷ all of
them) share none with a probability of (1 − J) ** KEYS: 0.4 % for J = ½, as when a text is halved."""

CONTAINED = 0.7
"""How much of the shorter text a copy has in common with the longer one. Of 4,796 articles of one
source, all the pairs above are versions of one article; below come series made on one pattern."""

RESEMBLING = 0.2
"""How much of both texts together copies have in common: a sentence is no copy of its article."""

_KEY_BYTES = 3
_SEED = 1

_LETTERS = np.frombuffer(f"{ascii_uppercase}{ascii_lowercase}{digits}-_".encode(), np.uint8)
_SIXES = np.array([18, 12, 6, 0], np.uint32)


_MIX, _MIX_PLACE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def shorten(shingles: Shingles, ends: Sequence[int]) -> list[Text]:
    """Texts that are compared, not looked for, by where the shingles of each end."""
    halves = (shingles >> np.uint64(32)).astype(np.uint32)
    begins = [0, *ends[:-1]]
    for begin, end in zip(begins, ends, strict=True):
        halves[begin:end].sort()
    first = np.ones(len(halves) + 1, np.bool_)
    np.not_equal(halves[1:], halves[:-1], out=first[1:-1])
    first[begins] = True
    kept = np.append(0, np.cumsum(first[:-1]))[ends]
    texts: list[Text] = np.split(halves[first[:-1]], kept[:-1])
    return texts


def is_copy(one: Text, other: Text) -> bool:
    """Whether two texts are one but for what was cut and added."""
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter < RESEMBLING * longer:
        return False
    both = np.concatenate((one, other))
    both.sort()
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common >= CONTAINED * shorter and common >= RESEMBLING * (shorter + longer - common)


def make_sketches(shingles: Shingles, ends: Sequence[int]) -> list[list[int]]:
    """KEYS numbers for each text; two share one with the probability of their resemblance."""
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(shingles, [0, *ends], KEYS, _SEED)
    values = np.array(matrix.to_rows(), np.uint64).reshape(-1, KEYS)
    # The same value means something else in another place. The best bits of a product are its first.
    mixed = values * _MIX + np.arange(KEYS, dtype=np.uint64) * _MIX_PLACE
    keys = (mixed >> np.uint64(64 - 8 * _KEY_BYTES)).tolist()
    begins = (0, *ends[:-1])
    return [row if end > begin else [] for row, begin, end in zip(keys, begins, ends, strict=True)]


def print_keys(sketches: Sequence[Sequence[int]]) -> Codes:
    """Four letters of Base64 a key: eight keys cost an index some 130 bytes an article."""
    keys = np.array([*chain.from_iterable(sketches)], np.uint32)
    letters = _LETTERS[keys[:, None] >> _SIXES & np.uint32(63)]
    return Codes(letters.ravel(), np.array([*map(len, sketches)], np.intp))
