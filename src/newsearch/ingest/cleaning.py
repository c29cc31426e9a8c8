"""Characters as they were meant: mojibake repaired, one form of Unicode, nothing that controls."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

__all__ = [
    "clean_text",
    "fold_line",
    "fold_spaces",
    "has_words",
    "may_be_garbled",
    "split_paragraphs",
]

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    r"|\x1b[]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS, …: window titles, links
    r"|\x1b[ -/]*[0-~]"
)
_LINE_END = re.compile("[\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"
    "\\u202a-\\u202e\\u2066-\\u2069"  # direction overrides can make a terminal show another text
    "\\ud800-\\udfff"  # half a surrogate pair cannot be written as UTF-8
    "\\ufeff]"
)
_SUSPECT = re.compile("[ÂÃÄÅâÐÑïð√¬‚Š¢\x80-\x9f](?:(?<=[\x80-\x9f])|[^\x00-\x7f])")
"""Where mojibake may be: the first character of a UTF-8 sequence read in another encoding, and one
that may be its second. The repairer is slow and decides; this only keeps it off clean lines.
One set of first characters, which is searched for faster than two."""
_ODD = f"{_INVISIBLE.pattern[:-1]}{_LINE_END.pattern[1:]}"
_TROUBLE = re.compile(f"[{_ODD[1:-1]}ÂÃÄÅâÐÑïð√¬‚Š¢](?:(?<={_ODD})|(?=[^\x00-\x7f]))")
"""Any of these: most texts have none, and are searched once only."""
_BREAKING_SPACES = re.compile("[^\\S\u00a0\u202f]+")
_LETTER = re.compile(r"[^\W_]")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def clean_text(text: str) -> str:
    """The same text in NFC, with plain line ends, without mojibake, control characters and
    terminal escapes. Typography (quotes, ligatures, no-break spaces, soft hyphens) is kept."""
    if text.isascii() and text.isprintable():  # most names and addresses
        return text
    if _TROUBLE.search(text):
        text = _LINE_END.sub("\n", text.replace("\r\n", "\n"))
        if not text.isascii() and _SUSPECT.search(text):
            text = "\n".join(_repair(line) for line in text.split("\n"))
        text = _INVISIBLE.sub("", _ESCAPE_SEQUENCE.sub("", text))
    return unicodedata.normalize("NFC", text)


def may_be_garbled(text: str) -> bool:
    """Whether it is worth looking for mojibake."""
    return _SUSPECT.search(text) is not None


def fold_spaces(text: str) -> str:
    """One line, with one plain space between words: for titles and names."""
    return " ".join(text.split())


def fold_line(text: str) -> str:
    """One line with one space between words, where no-break spaces stay: for text that is shown."""
    if "  " in text or not text.isprintable():
        text = _BREAKING_SPACES.sub(" ", text)
    return text.strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in a text."""
    return _LETTER.search(text) is not None


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines divide; a line of no-break spaces is blank."""
    blocks = _BLANK_LINES.split(text)
    lines = ("\n".join(line.strip() for line in block.strip().split("\n")) for block in blocks)
    return [paragraph for paragraph in lines if paragraph]


def _repair(line: str) -> str:
    if not _SUSPECT.search(line):
        return line
    from ftfy import fix_text  # noqa: PLC0415 - heavy, and rarely needed

    return fix_text(line, _configuration())


@cache
def _configuration() -> "TextFixerConfig":
    """Undo wrong decodings, and change nothing that a publisher may have chosen."""
    from ftfy import TextFixerConfig  # noqa: PLC0415 - heavy, and rarely needed

    return TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        normalization="NFC",
        explain=False,
    )
