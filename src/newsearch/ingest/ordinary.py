"""Where the characters are that may have to be mended: told for many lines at once.

`clean_text` searches every text for them, and nearly always in vain. It takes a fifth of the time to
tell from the bytes of many lines of JSON which of them hold nothing of the kind.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["find_odd"]

_Bytes = NDArray[np.uint8]
_Flags = NDArray[np.bool_]

_BLOCK: Final = 64 * 1024
"""Bytes that are looked at together: they and what is found out of them fit the processor's cache."""

_NEWLINE, _RETURN, _SPACE, _BACKSLASH, _DELETE = 0x0A, 0x0D, 0x20, 0x5C, 0x7F
_BEYOND_ASCII: Final = 0xC2
_COMBINING: Final = 0xCC
"""Where the first bytes begin of characters beyond ASCII, and of those that may combine; 0xE2 is
of punctuation."""
_LATIN, _PUNCTUATION = 0xC3, 0xE2

_ESCAPES: Final = np.isin(np.arange(256), list(b'nt"\\/'))
"""What may follow a backslash: the rest may stand for any character."""
_SUSPECTS: Final = np.isin(
    np.arange(1 << 16), [int.from_bytes(one.encode()) for one in "ÂÃÄÅâÐÑïð¬Š¢"]
)
"""The suspects of `cleaning` that have two bytes: odd before another character beyond ASCII."""


def find_odd(content: bytes) -> list[int]:
    """The places in lines of JSON in UTF-8 at which a text may have what `clean_text` changes."""
    every = np.frombuffer(content + b"\n\n", np.uint8)
    blocks = [
        start + np.flatnonzero(_may_be_odd(every[start : start + _BLOCK + 2]))
        for start in range(0, len(content), _BLOCK)
    ]
    places = np.concatenate(blocks) if blocks else np.empty(0, np.intp)
    odd: list[int] = places[_are_odd(every[places], every[places + 1], every[places + 2])].tolist()
    return odd


def _may_be_odd(block: _Bytes) -> _Flags:
    """Which bytes, but for the last two, may begin something odd: few, and quick to find."""
    first, second, third = block[:-2], block[1:-1], block[2:]
    found: _Flags = first < _SPACE
    found &= first != _NEWLINE
    found |= first == _DELETE
    found |= (first == _BACKSLASH) & (second != ord("n"))
    found |= (first >= _BEYOND_ASCII) & (first != _LATIN)
    found |= (first == _LATIN) & (third >= _BEYOND_ASCII)
    return found


def _are_odd(first: _Bytes, second: _Bytes, third: _Bytes) -> _Flags:
    """Which of these bytes, each with the two after it, do begin something odd."""
    odd: _Flags = (first < _SPACE) & ((first != _RETURN) | (second != _NEWLINE))
    odd |= first == _DELETE
    odd |= (first == _BACKSLASH) & ~_ESCAPES[second]
    odd |= (first >= _COMBINING) & (first != _PUNCTUATION)
    odd |= (first == _BEYOND_ASCII) & (second < 0xA0)  # control characters
    odd |= _SUSPECTS[first.astype(np.uint16) << 8 | second] & (third >= _BEYOND_ASCII)
    odd |= (first == _PUNCTUATION) & ~_is_mark(second, third)
    return odd


def _is_mark(second: _Bytes, third: _Bytes) -> _Flags:
    """Whether a character from U+2000 on is one of U+2002 to U+2027 and U+202F to U+203F, but not the
    suspect U+201A, or a sign of currency: of the rest, some control directions or are not in NFC."""
    is_mark: _Flags = (third >= 0x82) & (third != 0x9A) & ((third < 0xA8) | (third > 0xAE))
    is_mark &= second == 0x80
    is_mark |= second == 0x82
    return is_mark
