"""The chains of the text fields on many texts at once: the same terms and positions as `SURFACE`,
`STEM` and `NAME` give one text at a time, without an object for each.

    texts ─ UTF-16 ─ bytes of folded text ─ bind spaces ─ chunks ─ their numbers ─► terms, positions

Texts are joined and read as one array. Only chunks that were never seen before are analysed, by
the plain chain; only spaces and capitals whose neighbours look like it are shown to the plain
rules. A text with a character that is not in the alphabet is cut by the plain chain.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, islice, repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.alphabet import ALPHABET, SEPARATOR, SEPARATOR_BYTE, SPACE_BYTE, read
from newsearch.analysis.binding import bind_spaces
from newsearch.analysis.capitals import BEFORE, find_names
from newsearch.analysis.characters import divide_tags, fold_text
from newsearch.analysis.chunks import Stack
from newsearch.analysis.french import analyze_chunk, analyze_words, stem_terms
from newsearch.analysis.lexicon import LONGEST_KEY, Lexicon
from newsearch.analysis.names import NAME
from newsearch.analysis.simple import cut_simply, undress
from newsearch.analysis.stacks import ChunkTerms, Counts, NumberedStack, TermRun, add_up
from newsearch.analysis.tokenizer import LONGEST_RUN, REACH, cut_chunks

__all__ = ["BulkAnalyzer", "BulkTerms"]

_MARGIN = max(REACH, LONGEST_KEY, BEFORE)
"""What reads an array of text may look so far before its beginning and after its end."""

Chunk: TypeAlias = bytes | str
"""Bytes of the alphabet, or text that it cannot spell."""

_MAX_CHUNKS = 1 << 19
_MAX_BYTES = 1 << 26


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
        self._names = Lexicon(self._learn_names)
        self._terms = ChunkTerms()
        self._lexicon = Lexicon(self._learn)
        self._size = 0

    def analyze(self, texts: Sequence[str]) -> BulkTerms:
        """All three chains on each of one or more texts, best some hundred thousand characters together:
        memory grows with them, some fifty bytes a character."""
        known = max(len(self._lexicon), len(self._names))
        if known > _MAX_CHUNKS or self._size > _MAX_BYTES:
            self._start_anew()
        batch = _join(texts)
        chunks, counts = self._find_chunks(batch)
        surface, stem = self._terms.collect(chunks, counts)
        return BulkTerms(surface, stem, self._find_names(batch), self._vocabulary.terms)

    def _find_chunks(self, batch: "_Joined") -> tuple[NDArray[np.int32], Counts]:
        """The numbers of the chunks of all texts, and how many each text has."""
        folded = np.frombuffer(bytearray(ALPHABET.fold(batch.encoded)), np.uint8)
        cuts = np.flatnonzero(folded <= SPACE_BYTE)
        if bind_spaces(folded, cuts):
            cuts = cuts[folded[cuts] <= SPACE_BYTE]
        lengths = np.diff(cuts) - 1
        filled = np.flatnonzero(lengths)
        starts, lengths = cuts[filled] + 1, lengths[filled]
        chunks = self._lexicon.find_all(folded, starts, lengths)
        borders = cuts[folded[cuts] == SEPARATOR_BYTE][_MARGIN : 1 - _MARGIN]
        ends = np.searchsorted(starts, borders)
        counts = np.diff(ends, prepend=0)
        odd = {row: self._find_odd(text) for row, text in batch.odd.items()}
        return _insert(chunks, counts, odd), counts

    def _find_odd(self, text: str) -> list[int]:
        """The numbers of the chunks of a text that is not ordinary."""
        chunks = cut_chunks(fold_text(text))
        return self._lexicon.find_each([c.encode() if c.isascii() else c for c in chunks if c])

    def _learn(self, chunks: Sequence[Chunk]) -> None:
        """Analyse chunks, each looked up as seldom as can be: that costs more than most of the rest."""
        rest: list[Chunk] = [chunk for chunk in chunks if isinstance(chunk, str)]
        encoded = [chunk for chunk in chunks if isinstance(chunk, bytes)]
        self._learn_words([one for one in encoded if one.isalpha() and len(one) <= LONGEST_RUN])
        dressed = [one for one in encoded if not one.isalpha() or len(one) > LONGEST_RUN]
        inner = undress(dressed)
        rest += [chunk for chunk, one in zip(dressed, inner, strict=True) if not one]
        dressed = [chunk for chunk, one in zip(dressed, inner, strict=True) if one]
        inner = [*filter(None, inner)]
        new = self._lexicon.find_new(inner)
        self._learn_words([one for one in new if one.isalpha() or one.isdigit()])
        simple = [one for one in new if not (one.isalpha() or one.isdigit())]
        self._lexicon.add(simple, map(self._analyze_simply, simple))
        self._lexicon.add(dressed, self._lexicon.find_each(inner))
        self._lexicon.add(rest, map(self._analyze, rest))

    def _learn_words(self, words: Sequence[bytes]) -> None:
        """Learn words of the letters a to z, and digits."""
        if not words:
            return
        joined = b"\0".join(words)
        self._size += len(joined)
        terms, stems = analyze_words(joined.decode("ascii").split("\0"))
        number = self._vocabulary.number
        self._lexicon.add(words, self._terms.extend(number(terms), number(stems)))

    def _analyze_simply(self, chunk: bytes) -> int:
        """Learn a compound or number, as `undress` gives them."""
        positions = cut_simply(chunk.decode("ascii"))
        if not positions:
            return self._analyze(chunk)
        self._size += len(chunk)
        return self._terms.append(self._stack(positions), self._stack(stem_terms(positions)))

    def _stack(self, positions: Sequence[Sequence[str]]) -> NumberedStack:
        steps: list[int] = []
        for stacked in positions:
            steps += 1, *repeat(0, len(stacked) - 1)
        return self._vocabulary.number(chain.from_iterable(positions)), steps

    def _analyze(self, chunk: Chunk) -> int:
        self._size += len(chunk)
        chains = analyze_chunk(chunk if isinstance(chunk, str) else ALPHABET.decode(chunk))
        return self._terms.append(self._number(chains.surface), self._number(chains.stem))

    def _number(self, stack: Stack) -> NumberedStack:
        return self._vocabulary.number(stack.terms), stack.increments

    def _find_names(self, batch: "_Joined") -> TermRun:
        begins, ends = find_names(batch.characters)
        numbers = self._names.find_all(batch.encoded, begins, ends - begins)
        borders = np.flatnonzero(batch.encoded == SEPARATOR_BYTE)[_MARGIN : 1 - _MARGIN]
        counts = np.bincount(np.searchsorted(borders, begins), minlength=len(borders))
        odd = {row: self._vocabulary.number(NAME.terms(t)[0]) for row, t in batch.odd.items()}
        numbers = _insert(numbers, counts, odd)
        steps = np.ones(len(numbers), np.uint8)
        return TermRun(numbers.astype(np.uint32), add_up(steps, counts), counts)

    def _learn_names(self, names: Sequence[bytes]) -> None:
        """Learn names, which are bytes of the alphabet not folded yet."""
        joined = bytes([SEPARATOR_BYTE]).join(names)
        self._size += len(joined)
        folded = ALPHABET.decode(ALPHABET.fold(np.frombuffer(joined, np.uint8)))
        self._names.add(names, self._vocabulary.number(folded.split(SEPARATOR)))


class _Vocabulary(defaultdict[str, int]):
    """Numbers of terms; one that is new gets the next."""

    def __init__(self) -> None:
        super().__init__(count().__next__)
        self.terms: list[str] = []

    def number(self, terms: Iterable[str]) -> list[int]:
        """Those of some terms."""
        numbers = [*map(self.__getitem__, terms)]
        new = [*islice(reversed(self), len(self) - len(self.terms))]
        self.terms += reversed(new)
        return numbers


@dataclass(frozen=True, slots=True)
class _Joined:
    """Texts with their tags divided, one after another, a separator between them and many before and
    after, in UTF-16 and in bytes of the alphabet. Those that are not ordinary are left empty and stand
    apart as they were given, by their place among the texts."""

    characters: NDArray[np.uint16]
    encoded: NDArray[np.uint8]
    odd: dict[int, str]


def _insert(
    numbers: NDArray[np.int32], counts: Counts, odd: Mapping[int, Sequence[int]]
) -> NDArray[np.int32]:
    """The numbers of texts, of which each has so many, with those of some that have none yet; their
    counts are changed in place."""
    if not odd:
        return numbers
    sizes = [*map(len, odd.values())]
    rows = np.repeat(np.cumsum(counts)[[*odd]], sizes)
    counts[[*odd]] = sizes
    return np.insert(numbers, rows, [*chain.from_iterable(odd.values())])


def _join(texts: Sequence[str]) -> _Joined:
    margin = SEPARATOR * _MARGIN
    joined = SEPARATOR.join(texts)
    if "#" in joined or "@" in joined:
        joined = SEPARATOR.join(map(divide_tags, texts))
    joined = f"{margin}{joined}{margin}"
    characters = read(joined)
    encoded = ALPHABET.encode(characters)
    if np.count_nonzero(encoded == SEPARATOR_BYTE) >= len(texts) + 2 * _MARGIN:
        odd = {row: text for row, text in enumerate(texts) if SEPARATOR in text}
    elif encoded.all():
        return _Joined(characters, encoded, {})
    else:
        borders = np.flatnonzero(encoded == SEPARATOR_BYTE)[_MARGIN:]
        rows = np.searchsorted(borders, np.flatnonzero(encoded == 0))
        odd = {row: texts[row] for row in np.unique(rows).tolist()}
    ordinary = _join(["" if row in odd else text for row, text in enumerate(texts)])
    return replace(ordinary, odd=dict(sorted((odd | ordinary.odd).items())))
