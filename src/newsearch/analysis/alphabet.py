"""The characters of ordinary texts as single bytes, so that many texts can be read as one array.

A character is ordinary when folding looks at nothing beside it and makes of it what 255 bytes can
spell: all of French, Greek, Cyrillic, and what else stands in European news. The tables are filled
from what `fold` says of each character.
"""

import unicodedata
from codecs import charmap_decode
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.characters import fold

__all__ = ["ALPHABET", "SEPARATOR", "SEPARATOR_BYTE", "SPACE_BYTE", "Alphabet", "Bytes", "read"]

Bytes = NDArray[np.uint8]

SEPARATOR = "\0"
"""Stands between texts that are read together, and in none of them."""

SEPARATOR_BYTE = 1
SPACE_BYTE = 32
"""No other byte is as low as these two."""

_CANDIDATES = (
    *(range(0x9, 0xE), range(0x20, 0x250), range(0x2000, 0x2070), range(0x20A0, 0x20C1)),
    *(range(0x386, 0x460), range(0x2100, 0x27C0), range(0xFB00, 0xFB05)),
)
"""Where ordinary characters are looked for: the first to come have the bytes."""

_NEUTRAL = "|"
"""Stands for all signs that no rule knows."""

_KNOWN_SIGNS = "°·€£"

_NOTHING = "\ufffe"
"""What a byte means that means nothing."""


class Alphabet:
    """What the bytes mean: those from 32 to 126 what they mean in ASCII, 0 nothing."""

    def __init__(self) -> None:
        self._meanings = [chr(number) if 32 <= number < 127 else "" for number in range(128)]
        self._numbers = {char: number for number, char in enumerate(self._meanings) if char}
        self._uneven: dict[str, int] = {}
        self._table = np.zeros(1 << 16, np.uint8)
        for code in chain.from_iterable(_CANDIDATES):
            self._table[code] = self._find_byte(chr(code))
        self._table[ord(SEPARATOR)] = SEPARATOR_BYTE
        self._meanings[SEPARATOR_BYTE] = SEPARATOR
        self.spelling = "".join(char or _NOTHING for char in self._meanings).ljust(256, _NOTHING)
        """The character that each byte stands for in a folded text, U+FFFE where none."""

    @property
    def ordinary(self) -> str:
        """All ordinary characters, and the separator."""
        return "".join(map(chr, np.flatnonzero(self._table).tolist()))

    def encode(self, characters: NDArray[np.uint16]) -> Bytes:
        """A byte for each character of texts in UTF-16, 0 for those that are not ordinary."""
        encoded: Bytes = self._table.take(characters, mode="clip")
        return encoded

    def fold(self, encoded: Bytes) -> bytes:
        """The folded texts: what folding leaves out or makes several characters of is so now."""
        data = encoded.tobytes()
        for made, number in self._uneven.items():
            data = data.replace(bytes([number]), bytes(map(self._numbers.__getitem__, made)))
        return data

    def decode(self, data: bytes) -> str:
        """The characters that some bytes of folded text are; neutral signs are all the same."""
        return charmap_decode(data, "strict", self.spelling)[0]

    def _find_byte(self, char: str) -> int:
        """The byte of a character, 0 if it is not ordinary or all bytes are taken."""
        if unicodedata.combining(char) or not unicodedata.is_normalized("NFC", char):
            return 0
        made = "".join(map(_simplify, fold(char)))
        numbers = [self._number(part, self._numbers) for part in made]
        if not all(numbers):
            return 0
        return numbers[0] if len(numbers) == 1 else self._number(made, self._uneven)

    def _number(self, made: str, known: dict[str, int]) -> int:
        if made not in known and len(self._meanings) < 256:
            known[made] = len(self._meanings)
            self._meanings.append(made if known is self._numbers else "")
        return known.get(made, 0)


def _simplify(char: str) -> str:
    is_sign = not char.isascii() and not char.isalnum() and char not in _KNOWN_SIGNS
    return _NEUTRAL if is_sign else char


def read(text: str) -> NDArray[np.uint16]:
    """A text as UTF-16."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")


ALPHABET = Alphabet()
