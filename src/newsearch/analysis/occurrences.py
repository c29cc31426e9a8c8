"""The tokens of a text that may be wanted, without analysing the rest.

Gives what the plain chains give (see `french`), for the few chunks where a wanted term may begin
(see `beginnings`). Their neighbours are looked at only as far as distances between them matter.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from newsearch.analysis.beginnings import Beginning, compile_beginnings
from newsearch.analysis.chunks import Stack
from newsearch.analysis.expressions import expression
from newsearch.analysis.french import recall_chunk, recall_surface
from newsearch.analysis.tokenizer import LONGEST_RUN, find_bond, is_bond
from newsearch.analysis.tokens import Token

__all__ = ["OffsetText", "Wanted", "find_stems", "find_surface"]

FEW = 8
"""Places of a term up to which it pays to look for its neighbours there alone."""

_ANY = expression("[^ ]+")
_BEYOND = expression(r"[^\x00-\x7f]")
_NUMBER_SIGN = expression("n°s")
_WORD = expression(r"(?<= )[a-z]{4,}(?= )")
_ENDLESS = expression(rf"[^\W_]{{{LONGEST_RUN + 1}}}")


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
    return _find_tokens(folded, recall_surface, wanted)


def find_stems(_stored: str, folded: OffsetText, wanted: Wanted) -> list[Token]:
    """Wanted tokens of the stem chain, in order."""
    return _find_tokens(folded, lambda chunk: recall_chunk(chunk).stem, wanted)


def _find_tokens(folded: OffsetText, recall: Callable[[str], Stack], wanted: Wanted) -> list[Token]:
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
        stack = recall(_read(text, start, end))
        for term, increment, (first, last) in zip(*stack):  # noqa: B905 - three of one length
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
    # One character is found at once, three take a hundred times as long.
    others = set(_list_others(text)) if folded.foreign or "°" in text else set()
    places = _search(text, wanted.single) | others
    reach = -1
    for terms, apart in wanted.groups:
        found = _find_group(text, others, terms, apart)
        if found:
            places |= found
            reach = max(reach, apart)
    return sorted(places), reach


def _list_others(text: str) -> Iterator[int]:
    """Words of other scripts, in which any term may begin, and n°sept, of which "ept" is a term."""
    yield from (found.start() for found in _BEYOND.finditer(text) if found[0].isalnum())
    yield from (found.start() for found in _NUMBER_SIGN.finditer(text))


def _search(
    text: str, beginnings: frozenset[Beginning], start: int = 0, last: int = sys.maxsize
) -> set[int]:
    """The places from `start` to `last` where a term with one of the beginnings may start."""
    places = set()
    for pattern in compile_beginnings(beginnings) if beginnings else ():
        for found in pattern.finditer(text, start):
            place = found.start()
            if place > last:
                break
            places.add(place)
    return places


def _find_group(
    text: str, others: set[int], terms: Sequence[frozenset[Beginning]], reach: int
) -> set[int]:
    """Places of several terms that may be within so many positions of the rarest one.

    Where the first is in few places, the others are looked for around these alone.
    """
    first, *following = terms
    rarest = _search(text, first) | others
    if len(rarest) > FEW:
        lists = [rarest, *(_search(text, one) | others for one in following)]
        rarest = min(lists, key=len)
        if len(rarest) > FEW:
            return set().union(*lists)
        following = [one for one, places in zip(terms, lists, strict=True) if places is not rarest]
    kept = set()
    for place in rarest:
        start, last = _around(text, place, reach)
        within = {other for other in others if start <= other <= last}
        near = [_search(text, one, start, last) | within for one in following]
        if all(near):
            kept |= {place}.union(*near)
    return kept


def _around(text: str, place: int, reach: int) -> tuple[int, int]:
    """Where the words begin, and end, that may be within so many positions of a place."""
    least = 2 * (reach + 1)  # Of two words side by side at least one has a position of its own.
    before = [found.start() for found in _WORD.finditer(text, max(0, place - 20 * least), place)]
    after = islice(_WORD.finditer(text, place), least, None)
    first = before[-least] if len(before) >= least else 0
    return first, next((found.end() for found in after), len(text))


def _has_endless_run(text: str) -> bool:
    at, last = 0, len(text) - LONGEST_RUN
    while at < last:
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


def _read(text: str, start: int, end: int) -> str:
    """The chunk between two places."""
    written = text[start:end]
    if " " in written:
        written = "".join(
            character if character != " " else find_bond(text, place)
            for place, character in enumerate(written, start)
        )
    return written


def _count_positions(text: str, start: int, end: int, reach: int) -> int:
    """How many positions the chunks between two places take, or any number from `reach` up."""
    count = 0
    while start < end and count < reach:
        stop = _find_end(text, start)
        count += sum(recall_surface(_read(text, start, stop)).increments)
        start = stop + 1
    return count
