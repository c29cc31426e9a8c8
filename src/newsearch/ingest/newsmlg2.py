"""NewsML-G2 (IPTC): news items, alone or in a message; packages and concepts are no articles."""

from collections.abc import Iterator
from typing import Final

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.dates import StatedDate
from newsearch.ingest.flow import from_element, from_string
from newsearch.ingest.media import Outcome
from newsearch.ingest.nitf import nitf_byline, nitf_item, nitf_paragraphs, nitf_title
from newsearch.ingest.parties import read_people
from newsearch.ingest.subjects import choose_section
from newsearch.ingest.wire import WITHDRAWN, Refusal, WireItem, merge_texts, read_items
from newsearch.ingest.wiredates import choose_dates, read_moment
from newsearch.ingest.xmltree import LANG, Element, attribute, parse_xml, texts

__all__ = ["read_newsml_g2"]

_OTHERS: Final = {
    "packageItem": "is a package: it lists other items and holds no text itself",
    "conceptItem": "describes a concept: it is no news",
    "knowledgeItem": "is a list of terms: it is no news",
    "planningItem": "is a plan of coverage: it is no news",
    "catalogItem": "is a catalogue of vocabularies: it is no news",
}
_MAIN: Final = frozenset({"", "main", "headline", "title", "hl1", "display", "long"})
_LEADS: Final = frozenset({"lead", "intro", "chapo", "chapeau"})
_MAIN_CLASSES: Final = frozenset({"main", "article-body"})


def read_newsml_g2(raw: RawDocument) -> Iterator[Outcome]:
    """The articles of a NewsML-G2 file, and why items are none. Raises UnreadableArticle."""
    root = parse_xml(raw)
    senders = texts(root, "header/sender", "Header/sender", "header/origin", "Header/origin")
    items = [_read_item(raw, item, senders) for item in root.iter("newsItem")]
    if not items and root.tag == "contentSet":
        items = [nitf_item(nitf) for nitf in root.iter("nitf")]
    others = (
        []
        if items
        else [Refusal(_OTHERS[one.tag], attribute(one, "guid")) for one in root.iter(*_OTHERS)]
    )
    return read_items(raw, [*items, *others], "is NewsML-G2 without a news item")


def _read_item(raw: RawDocument, item: Element, senders: list[str]) -> WireItem | Refusal:
    meta, content = item.find("itemMeta"), item.find("contentMeta")
    status = _code(meta.find("pubStatus") if meta is not None else None).lower()
    if status in WITHDRAWN:
        return Refusal(WITHDRAWN[status], attribute(item, "guid"))
    paragraphs = _paragraphs(raw, item, content)
    if not paragraphs:
        return Refusal(_why_empty(item, meta), attribute(item, "guid"))
    nitf = next(item.iter("nitf"), None)
    published, modified = _dates(meta, content)
    return WireItem(
        title=_headline(item, content, nitf),
        key=attribute(item, "guid"),
        version=attribute(item, "version"),
        paragraphs=paragraphs,
        authors=_authors(content, nitf),
        sources=(*_sources(item, meta, content), *senders),
        credits=(
            *texts(content, "creditline", "by", "dateline"),
            *texts(item, "rightsInfo/copyrightNotice"),
        ),
        section=_section(content),
        published=published,
        modified=modified,
        language=_language(item, content),
        url=_url(meta),
        rights=tuple(_rights(item)),
    )


def _paragraphs(raw: RawDocument, item: Element, content: Element) -> list[str]:
    """The text: the fullest of the renditions of the content, after the lead; else what describes
    the item, which is the caption of a picture."""
    renditions = [
        _read_rendition(raw, one)
        for one in item.iterfind("contentSet/*")
        if one.tag in {"inlineXML", "inlineData"}
    ]
    described = [] if content is None else list(content.iterfind("description"))
    if any(renditions):
        leads = [from_element(one) for one in described if _code(one, "role").lower() in _LEADS]
        return merge_texts([*leads, max(renditions, key=_weight)])
    return [paragraph for one in described for paragraph in from_element(one)]


def _weight(paragraphs: list[str]) -> tuple[int, int]:
    """How full a rendition is: renditions differ by little in words, and paragraphs are worth having."""
    return (sum(len(text.split()) for text in paragraphs) * 20 // 19, len(paragraphs))


def _read_rendition(raw: RawDocument, content: Element) -> list[str]:
    if attribute(content, "encoding", "contentencoding"):
        return []  # a picture in base64
    nitf = next(content.iter("nitf"), None)
    if nitf is not None:
        return nitf_paragraphs(nitf)
    if len(content):
        return _read_markup(content)
    text = "".join(content.itertext())
    if "<nitf" in text[:1000]:
        try:
            return nitf_paragraphs(parse_xml(raw, text))
        except UnreadableArticle:
            pass
    kind = attribute(content, "contenttype")
    return [] if kind.startswith(("image/", "video/", "audio/")) else from_string(text)


def _read_markup(content: Element) -> list[str]:
    """The text of XHTML or another vocabulary: of the element that is marked as the main one, if
    there is one, without what is marked as standing around it."""
    marked = [
        one
        for one in content.iter("section", "div", "article")
        if _MAIN_CLASSES & set(attribute(one, "class").split())
    ]
    return from_element(marked[0]) if len(marked) == 1 else from_element(content)


def _why_empty(item: Element, meta: Element) -> str:
    kind = _code(meta.find("itemClass") if meta is not None else None).lower()
    if kind in {"picture", "graphic", "video", "audio", "animation"}:
        return f"is a {kind} without a caption"
    if item.find("contentSet/remoteContent") is not None:
        return "has its text in another file, which it only names"
    return "is a news item that describes its content and holds no text"


def _headline(item: Element, content: Element, nitf: Element | None) -> str | None:
    """The headline: one that is the main one or in French before others, never a line below it."""
    headlines = [] if content is None else list(content.iterfind("headline"))
    ranked = sorted(headlines, key=_rank)
    found = [text for one in ranked if _rank(one) < 2 for text in texts(one, ".")]
    if not found and nitf is not None:
        found = [title for title in [nitf_title(nitf)] if title]
    inline = item.find("contentSet/inlineXML")
    found = found or texts(inline, "html/head/title", ".//h1")
    named = [text for text in texts(item, "itemMeta/title") if " " in text]
    return next(iter(found or named), None)


def _rank(headline: Element) -> float:
    role = _code(headline, "role").lower()
    foreign = not attribute(headline, LANG).lower().startswith("fr")
    return (0 if role in _MAIN else 2 if "sub" in role or "kick" in role else 1) + foreign / 10


def _code(element: Element, name: str = "qcode") -> str:
    """The code of a qcode, without the name of its vocabulary; of a URI its last part."""
    code = (
        attribute(element, name, "uri" if name == "qcode" else name) if element is not None else ""
    )
    return code.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def _names(element: Element) -> list[str]:
    """What a party is called: its names, then its literal, then its code or its address."""
    named = [_french_name(element), *texts(element, "name")]
    address = attribute(element, "uri")
    code = attribute(element, "qcode").rpartition(":")[2]
    return list(filter(None, [*named, attribute(element, "literal"), code, address]))


def _french_name(element: Element) -> str:
    """The name of a party or a subject in French, else its first; or empty."""
    names = sorted(
        element.iterfind("name"), key=lambda one: not attribute(one, LANG).startswith("fr")
    )
    return next((text for one in names for text in texts(one, ".")), "")


def _sources(item: Element, meta: Element, content: Element) -> list[str]:
    def named(parent: Element, path: str) -> list[str]:
        parties = parent.iterfind(path) if parent is not None else ()
        return [name for party in parties for name in _names(party)]

    return [
        *named(meta, "provider"),
        *texts(content, "creditline"),
        *named(content, "infoSource"),
        *named(item, "rightsInfo/copyrightHolder"),
    ]


def _authors(content: Element, nitf: Element | None) -> tuple[str, ...]:
    people = read_people(*texts(content, "by", "byline"))
    if not people and nitf is not None:
        people = nitf_byline(nitf)
    creators = [] if content is None else content.iterfind("creator")
    return people or read_people(
        *(
            text
            for one in creators
            for text in _names(one)[:1]
            if one.find("organisationDetails") is None
        )
    )


def _section(content: Element) -> str | None:
    if content is None:
        return None
    subjects = [
        (attribute(one, "qcode", "uri", "literal"), _french_name(one))
        for one in content.iterfind("subject")
        if _code(one, "type") not in {"person", "organisation", "geoArea", "poi", "event", "object"}
    ]
    return choose_section(subjects)


def _language(item: Element, content: Element) -> str | None:
    tags = (
        [] if content is None else [attribute(one, "tag") for one in content.iterfind("language")]
    )
    inline = item.find("contentSet/inlineXML")
    inner = [
        attribute(one, LANG, "lang")
        for one in (inline, *(inline if inline is not None else ()))
        if one is not None
    ]
    return next(filter(None, [*tags, *inner, attribute(item, LANG, "lang")]), None)


def _url(meta: Element) -> str | None:
    links = [] if meta is None else meta.iterfind("link")
    return next(
        (
            attribute(one, "href")
            for one in links
            if _code(one, "rel").lower() in {"canonical", "permalink", "self"}
        ),
        None,
    )


def _rights(item: Element) -> list[str]:
    stated = texts(item, "rightsInfo/copyrightNotice", "rightsInfo/usageTerms")
    holders = (
        text for one in item.iterfind("rightsInfo/copyrightHolder") for text in _names(one)[:1]
    )
    return stated or [f"© {holder}" for holder in holders]


def _dates(meta: Element, content: Element) -> tuple[StatedDate | None, StatedDate | None]:
    def stated(parent: Element, *paths: str) -> list[StatedDate | None]:
        return [read_moment(text) for text in texts(parent, *paths)]

    first = [
        *stated(meta, "firstCreated"),
        *stated(content, "contentCreated"),
        *stated(meta, "versionCreated"),
    ]
    latest = [*stated(meta, "versionCreated"), *stated(content, "contentModified")]
    return choose_dates(first, latest, next(filter(None, stated(meta, "embargoed")), None))
