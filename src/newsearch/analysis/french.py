"""French analysis: the two chains that the text fields of an index are made with.

    text ── fold ── bind spaces ── cut into chunks ── rules ──► SURFACE ── stem each ──► STEM

SURFACE keeps every word as written but for accents, case and the like; STEM gives what the forms of
one word share. Both keep stop words, at the same positions: what to leave out is for a query to say.
"""

from typing import NamedTuple

from newsearch.analysis.characters import fold, fold_text
from newsearch.analysis.stemmer import stem
from newsearch.analysis.stopwords import STOP_WORDS, is_stop_word
from newsearch.analysis.tokenizer import cut_chunk, cut_chunks
from newsearch.analysis.tokens import TermsAndPositions, Token
from newsearch.analysis.words import Form, Position, join_word

__all__ = ["STEM", "STOP_WORDS", "SURFACE", "analyze_both", "fold", "is_stop_word", "stem"]


class Stack(NamedTuple):
    """The terms of one chunk in order: three parallel tuples. `steps` counts positions from the
    chunk's first, `spans` are offsets inside the chunk."""

    terms: tuple[str, ...]
    steps: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


class Chunk(NamedTuple):
    """One chunk under both chains, and how many positions it takes."""

    surface: Stack
    stem: Stack
    size: int


def analyze_chunk(chunk: str) -> Chunk:
    """The whole chain after folding, for one chunk."""
    surface = cut_chunk(chunk)
    return Chunk(
        _stack(surface), _stack([_stem_position(forms) for forms in surface]), len(surface)
    )


def _stem_position(forms: Position) -> Position:
    """The stem of each form; Arabic, Greek, Cyrillic … words also as French letters spell them."""
    stems: dict[str, Form] = {}
    for term, start, end in forms:
        for key in (stem(term), *transliterate(term)):
            stems.setdefault(key, Form(key, start, end))
    return list(stems.values())


def transliterate(term: str) -> tuple[str, ...]:
    """The spelling of a term of another script in plain letters, if there is one."""
    if term.isascii():
        return ()
    from unidecode import unidecode  # noqa: PLC0415 - large, and rarely needed

    spelled = "".join(letter for letter in fold(unidecode(term)) if letter.isalnum())
    return (stem(spelled),) if spelled else ()


def _stack(positions: list[Position]) -> Stack:
    forms = [(form, step) for step, position in enumerate(positions) for form in position]
    return Stack(
        tuple(form.term for form, _ in forms),
        tuple(step for _, step in forms),
        tuple((form.start, form.end) for form, _ in forms),
    )


class ChunkMemory(dict[str, Chunk]):
    """Remembers the analysis of chunks, so that each distinct one is cut and stemmed once.

    Bounded: it starts anew when full, and never keeps monsters.
    """

    MAX_CHUNKS = 1 << 17
    MAX_LENGTH = 40

    def __missing__(self, chunk: str) -> Chunk:
        analyzed = analyze_chunk(chunk)
        if len(chunk) <= self.MAX_LENGTH:
            if len(self) >= self.MAX_CHUNKS:
                self.clear()
            self[chunk] = analyzed
        return analyzed


_MEMORY = ChunkMemory()


def _surface_terms(text: str) -> TermsAndPositions:
    terms: list[str] = []
    positions: list[int] = []
    position = 0
    for chunk in map(_MEMORY.__getitem__, cut_chunks(fold_text(text))):
        _append(chunk.surface, position, terms, positions)
        position += chunk.size
    return terms, positions


def _stem_terms(text: str) -> TermsAndPositions:
    terms: list[str] = []
    positions: list[int] = []
    position = 0
    for chunk in map(_MEMORY.__getitem__, cut_chunks(fold_text(text))):
        _append(chunk.stem, position, terms, positions)
        position += chunk.size
    return terms, positions


def _append(stack: Stack, position: int, terms: list[str], positions: list[int]) -> None:
    if len(stack.terms) == 1:
        terms.append(stack.terms[0])
        positions.append(position)
    else:
        terms += stack.terms
        positions += [position + step for step in stack.steps]


def analyze_both(text: str) -> tuple[TermsAndPositions, TermsAndPositions]:
    """`SURFACE.terms(text)` and `STEM.terms(text)` in one pass."""
    return _surface_terms(text), _stem_terms(text)


def _surface_tokens(text: str) -> list[Token]:
    return _tokens(text, [lambda chunk: chunk.surface][0])


def normalize(partial: str) -> str:
    """Prepare a part of a word for comparison with surface terms: folded, without elided words,
    joined over apostrophes, hyphens and dots. The wildcards * and ? stay."""
    return join_word(fold(partial))
