"""Where in a folded text a term may begin: a search for a few letters, never for less than is there.

A term begins as the text does at its first character, but for what `tokenizer` and `words` spell
out (St, XXIème, €) and what the stemmer changes at the end of a word. So a pattern of the first
letters finds every place that a term can come from, and some others: the caller analyses what
stands there. Only words of other scripts, which have a stem in Latin letters, need looking at all.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from newsearch.analysis.expressions import expression
from newsearch.analysis.guards import SHORT_ADJECTIVES
from newsearch.analysis.irregular import IRREGULAR
from newsearch.analysis.tokenizer import BEFORE_BOND, SYMBOLS
from newsearch.analysis.words import ABBREVIATIONS

__all__ = [
    "Beginning",
    "begin_of_part",
    "begin_of_similar",
    "begin_of_stem",
    "begin_of_term",
    "compile_beginnings",
]

LONGEST = 6
"""Letters of a beginning: more would find hardly less."""

ANY = "?"
"""In a similar beginning: any letter."""

MANY, SHORT = 8, 4
"""Of so many beginnings (the forms of an irregular verb) so many letters are enough."""

SIMILAR = 4
"""Letters of a beginning that similar terms may have: more would be found no faster."""

MOST_EDITS = 2
"""Of more, any letters may begin with."""

_OF_ORDINALS = frozenset("ivxlem")
_START = expression(r"[a-z]+|[0-9]+")
_ROMAN = expression(r"[ivxl]+(?=e)")
_JUNK = "[^a-z0-9]+"
"""What a joined form leaves out between letters: the hyphen of porte-parole."""

_ELIDING = r"[^ ]{0,12}[-&](?:[ldjstcnm]|[a-z]*qu)[' ]"
"""It leaves d' of chef-d'oeuvre out, too (see `words.ELIDED`); what else begins so is looked at in vain,
and seldom stands there."""

_BOUND = f"(?:{'|'.join(f'(?<={one})' for one in BEFORE_BOND)}) "
"""A space inside a joined form."""

_ODD = f"[a-z]{{0,{SIMILAR - 2}}}(?:[^a-z ]|{_BOUND})"
"""After the first of `SIMILAR` letters: something that is none, and not the end of the word."""

_INFLECTED = "(?:s|x|(?:sse)?ments?)?"
_SIGNS = {**SYMBOLS, "n°": "numero"}


class Beginning(NamedTuple):
    """The first letters (see `ANY`), or first digits, of terms; `ending` is a pattern for what may
    follow to the end of the word, None if anything may. One of several that are `similar` stands for
    what is written in letters alone, all together for whatever has something else among the first."""

    letters: str
    ending: str | None = None
    similar: bool = False


def begin_of_term(term: str) -> frozenset[Beginning]:
    """What the text has where a term of the surface chain starts; none for another script."""
    return _begin(term, "")


def begin_of_part(start: str) -> frozenset[Beginning]:
    """What the text has where any term starts that begins so."""
    return _begin(start, None)


def begin_of_similar(term: str, distance: int, same: int) -> frozenset[Beginning]:
    """What the text has where any term of the surface chain starts that is so many edits
    (Levenshtein) away at most, and has as many of the first letters, one or more."""
    is_plain = term.isascii() and term.isalpha() and len(term) > same
    # What is but letters of XXIIème may be that, which the text may have written otherwise.
    may_be_ordinal = len(set(term) - _OF_ORDINALS) <= distance
    if not is_plain or may_be_ordinal or distance > MOST_EDITS:
        return begin_of_part(term[:same])
    written = {term[: SIMILAR + distance]}
    for _ in range(distance):
        written |= {other for one in written for other in _edit(one, same)}
    return frozenset(Beginning(one[:SIMILAR], similar=True) for one in written)


def _edit(letters: str, same: int) -> Iterator[str]:
    for place in range(same, len(letters) + 1):
        before, after = letters[:place], letters[place:]
        yield before + ANY + after
        yield before + ANY + after[1:]
        yield before + after[1:]


@lru_cache(maxsize=1024)
def begin_of_stem(wanted: str) -> frozenset[Beginning]:
    """The beginnings of all the terms that may have this stem."""
    found = set(_begin_regular(wanted))
    for form in _list_irregular(wanted):
        found |= _begin_irregular(form)
    if len(found) > MANY:
        found = {
            one if len(one.letters) < SHORT else Beginning(one.letters[:SHORT]) for one in found
        }
    return frozenset(found)


@cache
def _columns() -> tuple[list[str], list[str]]:
    return list(IRREGULAR), list(IRREGULAR.values())


def _list_irregular(wanted: str) -> Iterator[str]:
    """The irregular forms with this stem: a search of C through all, faster than turning them round."""
    forms, stems = _columns()
    at = -1
    for _ in range(stems.count(wanted)):
        at = stems.index(wanted, at + 1)
        yield forms[at]


def _begin(term: str, ending: str | None) -> frozenset[Beginning]:
    start = _START.match(term)
    if not start:
        return frozenset()
    letters = start[0][:LONGEST]
    whole = letters == term and letters.isalpha()
    return frozenset((Beginning(letters, ending if whole else None),))


def _begin_regular(stemmed: str) -> frozenset[Beginning]:
    """A stem without what rules may have put at its end: publiqu, directeu, constant, activ, journal.

    Most of the shortest are the words themselves.
    """
    if len(stemmed) <= 3:
        longer = stemmed in SHORT_ADJECTIVES or stemmed.endswith(("i", "ge"))
        return _begin(stemmed, None if longer else "e?(?:ment)?[sx]?")
    if stemmed.endswith(("qu", "teu", "deu", "nt")):
        return _begin(stemmed[:-2], None)
    return _begin(stemmed[:-1] if stemmed.endswith(("e", "al", "v")) else stemmed, None)


def _begin_irregular(form: str) -> frozenset[Beginning]:
    """An irregular form, its plural and its adverb: leal, leaux, leale, lealement; vaillamment."""
    if form.endswith("al"):
        return _begin(form[:-1], None)
    if form.endswith(("ant", "ent")):
        return _begin(form[:-2], None)
    return _begin(form, _INFLECTED)


@lru_cache(maxsize=1024)
def compile_beginnings(beginnings: frozenset[Beginning]) -> tuple[re.Pattern[str], ...]:
    """Patterns for the places where terms with one of the beginnings may start.

    There is one for each first letter: a letter by itself is what `re` looks for fastest.
    """
    following: dict[str, list[str]] = {}
    for one in _without_longer(beginnings):
        following.setdefault(one.letters[0], []).append(_follow(one))
        if one.similar and _ODD not in following[one.letters[0]]:
            following[one.letters[0]].append(_ODD)
        for written in _other_ways(one.letters):
            following[one.letters[0]].append(f"{written[1:]}(?![a-z0-9])")
    # Digits may be divided from the letters before them (covid19); letters start words. What
    # follows is only looked at: another term may start in it (1 1'1).
    patterns = [
        f"{first}{'' if first.isdigit() else f'(?<![a-z0-9]{first})'}(?={'|'.join((*ways, _ELIDING))})"
        for first, ways in following.items()
    ]
    patterns += [
        sign
        for sign, name in _SIGNS.items()
        if any(_may_begin(name, one.letters) for one in beginnings)
    ]
    return tuple(re.compile(one.replace("$", r"\$")) for one in patterns)


def _without_longer(beginnings: Iterable[Beginning]) -> Iterator[Beginning]:
    """Those that no other covers, in order."""
    kept = ""
    for one in sorted(beginnings, key=lambda one: (one.letters, one.ending or "")):
        if not kept or not one.letters.startswith(kept):
            yield one
            if one.ending is None:
                kept = one.letters


def _follow(beginning: Beginning) -> str:
    """The letters after the first, up to the first that is none or stands after others than letters:
    what comes then may be spelled out (mont-St-Michel)."""
    if beginning.similar:
        return beginning.letters[1:].replace(ANY, "[a-z]")
    following = "" if beginning.ending is None else f"{beginning.ending}(?![a-z])"
    for letter in reversed(beginning.letters[1:]):
        following = f"(?:{_JUNK}{letter}|{letter}{following})"
    return following


def _other_ways(letters: str) -> Iterator[str]:
    """How a whole first word may be written that is spelled out otherwise."""
    for short, long in ABBREVIATIONS.items():
        if _may_begin(long, letters):
            yield short
    if roman := _ROMAN.match(letters):
        yield f"{roman[0]}i?eme"


def _may_begin(word: str, letters: str) -> bool:
    """Whether a term that begins with this word can begin with these letters."""
    letters = letters.partition(ANY)[0]
    return word.startswith(letters) or letters.startswith(word)
