"""Names, found in an array of characters: a few looks at the neighbours of every capital, then at the
letters after those that are left."""

import re
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.alphabet import ALPHABET
from newsearch.analysis.names import CAPITALS, ELIDED, LEAST_SMALL, SMALL_LETTERS, SPACED_FROM

__all__ = ["BEFORE", "find_names"]

Places: TypeAlias = NDArray[np.intp]

BEFORE = 3
"""So many characters before a name are looked at."""

_CAPITAL, _SMALL, _SPACE, _SPACED, _HYPHEN, _APOSTROPHE, _ELIDED, _WORD = (
    np.uint8(1 << bit) for bit in range(8)
)
_CLASSES = {
    _CAPITAL: f"[{CAPITALS}]",
    _SMALL: f"[{SMALL_LETTERS}]",
    _SPACE: r"\s",
    _SPACED: f"[{SPACED_FROM}]",
    _HYPHEN: "-",
    _APOSTROPHE: "['’]",
    _ELIDED: f"[{ELIDED}]",
    _WORD: r"\w",
}


def find_names(characters: NDArray[np.uint16]) -> tuple[Places, Places]:
    """Where each name begins, and where it ends, in texts of ordinary characters in UTF-16, with at
    least BEFORE separators before and after them all: what `names.NAME` finds."""
    places = _find_capitals(characters)
    for distance in range(1, LEAST_SMALL + 1):
        places = places[_are(_SMALL, characters[places + distance])]
    places = places[_stand_inside(characters, places)]
    ends = places + (LEAST_SMALL + 1)
    growing = np.arange(len(ends))
    while len(growing):
        growing = growing[_are(_SMALL, characters[ends[growing]])]
        ends[growing] += 1
    whole = ~_are(_WORD, characters[ends])
    return places[whole], ends[whole]


def _stand_inside(characters: NDArray[np.uint16], places: Places) -> NDArray[np.bool_]:
    """Which of these places do not begin a sentence, by the characters before them."""
    third, second, first = (_TABLE[characters[places - distance]] for distance in (3, 2, 1))
    spaced = (first & _SPACE != 0) & (second & _SPACED != 0)
    joined = (first & _HYPHEN != 0) & (second & _WORD != 0)
    elided = (first & _APOSTROPHE != 0) & (second & _ELIDED != 0) & (third & _WORD == 0)
    found: NDArray[np.bool_] = spaced | joined | elided
    return found


def _are(flag: np.uint8, characters: NDArray[np.uint16]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (_TABLE[characters] & flag) != 0
    return found


def _find_capitals(characters: NDArray[np.uint16]) -> Places:
    """Where capitals are: a few comparisons of all characters, then a look at a table for few."""
    found = characters & _WITHOUT_ACCENT
    found -= _FIRST  # what is below the first becomes large
    places = np.flatnonzero(found <= _LAST - _FIRST)
    return places[_are(_CAPITAL, characters[places])]


def _make_table() -> NDArray[np.uint8]:
    table = np.zeros(1 << 16, np.uint8)
    for flag, pattern in _CLASSES.items():
        matches = re.finditer(pattern, ALPHABET.ordinary)
        table[[ord(match[0]) for match in matches]] |= flag
    return table


_TABLE = _make_table()

_WITHOUT_ACCENT = np.uint16(0xFF7F)
_FIRST, _LAST = np.uint16(ord("@")), np.uint16(ord("^"))
"""Capitals of Latin-1, A to Z and À to Þ, lie between these but for one bit; few other characters do."""
