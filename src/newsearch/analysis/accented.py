"""Words with their accents, for those who ask for accents exactly: côté is not cote.

Same places and positions as SURFACE; case and Unicode form still make no difference.
"""

import unicodedata
from collections.abc import Iterable

from newsearch.analysis.characters import fold
from newsearch.analysis.expressions import expression
from newsearch.analysis.french import SURFACE
from newsearch.analysis.occurrences import OffsetText, Wanted, find_surface
from newsearch.analysis.tokens import Analyzer, TermsAndPositions, Token

__all__ = ["ACCENTED", "find_accented"]

_NO_LETTER = expression(r"[^\w*?]|_")


def find_accented(text: str, folded: OffsetText, wanted: Wanted) -> list[Token]:
    """Wanted tokens of this chain, in order, and others that differ from them in accents."""
    return _accent(text, find_surface(text, folded, wanted._replace(terms=None)))


def _analyze(text: str) -> list[Token]:
    return _accent(text, SURFACE.analyze(text))


def _accent(text: str, tokens: Iterable[Token]) -> list[Token]:
    return [
        Token(
            _accented(text[token.start : token.end], token.term),
            token.start,
            token.end,
            token.position,
        )
        for token in tokens
    ]


def _terms(text: str) -> TermsAndPositions:
    tokens = _analyze(text)
    return [token.term for token in tokens], [token.position for token in tokens]


def _accented(written: str, term: str) -> str:
    """The term as written; where rules made it another word (St, 20 h 30), the term itself."""
    form = _lower(written)
    return form if fold(form) == term else term


def _lower(written: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFC", written)).lower()


def _normalize(partial_word: str) -> str:
    return _accented(partial_word, SURFACE.normalize(partial_word))


ACCENTED = Analyzer("fr-accented-1", _analyze, _terms, _normalize)
