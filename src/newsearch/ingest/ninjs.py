"""ninjs (News in JSON, IPTC, versions 1 to 3) and the dialects of agencies that look like it.

Version 1 has a property for each rendition ("body_html", "headline_main"), versions 2 and 3 lists
of them ("bodies": role, contentType, value); case and underscores differ between versions.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.dates import StatedDate
from newsearch.ingest.encoding import decode
from newsearch.ingest.flow import from_markup, from_string
from newsearch.ingest.media import Outcome
from newsearch.ingest.nitf import nitf_paragraphs
from newsearch.ingest.parties import read_people
from newsearch.ingest.subjects import choose_section
from newsearch.ingest.wire import WITHDRAWN, Refusal, WireItem, merge_texts, read_item, read_items
from newsearch.ingest.wiredates import choose_dates, read_moment
from newsearch.ingest.xmltree import parse_xml

__all__ = ["is_ninjs", "read_ninjs", "read_ninjs_record"]

_Record = dict[str, Any]
_MARKS: Final = frozenset(
    """
    versioncreated firstcreated pubstatus bodyhtml bodytext bodyxhtml bodyrichtext bodymain bodynitf
    bodies headlines descriptions renditions associations copyrightnotice copyrightholder
    representationtype descriptiontext descriptionhtml slugline urgency usageterms located ednote
    eventdetails infosources headlinemain
    """.split()
)
"""Properties that only agency items have, as `_squash` writes them."""
_ENOUGH: Final = 2
_ENVELOPES: Final = ("data", "item", "items", "_items")
_MANY: Final = 100
_PICTURES: Final = frozenset(
    {"picture", "photo", "image", "graphic", "video", "audio", "animation"}
)
_LEADS: Final = frozenset({"lead", "intro", "chapo", "chapeau", "standfirst"})
_MAIN: Final = frozenset({"", "main", "simple", "text", "title", "headline"})


def read_ninjs(raw: RawDocument) -> Iterator[Outcome]:
    """The articles of a ninjs file, and why items are none. Raises UnreadableArticle."""
    try:
        # A control character in a string is an error in JSON, and a fact of newsrooms.
        value = json.loads(decode(raw.content), strict=False)
    except (ValueError, RecursionError) as error:
        reason = "is nested too deep" if isinstance(error, RecursionError) else "is damaged"
        raise UnreadableArticle(raw.locator, f"is JSON that {reason}") from error
    return read_items(
        raw, (_read_item(raw, one) for one in _unwrap(value)), "is JSON without an item"
    )


def is_ninjs(record: object) -> bool:
    """Whether a value of JSON is an item of ninjs, or an envelope of one."""
    if type(record) is dict and len(record) <= _MANY and not _may_be_ninjs(tuple(record)):
        return False
    return any(
        len(_MARKS.intersection(map(_squash, item))) >= _ENOUGH
        and len(_MARKS & _fold_keys(item).keys()) >= _ENOUGH
        for item in _unwrap(record)
    )


@lru_cache(maxsize=1024)  # the records of a file have the same fields
def _may_be_ninjs(names: tuple[str, ...]) -> bool:
    return (
        any(name in names for name in _ENVELOPES)
        or len(_MARKS.intersection(map(_squash, names))) >= _ENOUGH
    )


def read_ninjs_record(raw: RawDocument, record: object, locator: str) -> Outcome:
    """The article of one record of a larger file, at a place ("dump.jsonl:17"), or why it is none."""
    items = (_read_item(raw, one) for one in _unwrap(record))
    place = locator.removeprefix(raw.locator)
    return read_item(raw, next(items, Refusal("is no item")), place)


def _unwrap(value: object) -> Iterator[_Record]:
    """The items in what an interface answered: a list, `{"data": {"item": …}}`, `{"items": …}`."""
    for one in value if isinstance(value, list) else [value]:
        inner = one
        for name in _ENVELOPES:
            if isinstance(inner, dict) and isinstance(inner.get(name), dict | list):
                inner = inner[name]
        if isinstance(inner, list):
            for item in inner:
                held = item.get("item") if isinstance(item, dict) else None
                if isinstance(held, dict):
                    yield held
                elif isinstance(item, dict):
                    yield item
        elif isinstance(inner, dict):
            yield inner


@lru_cache(maxsize=1024)  # the records of a file have the same fields
def _squash(name: str) -> str:
    return name.replace("_", "").casefold()


def _fold_keys(record: _Record) -> _Record:
    return {
        _squash(name): value for name, value in record.items() if value not in (None, "", [], {})
    }


def _read_item(raw: RawDocument, record: _Record) -> WireItem | Refusal:
    item = _fold_keys(record)
    key = _text(item, "guid", "uri", "id")
    status = _text(item, "pubstatus", "state").lower()
    if status in WITHDRAWN:
        return Refusal(WITHDRAWN[status], key)
    paragraphs = _paragraphs(raw, item)
    if not paragraphs:
        return Refusal(_why_empty(item), key)
    published, modified = _dates(item)
    bylines = _bylines(item)
    sources = tuple(_sources(item))
    return WireItem(
        title=_title(item),
        key=key,
        version=str(item.get("version", ""))[:20],
        paragraphs=paragraphs,
        authors=read_people(*bylines) or read_people(*_names(item, "authors", "creator")),
        sources=sources,
        credits=(*bylines, *_values(item, "creditline")),
        section=_section(item),
        published=published,
        modified=modified,
        language=_text(item, "language", "lang"),
        url=_url(item),
        rights=tuple(_rights(item)),
    )


def _paragraphs(raw: RawDocument, item: _Record) -> list[str]:
    """The text: the fullest of the renditions of the body, after the lead; else the description,
    which is the caption of a picture."""
    bodies = [
        _read_rendition(raw, text, f"{kind} {role}")
        for role, kind, text in _renditions(item, "body", "bodies")
    ]
    described = list(_renditions(item, "description", "descriptions"))
    if any(bodies):
        leads = [from_string(text) for role, _, text in described if role in _LEADS]
        return merge_texts([*leads[:1], max(bodies, key=_weight)])
    captions = [from_string(text) for _, _, text in described]
    captions += [from_string(_text(item, "caption"))]
    return max(captions, key=_weight)


def _weight(paragraphs: list[str]) -> tuple[int, int]:
    """How full a rendition is; of two that differ by little, the one divided into paragraphs."""
    return (sum(len(text.split()) for text in paragraphs) // 20, len(paragraphs))


def _read_rendition(raw: RawDocument, text: str, kind: str) -> list[str]:
    if "nitf" in kind or "<nitf" in text[:1000]:
        try:
            return nitf_paragraphs(parse_xml(raw, text))
        except UnreadableArticle:
            return []
    if "json" in kind:
        return []
    return from_markup(text) if "html" in kind else from_string(text)


def _renditions(item: _Record, single: str, several: str) -> Iterator[tuple[str, str, str]]:
    """Every rendition of a part: its role, its media type, its text."""
    values = item.get(several, [])
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict):
            fields = _fold_keys(value)
            yield (
                _text(fields, "role").lower(),
                _text(fields, "contenttype").lower(),
                _text(fields, "value"),
            )
        elif isinstance(value, str):
            yield "", "", value
    for name, value in item.items():
        if name.startswith(single) and name != several and isinstance(value, str):
            role = name.removeprefix(single)
            yield role, "", value


def _title(item: _Record) -> str | None:
    """The headline: the main one before others, never the one below it; else the item's title."""
    headlines = list(_renditions(item, "headline", "headlines"))
    ranked = sorted(headlines, key=lambda one: (one[0] not in _MAIN, "sub" in one[0]))
    found = [text for role, _, text in ranked if "sub" not in role and text.strip()]
    found += filter(None, [_text(item, "title", "name")])
    return " ".join(from_string(found[0])) or None if found else None


def _bylines(item: _Record) -> list[str]:
    lines = _values(item, "byline", "by")
    several = item.get("bylines")
    for one in several if isinstance(several, list) else []:
        lines += _values(_fold_keys(one), "by", "byline", "name") if isinstance(one, dict) else []
    return [line for one in lines for line in from_string(one)]


def _sources(item: _Record) -> Iterator[str]:
    yield from _values(item, "provider", "source")
    yield from _names(item, "provider", "infosource", "infosources", "source")
    yield from _values(item, "copyrightholder", "creditline")
    yield from _names(item, "copyrightholder")


def _section(item: _Record) -> str | None:
    subjects = [
        (_text(one, "code", "qcode", "literal", "uri", "id"), _text(one, "name"))
        for one in _objects(item, "subject", "subjects")
        if one.get("rels") != ["category"]
    ]
    services = [
        ("", _text(one, "name")) for one in _objects(item, "service", "services", "anpacategory")
    ]
    return choose_section([*subjects, *services], _values(item, "section"))


def _url(item: _Record) -> str | None:
    links = list(_values(item, "url", "link", "canonicalurl", "uri"))
    return next((link for link in links if link.startswith(("http://", "https://"))), None)


def _rights(item: _Record) -> Iterator[str]:
    notices = _values(item, "copyrightnotice") + _values(item, "usageterms")
    terms = item.get("usageterms")
    notices += [one for one in terms if isinstance(one, str)] if isinstance(terms, list) else []
    for notice in notices or [f"© {holder}" for holder in _values(item, "copyrightholder")]:
        yield " ".join(from_string(notice))


def _dates(item: _Record) -> tuple[StatedDate | None, StatedDate | None]:
    def stated(*names: str) -> list[StatedDate | None]:
        return [read_moment(_moment_text(item.get(name))) for name in names]

    schedule = item.get("schedulesettings")
    embargoes = stated("embargoed", "embargo")
    if isinstance(schedule, dict):
        embargoes.append(read_moment(_moment_text(schedule.get("utc_embargo"))))
    latest = stated("versioncreated", "contentmodified", "updated")
    first = stated("firstpublished", "firstcreated", "contentcreated", "published", "datepublished")
    return choose_dates([*first, *latest], latest, next(filter(None, embargoes), None))


def _moment_text(value: object) -> str:
    """A moment as text: a string, seconds since 1970, or what a document store makes of one."""
    if isinstance(value, dict):
        value = value.get("$date")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _why_empty(item: _Record) -> str:
    kind = _text(item, "type").lower()
    if kind in _PICTURES:
        return f"is a {kind} without a caption"
    if kind in {"composite", "package"} or ("associations" in item and not _title(item)):
        return "is a package: it lists other items and holds no text itself"
    return "holds a headline and no text" if _title(item) else "holds no text"


def _text(item: _Record, *names: str) -> str:
    """The first of these properties that is text."""
    return next(iter(_values(item, *names)), "")


def _values(item: _Record, *names: str) -> list[str]:
    return [value for name in names if isinstance(value := item.get(name), str) and value.strip()]


def _objects(item: _Record, *names: str) -> list[_Record]:
    found: list[_Record] = []
    for name in names:
        value = item.get(name)
        values = value if isinstance(value, list) else [value]
        found += [_fold_keys(one) for one in values if isinstance(one, dict)]
    return found


def _names(item: _Record, *names: str) -> list[str]:
    return [text for one in _objects(item, *names) for text in _values(one, "name", "literal")]
