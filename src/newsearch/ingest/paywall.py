"""Is this the whole article? What pages say of the part that only subscribers read."""

import re
from itertools import islice
from typing import Final

from newsearch.ingest.cleaning import fold_line
from newsearch.ingest.page import Page

__all__ = ["is_cut", "is_teaser"]

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
_SHORT: Final = 1500
"""Characters under which a text for subscribers is taken for its beginning."""
_HINT: Final = re.compile("reste|suite|abonn|réserv|ectez-vous|avez lu", re.IGNORECASE)
_WINDOW: Final = 120
_MOST_HINTS: Final = 200


def is_teaser(line: str) -> bool:
    """Whether a line says that an article goes on for subscribers, or is theirs."""
    return bool(_TEASER.search(line) or _BADGE.match(line))


def is_cut(page: Page, paragraphs: list[str], *, free: bool | None) -> bool:
    """Whether a page has only the beginning of its article: it says so where the text breaks off, or
    the article is not `free` (as its JSON-LD says, None when it does not) and short."""
    if _says_so("".join(page.root.itertext())):
        return True
    if sum(map(len, paragraphs)) >= _SHORT:
        return False
    return free is False or any(_BADGE.match(one) for one in paragraphs if len(one) <= _LONGEST)


def _says_so(text: str) -> bool:
    """Whether a page's text says that the article is cut: looked for around the words that hint at
    it, for the full pattern is slow."""
    hints = islice(_HINT.finditer(text), _MOST_HINTS)
    places = ((max(0, hint.start() - _WINDOW), hint.end() + _WINDOW) for hint in hints)
    return any(_TEASER.search(fold_line(text[start:end])) for start, end in places)
