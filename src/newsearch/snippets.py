"""The passages of an article that show best where a query matches."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, reduce
from operator import or_
from typing import Any, NamedTuple

from newsearch.frozen import frozen
from newsearch.matches import Match, MatchFinder, Span

__all__ = ["Highlights", "Snippet", "best_passages", "mark_all"]

PASSAGE_LENGTH = 240
"""Code points a passage aims at: about three lines of a terminal."""
CONTEXT_LENGTH = 80
"""Code points shown before the first match when a sentence is too long to show whole."""

_SIGN_ENDS = r"""
    (?<![\s.(][A-ZÀ-Ý].)      # the full stop of "M." or "J." ends no sentence
    [.!?…]*[»"”)\s]*? \s+    # closing quotes belong to the sentence
    (?=[«"“(—–-]?\s?[A-ZÀ-ÝŒÆ\d])
"""
_LINE_END = re.compile(r"\n\s*")


@frozen
class Snippet:
    """A passage of an article's field, cut at sentence or word boundaries.

    `start` is where it begins in the field's text; `spans` are the matches, relative to `text`.
    """

    field: str
    text: str
    start: int
    spans: tuple[Span, ...]

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows; spans as [start, end] pairs."""
        return {
            "field": self.field,
            "text": self.text,
            "start": self.start,
            "spans": [[span.start, span.end] for span in self.spans],
        }


class _Found(NamedTuple):
    """The title with what matches in it, the best passages, and how many matches there are."""

    title: Snippet
    passages: tuple[Snippet, ...]
    match_count: int


class Highlights:
    """What a query matches in the title and the text of one article: looked for when it is first
    asked for, because who only wants to know which articles match does not want to wait for it."""

    def __init__(self, finder: MatchFinder, texts: Mapping[str, str], passages: int) -> None:
        self._sought = finder, texts
        self._count = passages

    @cached_property
    def found(self) -> _Found:
        """All of it."""
        finder, texts = self._sought
        matches = finder.find(texts)
        return _Found(
            mark_all("title", texts["title"], matches["title"]),
            best_passages("body", texts["body"], matches["body"], self._count),
            len(matches["title"]) + len(matches["body"]),
        )

    @property
    def passages(self) -> tuple[Snippet, ...]:
        """The best passages. Who asked for none does not wait for the matches."""
        return self.found.passages if self._count else ()

    def find(self) -> "Highlights":
        """These, looked for now."""
        self.found  # noqa: B018 - it is kept
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Highlights) and self.found == other.found

    def __hash__(self) -> int:
        return hash(self.found)

    def __repr__(self) -> str:
        return f"Highlights({self.found!r})"

    def __getstate__(self) -> dict[str, Any]:
        return {"found": self.found, "_count": self._count}


def mark_all(field: str, text: str, matches: Sequence[Match]) -> Snippet:
    """The whole text with its matches."""
    return _snippet(field, text, Span(0, len(text)), [match.span for match in matches])


def best_passages(
    field: str, text: str, matches: Sequence[Match], count: int
) -> tuple[Snippet, ...]:
    """At most `count` passages in the order of the text: those that show most of the query.

    Without any match the beginning of the text stands in, unmarked.
    """
    if not count or not text:
        return ()
    if not matches:
        passage = _passage(text, _find_sentences(text), Span(0, 0))
        return (_snippet(field, text, passage, ()),)
    spans = [match.span for match in matches]
    left = list(_candidates(text, spans, _number_leaves(matches)))
    chosen: list[Span] = []
    shown = 0
    while left and len(chosen) < count:
        best = max(left, key=lambda candidate: candidate.worth(shown))
        chosen.append(best.span)
        shown |= best.leaves
        left = [one for one in left if _apart(one.span, best.span)]
    return tuple(_snippet(field, text, span, spans) for span in sorted(chosen))


class _Candidate(NamedTuple):
    """A passage, the leaves that match in it (each has a bit), and how many matches it shows."""

    span: Span
    leaves: int
    shows: int

    def worth(self, shown: int) -> tuple[int, int, int, int]:
        """First what no passage shows yet, then variety, then number, then an early place."""
        new = self.leaves & ~shown
        return new.bit_count(), self.leaves.bit_count(), self.shows, -self.span.start


def _candidates(text: str, matches: Sequence[Span], bits: Sequence[int]) -> Iterator[_Candidate]:
    """A passage for each match that the one before does not show yet; each match has the bit of its
    leaf."""
    sentences = _find_sentences(text)
    end = -1
    for match in matches:
        if match.end <= end:
            continue
        span = _passage(text, sentences, match)
        inside = bits[_inside(matches, span)]
        end = span.end
        yield _Candidate(span, reduce(or_, inside, 0), len(inside))


def _number_leaves(matches: Sequence[Match]) -> list[int]:
    """A bit for the leaf of each match, the same for equal leaves.

    Few leaves match in many places, and comparing them is slow, so each is looked up once.
    """
    bits: dict[object, int] = {}
    by_identity: dict[int, int] = {}
    for _, _, leaf in matches:
        if id(leaf) not in by_identity:
            by_identity[id(leaf)] = bits.setdefault(leaf, 1 << len(bits))
    return [by_identity[id(match.leaf)] for match in matches]


def _inside(matches: Sequence[Span], passage: Span) -> slice:
    """The matches that lie wholly inside; they are in order and do not overlap."""
    first = bisect_left(matches, (passage.start,))
    last = bisect_left(matches, (passage.end,), first)
    if last > first and matches[last - 1].end > passage.end:
        last -= 1
    return slice(first, last)


def _find_sentences(text: str) -> list[int]:
    """Where sentences begin, but for the first. Looks for one sign at a time, which `re` does ten
    times as fast as for one of several."""
    found = [end.span() for end in _LINE_END.finditer(text)]
    for sign in ".!?…":
        if sign in text:
            found += [end.span() for end in _sentence_end(sign).finditer(text)]
    starts = []
    done = 0
    for start, stop in sorted(found):
        if start >= done:
            done = stop
            starts.append(stop)
    return starts


@cache
def _sentence_end(sign: str) -> re.Pattern[str]:
    return re.compile(re.escape(sign) + _SIGN_ENDS, re.VERBOSE | re.DOTALL)


def _last_end(text: str, sentences: Sequence[int], limit: int) -> int:
    """Where the last sentence ends that ends up to there, blanks left out; 0 if none does."""
    following = bisect_right(sentences, limit)
    for start in reversed(sentences[max(following - 1, 0) : following + 1]):
        end = _without_blanks(text, start)
        if end <= limit:
            return end
    return 0


def _without_blanks(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _passage(text: str, sentences: Sequence[int], match: Span) -> Span:
    """The sentence that holds the match and those after it, as far as the length allows."""
    before = bisect_right(sentences, match.start)
    start = max(
        sentences[before - 1] if before else 0,
        match.start - 2 * PASSAGE_LENGTH,  # a sentence may have no end
    )
    if match.end - start > PASSAGE_LENGTH:
        start = _word_start(text, match.start)
    limit = max(start + PASSAGE_LENGTH, match.end)
    paragraph = text.find("\n\n", match.end, limit + 2)
    stop = paragraph if paragraph >= 0 else len(text)
    if stop <= limit:
        return Span(start, stop)
    fitting = _last_end(text, sentences, limit)
    if fitting >= match.end and fitting - start > PASSAGE_LENGTH // 3:
        return Span(start, fitting)
    return Span(start, _word_end(text, match.end, limit))


def _word_start(text: str, place: int) -> int:
    """A word boundary about CONTEXT_LENGTH before a place; the place itself if there is none."""
    far = max(0, place - CONTEXT_LENGTH)
    for index in range(far, place):
        if text[index].isspace():
            return index + 1
    return place


def _word_end(text: str, least: int, limit: int) -> int:
    """The last word boundary between two places; the second if there is none."""
    for index in range(limit, least - 1, -1):
        if text[index].isspace():
            return index
    return limit


def _apart(one: Span, other: Span) -> bool:
    return one.end <= other.start or other.end <= one.start


def _snippet(field: str, text: str, passage: Span, matches: Sequence[Span]) -> Snippet:
    before = passage.start
    spans = [
        Span(start - before, end - before) for start, end in matches[_inside(matches, passage)]
    ]
    return Snippet(field, text[before : passage.end], before, tuple(spans))
