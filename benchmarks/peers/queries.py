"""Questions drawn from the articles themselves, by the share of articles that a word is in.

The same articles give the same questions. Shares are counted in the first articles only.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from random import Random

from benchmarks.peers import peer
from benchmarks.peers.peer import Question, Row
from newsearch.analysis.characters import fold
from newsearch.analysis.stopwords import is_question_word, is_stop_word

__all__ = ["draw"]

Terms = tuple[str, ...]

SAMPLE = 2_000
COMMON, MEDIUM, RARE, PAIR = 0.2, 0.02, 0.0005, 0.002
"""Shares of articles that words, or two words side by side, of the kind are in."""
LETTERS = "[a-zàâçéèêëîïôùûü]"
PLAIN = re.compile(rf"(?<![\w'’-]){LETTERS}{{5,30}}(?![\w'’-])")
PAIRS = re.compile(rf"(?<![\w'’-])({LETTERS}{{4,30}}) (?=({LETTERS}{{4,30}})(?![\w'’-]))")


def draw(rows: Iterable[Row], each: int, kinds: Sequence[str] = peer.KINDS) -> list[Question]:
    """So many questions of each kind."""
    words: Counter[Terms] = Counter()
    pairs: Counter[Terms] = Counter()
    days = []
    for row in islice(rows, SAMPLE):
        words.update((word,) for word in set(PLAIN.findall(row.body)) if is_content(word))
        pairs.update(pair for pair in set(PAIRS.findall(row.body)) if all(map(is_content, pair)))
        days.append(row.day)
    days.sort()
    period = days[len(days) * 2 // 5], days[len(days) * 3 // 5]
    common, medium, rare, side_by_side = (
        nearest(counts, share * len(days), each)
        for counts, share in ((words, COMMON), (words, MEDIUM), (words, RARE), (pairs, PAIR))
    )
    two = join(common, medium)
    asked = {
        peer.COMMON: common,
        peer.RARE: rare,
        peer.AND_2: two,
        peer.OR_3: join(two, turn(medium, 1)),
        peer.OR_5: join(*(turn(common, steps) for steps in range(5))),
        peer.PHRASE: side_by_side,
        peer.PREFIX: [(word[:5],) for (word,) in medium],
        peer.FUZZY: [(misspell(word),) for (word,) in medium],
        peer.DATES: two,
        peer.FACET: two,
    }
    return [
        Question(kind, terms, *(period if kind == peer.DATES else ()))
        for kind in kinds
        for terms in asked[kind]
    ]


def is_content(word: str) -> bool:
    folded = fold(word)
    return not (is_stop_word(folded) or is_question_word(folded))


def nearest(counts: Counter[Terms], wanted: float, number: int) -> list[Terms]:
    """Those whose counts are nearest to one, in proportion; equals in no special order."""
    candidates = sorted(counts)
    Random(1).shuffle(candidates)  # noqa: S311 - no secret
    candidates.sort(key=lambda terms: abs(math.log(counts[terms] / max(wanted, 1))))
    chosen = candidates[:number]
    Random(2).shuffle(chosen)  # noqa: S311 - no secret
    return chosen


def turn(values: list[Terms], steps: int) -> list[Terms]:
    """The same in a circle, begun so many later."""
    return values[steps:] + values[:steps]


def join(*columns: list[Terms]) -> list[Terms]:
    return [sum(row, ()) for row in zip(*columns, strict=False)]


def misspell(word: str) -> str:
    """A word without the letter in its middle."""
    middle = len(word) // 2
    return word[:middle] + word[middle + 1 :]
