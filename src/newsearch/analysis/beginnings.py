"""Where in a folded text a term may begin: a search for a few letters, never for less than is there.

A term begins as the text does at its first character, but for what `tokenizer` and `words` spell
out (St, XXIème, €) and what the stemmer changes at the end of a word. So a pattern of the first
letters finds every place that a term can come from, and some others: the caller analyses what
stands there. Only words of other scripts, which have a stem in Latin letters, need looking at all.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from newsearch.analysis.irregular import IRREGULAR
from newsearch.analysis.tokenizer import SYMBOLS
from newsearch.analysis.words import ABBREVIATIONS

__all__ = ["begin_of_stem", "begin_of_term", "compile_beginning"]

LONGEST = 6
"""Letters of a beginning: more would find hardly less."""

_START = re.compile(r"[a-z]+|[0-9]+")
_ROMAN = re.compile(r"[ivxl]+(?=e)")
_JUNK = "[^a-z0-9]+"
_SIGNS = {**SYMBOLS, "n°": "numero"}


def begin_of_term(term: str) -> str:
    """What the text has where a term of the surface chain, or of a beginning of one, starts.

    Its first letters or its first digits, at most LONGEST; empty for another script.
    """
    start = _START.match(term)
    return start[0][:LONGEST] if start else ""


@lru_cache(maxsize=1024)
def begin_of_stem(wanted: str) -> frozenset[str]:
    """The beginnings of all the terms that may have this stem."""
    irregular = (form for form, stemmed in IRREGULAR.items() if stemmed == wanted)
    ends = {_cut_irregular(form) for form in irregular} | {_cut_regular(wanted)}
    return frozenset(begin_of_term(kept) for kept in ends)


def _cut_regular(stemmed: str) -> str:
    """A stem without what rules may have put at its end: publiqu, directeu, constant, activ, journal."""
    if len(stemmed) < 3:
        return stemmed
    if stemmed.endswith(("qu", "teu", "deu", "nt")):
        return stemmed[:-2]
    return stemmed[:-1] if stemmed.endswith(("e", "al", "v")) else stemmed


def _cut_irregular(form: str) -> str:
    """What is left of an irregular form in its plural in -aux and its adverb in -amment."""
    if len(form) < 3:
        return form
    if form.endswith("nt"):
        return form[:-2]
    return form[:-1] if form.endswith("al") else form


@lru_cache(maxsize=1024)
def compile_beginning(beginning: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for the places where terms with this beginning (not empty) may start.

    The first of them begins with one letter, which `re` looks for fastest.
    """
    first = beginning[0]
    # Digits may be divided from the letters before them (covid19); letters start words.
    alone = "" if first.isdigit() else f"(?<![a-z0-9]{first})"
    written = (f"{way[1:]}(?![a-z0-9])" for way in _other_ways(beginning))
    following = "|".join([_follow(beginning), *written])
    patterns = [f"{first}{alone}(?:{following})"]
    patterns += [re.escape(sign) for sign, name in _SIGNS.items() if _may_begin(name, beginning)]
    return tuple(map(re.compile, patterns))


def _follow(beginning: str) -> str:
    """The letters after the first, up to the first that stands after others than letters: what
    comes then may be spelled out (mont-St-Michel)."""
    following = ""
    for letter in reversed(beginning[1:]):
        following = f"(?:{_JUNK}{letter}|{letter}{following})"
    return following


def _other_ways(beginning: str) -> Iterator[str]:
    """How a whole first word may be written that is spelled out otherwise."""
    for short, long in ABBREVIATIONS.items():
        if _may_begin(long, beginning):
            yield short
    if roman := _ROMAN.match(beginning):
        yield f"{roman[0]}i?eme"


def _may_begin(word: str, beginning: str) -> bool:
    """Whether a term that begins with this word can have this beginning."""
    return word.startswith(beginning) or beginning.startswith(word)
