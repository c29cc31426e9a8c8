"""Spaces that bind, found in an array of bytes: a few looks at the neighbours of every space leave
so few that `tokenizer.find_bond` can be asked about each."""

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.alphabet import ALPHABET, SPACE_BYTE, Bytes
from newsearch.analysis.tokenizer import LABELLED, LETTER, PREFIXES, REACH, find_bond

__all__ = ["bind_spaces"]

_DIGITS = "0123456789"
_VOWELS = "aeiouyh"


class _Shape(NamedTuple):
    """The characters that may stand before a space that binds, nearest last, and the one after it;
    an empty string means any. What binds must fit a shape, not all that fits binds."""

    before: tuple[str, str, str]
    after: str


_SHAPES = (
    _Shape(("", "", "ldjstcnm"), _VOWELS),  # l etat; see _is_lone
    _Shape(("", "q", "u"), _VOWELS),
    _Shape(("", "ru", "d"), "h"),  # aujourd hui, prud hommes
    _Shape(("", "", _DIGITS), "h" + _DIGITS),
    _Shape(("", " " + _DIGITS, "h"), _DIGITS),
    _Shape(("", "", "'"), ""),
    *(_Shape((prefix[-3], prefix[-2], prefix[-1]), "") for prefix in PREFIXES),
)
_LONE, _QU = 0, 1
"""The shape in which what stands before the letter must not be part of the word, and one in which a
space always binds."""

_NOT_BEFORE_LONE = "'-_"


def bind_spaces(folded: Bytes, spaces: NDArray[np.intp]) -> bool:
    """Turn the spaces that bind into what they are turned into, in place; whether there are any.

    The array is the folded text of one or more texts, with `REACH` separators before and after.
    Among the places of all spaces may be those of separators.
    """
    places, shapes = _find_candidates(folded, spaces)
    elided, open_ = _tell_elisions(folded, places, shapes)
    candidates = places[open_]
    windows = folded[candidates[:, None] + np.arange(-REACH, REACH)]
    text = ALPHABET.decode(windows.tobytes())
    bound = [find_bond(text, place) for place in range(REACH, len(text), 2 * REACH)]
    chosen = [row for row, char in enumerate(bound) if char != " "]
    folded[places[elided]] = ord("'")
    folded[candidates[chosen]] = [ord(bound[row]) for row in chosen]
    return bool(chosen) or bool(elided.any())


def _tell_elisions(
    folded: Bytes, places: NDArray[np.intp], shapes: NDArray[np.uint16]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which spaces surely are those of l etat and qu il, by far the commonest that bind, and which may
    bind besides. After a lone letter a letter follows the vowel, and the word before does not end as
    one after which the letter is a name (vitamine d)."""
    lone, after_qu = ((shapes & np.uint16(1 << shape)) != 0 for shape in (_LONE, _QU))
    is_space = folded[places] == SPACE_BYTE  # and no separator of texts
    follows = _LETTERS[folded[places + 2]]
    named = folded[places - 2] == SPACE_BYTE
    rows = np.flatnonzero(named)
    endings = _look_up(_LABEL_ENDS, folded, places[rows], -4, -3)
    endings &= _look_up(_LABEL_MIDDLES, folded, places[rows], -5, -4)
    named[rows] = endings != 0
    elided: NDArray[np.bool_] = is_space & (after_qu | lone & follows & ~named)
    hopeless = ~follows & (shapes == np.uint16(1 << _LONE))
    return elided, is_space & ~(elided | hopeless)


def _find_candidates(
    folded: Bytes, spaces: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.uint16]]:
    """The spaces whose neighbours fit one of the shapes, and which shapes, as bits."""
    inner = spaces[REACH : len(spaces) - REACH]
    shapes = _look_up(_AROUND, folded, inner, -1, 1)
    kept = np.flatnonzero(shapes != 0)
    places, shapes = inner[kept], shapes[kept]
    for table, first, second in ((_SECOND, -2, -1), (_THIRD, -3, -2)):
        shapes &= _look_up(table, folded, places, first, second)
        kept = np.flatnonzero(shapes)
        places, shapes = places[kept], shapes[kept]
    return places, shapes


def _look_up(
    table: NDArray[np.uint16], folded: Bytes, places: NDArray[np.intp], first: int, second: int
) -> NDArray[np.uint16]:
    """What the table says of the bytes at two distances from each place."""
    pairs = folded[places + first].astype(np.uint16)
    pairs <<= np.uint16(8)
    pairs |= folded[places + second]
    found: NDArray[np.uint16] = table.take(pairs, mode="clip")
    return found


def _bytes_of(characters: str) -> NDArray[np.bool_]:
    chosen = np.zeros(256, np.bool_)
    chosen[[ord(character) for character in characters] or slice(None)] = True
    return chosen


def _make_table(pairs: list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]) -> NDArray[np.uint16]:
    """For each pair of bytes the shapes, as bits, that it fits."""
    table = np.zeros((256, 256), np.uint16)
    for shape, (first, second) in enumerate(pairs):
        table[np.ix_(first, second)] |= np.uint16(1 << shape)
    return table.ravel()


def _is_lone() -> NDArray[np.bool_]:
    """The bytes that may stand before a lone letter."""
    letters = [char.isalnum() for char in ALPHABET.spelling]
    return ~(np.array(letters) | (_bytes_of(_NOT_BEFORE_LONE)))


_LETTERS = np.array([re.fullmatch(LETTER, char) is not None for char in ALPHABET.spelling])
_AROUND = _make_table([(_bytes_of(s.before[2]), _bytes_of(s.after)) for s in _SHAPES])
_SECOND = _make_table(
    [
        (_is_lone() if shape == _LONE else _bytes_of(s.before[1]), _bytes_of(s.before[2]))
        for shape, s in enumerate(_SHAPES)
    ]
)
_THIRD = _make_table([(_bytes_of(s.before[0]), _bytes_of(s.before[1])) for s in _SHAPES])
_LABEL_ENDS = _make_table([(_bytes_of(w[-2]), _bytes_of(w[-1])) for w in LABELLED])
_LABEL_MIDDLES = _make_table([(_bytes_of(w[-3]), _bytes_of(w[-2])) for w in LABELLED])
"""The last letters of words after which a lone letter is a name."""
