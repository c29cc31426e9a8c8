"""The tokens of a text that may be wanted, without analysing the rest.

Gives what the plain chains give (see `french`), for the few chunks where a wanted term may begin
(see `beginnings`). Their neighbours are looked at only as far as distances between them matter.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

from newsearch.analysis.beginnings import compile_beginning
from newsearch.analysis.chunks import Chunk, Stack
from newsearch.analysis.french import recall_chunk
from newsearch.analysis.tokenizer import find_bond
from newsearch.analysis.tokens import Token

__all__ = ["OffsetText", "Wanted", "find_stems", "find_surface"]

LONGEST_RUN = 100
"""Letters that the tokenizer takes for one word; a longer run has words that begin inside it."""

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_ENDLESS = re.compile(rf"[^\W_]{{{LONGEST_RUN + 1}}}")


class OffsetText(Protocol):
    """A folded text that knows where it comes from: see `quickfold`."""

    @property
    def text(self) -> str:
        """The folded text."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the stored text that characters start … end were made from."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tokens are wanted.

    `beginnings` are what their terms begin with, None for any; `terms` are all of them, None if
    they are not known. Positions are as far apart as in the text up to `reach`, and further apart
    than `reach` if they are so in the text; below 0 they mean nothing.
    """

    beginnings: frozenset[str] | None
    terms: frozenset[str] | None
    reach: int = -1


def find_surface(_stored: str, folded: OffsetText, wanted: Wanted) -> list[Token]:
    """Wanted tokens of the surface chain, in order."""
    return _find_tokens(folded, attrgetter("surface"), wanted)


def find_stems(_stored: str, folded: OffsetText, wanted: Wanted) -> list[Token]:
    """Wanted tokens of the stem chain, in order."""
    return _find_tokens(folded, attrgetter("stem"), wanted)


def _find_tokens(
    folded: OffsetText, chain: Callable[[Chunk], Stack], wanted: Wanted
) -> list[Token]:
    text, terms = folded.text, wanted.terms
    tokens: list[Token] = []
    done, position = 0, -1
    for place in _find_places(text, wanted.beginnings):
        if place < done:
            continue
        start = _find_start(text, place)
        if start > done:
            position += _count_positions(text, done, start, wanted.reach)
        end = _find_end(text, place)
        for term, increment, (first, last) in zip(*chain(_read(text, start, end)), strict=True):
            position += increment
            if terms is None or term in terms:
                tokens.append(Token(term, *folded.span(start + first, start + last), position))
        done = end + 1
    return tokens


def _find_places(text: str, beginnings: frozenset[str] | None) -> Iterable[int]:
    """Places where a wanted token may start, in order, or others in its chunk."""
    if beginnings is None or _has_endless_run(text):
        return [found.start() for found in re.finditer("[^ ]+", text)]
    places = [
        found.start()
        for beginning in beginnings
        if beginning
        for pattern in compile_beginning(beginning)
        for found in pattern.finditer(text)
    ]
    if not text.isascii():
        places += [found.start() for found in _FOREIGN.finditer(text) if found[0].isalnum()]
        places += [found.start() for found in re.finditer("n°s", text)]  # n°sept: a term inside
    return sorted(places)


def _has_endless_run(text: str) -> bool:
    at = 0
    while len(text) - at > LONGEST_RUN:
        space = text.rfind(" ", at, at + LONGEST_RUN + 1)
        if space < 0:
            return _ENDLESS.search(text, at) is not None
        at = space + 1
    return False


def _find_start(text: str, place: int) -> int:
    """Where the chunk around a place begins."""
    space = text.rfind(" ", 0, place)
    while space >= 0 and find_bond(text, space):
        space = text.rfind(" ", 0, space)
    return space + 1


def _find_end(text: str, place: int) -> int:
    """Where the chunk around a place ends."""
    space = text.find(" ", place)
    while space >= 0 and find_bond(text, space):
        space = text.find(" ", space + 1)
    return space if space >= 0 else len(text)


def _read(text: str, start: int, end: int) -> Chunk:
    """The chunk between two places."""
    written = text[start:end]
    if " " in written:
        written = "".join(
            character if character != " " else find_bond(text, place) or ""
            for place, character in enumerate(written, start)
        )
    return recall_chunk(written)


def _count_positions(text: str, start: int, end: int, reach: int) -> int:
    """How many positions the chunks between two places take, or any number from `reach` up."""
    count = 0
    while start < end and count < reach:
        stop = _find_end(text, start)
        count += sum(_read(text, start, stop).surface.increments)
        start = stop + 1
    return count
