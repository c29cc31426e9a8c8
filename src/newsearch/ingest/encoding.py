"""Bytes become characters: what they declare, then UTF-8, then what they look like."""

import codecs
import re
from collections import Counter
from typing import Final

__all__ = ["byte_order_mark", "decode"]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)"
    rb"|<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_WINDOW: Final = 16384
"""How far into a page its declaration is looked for; browsers look at 1,024 bytes, saved pages
carry scripts above it."""

_AS_BROWSERS_DO: Final = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""Encodings that the WHATWG Encoding Standard reads as another one, by Python's names."""

_ADMITTED: Final = re.compile(
    r"utf-8|cp\d{3,4}|iso8859-\d+|mac-\w+|koi8-[rut]|shift_jis\w*|euc_\w+|gb\w+|big5\w*"
)
"""What a page may declare, by Python's names. Not UTF-16, which a declaration in ASCII contradicts,
nor the other things that Python calls codecs (base64, unicode_escape, …)."""

_CANDIDATES: Final = ("cp1252", "mac_roman", "iso8859_15", "cp850")
"""What French text that is neither declared nor UTF-8 is written in, the likeliest first."""
_FRENCH: Final = frozenset("éèàêçùâîôûëïüœæÉÈÀÊÇÙÂÎÔÛËÏÜŒÆ’‘“”«»–—…•€°§©·\u00a0\u202f")
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]")
_CAPITAL_INSIDE: Final = re.compile("(?<=[a-zà-ÿ])[À-ÞŒŸ]")
_SAMPLE: Final = 256 * 1024
_MAX_BROKEN_SHARE: Final = 0.05


def decode(content: bytes, *, markup: bool = False) -> str:
    """The text of some bytes; any bytes give a text, and bytes that mean nothing become U+FFFD.

    With `markup`, a declaration in the XML prologue or in a `<meta>` counts. What is valid UTF-8
    is UTF-8 even if another encoding is declared: by chance, real Latin-1 text never is.
    """
    _mark, marked = byte_order_mark(content)
    if marked:
        # "utf-16" and "utf-32" need the mark to know their byte order; they take it off themselves.
        return content.removeprefix(codecs.BOM_UTF8).decode(marked, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared_codec(content) if markup else None
    if declared and declared != "utf-8":
        return content.decode(declared, errors="replace")
    lenient = content.decode("utf-8", errors="replace")
    if _is_damaged_utf8(lenient):
        return lenient
    return content.decode(_detect(content), errors="replace")


def byte_order_mark(content: bytes) -> tuple[bytes, str | None]:
    """The byte order mark at the start and the codec it announces, or an empty mark and None."""
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return mark, codec
    return b"", None


def _declared_codec(content: bytes) -> str | None:
    """The codec that a page declares, as browsers read such labels, or None."""
    found = _DECLARED.search(content, 0, _WINDOW)
    if not found:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except (LookupError, ValueError):
        return None
    name = _AS_BROWSERS_DO.get(name, name)
    return name if _ADMITTED.fullmatch(name) else None


def _is_damaged_utf8(lenient: str) -> bool:
    """Whether this is UTF-8 with a few broken bytes (a file that was cut) and not something else."""
    broken = lenient.count("\ufffd")
    proper = sum(1 for character in lenient[:_SAMPLE] if character > "\x7f") - broken
    return broken <= max(1, proper * _MAX_BROKEN_SHARE) and proper > broken


def _detect(content: bytes) -> str:
    """The encoding in which a text reads best as French; the likeliest when several do.

    A general detector weighs statistics of words, and on a paragraph it mistakes one of these for
    another in one case of ten; they differ by bytes that are a French letter in only one of them.
    """
    sample = content[:_SAMPLE]
    return max(_CANDIDATES, key=lambda codec: _frenchness(sample.decode(codec, errors="replace")))


def _frenchness(text: str) -> int:
    """How many characters beyond ASCII are those of French, less those that are not; a capital
    right after a small letter is not."""
    counted = Counter(found[0] for found in _BEYOND_ASCII.finditer(text))
    misplaced = sum(1 for _ in _CAPITAL_INSIDE.finditer(text))
    good = sum(number for character, number in counted.items() if character in _FRENCH)
    return 2 * good - counted.total() - 2 * misplaced
