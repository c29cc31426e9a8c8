"""Characters: from a text as it is stored to the folded text that every later rule reads.

Folding comes first, so no rule can tell accents, case, ligatures, apostrophe shapes or Unicode
forms apart: what must not matter is gone before anybody looks. Folding works on one character at a
time, each kept with the stretch of the stored text that it came from.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator

from newsearch.analysis.expressions import expression
from newsearch.frozen import frozen

__all__ = ["FoldedText", "fold", "fold_text", "fold_with_offsets"]

DELETED = (
    "\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670™®©"
)
"""A regular-expression class: invisible formatting, accents, Hebrew and Arabic vowel points, legal
marks. None of them ends a word or changes it."""

LINE_END = "  "
"""Stands for line ends, tabs and control characters. Rules that reach across a space reach across
one only, so two spaces keep lines apart."""

PUNCTUATION = {
    **dict.fromkeys("’ʼ‘ʹ‛′＇´`ʻʽʾʿ", "'"),
    **dict.fromkeys("‐‑−﹣－", "-"),  # en and em dash are separators, not hyphens
    **dict.fromkeys('"«»“”„‟‹›…', " "),
    **dict.fromkeys("·•‧∙⋅・", "·"),
    "º": "°",  # nº
    "№": "n°",
}

LETTERS = {
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
    "ð": "d",
    "þ": "th",
    "ŀ": "l",
    "ŋ": "n",
    "ə": "a",  # as French writes Azerbaijani names: Əliyev, Aliyev
    "ŉ": "'n",
}
"""Letters that Unicode does not take apart, or not as French readers would."""

_LATIN_MARKS = "\u0300\u0301\u0302\u0303\u0308\u030a\u0327"
_DELETED = expression(f"[{DELETED}]")
_PLAIN_TEXT = r" !#-_a-~"
_NOT_PLAIN = re.compile(f"[^{_PLAIN_TEXT}]")
_ANY = expression(r".", re.DOTALL)
_TAG = expression(rf"[#@](?:[^\W{re.escape(''.join(PUNCTUATION))}]|[{DELETED}])+")


class _FoldTable(dict[str, str]):
    """Folded forms of characters, each worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = _fold_character(character)
        return folded


_FOLDED = _FoldTable()


@frozen
class FoldedText:
    """Folded text; character i was made from `stored[starts[i]:ends[i]]`."""

    text: str
    starts: list[int]
    ends: list[int]

    @property
    def foreign(self) -> bool:
        """Whether the text may hold letters beyond a to z."""
        return not self.text.isascii()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the stored text that characters start … end (not empty) were made from."""
        return self.starts[start], self.ends[end - 1]


def fold(word: str) -> str:
    """Lower case, without accents, ligatures opened: "Œuvré" gives "oeuvre".

    Latin letters become plain ones, other scripts stay. Equal for all spellings of one word that
    differ in case, accents, ligatures or Unicode form.
    """
    composed = unicodedata.normalize("NFC", word)
    return _NOT_PLAIN.sub(_fold_match, composed).casefold()


def fold_text(text: str) -> str:
    """Fold a running text: as `fold`, with the parts of #CamelCase tags divided by underscores."""
    return fold(divide_tags(text))


def fold_with_offsets(text: str) -> FoldedText:
    """Do what `fold_text` does, and say where each folded character came from."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, made in (*_find_uneven(text), (len(text), len(text), "")):
        folded += fold(text[done:start]), made
        starts += [*range(done, start), *[start] * len(made)]
        ends += [*range(done + 1, start + 1), *[end] * len(made)]
        if end > start and not made and ends and unicodedata.category(text[start]) == "Mn":
            ends[-1] = end  # an accent belongs to the letter before it
        done = end
    return FoldedText("".join(folded), starts, ends)


def _find_uneven(text: str) -> Iterator[tuple[int, int, str]]:
    """Where one character of the text is not one folded character: start, end, what is made of it.

    This includes the empty places inside tags where an underscore is put.
    """
    breaks = set(find_tag_breaks(text))
    for piece, start, end in _cut_canonically(text, breaks):
        if start in breaks:
            yield start, start, "_"
        made = "".join([_FOLDED[character] for character in piece])
        if len(made) != 1 or end - start != 1:
            yield start, end, made


def divide_tags(text: str) -> str:
    """Put an underscore where a new word starts inside #CamelCase and @CamelCase."""
    if "#" not in text and "@" not in text:
        return text
    cuts = [0, *find_tag_breaks(text), len(text)]
    return "_".join(text[start:end] for start, end in itertools.pairwise(cuts))


def find_tag_breaks(text: str) -> Iterator[int]:
    """Offsets where a new word starts inside a #tag or @handle: MeToo, COP26, ONUFemmes."""
    if "#" not in text and "@" not in text:
        return
    for tag in _TAG.finditer(text):
        visible = [
            (offset, text[offset])
            for offset in range(tag.start() + 1, tag.end())
            if not _DELETED.match(text[offset])
        ]
        following = [character for _, character in visible[2:]] + [""]
        for (_, before), (offset, here), after in zip(
            visible, visible[1:], following, strict=False
        ):
            if _starts_word(before, here, after):
                yield offset


def _starts_word(before: str, here: str, after: str) -> bool:
    """Whether a new word starts at `here` inside a tag, by digits and capitals."""
    if "_" in (before, here):
        return False
    if before.isdigit() != here.isdigit():
        return True
    return here.isupper() and (before.islower() or (before.isupper() and after.islower()))


def _cut_canonically(text: str, breaks: set[int]) -> Iterator[tuple[str, int, int]]:
    """Cut a text into pieces that compose (NFC) independently: composed piece, start, end.

    Leaves out plain characters where all are composed already and no tag is to be divided.
    """
    if unicodedata.is_normalized("NFC", text):
        for match in (_ANY if breaks else _NOT_PLAIN).finditer(text):
            yield match[0], *match.span()
        return
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or _composes_apart(text[start:end], text[end]):
            yield unicodedata.normalize("NFC", text[start:end]), start, end
            start = end


def _composes_apart(piece: str, character: str) -> bool:
    """Whether NFC never merges or reorders anything across this border."""
    if character < "\u0300":
        return True
    if unicodedata.combining(unicodedata.normalize("NFD", character)[0]):
        return False
    composed = unicodedata.normalize("NFC", piece) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", piece + character) == composed


def _fold_match(match: re.Match[str]) -> str:
    return _FOLDED[match[0]]


def _fold_character(character: str) -> str:
    """Fold one character; what Unicode takes apart is folded piece by piece."""
    known = PUNCTUATION.get(character) or LETTERS.get(character.casefold())
    if known:
        return known
    if character in _LATIN_MARKS:
        return ""
    if not "À" <= character < "\u0300" and _DELETED.match(character):  # no letter of Latin is
        return ""
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in ("Cc", "Zl", "Zp"):
        return LINE_END
    if category == "Nd":
        return str(unicodedata.decimal(character))
    pieces = unicodedata.normalize("NFKD", character).casefold()
    if pieces != character:
        folded = "".join(_FOLDED[piece] for piece in pieces)
        return unicodedata.normalize("NFC", folded)
    return _spell_in_ascii(character)


def _spell_in_ascii(character: str) -> str:
    """Spell a Latin letter that Unicode does not take apart as Unidecode does, if it can."""
    if character.isascii() or not unicodedata.name(character, "").startswith("LATIN"):
        return character
    from unidecode import unidecode  # noqa: PLC0415 - large, and hardly ever needed

    spelled: str = unidecode(character).casefold()
    return spelled if spelled.isalnum() else character
