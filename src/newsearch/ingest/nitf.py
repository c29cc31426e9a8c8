"""NITF (News Industry Text Format, IPTC, versions 2 and 3): one text with its head."""

from collections.abc import Iterator

from newsearch.article import RawDocument
from newsearch.ingest.flow import from_element
from newsearch.ingest.media import Outcome
from newsearch.ingest.parties import read_people
from newsearch.ingest.subjects import choose_section
from newsearch.ingest.wire import WITHDRAWN, Refusal, WireItem, read_items
from newsearch.ingest.wiredates import choose_dates, read_moment
from newsearch.ingest.xmltree import LANG, Element, attribute, parse_xml, texts

__all__ = ["nitf_byline", "nitf_item", "nitf_paragraphs", "nitf_title", "read_nitf"]


def read_nitf(raw: RawDocument) -> Iterator[Outcome]:
    """The article of an NITF file. Raises UnreadableArticle."""
    root = parse_xml(raw)
    documents = [root] if root.tag == "nitf" else list(root.iter("nitf"))
    return read_items(raw, map(nitf_item, documents), "is NITF without a document")


def nitf_item(nitf: Element) -> WireItem | Refusal:
    """The facts and the text of a `<nitf>`."""
    docdata = nitf.find("head/docdata")
    status = attribute(docdata, "management-status").lower()
    if status in WITHDRAWN:
        return Refusal(WITHDRAWN[status])
    head, body = nitf.find("head"), nitf.find("body/body.head")
    published, modified = _dates(nitf)
    owners = _attributes(head, "doc.copyright", "holder") + texts(body, "rights/rights.owner")
    metas = {
        attribute(meta, "name").lower(): attribute(meta, "content")
        for meta in nitf.iterfind("head/meta")
    }
    return WireItem(
        title=nitf_title(nitf),
        key=next(iter(_attributes(head, "doc-id", "id-string")), ""),
        paragraphs=nitf_paragraphs(nitf),
        authors=nitf_byline(nitf) or read_people(metas.get("author")),
        sources=(
            *texts(body, "distributor/org", "distributor"),
            *_attributes(head, "from-src", "src-name"),
            *owners,
            *_attributes(head, "doc.rights", "owner", "agent"),
            *_attributes(head, "pubdata", "name"),
        ),
        credits=(*texts(body, "byline", "dateline"), *texts(nitf, "body/body.end/tagline")),
        section=_section(nitf),
        published=published,
        modified=modified,
        language=attribute(nitf, LANG, "baselang")
        or attribute(nitf.find("body/body.content/lang"), "lang"),
        url=next((link for link in _attributes(head, "pubdata", "ex-ref") if "://" in link), None),
        rights=tuple(_rights(head, body)),
    )


def nitf_title(nitf: Element) -> str | None:
    """The headline: the first `<hl1>`, not the lines below it; else the document's title."""
    paths = ("body/body.head/hedline/hl1", "body/body.head/headline/hl1", "head/title")
    bare = texts(nitf, *paths, "body/body.head/hedline")
    return next(iter(bare), None)


def nitf_paragraphs(nitf: Element) -> list[str]:
    """The text of a `<nitf>`: all of `<body.content>`, else the abstract."""
    content = nitf.findall("body/body.content") or nitf.findall("body.content")
    paragraphs = [paragraph for element in content for paragraph in from_element(element)]
    if paragraphs:
        return paragraphs
    abstract = nitf.find("body/body.head/abstract")
    if abstract is not None and (paragraphs := from_element(abstract)):
        return paragraphs
    captions = (from_element(caption) for caption in nitf.iter("media-caption"))
    loose = nitf.findall("body") if nitf.find("body/body.head") is None else []
    return [paragraph for found in (*captions, *map(from_element, loose)) for paragraph in found]


def nitf_byline(nitf: Element) -> tuple[str, ...]:
    """The people whom the bylines name."""
    people: list[str] = []
    for byline in nitf.iterfind("body/body.head/byline"):
        named = texts(byline, "person")
        for title in byline.findall("byttl"):
            title.text = None
            for inner in list(title):
                title.remove(inner)
        people += named or texts(byline, ".")
    return read_people(*people)


def _dates(nitf: Element) -> tuple:  # type: ignore[type-arg]
    head = nitf.find("head")
    moments = {
        name: read_moment(next(iter(_attributes(head, name, "norm")), None))
        for name in ("date.issue", "date.release")
    }
    story = (
        read_moment(attribute(one, "norm"))
        for one in nitf.iterfind("body/body.head/dateline/story.date")
    )
    paper = (read_moment(text) for text in _attributes(head, "pubdata", "date.publication"))
    revised = [read_moment(text) for text in _attributes(head, "revision-history", "norm")]
    return choose_dates(
        (moments["date.issue"], *story, *paper), reversed(revised), moments["date.release"]
    )


def _section(nitf: Element) -> str | None:
    head = nitf.find("head")
    if head is None:
        return None
    subjects = [
        (
            attribute(one, "tobject.subject.refnum"),
            attribute(one, "tobject.subject.type", "tobject.subject.matter"),
        )
        for one in head.iter("tobject.subject")
    ]
    papers = _attributes(head, "pubdata", "position.section")
    return choose_section(subjects, papers)


def _rights(head: Element, body: Element) -> list[str]:
    stated = texts(body, "rights")
    for one in head.iter("doc.copyright") if head is not None else ():
        if holder := attribute(one, "holder"):
            stated.append(" ".join(filter(None, ["©", attribute(one, "year"), holder])))
    return stated


def _attributes(element: Element, tag: str, *names: str) -> list[str]:
    """The first of these attributes that says anything, of each element of a tag below."""
    found = (attribute(one, *names) for one in element.iter(tag)) if element is not None else ()
    return [text for text in found if text]
