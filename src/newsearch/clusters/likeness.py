"""When are two texts copies of one another, and how are those that may be found among many?"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from newsearch.analysis.shingles import WIDTH, Shingles, shingle

__all__ = [
    "CONTAINED",
    "KEYS",
    "RESEMBLING",
    "Text",
    "is_copy",
    "make_sketch",
    "print_keys",
    "read_text",
    "shorten",
]

Text = NDArray[np.uint32]
"""A text as `is_copy` compares it: half of each of its shingles is enough to tell two texts apart."""

KEYS = 8
"""MinHash values in a sketch (Broder 1997). Texts of resemblance J (common runs of words ÷ all of
them) share none with a probability of (1 − J) ** KEYS: 0.4 % for J = ½, as when a text is halved."""

CONTAINED = 0.7
"""How much of the shorter text a copy has in common with the longer one. Of 4,796 articles of one
source, all the pairs above are versions of one article; below come series made on one pattern."""

RESEMBLING = 0.2
"""How much of both texts together copies have in common: a sentence is no copy of its article."""

_FEW_WORDS = 20
"""With fewer, a text is a copy only of the same text under the same title."""

_KEY_BYTES = 3
_SEED = 1


def shorten(shingles: Shingles) -> Text:
    """A text that is compared, not looked for."""
    return (shingles >> np.uint64(32)).astype(np.uint32)


def is_copy(one: Text, other: Text) -> bool:
    """Whether two texts are one but for what was cut and added."""
    one, other = np.unique(one), np.unique(other)
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter < RESEMBLING * longer:
        return False
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common >= CONTAINED * shorter and common >= RESEMBLING * (shorter + longer - common)


def read_text(title: str, body: str) -> Shingles:
    """What texts are compared by: the body, as copies get other titles; of a few words only all of
    them at once, with the title's."""
    found = shingle(body)
    if len(found) + WIDTH > _FEW_WORDS:
        return found
    every = shingle(f"{title}\n{body}")
    if not len(every):
        return every
    return np.frombuffer(blake2b(every.tobytes(), digest_size=8).digest(), np.uint64)


def make_sketch(text: Shingles) -> list[int]:
    """KEYS numbers; texts share one with the probability of their resemblance."""
    if not len(text):
        return []
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(text, [0, len(text)], KEYS, _SEED)
    (values,) = matrix.to_rows()
    # The same value means something else in another place. The best bits of a product are its first.
    return [
        (value * 0x9E3779B97F4A7C15 + place * 0xC2B2AE3D27D4EB4F) % 2**64 >> 64 - 8 * _KEY_BYTES
        for place, value in enumerate(values)
    ]


def print_keys(keys: Sequence[int]) -> tuple[str, ...]:
    """Four letters a key: eight keys cost an index some 130 bytes an article."""
    return tuple(urlsafe_b64encode(key.to_bytes(_KEY_BYTES)).decode() for key in keys)
