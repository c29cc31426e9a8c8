"""The chains of the text fields on many texts at once: the same terms and positions as `SURFACE`,
`STEM` and `NAME` give one text at a time, without an object for each.

    texts ─ UTF-16 ─ bytes of folded text ─ bind spaces ─ chunks ─ their numbers ─► terms, positions

Texts are joined and read as one array. Only chunks that were never seen before are analysed, by
the plain chain; only spaces and capitals whose neighbours look like it are shown to the plain
rules. A text with a character that is not in the alphabet is cut by the plain chain.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.alphabet import ALPHABET, SEPARATOR, SEPARATOR_BYTE, SPACE_BYTE, read
from newsearch.analysis.binding import bind_spaces
from newsearch.analysis.capitals import find_names
from newsearch.analysis.characters import divide_tags, fold, fold_text
from newsearch.analysis.chunks import Stack
from newsearch.analysis.french import analyze_chunk, analyze_letters
from newsearch.analysis.lexicon import LONGEST_KEY, Chunk, Lexicon
from newsearch.analysis.names import NAME
from newsearch.analysis.stacks import ChunkTerms, Counts, NumberedStack, TermRun, add_up
from newsearch.analysis.tokenizer import LONGEST_RUN, REACH, cut_chunks

__all__ = ["BulkAnalyzer", "BulkTerms"]

_MARGIN = max(REACH, LONGEST_KEY)
"""What reads an array of folded text may look so far before its beginning and after its end."""

_MAX_CHUNKS = 1 << 19
_MAX_BYTES = 1 << 26

_DRESSED = re.compile(
    rb"""[(\[]* (?:(?: [ldjstc] | (?:jus|lors|puis|quoi)?qu | [nm](?='[aeiouyh]) )'(?=[a-z]))?
         ([a-z]{1,100} (?:-[a-z]{1,100}){0,20} | [0-9]{1,100}) [,;:!?.)\]]*""",
    re.VERBOSE,
)
"""A word in plain letters, or digits, with what its terms are the same without."""

_NEVER_BARE = b"www"


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
        self._terms = ChunkTerms()
        self._lexicon = Lexicon(self._learn)
        self._size = 0

    def analyze(self, texts: Sequence[str]) -> BulkTerms:
        """All three chains on each of one or more texts, best some hundred thousand characters together:
        memory grows with them, some fifty bytes a character."""
        if len(self._lexicon) > _MAX_CHUNKS or self._size > _MAX_BYTES:
            self._start_anew()
        batch = _join(texts)
        chunks, counts = self._find_chunks(batch)
        surface, stem = self._terms.collect(chunks, counts)
        return BulkTerms(surface, stem, self._find_names(batch), self._vocabulary.terms)

    def _find_chunks(self, batch: "_Joined") -> tuple[NDArray[np.int32], Counts]:
        """The numbers of the chunks of all texts, and how many each text has."""
        folded = _fold(batch)
        cuts = np.flatnonzero(folded <= SPACE_BYTE)
        if bind_spaces(folded, cuts):
            cuts = cuts[folded[cuts] <= SPACE_BYTE]
        lengths = np.diff(cuts) - 1
        filled = np.flatnonzero(lengths)
        starts, lengths = cuts[filled] + 1, lengths[filled]
        chunks = self._lexicon.find_all(folded, starts, lengths)
        borders = cuts[folded[cuts] == SEPARATOR_BYTE][_MARGIN : 1 - _MARGIN]
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
        return self._lexicon.find_each([c.encode() if c.isascii() else c for c in chunks if c])

    def _learn(self, chunks: Sequence[Chunk]) -> dict[Chunk, int]:
        """Analyse chunks: bytes of the alphabet, or text that it cannot spell."""
        dressed = _undress(chunks)
        bare = dict.fromkeys(chunk for chunk in chunks if chunk not in dressed)
        known: dict[Chunk, int] = {}
        for inner in dict.fromkeys(dressed.values()):
            number = self._lexicon.get(inner)
            if number is None:
                bare[inner] = None
            else:
                known[inner] = number
        words = [c for c in bare if isinstance(c, bytes) and c.isalpha() and len(c) <= LONGEST_RUN]
        known.update(zip(words, self._analyze_words(words), strict=True))
        for chunk in bare:
            if chunk not in known:
                known[chunk] = self._analyze(chunk)
        known.update((chunk, known[inner]) for chunk, inner in dressed.items())
        return known

    def _analyze_words(self, words: Sequence[bytes]) -> Iterable[int]:
        """Learn words of the letters a to z."""
        joined = b"\0".join(words)
        self._size += len(joined)
        terms, stems = analyze_letters(joined.decode("ascii").split("\0") if words else [])
        return self._terms.extend(self._vocabulary.number(terms), self._vocabulary.number(stems))

    def _analyze(self, chunk: Chunk) -> int:
        self._size += len(chunk)
        chains = analyze_chunk(chunk if isinstance(chunk, str) else ALPHABET.decode(chunk))
        return self._terms.append(self._number(chains.surface), self._number(chains.stem))

    def _number(self, stack: Stack) -> NumberedStack:
        return self._vocabulary.number(stack.terms), stack.increments

    def _find_names(self, batch: "_Joined") -> TermRun:
        borders = np.flatnonzero(batch.encoded == SEPARATOR_BYTE)
        found = list(find_names(batch.text, batch.characters))
        rows = np.searchsorted(borders, [place for place, _ in found])
        names = [(row, name) for row, (_, name) in zip(rows.tolist(), found, strict=True)]
        for row, text in batch.odd.items():
            names += [(row, name) for name in NAME.terms(text)[0]]
        names.sort(key=itemgetter(0))
        counts = np.bincount([row for row, _ in names], minlength=len(borders) + 1)
        numbers = np.array([self._names[name] for _, name in names], np.uint32)
        steps = np.ones(len(numbers), np.uint8)
        return TermRun(numbers, add_up(steps, counts), counts)


class _Vocabulary(dict[str, int]):
    """Numbers of terms."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: list[str] = []

    def number(self, terms: Sequence[str]) -> list[int]:
        """Those of some terms."""
        new = [term for term in dict.fromkeys(terms) if term not in self]
        self.update(zip(new, range(len(self), len(self) + len(new)), strict=True))
        self.terms += new
        return [*map(self.__getitem__, terms)]


class _Names(dict[str, int]):
    """Numbers of names as they are written, or folded already."""

    def __init__(self, vocabulary: _Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, name: str) -> int:
        [number] = self._vocabulary.number([fold(name)])
        self[name] = number
        return number


@dataclass(frozen=True, slots=True)
class _Joined:
    """Texts one after another, separators between them, also in UTF-16 and in bytes of the alphabet.
    Those that are not ordinary are left empty and stand apart, by their place among the texts."""

    text: str
    characters: NDArray[np.uint16]
    encoded: NDArray[np.uint8]
    odd: dict[int, str]


def _undress(chunks: Sequence[Chunk]) -> dict[Chunk, bytes]:
    """The word in plain letters, or the digits, of those that are more than that."""
    found: dict[Chunk, bytes] = {}
    for chunk in chunks:
        if isinstance(chunk, bytes) and not chunk.isalpha():
            dressed = _DRESSED.fullmatch(chunk)
            if dressed and dressed[1] not in (chunk, _NEVER_BARE):
                found[chunk] = dressed[1]
    return found


def _join(texts: Sequence[str]) -> _Joined:
    joined = SEPARATOR.join(texts)
    characters = read(joined)
    encoded = ALPHABET.encode(characters)
    if joined.count(SEPARATOR) >= len(texts):
        odd = {row: text for row, text in enumerate(texts) if SEPARATOR in text}
    elif encoded.all():
        return _Joined(joined, characters, encoded, {})
    else:
        borders = np.flatnonzero(encoded == SEPARATOR_BYTE)
        rows = np.searchsorted(borders, np.flatnonzero(encoded == 0))
        odd = {row: texts[row] for row in np.unique(rows).tolist()}
    ordinary = _join(["" if row in odd else text for row, text in enumerate(texts)])
    return replace(ordinary, odd=dict(sorted((odd | ordinary.odd).items())))


def _fold(batch: _Joined) -> NDArray[np.uint8]:
    """The folded texts with separators between, before and after them."""
    encoded = batch.encoded
    if "#" in batch.text or "@" in batch.text:
        divided = map(divide_tags, batch.text.split(SEPARATOR))
        encoded = ALPHABET.encode(read(SEPARATOR.join(divided)))
    margin = bytes([SEPARATOR_BYTE]) * _MARGIN
    data = bytearray().join((margin, ALPHABET.fold(encoded), margin))
    return np.frombuffer(data, np.uint8)
