"""Names: words with a capital where no sentence begins. Tours is one, tours is not, nor is TOURS.

Not where a word is found, only further evidence that the name is meant: who types Tours or Orange
wants the town and the company first, and the tours and the oranges after them.
"""

import re

from newsearch.analysis.characters import fold
from newsearch.analysis.expressions import expression
from newsearch.analysis.tokens import Analyzer, TermsAndPositions, Token

__all__ = ["CAPITALS", "ELIDED", "LEAST_SMALL", "NAME", "SMALL_LETTERS", "SPACED_FROM", "is_name"]

CAPITALS = "A-ZÀ-ÖØ-Þ"
SMALL_LETTERS = "a-zß-öø-ÿœæ"
SPACED_FROM = r"\w,;:»”)%"
"""What may stand before the space before a name."""
ELIDED = "LlDd"
"""What may stand before the apostrophe; all four are for classes of expressions."""
LEAST_SMALL = 2
"""So many small letters at least."""

_NAME = expression(
    rf"""(?: (?<=[{SPACED_FROM}]\s) | (?<=\b[{ELIDED}]['’]) | (?<=\w-) )   # inside a sentence
        [{CAPITALS}][{SMALL_LETTERS}]{{{LEAST_SMALL},}}(?![\w])""",
    re.VERBOSE,
)
_CAPITALISED = expression(rf"[{CAPITALS}][{SMALL_LETTERS}]{{{LEAST_SMALL},}}")


def is_name(word: str) -> bool:
    """Whether a typed word is written as a name: one capital, then small letters."""
    return word[:1].isupper() and _CAPITALISED.fullmatch(word) is not None


def _analyze(text: str) -> list[Token]:
    return [
        Token(fold(found[0]), *found.span(), position)
        for position, found in enumerate(_NAME.finditer(text))
    ]


def _terms(text: str) -> TermsAndPositions:
    terms = [fold(name) for name in _NAME.findall(text)]
    return terms, list(range(len(terms)))


NAME = Analyzer("fr-name-1", _analyze, _terms, fold)
