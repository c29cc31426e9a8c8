"""What analysis gives: tokens, and the named chains that make them."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

__all__ = ["Analyzer", "TermsAndPositions", "Token"]

TermsAndPositions: TypeAlias = tuple[list[str], list[int]]
"""Two parallel lists. Positions start at 0 and never go down; stacked terms share one."""


class Token(NamedTuple):
    """One term of a text and the characters it was made from.

    `start` and `end` are code points of the text as it was given, half-open. `position` counts from
    0; forms stacked on one another share it (the joined form of a hyphenated word stands on its
    first part, and spans the whole word).
    """

    term: str
    start: int
    end: int
    position: int


class Analyzer(NamedTuple):
    """A named chain from text to terms. The name carries a version: other terms, other name.

    `analyze` gives tokens; `terms` the same terms and positions without offsets, much faster;
    `normalize` prepares a part of a word (a prefix, a wildcard pattern with * and ?, the word of a
    fuzzy search) for comparison with whole terms.
    """

    name: str
    analyze: Callable[[str], list[Token]]
    terms: Callable[[str], TermsAndPositions]
    normalize: Callable[[str], str]
