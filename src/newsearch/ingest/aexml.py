"""The XML of Alternatives Économiques: AE-XML, and the older one of its archive ("CdAE.dtd")."""

from collections.abc import Iterator
from typing import Final

from newsearch.article import RawDocument
from newsearch.ingest.flow import from_element, from_markup, is_markup
from newsearch.ingest.media import Outcome
from newsearch.ingest.parties import read_people
from newsearch.ingest.wire import Refusal, WireItem, merge_texts, read_items
from newsearch.ingest.wiredates import choose_dates, read_moment
from newsearch.ingest.xmltree import LANG, Element, attribute, parse_xml, texts

__all__ = ["read_aexml"]

_SOURCE: Final = "Alternatives Économiques"
_FACTS: Final = frozenset(
    """
    Code CodePere DateRevue MotCle Rub SousRub Sujet TitreRevue TitreCdrom Auteur EnSavoirPlus Image
    LienExt EntretienAvec Ind
    """.split()
)
"""Children of an old document that state something, or point elsewhere: the others are its text."""


def read_aexml(raw: RawDocument) -> Iterator[Outcome]:
    """The articles of an AE-XML file, and why items are none. Raises UnreadableArticle."""
    root = parse_xml(raw)
    if root.tag == "Document":
        items = [_read_old(document) for document in root.iterchildren("*")]
    else:
        items = [_read_new(item) for item in root.iter("NewsItem")]
    return read_items(raw, items, "is the XML of a publisher that is not known, or holds no item")


def _read_new(item: Element) -> WireItem | Refusal:
    key, meta = attribute(item, "id"), item.find("contentMeta")
    leads = _read_all(meta, "lead")
    bodies = _read_all(item, "contentSet/HTML5", "contentSet/*/HTML5")
    captions = _read_all(meta, "figure/caption", "description")
    paragraphs = merge_texts([*leads, *bodies]) or merge_texts(captions)
    if not paragraphs:
        return Refusal(_why_empty(item), key)
    published, modified = choose_dates(
        map(read_moment, texts(meta, "published", "created", "issueDate")),
        map(read_moment, texts(meta, "modified")),
    )
    return WireItem(
        title=next(iter(texts(meta, "title")), None),
        key=key,
        paragraphs=[*_interviewed(meta, "interviewee", "name", "description"), *paragraphs],
        authors=read_people(*texts(meta, "author/name")),
        sources=(*texts(item, "rightsInfo/copyrightHolder"), _SOURCE),
        section=next(iter(texts(meta, "section", "genre")), None),
        published=published,
        modified=modified,
        language=attribute(item, LANG),
        url=next(iter(texts(meta, "url", "link")), None),
        rights=tuple(texts(item, "rightsInfo/copyrightNotice")),
    )


def _read_old(document: Element) -> WireItem | Refusal:
    facts = {one.tag: one for one in document.iterchildren("*") if one.tag in _FACTS}
    titles = texts(document, "TitreRevue", "TitreCdrom")
    key = next(iter(texts(document, "Code")), "")
    people = [
        " ".join(texts(author, "Prenom") + texts(author, "Nom"))
        for author in document.iterfind("Auteur")
    ]
    interviewed = _interviewed(document, "EntretienAvec", "Prenom", "Nom", "Fonction")
    for one in [one for one in document.iterchildren("*") if one.tag in _FACTS]:
        document.remove(one)
    paragraphs = from_element(document)
    if not paragraphs:
        return Refusal(f"is a {document.tag.lower()} with a title and no text", key)
    date = facts.get("DateRevue")
    return WireItem(
        title=next(iter(titles), None),
        key=key,
        paragraphs=[*interviewed, *paragraphs],
        authors=read_people(*people),
        sources=(_SOURCE,),
        section=next(iter(texts(facts.get("Rub"), ".")), None),
        published=read_moment("".join(date.itertext())) if date is not None else None,
    )


def _interviewed(parent: Element, tag: str, *names: str) -> list[str]:
    """Who is interviewed, a line each: the name, then what the person is, which may repeat it."""
    lines = []
    for one in parent.iterfind(tag) if parent is not None else ():
        *parts, last = [" ".join(texts(one, name)) for name in names]
        name = " ".join(filter(None, parts))
        lines.append(last if name in last else f"{name}, {last}" if last else name)
    return [line for line in lines if line]


def _read_all(parent: Element, *paths: str) -> Iterator[list[str]]:
    """The texts at these paths, which may be markup in a string."""
    for one in (
        (found for path in paths for found in parent.iterfind(path)) if parent is not None else ()
    ):
        text = "".join(one.itertext())
        yield from_markup(text) if is_markup(text) else from_element(one)


def _why_empty(item: Element) -> str:
    kind = attribute(item.find("itemMeta/itemClass"), "type")
    if kind == "publication" or item.find("itemSet") is not None:
        return "is an issue: it lists its articles and holds no text itself"
    genre = next(iter(texts(item, "contentMeta/genre")), "item")
    return f"is a {genre} with a title and no text"
