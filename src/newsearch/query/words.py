"""What one typed word is: a plain word, a prefix, a pattern or a fuzzy word, and where it ends."""

import re
import unicodedata
from typing import Final

from newsearch.query.syntax import Fuzzy, Prefix, Wildcard, Word

__all__ = ["APOSTROPHES", "CURRENCIES", "excerpt", "read_word"]

APOSTROPHES: Final = "'’ʼ‘ʹ‛′＇´`"
CURRENCIES: Final = "$€£¥¢"
"""Signs that count as words: the analysis reads them as such."""

MAX_DISTANCE: Final = 2

ENDINGS: Final = "+#°)"
"""What a word may end in beside letters and digits: C++, C#, n°, élu(e)."""

ADDRESS: Final = re.compile(r"[/=]|\w@")
"""What only paths, addresses and the like have inside: their ? * and ~ are their own."""

ACRONYM: Final = re.compile(rf"(?:[^\W\d_]{{1,7}}[{APOSTROPHES}])?(?:[^\W\d_]\.){{2,}}")


def read_word(run: str, *, address: bool) -> tuple[Word | Prefix | Wildcard | Fuzzy, int, str]:
    """What a run of characters without blanks means, beginning with a letter, digit or the like.

    Gives the leaf (its offsets unset), how many characters of the run belong to it (what follows is
    punctuation), and a message if it had to be read otherwise than it is written, else "".
    """
    bare = strip_end(run, ENDINGS)
    if address or ADDRESS.search(bare):
        return Word(bare), len(bare), ""
    if ACRONYM.fullmatch(run[: len(bare) + 1]):
        return Word(run[: len(bare) + 1]), len(bare) + 1, ""
    core = strip_end(run, ENDINGS + "*~")
    text, digits = split_distance(core)
    leaf: Word | Prefix | Wildcard | Fuzzy
    if "*" in text or "?" in text:
        leaf, message = read_pattern(text)
        if digits is not None:
            message = message or "~ does not go with * or ?: it is ignored"
    else:
        leaf, message = read_distance(text, digits)
    return leaf, len(core), message


def read_pattern(text: str) -> tuple[Word | Prefix | Wildcard, str]:
    """A word with * or ? in it."""
    if sum(map(str.isalnum, text)) < 2:
        word = strip_end(re.sub(r"[*?~]+", "", text), ENDINGS)
        return Word(word), f"a word with * or ? needs two letters: read as {excerpt(word)}"
    text = re.sub(r"\*+", "*", text)
    if "?" in text or "*" in text[:-1]:
        return Wildcard(text), ""
    return Prefix(strip_end(text[:-1], ENDINGS)), ""


def read_distance(text: str, digits: str | None) -> tuple[Word | Fuzzy, str]:
    """A word and the digits after its ~: none means 1."""
    text = strip_end(text, ENDINGS)
    if digits is None:
        return Word(text), ""
    distance = int(digits[:4] or "1")
    if distance == 0:
        return Word(text), "~0 is the word itself"
    if distance > MAX_DISTANCE:
        return Fuzzy(text, MAX_DISTANCE), f"~{MAX_DISTANCE} is the most there is"
    return Fuzzy(text, distance), ""


def split_distance(core: str) -> tuple[str, str | None]:
    """A word and the digits after its ~, None without a ~."""
    digits = None
    while (tilde := core.find("~", len(core.rstrip("~0123456789")))) >= 0:
        digits = core.rpartition("~")[2] if digits is None else digits
        core = strip_end(core[:tilde], ENDINGS + "*")
    return core, digits


def strip_end(text: str, endings: str) -> str:
    """Without the punctuation at its end: all but letters, digits, accents and `endings`."""
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] in endings + CURRENCIES):
        if unicodedata.category(text[end - 1]).startswith("M"):
            break
        end -= 1
    return text[:end]


def excerpt(text: str) -> str:
    """A typed piece, short enough for a message, and of characters that a terminal can show."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return "".join(c if c.isprintable() else "\ufffd" for c in short)
