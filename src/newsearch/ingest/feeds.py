"""Feeds (RSS 0.9 to 2.0, RSS 1.0, Atom): every entry is an article, with as much text as it has."""

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.boilerplate import drop_boilerplate
from newsearch.ingest.dates import StatedDate
from newsearch.ingest.encoding import decode
from newsearch.ingest.flow import from_string
from newsearch.ingest.fragments import read_fragment
from newsearch.ingest.media import Outcome
from newsearch.ingest.parties import read_people
from newsearch.ingest.wire import Refusal, WireItem, merge_texts, read_items
from newsearch.ingest.wiredates import choose_dates, read_moment
from newsearch.ingest.xmltree import strip_declarations

__all__ = ["read_feed"]

_Entry = dict[str, Any]
"""What feedparser makes of a feed or an entry: a dictionary."""
_PARTS_OF_TITLE = re.compile(r"\s+[|–—·:-]\s+|\s*:\s+|\s+(?:sur|de|on)\s+", re.IGNORECASE)
_UNPUBLISHED: Final = frozenset({"draft", "trash", "private", "auto-draft"})
_SHORTEST_LEAD: Final = 8
_MORE = re.compile(
    r"\s*(?:(?:L['’]article|The post|Cet article)\s.{0,400}?\s(?:est apparu en premier sur|appeared first on)\s.{0,200}"
    r"|\[?(?:…|\.\.\.)\]?\s*(?:Lire (?:la suite|plus)|Continue reading)?.{0,20}|(?:Lire|Voir) la suite.{0,40})$",
    re.IGNORECASE | re.DOTALL,
)


def read_feed(raw: RawDocument) -> Iterator[Outcome]:
    """The articles of a feed, and why entries are none. Raises UnreadableArticle."""
    import feedparser  # noqa: PLC0415 - heavy; only feeds need it

    text = strip_declarations(decode(raw.content, markup=True))
    try:
        # A stream: bytes or a string would be tried as an address and as the name of a file.
        parsed: Any = feedparser.parse(
            BytesIO(text.encode("utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # the parser is others' work: whatever it raises ends here
        reason = f"cannot be taken apart as a feed ({type(error).__name__}); is it damaged?"
        raise UnreadableArticle(raw.locator, reason) from error
    # Plain dictionaries: the parser's own make up a date of change, and warn of it.
    feed, is_atom = dict(parsed.feed), "atom" in parsed.get("version", "")
    items = (_read_entry(dict(entry), feed, is_atom=is_atom) for entry in parsed.entries)
    return read_items(raw, items, "is a feed without an entry")


def _read_entry(entry: _Entry, feed: _Entry, *, is_atom: bool) -> WireItem | Refusal:
    key = _text(entry, "id") or _text(entry, "link")
    if _text(entry, "wp_status") in _UNPUBLISHED:
        return Refusal("was never published", key)
    title = " ".join(from_string(_text(entry, "title"))) or None
    sifted = drop_boilerplate(_paragraphs(entry, is_atom=is_atom), title)
    said = sifted.said
    if not sifted.paragraphs:
        return Refusal("holds a headline and no text" if title else "holds no text", key)
    bylines = [_text(one, "name") for one in entry.get("authors") or [] if isinstance(one, dict)]
    published, modified = choose_dates(
        (_moment(entry, "published"), _moment(entry, "created"), said.published),
        (_moment(entry, "updated"), said.modified),
    )
    return WireItem(
        title=title,
        key=key,
        paragraphs=sifted.paragraphs,
        authors=read_people(*bylines) or said.authors,
        sources=tuple(_sources(entry, feed)),
        credits=(*bylines, _text(entry, "dc_source"), _text(entry, "author"), said.source or ""),
        section=_section(entry),
        published=published,
        modified=modified,
        language=_language(entry, feed),
        url=_text(entry, "link") or key,
        rights=tuple(filter(None, [_text(entry, "rights") or _text(feed, "rights")])),
    )


def _paragraphs(entry: _Entry, *, is_atom: bool) -> list[str]:
    """The fullest text of an entry: its content or its summary.

    In RSS, content is HTML ("content:encoded"); the parser also calls captions of pictures so.
    """
    contents = [one for one in entry.get("content") or [] if isinstance(one, dict)]
    full = [one for one in contents if "html" in _text(one, "type")]
    if not full and is_atom:
        full = contents
    summary = entry.get("summary_detail") or {"value": entry.get("summary")}
    found = [_read_html(_text(one, "value")) for one in [*full, summary] if isinstance(one, dict)]
    fullest = max(found, key=lambda text: sum(map(len, text)), default=[])
    if found and len(fullest) and fullest is not found[-1]:
        fullest = merge_texts([found[-1], fullest]) if _is_lead(found[-1], fullest) else fullest
    return [cut for text in fullest if (cut := _MORE.sub("", text))]


def _is_lead(summary: list[str], content: list[str]) -> bool:
    """Whether a summary is a text of its own above the content: whole, and not taken from it."""
    words = set(re.findall(r"\w+", " ".join(summary).casefold()))
    held = set(re.findall(r"\w+", " ".join(content).casefold()))
    cut = summary and re.search(r"(?:…|\.\.\.|\])\W*$", summary[-1])
    return len(words) >= _SHORTEST_LEAD and not cut and len(words & held) < 0.7 * len(words)


def _read_html(text: str) -> list[str]:
    """The paragraphs of an entry's HTML without what stands around them: captions, shares."""
    try:
        return read_fragment(text)
    except ValueError:
        return []


def _moment(entry: _Entry, name: str) -> StatedDate | None:
    """A moment with its zone as written; else as the parser of feeds understands it, in UTC."""
    if found := read_moment(_text(entry, name)):
        return found
    parts = entry.get(f"{name}_parsed")
    try:
        moment = datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return read_moment(moment.isoformat()) if moment else None


def _sources(entry: _Entry, feed: _Entry) -> Iterator[str]:
    source = entry.get("source")
    yield from filter(None, [_text(source, "title") if isinstance(source, dict) else ""])
    yield from filter(None, [_text(entry, "publisher"), _text(feed, "publisher")])
    title = " ".join(from_string(_text(feed, "title")))
    yield from filter(None, [_site_in(title, _text(feed, "link") or _text(entry, "link")), title])


def _site_in(title: str, link: str) -> str | None:
    """The part of a feed's title that names its site: "International : toute l'actualité sur Le
    Monde.fr" of www.lemonde.fr → "Le Monde.fr"."""
    try:
        host = (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    domain = re.sub(r"\W", "", host.rpartition(".")[0].rpartition(".")[2]).casefold()
    for part in _PARTS_OF_TITLE.split(title):
        squashed = re.sub(r"\W", "", part).casefold()
        if len(domain) > 2 and domain in squashed and len(squashed) <= len(domain) + 8:
            return part.strip(" .")
    return None


def _section(entry: _Entry) -> str | None:
    tags = [one for one in entry.get("tags") or [] if isinstance(one, dict)]
    names = [(_text(one, "scheme"), _text(one, "label") or _text(one, "term")) for one in tags]
    broad = [name for scheme, name in names if "tag" not in scheme]
    return next(filter(None, [*broad, *(name for _, name in names)]), None)


def _language(entry: _Entry, feed: _Entry) -> str | None:
    details = [
        entry.get("title_detail"),
        *(entry.get("content") or []),
        entry.get("summary_detail"),
    ]
    stated = [_text(one, "language") for one in details if isinstance(one, dict)]
    return next(filter(None, [_text(entry, "language"), *stated, _text(feed, "language")]), None)


def _text(entry: Any, name: str) -> str:
    value = entry.get(name) if isinstance(entry, dict) else None
    return value.strip() if isinstance(value, str) else ""
