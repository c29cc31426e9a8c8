"""What stands around an article in a page: found by its marks in the tree, and by its words."""

import re
from functools import lru_cache
from typing import Final

from newsearch.ingest.cleaning import fold_spaces
from newsearch.ingest.page import Element
from newsearch.ingest.statements import Statement, read_statement

__all__ = ["drop_boilerplate", "prune"]

_TAGS: Final = frozenset(
    {"figcaption", "nav", "aside", "form", "button", "dialog", "noscript", "template"}
)
_MARKS: Final = re.compile(
    r"(?:^|[\s_-])(?:"
    r"(?:en[_-]?)?savoir[_-]?plus|(?:a[_-])?(?:lire|voir)[_-](?:aussi|egalement)|read[_-]?(?:also|more|next)"
    r"|related|recommand\w*|recommend\w*|suggestions?|associes|connexes|plus[_-]lus|most[_-]read|trending"
    r"|newsletters?|inscription|abonnements?|abonnez|subscri\w+|paywall|piano"
    r"|share|sharing|shares|partag\w+|social|socials|reseaux|follow|suivre"
    r"|comments?|commentaires?|disqus|reactions?|cookies?|consent|rgpd|gdpr|didomi"
    r"|captions?|legendes?|credits?|copyright-image|diaporama-legende"
    r"|breadcrumbs?|ariane|fil-ariane|tags?|tag-list|keywords|mots-cles|sommaire|toc"
    r"|outbrain|taboola|ligatus|sponsor\w*|pub|publicite|advert\w*|promo\w*|partenaires?"
    r")(?:$|[\s_-])",
    re.IGNORECASE,
)
_KEPT_TAGS: Final = frozenset({"html", "body", "article", "main"})
_LARGEST_SHARE: Final = 0.3
"""A marked element with more of the page's prose holds the article itself, whatever its name."""
_SHORTEST_PIECE: Final = 60
_LONGEST_MARK: Final = 300

_POINTER = re.compile(
    r"(?:(?:à|a) (?:lire|voir|écouter|relire|revoir|découvrir)(?:\s+(?:aussi|également|ensuite))?\s*(?:[:>»/|(-]|$)"
    r"|(?:lire|voir|écouter|relire) (?:aussi|également|notre|nos|l['’]article|la suite|:)"
    r"|(?:voir|lire|retrouvez) (?:notre|nos) (?:dossier|article|vidéo|interview)s?\b"
    r"|sur le même (?:sujet|thème)\b|pour aller plus loin\s*(?::|$)|articles? (?:liés?|associés?|similaires?)\s*:?$"
    r"|(?:vidéo|photos?|images?|illustration|légende|crédits?)(?: (?:photos?|images?|illustrative|d['’]illustration))?\s*:\s"
    r"|>>|►|▶)",
    re.IGNORECASE,
)
_SOLICITATION = re.compile(
    r"(?:(?:abonnez|inscrivez|connectez|identifiez)[- ]vous\b|(?:je m['’]abonne|s['’]abonner|se connecter|s['’]inscrire)\b"
    r"|cet article (?:est réservé|vous est offert)|il vous reste [\d,.]+ ?%|la suite est réservée"
    r"|(?:vous êtes|déjà) abonné|partager (?:sur|cet article|l['’]article)|suivez[- ](?:nous|-les)|retrouvez[- ]nous"
    r"|recevez (?:notre|nos|chaque|toute)|en vous (?:inscrivant|abonnant)|avez-vous (?:apprécié|aimé) cet article"
    r"|(?:ce site|nous) utilis(?:e|ons) des cookies|publicité\s*$|commentaires?\s*\(?\d*\)?\s*$|temps de lecture\b)",
    re.IGNORECASE,
)
_LIST_HEADING = re.compile(
    r"(?:(?:à|a) (?:lire|voir|écouter|découvrir) (?:aussi|également|ensuite)|(?:à|a) (?:lire|voir|découvrir)|lire (?:aussi|également)"
    r"|voir aussi|sur le même (?:sujet|thème)|pour aller plus loin|articles? (?:liés?|associés?|similaires?|recommandés?)"
    r"|vous aimerez aussi|nos derniers articles|les plus lus|dans la même rubrique|plus d['’]infos?)\s*:?\s*",
    re.IGNORECASE,
)
_LONGEST_LINE: Final = 220
_HEAD: Final = 6
_TAIL: Final = 4


def prune(tree: Element) -> None:
    """Take off a page's tree (lxml) the elements that are marked as standing around the article:
    captions, boxes, shares, lists of other articles. Never one that holds much of the text."""
    limit = _LARGEST_SHARE * _prose_length(tree)
    for element in [one for one in tree.iter("*") if _is_marked(one)]:
        if element.getparent() is not None and _prose_length(element) <= limit:
            element.drop_tree()


def drop_boilerplate(paragraphs: list[str], title: str | None) -> tuple[list[str], Statement]:
    """The paragraphs without the title, pointers to other articles, calls to subscribe, and lines
    that only state who and when; what those state is given back."""
    paragraphs = _drop_final_list(paragraphs)
    kept, said = [], Statement()
    for number, paragraph in enumerate(paragraphs):
        if number < _HEAD and title and fold_spaces(paragraph) == fold_spaces(title):
            continue
        at_edge = number < _HEAD or number >= len(paragraphs) - _TAIL
        if at_edge and (statement := read_statement(paragraph)):
            said = said.or_else(statement)
        elif not _is_furniture(paragraph):
            kept.append(paragraph)
    return kept, said


def _is_marked(element: Element) -> bool:
    if element.tag in _KEPT_TAGS:
        return False
    marks = element.get("class", "")[:_LONGEST_MARK], element.get("id", "")[:_LONGEST_MARK]
    return element.tag in _TAGS or any(mark and _find_mark(mark) for mark in marks)


@lru_cache(maxsize=4096)
def _find_mark(marks: str) -> str | None:
    """The name in a class or an id that tells a box from the text; pages repeat theirs."""
    found = _MARKS.search(marks)
    return found[0].strip(" \t\n_-") if found else None


def _prose_length(element: Element) -> int:
    """How much text there is in an element in pieces as long as those of sentences are, in
    whatever tags: old pages have no `<p>`."""
    return sum(len(piece) for piece in element.itertext() if len(piece) >= _SHORTEST_PIECE)


def _is_furniture(paragraph: str) -> bool:
    short = len(paragraph) <= _LONGEST_LINE
    return short and bool(_POINTER.match(paragraph) or _SOLICITATION.match(paragraph))


def _drop_final_list(paragraphs: list[str]) -> list[str]:
    """Without "À lire aussi" and all below it, where that is short lines and the smaller part."""
    whole = sum(map(len, paragraphs))
    for number, paragraph in enumerate(paragraphs):
        rest = paragraphs[number:]
        if _LIST_HEADING.fullmatch(paragraph) and sum(map(len, rest)) < whole / 2:
            return paragraphs[:number] if max(map(len, rest)) <= _LONGEST_LINE else paragraphs
    return paragraphs
