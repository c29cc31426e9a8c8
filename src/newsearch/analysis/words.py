"""Words: what apostrophes, hyphens, abbreviations, ordinals and inclusive endings do to them.

Everything here reads folded text (see `characters`) and gives positions: for each, the forms
stacked on it, with offsets inside the word given.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from newsearch.analysis.expressions import expression

__all__ = [
    "CLITICS",
    "ELIDED",
    "INCLUSIVE_ENDINGS",
    "Form",
    "Position",
    "cut_plain_word",
    "cut_word",
    "join_terms",
    "join_word",
    "spell_letters_out",
    "spell_out",
]


class Form(NamedTuple):
    """A term and the stretch of folded text that it was made from."""

    term: str
    start: int
    end: int


Position: TypeAlias = list[Form]
"""The forms stacked on one position, the main one first."""

ELIDED = frozenset("l d j s t c n m qu jusqu lorsqu puisqu quoiqu".split())
"""Short words that lose their vowel before another; dropped with their apostrophe."""

KEPT_BEFORE_CONSONANT = frozenset("nm")
"""Of these, the two that also begin African names: N'Djamena, M'Bappé."""

VOWELS = frozenset("aeiouyh")
"""What an elision stands before; h counts, mute or not."""

CLITICS = frozenset(
    "il ils elle elles on je tu nous vous ce moi toi lui leur le la les y en ci".split()
)
"""What a hyphen ties to a word without making a compound: dit-elle, celui-là."""

ELIDED_CLITICS = ("t'", "m'", "l'")
"""The same, elided: va-t'en."""

ABBREVIATIONS = {"st": "saint", "ste": "sainte"}

MAX_JOINED_PARTS = 4
MAX_JOINED_LENGTH = 30
"""Beyond these, hyphens string words together rather than make one."""

_SIGNS = ".,;:!?()"
"""What may stand around a word and is no part of it; inside, some of it is."""

_PART = expression(r"[^\-&]+")
_SEGMENT = expression(r"[^']+")
_LETTERS_THEN_DIGITS = expression(r"([a-z]{3,})(\d+)")
_UNTIL_INCLUSIVE_SIGN = expression(r"[^·(.]+")
_INCLUSIVE_PARTS = expression(
    r"(?<=\w{3})-(?:(?:e|ne|te|le|t?rice|euse)-s|ne?s?|es?|t?rices?|euses?)$"
)
INCLUSIVE_ENDINGS = frozenset("e es n s ne ns nes trice trices rice rices euse euses te le".split())
"""After a hyphen, what may be such a part."""

_FIRST = expression(r"1(?:er|ere|re)s?")
_NUMBER_ORDINAL = expression(r"(\d+)(?:i?emes?|es?|nde?s?|de)")
_ROMAN_ORDINAL = expression(r"(?!i?eme)((?:x{1,3}|xl|lx{0,3})?(?:i[xv]|v?i{0,3}))i?eme")


def cut_word(text: str) -> list[Position]:
    """Positions of a word with its apostrophes, hyphens and inclusive ending."""
    return cut_plain_word(text) or _cut_compound(text)


def cut_plain_word(text: str) -> list[Position]:
    """The position of a word of letters alone, as most are, perhaps after an elided one and among
    signs that mean nothing there: paix, (l'etat). Nothing if there may be more to cut."""
    end = len(text.rstrip(_SIGNS))
    head, apostrophe, word = text[:end].lstrip(_SIGNS).rpartition("'")
    if word.isalpha() and word != "www" and (not apostrophe or _is_elided(head, word)):
        return [[Form(spell_out(word), end - len(word), end)]]
    return []


def _cut_compound(text: str) -> list[Position]:
    parts = list(_cut(_PART, _drop_inclusive_ending(text)))
    tied = len(parts) > 1 and _is_clitic(parts[-1].term)
    if tied:
        parts = [parts[0], *(part for part in parts[1:-1] if part.term != "t"), parts[-1]]
    forms = [
        piece._replace(term=spell_out(piece.term))
        for part in parts
        for piece in _cut_at_apostrophes(part)
    ]
    if len(parts) == len(forms) == 1:
        return _cut_before_digits(forms[0])
    positions = [[form] for form in forms]
    return positions if tied else _stack_joined(positions)


def join_word(text: str) -> str:
    """A word, or the beginning of one, as its joined form begins: "l'État-m" gives "etatm"."""
    parts = _cut(_PART, text)
    return "".join(piece.term for part in parts for piece in _cut_at_apostrophes(part))


def _drop_inclusive_ending(text: str) -> str:
    """Leave étudiant of étudiant·e·s, étudiant(e)s, étudiant.e.s and étudiant-e-s."""
    kept = _UNTIL_INCLUSIVE_SIGN.match(text)
    return _INCLUSIVE_PARTS.sub("", kept[0] if kept else text)


def _is_clitic(part: str) -> bool:
    return part in CLITICS or part.startswith(ELIDED_CLITICS)


def _cut_at_apostrophes(part: Form) -> Iterator[Form]:
    """Drop elided words, divide grand'mère, join all else: aujourd'hui, O'Connor, M'Bappé."""
    segments = list(_cut(_SEGMENT, part.term, part.start))
    joined = segments[:1]
    for segment in segments[1:]:
        head = joined[0].term if len(joined) == 1 else ""
        if head == "grand":
            yield joined[0]
        if head == "grand" or _is_elided(head, segment.term):
            joined = [segment]
        else:
            joined.append(segment)
    if joined:
        term = "".join(segment.term for segment in joined)
        yield Form(term, joined[0].start, joined[-1].end)


def _is_elided(head: str, following: str) -> bool:
    """Whether `head`, an apostrophe after it, is a word that lost its vowel."""
    if head in KEPT_BEFORE_CONSONANT:
        return following[0] in VOWELS or following[0].isdigit()
    return head in ELIDED


def _cut_before_digits(form: Form) -> list[Position]:
    """Cut covid19 as if it were covid-19; leave G20, H1N1, A320."""
    match = _LETTERS_THEN_DIGITS.fullmatch(form.term)
    if not match or len(form.term) != form.end - form.start:
        return [[form]]
    border = form.start + match.end(1)
    return [[Form(match[1], form.start, border), form], [Form(match[2], border, form.end)]]


def _stack_joined(positions: list[Position]) -> list[Position]:
    """Stack the joined form of a compound on its first part: porte-parole, covid-19, not 24-25."""
    joined = join_terms([position[0].term for position in positions])
    if joined:
        positions[0].append(Form(joined, positions[0][0].start, positions[-1][0].end))
    return positions


def join_terms(terms: Sequence[str]) -> str:
    """The joined form of the parts of a compound; empty if they have none."""
    joined = "".join(terms)
    has_one = (
        2 <= len(terms) <= MAX_JOINED_PARTS
        and len(joined) <= MAX_JOINED_LENGTH
        and not all(term.isdigit() for term in terms)
    )
    return joined if has_one else ""


def spell_out(term: str) -> str:
    """One spelling for abbreviations and ordinals: St, 1ère, 2nd, XXIème."""
    if term[0].isdigit():
        return _spell_number_ordinal(term)
    if term.endswith("eme") and (roman := _ROMAN_ORDINAL.fullmatch(term)):
        return f"{roman[1]}e"
    return ABBREVIATIONS.get(term, term)


def spell_letters_out(terms: Sequence[str]) -> list[str]:
    """`spell_out` of many terms of letters alone, or digits."""
    return [
        spell_out(term) if term in ABBREVIATIONS or term[-3:] == "eme" else term for term in terms
    ]


def _spell_number_ordinal(term: str) -> str:
    """1re and 1ère as 1er; 2nd, 2nde and 2ème as 2e; other terms as they are."""
    if _FIRST.fullmatch(term):
        return "1er"
    ordinal = _NUMBER_ORDINAL.fullmatch(term)
    return f"{ordinal[1]}e" if ordinal else term


def _cut(pattern: re.Pattern[str], text: str, base: int = 0) -> Iterator[Form]:
    for match in pattern.finditer(text):
        yield Form(match[0], base + match.start(), base + match.end())
