"""Chunks that are cut without the tokenizer's rules, which are an expression of ten parts: the word in
what is dressed with punctuation, and the terms of compounds and numbers in plain characters.

The rules are the oracle: what is found here is what they would find, or nothing. Most chunks that a
text brings for the first time are words dressed anew, compounds and numbers.
"""

import re
from collections.abc import Sequence

from newsearch.analysis.words import CLITICS, INCLUSIVE_ENDINGS, join_terms, spell_out

__all__ = ["cut_simply", "undress"]

_DRESSED = re.compile(
    rb"""^(?: [(\['|-]*
         (?: (?: [ldjstc] | (?:jus|lors|puis|quoi)?qu | [nm](?='+[aeiouyh]) ) '+ (?=[a-z]) )?
         ( [a-z]{1,100}(?:-[a-z]{1,100}){0,20} | [a-z0-9]{1,100}
         | [0-9]{1,100}(?:[.,'][0-9]{1,100}){1,4} )
         '?[,;:!?.)\]%|-]*$
       | .*$ )""",
    re.VERBOSE | re.MULTILINE,
)
"""A word, compound or number in plain letters and digits, with what its terms are the same without:
signs that no rule looks at there, and an elided word before it. Of any other line, nothing."""

_NEVER_BARE = b"www"
"""What a full stop after it turns into an address."""

_GROUP = 3
"""Digits between two signs of thousands."""


def undress(chunks: Sequence[bytes]) -> list[bytes]:
    """The word, compound or number in each chunk, empty where there may be more to it."""
    found: list[bytes] = _DRESSED.findall(b"\n".join(chunks)) if chunks else []
    return [b"" if one == _NEVER_BARE else one for one in found]


def cut_simply(text: str) -> list[list[str]]:
    """The terms at each position of what `undress` has found; none if the rules have to tell."""
    if "-" in text:
        return _cut_hyphenated(text)
    if text.isalnum():
        return _cut_at_digits(text)
    number = _join_number(text)
    return [[number]] if number else []


def _cut_hyphenated(text: str) -> list[list[str]]:
    """Words of letters with hyphens between them."""
    parts = text.split("-")
    if parts[-1] in INCLUSIVE_ENDINGS:
        return []
    if parts[-1] in CLITICS:
        tied = [parts[0], *(part for part in parts[1:-1] if part != "t"), parts[-1]]
        return [[spell_out(part)] for part in tied]
    return _stack([spell_out(part) for part in parts])


def _cut_at_digits(text: str) -> list[list[str]]:
    """Letters and digits: covid19 is as covid-19, all else is one term."""
    word = text.rstrip("0123456789")
    if len(word) < 3 or len(word) == len(text) or not word.isalpha():
        return [[spell_out(text)]]
    return [[word, text], [text[len(word) :]]]


def _stack(terms: list[str]) -> list[list[str]]:
    joined = join_terms(terms)
    positions = [[term] for term in terms]
    if joined:
        positions[0].append(joined)
    return positions


def _join_number(text: str) -> str:
    """1'234, 1.234 and 1,5 as one term; empty for anything with more signs, or other groups."""
    whole, *groups = re.split("[.,']", text)
    sign = text[len(whole)]
    in_groups = len(whole) <= _GROUP and all(len(group) == _GROUP for group in groups)
    if in_groups and sign != "," and text.count(sign) == len(groups):
        return "".join((whole, *groups))
    if len(groups) == 1 and sign != "'":
        return f"{whole}.{groups[0]}"
    return ""
