"""Lines that end (or open) many articles of one source: learnt by counting, taken off the text.

Footers are listed in `rights` as far as they are known; every source has others ("Retrouvez toute
l'actualité sur …", "La rédaction vous recommande"). A line is one of them when it stands at the edge of
enough of a source's articles, each time beside another neighbour: versions of one dispatch share
their last sentence *and* the one before it, so text that is merely repeated is left alone.
"""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal, TypeAlias

from newsearch.article import Article, Removed
from newsearch.frozen import replace
from newsearch.ingest.cleaning import has_words

__all__ = ["Marks", "Recurring", "Sample", "find_marks", "restore", "strip"]

Edge: TypeAlias = Literal["start", "end"]

LONGEST: Final = 200
"""Characters in a line that may be furniture; what is longer is told, not repeated."""
DEEPEST: Final[Mapping[Edge, int]] = {"start": 2, "end": 4}
"""How many lines at each edge are looked at."""
FEWEST: Final = 5
"""Articles of a source that a line must stand in, with as many different neighbours."""
SHARE: Final = 0.1
"""The least share of a source's articles that a line must stand in."""
SAMPLED: Final = 300
"""Articles of a source that are counted: those whose ids hash lowest, in whatever order they come."""
MOST: Final = 100_000
"""Articles that are counted in all."""

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_OF_RIGHTS: Final = re.compile(r"©|copyright|droits|reproduction|rediffusion", re.IGNORECASE)
_REASONS: Final[Mapping[Edge, str]] = {
    "start": "recurring (start)",
    "end": "recurring (end)",
}

_Mark: TypeAlias = tuple[int, int]
"""A line at an edge, and its neighbour further inside, as numbers of 64 bits."""

Marks: TypeAlias = tuple[_Mark, ...]
"""The short lines at the edges of one article."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """The lines, as numbers, that recur at the edges of the articles of each source."""

    lines: Mapping[str, frozenset[int]]

    def of(self, source: str | None) -> frozenset[int]:
        """Those of one source."""
        return self.lines.get(source or "", frozenset())

    def among(self, sources: Iterable[str]) -> "Recurring":
        """Those of some sources."""
        return Recurring({one: self.lines[one] for one in sources if one in self.lines})


class Sample:
    """Counts the edges of a bounded sample of articles.

    The sample is the articles whose ids hash lowest: SAMPLED of each source, and of those the ones
    below a limit that halves whenever there are more than MOST. Both depend on the set of articles
    only, so that what is learnt does not depend on their order. (Bottom-k sketch: Cohen and Kaplan
    2007.) An article without a source teaches nothing.
    """

    def __init__(self) -> None:
        self._sources: defaultdict[str, list[tuple[int, Marks]]] = defaultdict(list)
        self._limit = 1 << 64
        self._size = 0

    def add(self, article_id: str, source: str | None, find: Callable[[], Marks]) -> Marks | None:
        """Count one article as it was published, if it is in the sample; then gives its marks."""
        rank = _number(article_id)
        if not source or rank >= self._limit:
            return None
        heap = self._sources[source]
        if len(heap) >= SAMPLED and -rank <= heap[0][0]:
            return None
        marks = find()
        if len(heap) >= SAMPLED:
            heapq.heapreplace(heap, (-rank, marks))
            return marks
        heapq.heappush(heap, (-rank, marks))
        self._size += 1
        while self._size > MOST:
            self._halve()
        return marks

    def sources(self) -> tuple[str, ...]:
        """The sources that were counted, sorted."""
        return tuple(sorted(self._sources))

    def recurring(self) -> Recurring:
        """What recurs, by source; sources where nothing does are left out."""
        found = {source: _find_recurring(heap) for source, heap in self._sources.items()}
        return Recurring({source: lines for source, lines in found.items() if lines})

    def _halve(self) -> None:
        self._limit >>= 1
        for source, heap in list(self._sources.items()):
            kept = [entry for entry in heap if -entry[0] < self._limit]
            self._size -= len(heap) - len(kept)
            heapq.heapify(kept)
            if kept:
                self._sources[source] = kept
            else:
                del self._sources[source]


def strip(article: Article, recurring: Recurring) -> Article:
    """The article without the lines at its edges that recur in its source; they are kept in
    `removed`, and in `rights` where they speak of them. What would leave no text is left alone."""
    lines = recurring.of(article.source)
    if not lines:
        return article
    body, taken = article.body, list[Removed]()
    for edge in _REASONS:
        while (cut := _cut(body, edge)) and _number(_fold(cut[0], edge)) in lines:
            if not has_words(cut[1]):
                return article
            taken.append((_REASONS[edge], cut[0]))
            body = cut[1]
    if not taken:
        return article
    notices = [line for _, line in reversed(taken) if _OF_RIGHTS.search(line)]
    rights = "\n".join(dict.fromkeys([*(article.rights or "").split("\n"), *notices])).strip("\n")
    return replace(article, body=body, rights=rights or None, removed=(*taken, *article.removed))


def restore(article: Article) -> Article:
    """The article with the lines that `strip` took off put back: as it was published."""
    body = article.body
    for reason, line in reversed(article.removed):
        if reason == _REASONS["end"]:
            body = f"{body}\n\n{line}"
        elif reason == _REASONS["start"]:
            body = f"{line}\n\n{body}"
    kept = tuple(one for one in article.removed if one[0] not in _REASONS.values())
    return replace(article, body=body, removed=kept)


def _find_recurring(sample: Iterable[tuple[int, Marks]]) -> frozenset[int]:
    """The lines of one source's sample that stand in enough articles, beside enough neighbours."""
    articles = [frozenset(marks) for _, marks in sample]
    counts = Counter(line for marks in articles for line in {line for line, _ in marks})
    least = max(FEWEST, SHARE * len(articles))
    neighbours: defaultdict[int, set[int]] = defaultdict(set)
    for line, neighbour in (mark for marks in articles for mark in marks):
        if counts[line] >= least and len(neighbours[line]) < FEWEST:
            neighbours[line].add(neighbour)
    return frozenset(line for line, beside in neighbours.items() if len(beside) >= FEWEST)


def find_marks(article: Article) -> Marks:
    """The short lines at the edges of a body, each with its neighbour. A line whose neighbour is
    furniture too is marked with the next that is not short, or else the body's middle would be."""
    marks: list[_Mark] = []
    for edge, deepest in DEEPEST.items():
        body, found = article.body, list[int]()
        while len(found) < deepest and (cut := _cut(body, edge)):
            found.append(_number(_fold(cut[0], edge)))
            body = cut[1]
        inside = _number(_next_line(body, edge))
        marks += ((line, inside) for line in found)
    return tuple(marks)


def _cut(body: str, edge: Edge) -> tuple[str, str] | None:
    """The line at an edge and the rest, or None when the line is long or the only one."""
    if edge == "end":
        rest, _, line = body.rpartition("\n")
    else:
        line, _, rest = body.partition("\n")
    rest = rest.strip("\n")
    return (line, rest) if rest and 0 < len(line) <= LONGEST else None


def _next_line(body: str, edge: Edge) -> str:
    return body.rpartition("\n")[2] if edge == "end" else body.partition("\n")[0]


def _fold(line: str, edge: Edge) -> str:
    """A line as it is compared: the same in any year, and not the same at the other edge."""
    return f"{edge} " + _YEAR.sub("0000", " ".join(line.casefold().split()))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
