"""Is this the whole article? What pages say of the part that only subscribers read."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from newsearch.ingest.cleaning import fold_line

__all__ = ["is_cut", "split_teaser"]

_REST = (
    r"(?:la suite|l['’]intégralité|la totalité|le reste|cet article|l['’]article|ce contenu"
    r"|votre lecture|la lecture)"
)
_TO_READ = r"(?:lire|accéder|découvrir|consulter|continuer|poursuivre|débloquer|profiter)"
_TEASER: Final = re.compile(
    r"il (?:vous )?reste (?:encore )?\d+(?:[.,]\d+)?\s?% (?:de (?:cet|l['’])\s?(?:article|contenu) )?à (?:lire|découvrir)"
    r"|la suite (?:de (?:cet |l['’])?article )?est (?:réservée|accessible) (?:aux|à nos|uniquement aux) (?:abonné|membre|inscrit)"
    rf"|(?:abonnez|connectez|inscrivez|identifiez)[- ]vous (?:dès [\w ]{{2,20}} )?(?:pour|et|afin (?:de|d['’]))\s?{_TO_READ}(?: à| de)? {_REST}"
    rf"|pour {_TO_READ}(?: à| de)? {_REST}[^.]{{0,40}}?\b(?:abonnez|connectez|inscrivez|identifiez|créez)[- ]"
    rf"|vous (?:n['’]avez pas (?:encore )?accès|devez être abonné)[^.]{{0,30}}{_REST}"
    rf"|{_REST} est (?:exclusivement |uniquement )?réservée? (?:exclusivement |uniquement )?(?:aux|à nos) (?:abonné|membre)"
    r"|vous avez lu \d+\s?% de (?:cet|l['’])\s?article"
    rf"|lisez {_REST} (?:en vous abonnant|dès)",
    re.IGNORECASE,
)
"""What stands only where an article breaks off."""
_BADGE: Final = re.compile(
    r"(?:article |contenu |papier )?(?:exclusivement )?réservée? (?:aux|à nos) (?:abonné|membre)"
    r"|(?:article|contenu) (?:abonné|premium|payant)",
    re.IGNORECASE,
)
"""What stands on articles for subscribers, for those who may read them as well."""
_LONGEST: Final = 300
_TOLD: Final = 60
"""Characters before a teaser that are a text of their own."""
_SHORT: Final = 1500
"""Characters under which a text for subscribers is taken for its beginning."""
_HINTS: Final = ("reste", "suite", "abonn", "réserv", "ectez-vous", "avez lu", "premium", "payant")
_WINDOW: Final = 120
_MOST_HINTS: Final = 200


def split_teaser(paragraph: str) -> tuple[str, str]:
    """A paragraph, and what it says at its end of an article that goes on for subscribers or is
    theirs; either may be empty."""
    small = paragraph[-_LONGEST:].lower()
    if not any(hint in small for hint in _HINTS):
        return paragraph, ""
    found = _TEASER.search(paragraph, max(0, len(paragraph) - _LONGEST))
    if not found and len(paragraph) <= _LONGEST:
        found = _BADGE.match(paragraph)
    if not found:
        return paragraph, ""
    start = found.start() if found.start() > _TOLD else 0
    return paragraph[:start].rstrip(), paragraph[start:]


def is_cut(text: str, paragraphs: list[str], *, free: bool | None) -> bool:
    """Whether a page has only the beginning of its article, given all its text and the article's:
    it says so where the text breaks off, or the article is not `free` (as its JSON-LD says, None
    when it does not) and short."""
    if _says_so(text):
        return True
    if sum(map(len, paragraphs)) >= _SHORT:
        return False
    return free is False or any(_BADGE.match(one) for one in paragraphs if len(one) <= _LONGEST)


def _says_so(text: str) -> bool:
    """Whether a page's text says that the article is cut: looked for around the words that hint at
    it, for the full pattern is slow."""
    small = text.lower()
    places = chain.from_iterable(_find_all(small, hint) for hint in _HINTS)
    return any(
        _TEASER.search(fold_line(small[max(0, at - _WINDOW) : at + _WINDOW])) for at in places
    )


def _find_all(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, up to a bound."""
    at = -1
    for _ in range(_MOST_HINTS):
        at = text.find(word, at + 1)
        if at < 0:
            return
        yield at
