"""Words with their accents, for those who ask for accents exactly: côté is not cote.

Same places and positions as SURFACE; case and Unicode form still make no difference.
"""

import re
import unicodedata

from newsearch.analysis.characters import fold
from newsearch.analysis.french import SURFACE
from newsearch.analysis.tokens import Analyzer, TermsAndPositions, Token

__all__ = ["ACCENTED"]

_NO_LETTER = re.compile(r"[^\w*?]|_")


def _analyze(text: str) -> list[Token]:
    return [
        Token(
            _accented(text[token.start : token.end], token.term),
            token.start,
            token.end,
            token.position,
        )
        for token in SURFACE.analyze(text)
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
