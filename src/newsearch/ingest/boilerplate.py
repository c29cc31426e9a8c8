"""What stands around an article in a page: found by its marks in the tree, and by its words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from newsearch.article import Removed
from newsearch.ingest.cleaning import fold_spaces, has_words
from newsearch.ingest.page import Element, text_of
from newsearch.ingest.paywall import split_teaser
from newsearch.ingest.statements import Statement, read_statement

__all__ = ["Sifted", "drop_boilerplate", "prose_length", "prune"]


@dataclass(frozen=True, slots=True)
class Sifted:
    """The paragraphs that are the article's, what the others state, and the others with reasons."""

    paragraphs: list[str]
    said: Statement
    removed: list[Removed]


_TAGS: Final = frozenset(
    {"figcaption", "nav", "aside", "form", "button", "dialog", "noscript", "template"}
)
_SILENT: Final = frozenset({"nav", "form", "button", "dialog", "noscript", "template"})
"""Elements that are taken off without a word: nobody would take them for the article's text."""
_EMPTY: Final = ("head", "img", "picture", "source", "input", "select", "video", "audio", "wbr")
"""Elements without a text of their own; an extractor goes through each of them many times."""
_MARKS: Final = re.compile(
    r"(?:^|[\s_-])(?:"
    r"(?:en[_-]?)?savoir[_-]?plus|(?:a[_-])?(?:lire|voir)[_-](?:aussi|egalement)|read[_-]?(?:also|more|next)"
    r"|related|recommand\w*|recommend\w*|suggestions?|associes|connexes|plus[_-]lus|most[_-]read|trending"
    r"|newsletters?|inscription|abonnements?|abonnez|subscri\w+|paywall|piano"
    r"|share|sharing|shares|partag\w+|social|socials|reseaux|follow|suivre"
    r"|comments?|commentaires?|disqus|reactions?|cookies?|consent|rgpd|gdpr|didomi"
    r"|captions?|legendes?|credits?|copyright-image|diaporama-legende"
    r"|breadcrumbs?|ariane|fil-ariane|tags?|tag-list|keywords|mots-cles|sommaire|toc"
    r"|auth?eu?r[_-]?(?:bio\w*|box|card|desc\w*)|(?:about|bio)[_-]?auth?(?:eu|o)r|biograph\w*"
    r"|outbrain|taboola|ligatus|sponsor\w*|pub|publicite|advert\w*|promo\w*|partenaires?"
    r")(?:$|[\s_-])",
    re.IGNORECASE,
)
_KEPT_TAGS: Final = frozenset({"html", "body", "article", "main"})
_LARGEST_SHARE: Final = 0.3
"""A marked element with more of the page's prose holds the article itself, whatever its name."""
_SHORTEST_PIECE: Final = 60
_LONGEST_MARK: Final = 300
_SHORTEST_REMOVED: Final = 20

_PIECES: Final = (
    r"(?:dossier|article|vidéo|interview|entretien|éditorial|édito|chronique|reportage|enquête|analyse|critique"
    r"|portrait|récit|tribune|décryptage|direct|live|grand format|podcast)s?"
)
_POINTER = re.compile(
    r"[\[(→➡►▶👉>\s•·-]*(?:"
    r"(?:(?:à|a) (?:lire|voir|écouter|relire|revoir|découvrir)\s*(?:(?:aussi|également|ensuite)|en vidéo\b|[:>»/|(-]|$)"
    r"|(?:\(?re\)?)?(?:lire|voir|écouter|relire) (?:aussi|également|notre|nos|l['’]article|la suite|:)"
    rf"|(?:voir|(?:\(?re\)?)?lire|retrouvez|écoutez|regardez) (?:aussi |également )?(?:notre|nos|l['’]|la|le|les)\s?{_PIECES}\b"
    r"|sur le même (?:sujet|thème)\b|pour aller plus loin\s*(?::|$)|(?:nos )?articles? (?:liés?|associés?|similaires?)\s*:?$"
    r"|notre dossier\s*:"
    r"))"
    r"|>>|►|▶",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:vidéo|photos?|images?|illustration|légende|crédits?)(?: \(\w{2,4}\))?(?: (?:photos?|images?|illustrative|d['’]illustration))?\s*:\s"
    r"|(?-i:PHOTOS?|INFOGRAPHIE|CAPTURE) [^.!?]{2,120}$"
    r"|[\w .,'’-]{2,60} ?/ ?(?:AFP|REUTERS|Reuters|AP|SIPA|Sipa|Belga|Keystone|EPA|MaxPPP|MAXPPP|Getty Images)\W*$",
    re.IGNORECASE,
)
_SOLICITATION = re.compile(
    r"(?:(?:abonnez|inscrivez|connectez|identifiez)[- ]vous\b|(?:je m['’]abonne|s['’]abonner|se connecter|s['’]inscrire)\b"
    r"|cet article (?:est réservé|vous est offert)|(?:vous êtes|déjà) abonné"
    r"|partager (?:sur|cet article|l['’]article)|suivez[- ](?:nous|-les)|retrouvez[- ]nous|rejoignez[- ]nous"
    r"|suivez (?:toute )?l['’]actualité \b.{0,80}\b(?:google|whatsapp|facebook|télégram|application)"
    r"|emportez (?:toute )?l['’]actualité|chaque (?:matin|soir|jour|semaine|vendredi|lundi),? recevez"
    r"|accueil\s*[>›»/]|(?:(?:publié|mis à jour|modifié|créé)e?s? le[\s|:]*[\d/.]*[\s|:]*)+$"
    r"|téléchargez (?:gratuitement )?(?:l['’]application|notre application|l['’]appli)"
    r"|recevez (?:notre|nos|chaque|toute)|en vous (?:inscrivant|abonnant)|avez-vous (?:apprécié|aimé) cet article"
    r"|(?:la |notre )?newsletter\b.{0,60}$|votre (?:adresse )?e-?mail\b|merci (?:de|pour) votre inscription"
    r"|(?:ce site|nous) utilis(?:e|ons) des cookies|en (?:cliquant|poursuivant).{0,80}(?:cookies|acceptez)"
    r"|ce contenu (?:est bloqué|n['’]est pas visible|a été bloqué)|(?:pour (?:lire|voir) ce.{0,60})?accepte[rz] les cookies"
    r"|(?:votre navigateur|javascript) (?:ne (?:supporte|prend)|est désactivé)|la suite (?:de votre contenu )?après cette"
    r"|publicité\s*$|annonce\s*$|(?:voir les |laisser un |ajouter un )?commentaires?\s*\(?\d*\)?\s*$|\d+ (?:commentaires?|réactions?|partages?)\s*$"
    r"|soyez le premier à (?:commenter|réagir)|temps de lecture\b|(?:lecture\s*:?\s*)?\d+ ?min(?:utes?)?(?: de lecture)?\W*$"
    r"|(?:tags?|mots[- ]clés|étiquettes|thèmes?|thématiques?)\s*:\s)",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"(?:(?:partager|tweeter|tweet|facebook|twitter|linkedin|whatsapp|messenger|telegram|pinterest|bluesky|e-?mail|imprimer"
    r"|copier le lien|lien copié|envoyer|enregistrer|sauvegarder|commenter|réagir|écouter|suivre|article|par|sur|via|à un ami|ce lien)"
    r"[\s|,•·/:!-]*)+",
    re.IGNORECASE,
)
_DESK: Final = re.compile(r"[a-z]{2,5}(?:[-/][a-z]{1,5}){1,6}")
"""The initials of those who wrote and passed a dispatch: "abc-def/gh"."""
_LIST_HEADING = re.compile(
    r"(?:(?:à|a) (?:lire|voir|écouter|découvrir) (?:aussi|également|ensuite)|(?:à|a) (?:lire|voir|découvrir)|lire (?:aussi|également)"
    r"|voir aussi|sur le même (?:sujet|thème)|pour aller plus loin|articles? (?:liés?|associés?|similaires?|recommandés?)"
    r"|vous aimerez aussi|nos derniers articles|les plus lus|dans la même rubrique|plus d['’]infos?)\s*:?\s*",
    re.IGNORECASE,
)
_LONGEST_LINE: Final = 220
_HEAD: Final = 6
_TAIL: Final = 4


def prune(root: Element) -> list[Removed]:
    """Take off a tree (lxml) the elements that are marked as standing around the article: captions,
    boxes, shares, lists of other articles, and what has no text. Never one that holds much of it."""
    from lxml.etree import strip_elements  # noqa: PLC0415 - loaded by now

    strip_elements(root, "script", "style", with_tail=False)
    limit = _LARGEST_SHARE * prose_length(root)
    removed: list[Removed] = []
    dropped: set[Element] = set()
    for element in [one for one in root.iter("*") if _is_marked(one.tag, *_names(one))]:
        if element.getparent() is None or not dropped.isdisjoint(element.iterancestors()):
            continue
        if len(element.text_content()) > limit and prose_length(element) > limit:
            continue
        if element.tag not in _SILENT and len(text := text_of(element)) >= _SHORTEST_REMOVED:
            removed.append((_reason(element), text))
        element.drop_tree()
        dropped.add(element)
    strip_elements(root, *_EMPTY, with_tail=False)
    return removed


def drop_boilerplate(paragraphs: list[str], title: str | None) -> Sifted:
    """Sift paragraphs: without the title, pointers to other articles, calls to subscribe, and lines
    that only state who and when."""
    paragraphs, listed = _drop_final_list(paragraphs)
    kept, said = [], Statement()
    removed: list[Removed] = []
    for number, whole in enumerate(paragraphs):
        paragraph, teaser = split_teaser(whole)
        removed += [("teaser", teaser)] if teaser else []
        at_edge = number < _HEAD or number >= len(paragraphs) - _TAIL
        if number < _HEAD and title and fold_spaces(paragraph) == fold_spaces(title):
            removed.append(("title", paragraph))
        elif at_edge and (statement := read_statement(paragraph)):
            said = said.or_else(statement)
            removed.append(("byline", paragraph))
        elif not has_words(paragraph):
            continue
        elif at_edge and _DESK.fullmatch(paragraph):
            removed.append(("byline", paragraph))
        elif why := _furniture(paragraph):
            removed.append((why, paragraph))
        else:
            kept.append(paragraph)
    return Sifted(kept, said, [*removed, *(("pointer", line) for line in listed)])


def prose_length(element: Element) -> int:
    """How much text there is in an element in pieces as long as those of sentences are, in
    whatever tags: old pages have no `<p>`."""
    return sum(len(piece) for piece in element.itertext() if len(piece) >= _SHORTEST_PIECE)


def _names(element: Element) -> tuple[str, str]:
    """What an element is called, by its class and its id; as much as a person would write."""
    return element.get("class", "")[:_LONGEST_MARK], element.get("id", "")[:_LONGEST_MARK]


@lru_cache(maxsize=4096)
def _is_marked(tag: str, *names: str) -> bool:
    """Whether an element is called as boxes are; pages repeat their names."""
    return tag not in _KEPT_TAGS and (tag in _TAGS or any(map(_MARKS.search, names)))


def _reason(element: Element) -> str:
    """Why an element is taken off: "caption", or the name of the box."""
    found = next(filter(None, map(_MARKS.search, _names(element))), None)
    name = found[0].strip(" \t\n_-").lower() if found else element.tag
    return "caption" if element.tag == "figcaption" else f"box ({name})"


def _furniture(paragraph: str) -> str | None:
    """What a short line is that does not belong to the article, or None."""
    if len(paragraph) > _LONGEST_LINE:
        return None
    if _POINTER.match(paragraph):
        return "pointer"
    if _CAPTION.match(paragraph):
        return "caption"
    return "call" if _SOLICITATION.match(paragraph) or _BUTTONS.fullmatch(paragraph) else None


def _drop_final_list(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    """Without "À lire aussi" and all below it, where that is short lines and the smaller part; and
    those lines."""
    whole = sum(map(len, paragraphs))
    for number, paragraph in enumerate(paragraphs):
        rest = paragraphs[number:]
        if _LIST_HEADING.fullmatch(paragraph) and sum(map(len, rest)) < whole / 2:
            if max(map(len, rest)) > _LONGEST_LINE:
                break
            return paragraphs[:number], rest
    return paragraphs, []
