"""The chains of the text fields on many texts at once: the same terms and positions as `SURFACE`,
`STEM` and `NAME` give one text at a time, without an object for each.

    texts ─ UTF-16 ─ bytes of folded text ─ bind spaces ─ chunks ─ their numbers ─► terms, positions

Texts are joined and read as one array. Only chunks that were never seen before are analysed, by
the plain chain; only spaces and capitals whose neighbours look like it are shown to the plain
rules. A text with a character that is not in the alphabet is cut by the plain chain.
"""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.alphabet import ALPHABET, SEPARATOR, SEPARATOR_BYTE, SPACE_BYTE, read
from newsearch.analysis.binding import bind_spaces
from newsearch.analysis.capitals import find_names
from newsearch.analysis.characters import divide_tags, fold, fold_text
from newsearch.analysis.french import analyze_chunk, analyze_letters
from newsearch.analysis.lexicon import LONGEST_KEY, Lexicon
from newsearch.analysis.names import NAME
from newsearch.analysis.tokenizer import MAX_PART, REACH, cut_chunks

__all__ = ["BulkAnalyzer", "BulkTerms", "TermRun"]

Counts = NDArray[np.intp]

_MARGIN = max(REACH, LONGEST_KEY)
"""What reads an array of folded text may look so far before its beginning and after its end."""

_MAX_CHUNKS = 1 << 19
_MAX_BYTES = 1 << 26

_DRESSED = re.compile(r"[(\[]*(?:(?:[ldjstc]|qu)')?([a-z]{2,100})[,;:!?.)\]]*")
"""A word in plain letters, with what its terms are the same without."""

_NEVER_BARE = "www"


@dataclass(frozen=True, slots=True)
class TermRun:
    """The terms of successive texts, one text after another: the number of each in a vocabulary,
    its position in its text (both four bytes), and how many terms each text has."""

    numbers: NDArray[np.uint32]
    positions: NDArray[np.uint32]
    counts: Counts


@dataclass(frozen=True, slots=True)
class BulkTerms:
    """Texts under each of the chains, and the terms that the numbers mean; the list may grow later,
    but never change."""

    surface: TermRun
    stem: TermRun
    name: TermRun
    vocabulary: Sequence[str]


class BulkAnalyzer:
    """Remembers what it has seen. Bounded: it starts anew when full (some 200 MB)."""

    def __init__(self) -> None:
        self._start_anew()

    def _start_anew(self) -> None:
        self._vocabulary = _Vocabulary()
        self._names = _Names(self._vocabulary)
        self._surface, self._stem = _Stacks(), _Stacks()
        self._lexicon = Lexicon(self._learn)
        self._size = 0

    def analyze(self, texts: Sequence[str]) -> BulkTerms:
        """All three chains on each of one or more texts, best some hundred thousand characters together:
        memory grows with them, some fifty bytes a character."""
        if len(self._lexicon) > _MAX_CHUNKS or self._size > _MAX_BYTES:
            self._start_anew()
        batch = _join(texts)
        chunks, counts = self._find_chunks(batch)
        surface = self._surface.collect(chunks, counts)
        stem = self._stem.collect(chunks, counts)
        return BulkTerms(surface, stem, self._find_names(batch), self._vocabulary.terms)

    def _find_chunks(self, batch: "_Joined") -> tuple[NDArray[np.int32], Counts]:
        """The numbers of the chunks of all texts, and how many each text has."""
        folded = _fold(batch)
        cuts = np.flatnonzero(folded <= SPACE_BYTE)
        lengths = np.diff(cuts) - 1
        filled = np.flatnonzero(lengths)
        starts, lengths = cuts[filled] + 1, lengths[filled]
        chunks = self._lexicon.find_all(folded, starts, lengths)
        borders = np.flatnonzero(folded == SEPARATOR_BYTE)[_MARGIN : 1 - _MARGIN]
        ends = np.searchsorted(starts, borders)
        if batch.odd:
            odd = {row: self._find_odd(text) for row, text in batch.odd.items()}
            rows = np.repeat(ends[list(odd)], [len(found) for found in odd.values()])
            chunks = np.insert(chunks, rows, list(chain.from_iterable(odd.values())))
            for row, found in odd.items():
                ends[row:] += len(found)
        return chunks, np.diff(ends, prepend=0)

    def _find_odd(self, text: str) -> list[int]:
        """The numbers of the chunks of a text that is not ordinary."""
        chunks = cut_chunks(fold_text(text))
        return [self._lexicon.find(c.encode() if c.isascii() else c) for c in chunks if c]

    def _learn(self, chunk: bytes | str) -> int:
        text = chunk if isinstance(chunk, str) else ALPHABET.decode(chunk)
        dressed = _DRESSED.fullmatch(text)
        if dressed and dressed[1] not in (text, _NEVER_BARE):
            return self._lexicon.find(dressed[1].encode())
        self._size += len(chunk)
        if text.isascii() and text.isalpha() and len(text) <= MAX_PART:
            term, stemmed = analyze_letters(text)
            self._stem.append((self._vocabulary[stemmed],), (1,))
            return self._surface.append((self._vocabulary[term],), (1,))
        chains = analyze_chunk(text)
        numbers = [self._vocabulary[term] for term in chains.stem.terms]
        self._stem.append(numbers, chains.stem.increments)
        numbers = [self._vocabulary[term] for term in chains.surface.terms]
        return self._surface.append(numbers, chains.surface.increments)

    def _find_names(self, batch: "_Joined") -> TermRun:
        borders = np.flatnonzero(batch.characters == ord(SEPARATOR))
        found = list(find_names(batch.text, batch.characters))
        rows = np.searchsorted(borders, [place for place, _ in found])
        names = [(row, name) for row, (_, name) in zip(rows.tolist(), found, strict=True)]
        for row, text in batch.odd.items():
            names += [(row, name) for name in NAME.terms(text)[0]]
        names.sort(key=itemgetter(0))
        counts = np.bincount([row for row, _ in names], minlength=len(borders) + 1)
        numbers = np.array([self._names[name] for _, name in names], np.uint32)
        steps = np.ones(len(numbers), np.uint8)
        return TermRun(numbers, _add_up(steps, counts), counts)


class _Vocabulary(dict[str, int]):
    """Numbers of terms."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: list[str] = []

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self.terms)
        self.terms.append(term)
        return number


class _Names(dict[str, int]):
    """Numbers of names as they are written, or folded already."""

    def __init__(self, vocabulary: _Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, name: str) -> int:
        number = self[name] = self._vocabulary[fold(name)]
        return number


class _Stacks:
    """The terms of each chunk under one chain: those of chunk i end at ends[i + 1]."""

    def __init__(self) -> None:
        self._numbers, self._steps, self._ends = array("I"), array("B"), array("I", [0])

    def append(self, numbers: Sequence[int], steps: Sequence[int]) -> int:
        """Add a chunk, the numbers of its terms and the steps between their positions, and give
        the chunk's own number."""
        self._numbers.extend(numbers)
        self._steps.extend(steps)
        self._ends.append(len(self._numbers))
        return len(self._ends) - 2

    def collect(self, chunks: NDArray[np.int32], counts: Counts) -> TermRun:
        """The terms of texts that have so many of these chunks each."""
        ends = np.frombuffer(self._ends, np.uint32)
        begins = ends[chunks].astype(np.int64)
        sizes = ends[1:][chunks] - begins
        totals = np.append(0, np.cumsum(sizes))
        rows = np.repeat(begins - totals[:-1], sizes)
        rows += np.arange(len(rows))
        steps = np.frombuffer(self._steps, np.uint8)[rows]
        terms = np.diff(totals[np.cumsum(counts)], prepend=0)
        numbers = np.frombuffer(self._numbers, np.uint32)[rows]
        return TermRun(numbers, _add_up(steps, terms), terms)


def _add_up(steps: NDArray[np.uint8], counts: Counts) -> NDArray[np.uint32]:
    """The positions of terms: steps from 0 on in each of the texts, which have so many terms."""
    positions = np.cumsum(steps, dtype=np.uint32)
    begins = np.cumsum(counts) - counts
    before = np.append(np.uint32(0), positions)[begins] + np.uint32(1)
    positions -= np.repeat(before, counts)
    return positions


@dataclass(frozen=True, slots=True)
class _Joined:
    """Texts one after another, separators between them, also in UTF-16. Those that are not
    ordinary are left empty and stand apart, by their place among the texts."""

    text: str
    characters: NDArray[np.uint16]
    odd: dict[int, str]


def _join(texts: Sequence[str]) -> _Joined:
    joined = SEPARATOR.join(texts)
    characters = read(joined)
    odd = {}
    if joined.count(SEPARATOR) >= max(len(texts), 1):
        odd = {row: text for row, text in enumerate(texts) if SEPARATOR in text}
    else:
        places = np.flatnonzero(ALPHABET.encode(characters) == 0)
        borders = np.flatnonzero(characters == ord(SEPARATOR))
        rows = np.unique(np.searchsorted(borders, places)).tolist()
        odd = {row: texts[row] for row in rows}
    if not odd:
        return _Joined(joined, characters, odd)
    ordinary = _join(["" if row in odd else text for row, text in enumerate(texts)])
    return _Joined(ordinary.text, ordinary.characters, dict(sorted((odd | ordinary.odd).items())))


def _fold(batch: _Joined) -> NDArray[np.uint8]:
    """The folded texts with separators between, before and after them, spaces bound."""
    characters = batch.characters
    if "#" in batch.text or "@" in batch.text:
        divided = map(divide_tags, batch.text.split(SEPARATOR))
        characters = read(SEPARATOR.join(divided))
    margin = bytes([SEPARATOR_BYTE]) * _MARGIN
    data = bytearray().join((margin, ALPHABET.fold(ALPHABET.encode(characters)), margin))
    folded = np.frombuffer(data, np.uint8)
    bind_spaces(folded)
    return folded
