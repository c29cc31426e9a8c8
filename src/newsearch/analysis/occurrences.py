"""The tokens of a text that may be wanted, without analysing the rest.

Gives what the plain chains give (see `french`), for the few chunks where a wanted term may begin
(see `beginnings`). Their neighbours are looked at only as far as distances between them matter.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import NamedTuple, Protocol

from newsearch.analysis.beginnings import Beginning, compile_beginnings
from newsearch.analysis.chunks import Chunk, Stack
from newsearch.analysis.french import recall_chunk
from newsearch.analysis.tokenizer import LONGEST_RUN, find_bond, is_bond
from newsearch.analysis.tokens import Token

__all__ = ["OffsetText", "Wanted", "find_stems", "find_surface"]

FEW = 8
"""Places of a term up to which it pays to look for its neighbours there alone."""

_ANY = re.compile("[^ ]+")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_NUMBER_SIGN = re.compile("n°s")
_WORD = re.compile(r"(?<= )[a-z]{4,}(?= )")
_ENDLESS = re.compile(rf"[^\W_]{{{LONGEST_RUN + 1}}}")


class OffsetText(Protocol):
    """A folded text that knows where it comes from: see `quickfold`."""

    @property
    def text(self) -> str:
        """The folded text."""

    @property
    def foreign(self) -> bool:
        """Whether the text may hold letters beyond a to z."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the stored text that characters start … end were made from."""


class Wanted(NamedTuple):
    """Which tokens are wanted.

    `single` are the beginnings of terms wanted anywhere, None if that is any. Each of `groups` has
    the beginnings of some terms that are wanted where all of them stand within so many positions.
    `terms` are all the terms, None if they are not known. Positions are as far apart as in the text
    up to `reach`, and further apart than `reach` if they are so in the text; below 0 they mean
    nothing.
    """

    single: frozenset[Beginning] | None
    groups: tuple[tuple[tuple[frozenset[Beginning], ...], int], ...]
    terms: frozenset[str] | None
    reach: int


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
    places, reach = _find_places(folded, wanted)
    tokens: list[Token] = []
    done, position = 0, -1
    for place in places:
        if place < done:
            continue
        start, end = _find_start(text, place), _find_end(text, place)
        if tokens and reach >= 0:
            position += _count_positions(text, done, start, reach)
        for term, increment, (first, last) in zip(*chain(_read(text, start, end)), strict=True):
            position += increment
            if terms is None or term in terms:
                tokens.append(Token(term, *folded.span(start + first, start + last), position))
        done = end + 1
    return tokens


def _find_places(folded: OffsetText, wanted: Wanted) -> tuple[Iterable[int], int]:
    """Places where a wanted token may start, in order, or others in its chunk; and `reach`, if
    positions matter among these."""
    text = folded.text
    if wanted.single is None or _has_endless_run(text):
        return [found.start() for found in _ANY.finditer(text)], wanted.reach
    others = list(_list_others(text)) if folded.foreign or "n°s" in text else []
    places = {*others, *_search(text, wanted.single)}
    reach = -1
    for terms, apart in wanted.groups:
        lists = [sorted({*others, *_search(text, beginnings)}) for beginnings in terms]
        if all(lists):
            places.update(*_keep_near(text, lists, apart))
            reach = max(reach, apart)
    return sorted(places), reach


def _list_others(text: str) -> Iterator[int]:
    """Words of other scripts, in which any term may begin, and n°sept, of which "ept" is a term."""
    yield from (found.start() for found in _BEYOND.finditer(text) if found[0].isalnum())
    yield from (found.start() for found in _NUMBER_SIGN.finditer(text))


def _search(text: str, beginnings: frozenset[Beginning]) -> list[int]:
    patterns = compile_beginnings(beginnings) if beginnings else ()
    return [found.start() for pattern in patterns for found in pattern.finditer(text)]


def _keep_near(text: str, lists: Sequence[list[int]], reach: int) -> Iterable[list[int]]:
    """Of places of several terms those that may be within so many positions of the rarest one."""
    rarest = min(lists, key=len)
    if len(rarest) > FEW:
        return lists
    least = 2 * (reach + 1)  # Of two words side by side at least one has a position of its own.
    kept = [rarest]
    for place in rarest:
        before = [
            found.start() for found in _WORD.finditer(text, max(0, place - 20 * least), place)
        ]
        after = islice(_WORD.finditer(text, place), least, None)
        first = before[-least] if len(before) >= least else 0
        last = next((found.end() for found in after), len(text))
        near = [places[bisect_left(places, first) : bisect_right(places, last)] for places in lists]
        kept += near if all(near) else []
    return kept


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
    while space >= 0 and is_bond(text, space):
        space = text.rfind(" ", 0, space)
    return space + 1


def _find_end(text: str, place: int) -> int:
    """Where the chunk around a place ends."""
    space = text.find(" ", place)
    while space >= 0 and is_bond(text, space):
        space = text.find(" ", space + 1)
    return space if space >= 0 else len(text)


def _read(text: str, start: int, end: int) -> Chunk:
    """The chunk between two places."""
    written = text[start:end]
    if " " in written:
        written = "".join(
            character if character != " " else find_bond(text, place)
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
