"""Folding with offsets at the speed of C, for texts in the characters that French news is made of.

Such a text is bytes of an alphabet of our own, one a character, so that folding is one table look-up
for all of it and offsets stay as they are, but for the few characters that fold to none or to several
(line ends, œ, soft hyphens). Whatever else stands in a text, `fold_with_offsets` does the work.
"""

import codecs
from bisect import bisect_left, bisect_right
from functools import cache
from typing import Any, NamedTuple

from newsearch.analysis.characters import FoldedText, find_tag_breaks, fold_with_offsets

__all__ = ["ALPHABET", "EvenText", "TaggedText", "UnevenText", "fold_quickly"]

_UNUSED = "\ufffe"
"""What no text holds, and `codecs` takes for a code without a letter."""

_BEYOND = "€‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What Windows-1252 has beyond Latin-1, but for ƒ, which only Unidecode can spell."""

_OTHERS = (
    "\u202f\u2009\u2005\u200a\u2011\u2010\u2212\u200b\ufeff\u02bc\u2032"
    "\u0107\u010d\u011f\u0131\u0142\u0144\u015b\u015f\u017c\u0219\u25ba"
)
"""Other spaces, hyphens, apostrophes, and letters of names. Nothing in the alphabet combines with its
neighbours: each folds by itself."""


def _list_alphabet() -> str:
    """The letter of each code: those of Latin-1 at their own, the others for control characters.

    The first is NUL, without which `codecs` makes a slow table.
    """
    others = iter(_BEYOND + _OTHERS)
    control = [*range(0x20), *range(0x7F, 0xA0)]
    kept = {0, *map(ord, "\t\n\r")}
    letters = list(map(chr, range(256)))
    for code in control:
        if code not in kept:
            letters[code] = next(others, _UNUSED)
    return "".join(letters)


ALPHABET = _list_alphabet()


_MADE_OF = {
    "  ": "\0\t\n\r",
    " ": '"«»„“”‹›…\xa0\u202f\u2009\u2005\u200a¨¯¸˜',
    "": "\xad\u200b\ufeff™©®",
    "'": "‘’\u02bc\u2032`´",
    "-": "\u2010\u2011\u2212",
    "·": "•",
    "°": "º",
    "a": "àáâãäåÀÁÂÃÄÅª",
    "ae": "æÆ",
    "c": "çÇ\u0107\u010d",
    "d": "ðÐ",
    "e": "èéêëÈÉÊË",
    "g": "\u011f",
    "i": "ìíîïÌÍÎÏ\u0131",
    "l": "\u0142",
    "n": "ñÑ\u0144",
    "o": "òóôõöøÒÓÔÕÖØ",
    "oe": "œŒ",
    "s": "šŠ\u015b\u015f\u0219",
    "ss": "ß",
    "th": "þÞ",
    "u": "ùúûüÙÚÛÜ",
    "y": "ýÿÝŸ",
    "z": "žŽ\u017c",
    "μ": "µ",
    "1": "¹",
    "2": "²",
    "3": "³",
    "1⁄4": "¼",
    "1⁄2": "½",
    "3⁄4": "¾",
}
"""What `fold` makes of the alphabet, capitals of a to z apart. Asking it would take a millisecond of
every first search; the tests ask."""


class EvenText(NamedTuple):
    """A folded text with as many characters as the stored text. `foreign` says whether it may hold
    letters beyond a to z."""

    text: str
    foreign: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the stored text that characters start … end (not empty) were made from."""
        return start, end


class UnevenText(NamedTuple):
    """A folded text with breaks where one character has not become one: the place of each here,
    the place after what it has become, and its place in the stored text. All three go up."""

    text: str
    foreign: bool
    starts: list[int]
    ends: list[int]
    stored: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the stored text that characters start … end (not empty) were made from."""
        index = bisect_right(self.starts, start)
        following = self.starts[index] if index < len(self.starts) else end
        if following >= end and (not index or start >= self.ends[index - 1]):
            shift = self.stored[index - 1] + 1 - self.ends[index - 1] if index else 0
            return start + shift, end + shift  # no break in between, as in most words
        return self._locate(start), self._locate(end - 1) + 1

    def _locate(self, place: int) -> int:
        index = bisect_right(self.starts, place) - 1
        if index < 0:
            return place
        beyond = place - self.ends[index]
        return self.stored[index] + (beyond + 1 if beyond >= 0 else 0)


class TaggedText(NamedTuple):
    """A folded text with underscores in the tags that were divided; `signs` are their places in the
    text that `divided` was made from, which is the stored text but for them."""

    text: str
    foreign: bool
    divided: EvenText | UnevenText
    signs: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the stored text that characters start … end (not empty) were made from."""
        first, last = self.divided.span(start, end)
        return first - bisect_left(self.signs, first), last - bisect_left(self.signs, last)


class _Tables(NamedTuple):
    """How to encode, what each code folds to, the codes that this settles, and what the others
    become: one character beyond Latin-1, or none, or several."""

    encoding: Any
    folds: bytes
    settled: bytes
    become: dict[int, str]


@cache
def _tables() -> _Tables:
    folds = bytearray(range(256))
    become: dict[int, str] = {}
    made = {letter: folded for folded, letters in _MADE_OF.items() for letter in letters}
    for code, letter in enumerate(ALPHABET):
        folded = made.get(letter, letter.lower() if letter.isascii() else letter)
        if len(folded) == 1 and folded < "\u0100":
            folds[code] = ord(folded)
        else:
            become[code] = folded
    settled = bytes(code for code in range(256) if code not in become)
    return _Tables(codecs.charmap_build(ALPHABET), bytes(folds), settled, become)


def fold_quickly(text: str) -> FoldedText | EvenText | UnevenText | TaggedText:
    """What `fold_with_offsets` does."""
    breaks = list(find_tag_breaks(text))
    if not breaks:
        return _fold(text) or fold_with_offsets(text)
    pieces = zip([0, *breaks], [*breaks, len(text)], strict=True)
    divided = _fold("_".join([text[start:end] for start, end in pieces]))
    if divided is None:
        return fold_with_offsets(text)
    signs = [place + before for before, place in enumerate(breaks)]
    return TaggedText(divided.text, divided.foreign, divided, signs)


def _fold(text: str) -> EvenText | UnevenText | None:
    """A text without tags to be divided; None if it is not in the alphabet."""
    tables = _tables()
    try:
        codes = codecs.charmap_encode(text, "strict", tables.encoding)[0]
    except UnicodeEncodeError:
        return None
    # No folded character has a code that becomes something else: folding twice is folding once.
    codes = codes.translate(tables.folds)
    folded = codes.decode("latin-1")
    unsettled = codes.translate(None, tables.settled)
    if not unsettled:
        return EvenText(folded, False)
    foreign = False
    for code in set(unsettled):
        became = tables.become[code]
        folded = folded.replace(chr(code), became)
        foreign |= became.isalpha() and not became.isascii()
    starts, ends, stored = _find_breaks(codes, unsettled, tables.become)
    return (
        UnevenText(folded, foreign, starts, ends, stored) if starts else EvenText(folded, foreign)
    )


def _find_breaks(
    codes: bytes, unsettled: bytes, become: dict[int, str]
) -> tuple[list[int], list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    stored: list[int] = []
    place, shift = -1, 0
    for code in unsettled:
        place = codes.index(code, place + 1)
        size = len(become[code])
        if size != 1:
            starts.append(place + shift)
            shift += size - 1
            ends.append(place + shift + 1)
            stored.append(place)
    return starts, ends, stored
