"""French analysis: the two chains that the text fields of an index are made with.

    text ─ fold ─ bind spaces ─ cut into chunks ─ rules ─► SURFACE ─ stem, transliterate ─► STEM

SURFACE keeps every word as written but for accents, case and the like; STEM gives what the forms of
one word share. Both keep stop words and number positions alike; what to leave out, a query says.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter

from newsearch.analysis.characters import fold, fold_text, fold_with_offsets
from newsearch.analysis.chunks import Chunk, ChunkMemory, Stack, collect, stack
from newsearch.analysis.stemmer import stem, stem_plainly
from newsearch.analysis.stopwords import STOP_WORDS, is_stop_word
from newsearch.analysis.tokenizer import LONGEST_RUN, cut_chunk, cut_chunks
from newsearch.analysis.tokens import Analyzer, TermsAndPositions, Token
from newsearch.analysis.words import (
    Form,
    Position,
    cut_plain_word,
    join_word,
    spell_letters_out,
)

__all__ = [
    "STEM",
    "STOP_WORDS",
    "SURFACE",
    "analyze_chunk",
    "analyze_words",
    "fold",
    "is_stop_word",
    "recall_chunk",
    "recall_surface",
    "stem",
    "stem_terms",
    "transliterate",
]


def analyze_chunk(text: str) -> Chunk:
    """Both chains on one chunk of folded text."""
    positions = cut_chunk(text)
    return Chunk(surface=stack(positions), stem=stack([_stem_forms(forms) for forms in positions]))


def analyze_words(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Both chains on chunks of the letters a to z, or of digits: each has one term under each."""
    terms = spell_letters_out(texts)
    return terms, [*map(stem_plainly, terms)]


def stem_terms(positions: Sequence[Sequence[str]]) -> list[list[str]]:
    """The stems of the terms at each position, each once, where all are ASCII."""
    return [[*dict.fromkeys(map(stem, terms))] for terms in positions]


def _stem_forms(forms: Position) -> Position:
    """The stem of each form, once; words of other scripts also as Latin letters spell them."""
    stems: dict[str, Form] = {}
    for form in forms:
        stems.setdefault(stem(form.term), form)
        if spelled := transliterate(form.term):
            stems.setdefault(stem(spelled), form)
    return [form._replace(term=term) for term, form in stems.items()]


def transliterate(term: str) -> str:
    """How Latin letters spell a term of another script; empty if it needs or has no such spelling.

    Москва gives moskva, so that either finds the other; the surface keeps the script as it is.
    """
    if term.isascii():
        return ""
    from unidecode import unidecode  # noqa: PLC0415 - large, and rarely needed

    return "".join(letter for letter in fold(unidecode(term)) if letter.isalnum())


_MEMORY = ChunkMemory(analyze_chunk)


def recall_chunk(text: str) -> Chunk:
    """`analyze_chunk`, remembered."""
    return _MEMORY[text]


def recall_surface(text: str) -> Stack:
    """The surface of `recall_chunk`, which for most words is quicker found than their stem."""
    known = _MEMORY.get(text)
    if known is None and len(text) <= LONGEST_RUN and (positions := cut_plain_word(text)):
        return stack(positions)
    return (known or _MEMORY[text]).surface


def _look_up(text: str) -> list[Chunk]:
    return [_MEMORY[chunk] for chunk in cut_chunks(fold_text(text))]


def _surface_terms(text: str) -> TermsAndPositions:
    return collect([chunk.surface for chunk in _look_up(text)])


def _stem_terms(text: str) -> TermsAndPositions:
    return collect([chunk.stem for chunk in _look_up(text)])


def _analyze(text: str, *, chain: Callable[[Chunk], Stack]) -> list[Token]:
    """Tokens of a text under one chain, with offsets in the text as given."""
    folded = fold_with_offsets(text)
    tokens: list[Token] = []
    base = 0
    position = -1
    for chunk in cut_chunks(folded.text):
        for term, increment, (start, end) in zip(*chain(_MEMORY[chunk]), strict=True):
            position += increment
            tokens.append(Token(term, *folded.span(base + start, base + end), position))
        base += len(chunk) + 1
    return tokens


def _normalize(partial_word: str) -> str:
    """Fold a part of a word and join it as whole words are joined; the wildcards * and ? stay."""
    word = join_word(fold(partial_word).strip())
    pointed = re.sub(r"(?<=\d)[.,](?=\d)", "\0", word)
    return re.sub(r"[^\w*?\0]|_", "", pointed).replace("\0", ".")


SURFACE = Analyzer(
    name="fr-surface-2",
    analyze=partial(_analyze, chain=attrgetter("surface")),
    terms=_surface_terms,
    normalize=_normalize,
)
STEM = Analyzer(
    name="fr-stem-2",
    analyze=partial(_analyze, chain=attrgetter("stem")),
    terms=_stem_terms,
    normalize=_normalize,
)
