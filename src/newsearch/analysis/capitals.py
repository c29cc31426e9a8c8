"""Names, found in an array of characters: a few looks at the neighbours of every capital leave so
few that `names.name_at` can be asked about each."""

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.alphabet import ALPHABET
from newsearch.analysis.names import CAPITALS, SMALL_LETTERS, SPACED_FROM, name_at

__all__ = ["find_names"]

_CAPITAL, _SMALL, _SPACE, _SPACED, _JOINING = (np.uint8(1 << bit) for bit in range(5))
_CLASSES = {
    _CAPITAL: f"[{CAPITALS}]",
    _SMALL: f"[{SMALL_LETTERS}]",
    _SPACE: r"\s",
    _SPACED: f"[{SPACED_FROM}]",
    _JOINING: "['’-]",
}


def find_names(text: str, characters: NDArray[np.uint16]) -> Iterator[tuple[int, str]]:
    """Where each name begins, and the name as written, in a text of ordinary characters, which
    are also given in UTF-16."""
    places = np.flatnonzero(_are_capitals(characters))
    places = places[(places >= 2) & (places + 2 < len(characters))]
    for distance in (1, 2):
        places = places[(_TABLE[characters[places + distance]] & _SMALL) != 0]
    before = _TABLE[characters[places - 1]]
    spaced = (before & _SPACE != 0) & (_TABLE[characters[places - 2]] & _SPACED != 0)
    for place in places[spaced | (before & _JOINING != 0)].tolist():
        if name := name_at(text, place):
            yield place, name


def _are_capitals(characters: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Which characters are capitals: a few comparisons of all at once, not a look at a table each."""
    found = np.zeros(len(characters), np.bool_)
    for first, last in _RANGES:
        found |= characters - first <= last - first  # what is below the first becomes large
    return found


def _find_ranges() -> list[tuple[np.uint16, np.uint16]]:
    """The first and last of each run of capitals."""
    codes = np.flatnonzero(_TABLE & _CAPITAL).astype(np.uint16)
    runs = np.split(codes, np.flatnonzero(np.diff(codes) > 1) + 1)
    return [(run[0], run[-1]) for run in runs]


def _make_table() -> NDArray[np.uint8]:
    table = np.zeros(1 << 16, np.uint8)
    for flag, pattern in _CLASSES.items():
        matches = re.finditer(pattern, ALPHABET.ordinary)
        table[[ord(match[0]) for match in matches]] |= flag
    return table


_TABLE = _make_table()
_RANGES = _find_ranges()
