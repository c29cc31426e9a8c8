"""NewsML 1.0 to 1.2 (IPTC): an envelope of news items, each a tree of components.

One item may hold several articles (the languages of an agency, a main text and its side texts):
every component with a headline of its own and text below it is one.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.dates import StatedDate
from newsearch.ingest.flow import from_element, from_string
from newsearch.ingest.media import Outcome
from newsearch.ingest.nitf import nitf_byline, nitf_paragraphs, nitf_title
from newsearch.ingest.parties import read_people
from newsearch.ingest.subjects import choose_section
from newsearch.ingest.wire import WITHDRAWN, Refusal, WireItem, merge_texts, read_items
from newsearch.ingest.wiredates import choose_dates, read_moment
from newsearch.ingest.xmltree import LANG, Element, attribute, parse_xml, texts

__all__ = ["read_newsml"]

_TITLES: Final = frozenset({"title", "headline"})
_NO_BODY: Final = _TITLES | frozenset(
    {"caption", "keywords", "slugline", "copyright", "byline", "note", "credit"}
)
"""Roles of components whose text is no part of the body."""
_FACTS: Final = ("NewsLines", "AdministrativeMetadata", "DescriptiveMetadata")
_COLONS_OF_URN: Final = 4
_PICTURES: Final = {
    "photo": "picture",
    "image": "picture",
    "graphic": "graphic",
    "video": "video",
    "audio": "audio",
}


@dataclass(frozen=True, slots=True)
class _Item:
    """A news item, and what holds for all of its components: when it was sent and by whom, and the
    subjects (code, name) that it defines."""

    raw: RawDocument
    element: Element
    sent: StatedDate | None
    senders: list[str]
    topics: list[tuple[str, str]]
    known: dict[Element, Element] = field(default_factory=dict)


def read_newsml(raw: RawDocument) -> Iterator[Outcome]:
    """The articles of a NewsML file, and why items are none. Raises UnreadableArticle."""
    root = parse_xml(raw)
    sent = read_moment(next(iter(texts(root, "NewsEnvelope/DateAndTime")), None))
    senders = texts(root, "NewsEnvelope/SentFrom/Party")
    items = (_Item(raw, one, sent, senders, _topics(one)) for one in root.iter("NewsItem"))
    found = (unit for item in items for unit in _read_item(item))
    return read_items(raw, found, "is NewsML without a news item")


def _read_item(item: _Item) -> Iterator[WireItem | Refusal]:
    status = _status(item.element)
    if status in WITHDRAWN:
        yield Refusal(WITHDRAWN[status])
        return
    units = [unit for top in item.element.findall("NewsComponent") for unit in _units(top)]
    if not units:
        yield Refusal("is a news item without a component: it holds no text")
    for unit in units:
        yield _read_unit(item, unit)


def _status(item: Element) -> str:
    return attribute(item.find("NewsManagement/Status"), "FormalName").lower()


def _units(component: Element) -> list[Element]:
    """The components that are articles: each with text of its own under a headline, else the
    whole."""
    inner = [one for one in component.iter("NewsComponent") if one is not component]
    candidates = [component, *filter(_has_headline, inner)]
    found = [one for one in candidates if any(role not in _NO_BODY for role, _ in _contents(one))]
    return found or [component]


def _has_headline(component: Element) -> bool:
    return bool(texts(component, "NewsLines/HeadLine"))


def _contents(unit: Element) -> Iterator[tuple[str, Element]]:
    """The text contents of a component with their role, without those of articles inside it."""
    for content in unit.iter("ContentItem"):
        data = content.find("DataContent")
        if data is None or not ("".join(data.itertext()).strip()):
            continue
        owner = content.getparent()
        while owner is not unit and not (owner.tag == "NewsComponent" and _has_headline(owner)):
            owner = owner.getparent()
        if owner is unit:
            parent = content.getparent()
            yield attribute(parent.find("Role"), "FormalName").lower(), data


def _read_unit(item: _Item, unit: Element) -> WireItem | Refusal:
    contents = list(_contents(unit))
    paragraphs = _read_texts(item.raw, contents)
    if not paragraphs:
        return Refusal(_why_empty(unit, contents))
    nitf = next((found for _, data in contents for found in data.iter("nitf")), None)
    components = _lineage(item, unit)
    published, modified = _dates(item, components)
    provider = texts(item.element, "Identification/NewsIdentifier/ProviderId")
    lines = [f"NewsLines/{name}" for name in ("CreditLine", "ByLine", "DateLine")]
    return WireItem(
        title=_title(contents, components, nitf),
        key=_key(item.element, unit),
        paragraphs=paragraphs,
        authors=_authors(components, nitf),
        sources=(*_sources(components), *item.senders, *provider),
        credits=tuple(line for path in lines for line in _first(components, path)),
        section=_section(components, item),
        published=published,
        modified=modified,
        language=_language(components, item.element),
        rights=tuple(_first(components, "NewsLines/CopyrightLine")),
    )


def _title(
    contents: list[tuple[str, Element]], components: list[Element], nitf: Element | None
) -> str | None:
    """The headline of the component, of its text, or of a component around it."""
    own, *around = components
    titles = texts(own, "NewsLines/HeadLine")
    titles += [text for role, data in contents if role in _TITLES for text in texts(data, ".")]
    titles += _first(around, "NewsLines/HeadLine")
    return next(iter(titles), None) or (nitf_title(nitf) if nitf is not None else None)


def _read_texts(raw: RawDocument, contents: list[tuple[str, Element]]) -> list[str]:
    """The body: leads and main texts in order, what is said twice once; else the caption."""
    bodies = [_read_content(raw, data) for role, data in contents if role not in _NO_BODY]
    if found := merge_texts(bodies):
        return found
    return merge_texts(_read_content(raw, data) for role, data in contents if role == "caption")


def _read_content(raw: RawDocument, data: Element) -> list[str]:
    nitf = next(data.iter("nitf"), None)
    if nitf is not None:
        return nitf_paragraphs(nitf)
    if len(data):
        return from_element(data)
    text = "".join(data.itertext())
    if "<nitf" in text[:1000]:
        try:
            return nitf_paragraphs(parse_xml(raw, text))
        except UnreadableArticle:
            pass
    return from_string(text)


def _why_empty(unit: Element, contents: list[tuple[str, Element]]) -> str:
    kinds = (attribute(one, "FormalName").lower() for one in unit.iter("MediaType"))
    kind = next((_PICTURES[kind] for kind in kinds if kind in _PICTURES), None)
    if kind:
        return f"is a {kind} without a caption"
    if any(attribute(one, "Href") for one in unit.iter("ContentItem", "NewsItemRef")):
        return "has its text in another file, which it only names"
    return "holds a headline and no text" if contents or _has_headline(unit) else "holds no text"


def _lineage(item: _Item, unit: Element) -> list[Element]:
    """Where the facts of a component stand: in itself, in the nameless ones inside it, and in those
    around it, of which only the facts are given: they may hold thousands of components."""
    inner = [one for one in unit.findall("NewsComponent") if not _has_headline(one)]
    return [unit, *inner, *(_facts_of(item, one) for one in unit.iterancestors("NewsComponent"))]


def _facts_of(item: _Item, component: Element) -> Element:
    if component not in item.known:
        bare = item.known[component] = component.makeelement(component.tag, component.attrib)
        bare.extend(deepcopy(one) for one in component.iterchildren(*_FACTS))
    return item.known[component]


def _first(components: list[Element], *paths: str) -> list[str]:
    """What the first of these components that says anything there says."""
    found = (texts(component, *paths) for component in components)
    return next(filter(None, found), [])


def _parties(components: list[Element], *roles: str) -> Iterator[str]:
    for role in roles:
        for component in components:
            for party in component.iterfind(f"AdministrativeMetadata/{role}/Party"):
                yield attribute(party, "FormalName") or "".join(party.itertext())


def _sources(components: list[Element]) -> list[str]:
    return [
        *_parties(components, "Provider", "Source"),
        *_first(components, "NewsLines/CreditLine"),
    ]


def _authors(components: list[Element], nitf: Element | None) -> tuple[str, ...]:
    people = read_people(*_first(components, "NewsLines/ByLine"))
    return (
        people
        or (nitf_byline(nitf) if nitf is not None else ())
        or read_people(*_parties(components, "Creator"))
    )


def _key(item: Element, unit: Element) -> str:
    """The item's urn where it has one with all its parts (provider, date, item, revision: some
    agencies give all items the same); else made of these parts. A part of it has its own id."""
    identifier = item.find("Identification/NewsIdentifier")
    names = ("ProviderId", "DateId", "NewsItemId", "RevisionId")
    parts = [next(iter(texts(identifier, name)), "") for name in names]
    urn = next(iter(texts(identifier, "PublicIdentifier")), "")
    if urn.count(":") < _COLONS_OF_URN:
        urn = ":".join(["urn", "newsml", *parts]) if all(parts[:3]) else ""
    inner = attribute(unit, "Duid", "Euid") if unit.getparent() is not item else ""
    return ":".join(filter(None, [urn, inner])) if urn else inner


def _section(components: list[Element], item: _Item) -> str | None:
    subjects = [
        (attribute(one, "FormalName"), "")
        for component in components
        for one in component.iterfind("DescriptiveMetadata/SubjectCode/*")
    ]
    named = [
        attribute(one, "Value")
        for component in components
        for one in component.iterfind("DescriptiveMetadata/Property")
        if attribute(one, "FormalName") in {"Category", "Section", "Rubrique"}
    ]
    return choose_section(
        [*subjects, *item.topics], [*named, *_first(components, "NewsLines/SeriesLine")]
    )


def _topics(item: Element) -> list[tuple[str, str]]:
    return [
        (next(iter(texts(topic, "FormalName")), ""), _french_name(topic))
        for topic in item.iter("Topic")
    ]


def _french_name(topic: Element) -> str:
    names = [
        one for one in topic.iterfind("Description") if attribute(one, "Variant") in {"Name", ""}
    ]
    french = [one for one in names if attribute(one, LANG).startswith("fr")]
    return " ".join("".join((french or names)[0].itertext()).split()) if names else ""


def _language(components: list[Element], item: Element) -> str | None:
    for component in components:
        if language := attribute(component.find("DescriptiveMetadata/Language"), "FormalName"):
            return language
        if language := attribute(component, LANG):
            return language
    headline = next(item.iter("HeadLine"), None)
    return attribute(item, LANG) or (attribute(headline, LANG) if headline is not None else None)


def _dates(item: _Item, components: list[Element]) -> tuple[StatedDate | None, StatedDate | None]:
    def stated(*paths: str) -> list[StatedDate | None]:
        return [read_moment(text) for text in texts(item.element, *paths)]

    embargoed = _status(item.element) == "embargoed"
    free = stated("NewsManagement/StatusWillChange/DateAndTime") if embargoed else []
    latest = stated("NewsManagement/ThisRevisionCreated")
    lines = _first(components, "DescriptiveMetadata/DateLineDate")
    first = [
        *stated("NewsManagement/FirstCreated"),
        *latest,
        *map(read_moment, lines),
        *stated("Identification/NewsIdentifier/DateId"),
        item.sent,
    ]
    return choose_dates(first, latest, next(filter(None, free), None))
