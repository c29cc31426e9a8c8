"""What all agency formats have in common: an item's facts, and how they become an Article."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Final

from newsearch.article import Article, Origin, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.agencies import find_agency, name_agency
from newsearch.ingest.cleaning import clean_text, fold_line, fold_spaces, has_words
from newsearch.ingest.dates import StatedDate, find_date_in_name, parse_date
from newsearch.ingest.media import Outcome
from newsearch.ingest.naming import derive_title, identify
from newsearch.ingest.rights import split_rights
from newsearch.ingest.statements import read_dateline

__all__ = [
    "WITHDRAWN",
    "Refusal",
    "WireItem",
    "choose_dates",
    "choose_name",
    "merge_texts",
    "read_item",
    "read_items",
    "read_moment",
    "read_people",
]

WITHDRAWN: Final = {
    "canceled": "was withdrawn by its agency (canceled)",
    "cancelled": "was withdrawn by its agency (canceled)",
    "killed": "was withdrawn by its agency (killed)",
    "kill": "was withdrawn by its agency (killed)",
    "withheld": "is withheld by its agency: not to be published",
    "withdrawn": "was withdrawn by its agency",
    "recalled": "was withdrawn by its agency (recalled)",
    "spiked": "was withdrawn before it was published (spiked)",
}
"""Why an item of a status (in small letters) is no article, in the words of the standards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WireItem:
    """One item as its format states it. `key` is its GUID or urn, `version` which version of it this is; `sources` are names of parties,
    the surest first; `credits` are other lines that may name an agency."""

    paragraphs: list[str]
    title: str | None = None
    key: str = ""
    version: str = ""
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    section: str | None = None
    published: StatedDate | None = None
    modified: StatedDate | None = None
    language: str | None = None
    url: str | None = None
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an item is no article: a predicate whose subject is the item ("is a picture …")."""

    reason: str
    key: str = ""


def read_items(
    raw: RawDocument, items: Iterable[WireItem | Refusal], empty: str
) -> Iterator[Outcome]:
    """The articles of a file's items, and why others are none; each has a place in the file when
    there are several. Raises UnreadableArticle when the only item is none, or with `empty` when
    there is no item."""
    found = list(items)
    if not found:
        raise UnreadableArticle(raw.locator, empty)
    keys = Counter(item.key for item in found)
    for number, item in enumerate(found, start=1):
        unique = keys[item.key] == 1
        place = _place(item.key if unique else "", number) if len(found) > 1 else ""
        yield read_item(raw, item if unique else replace(item, key=""), place)


def read_item(raw: RawDocument, item: WireItem | Refusal, place: str = "") -> Outcome:
    """The article of one item at a place in a file ("", "#guid", ":3"), or why it is none."""
    outcome = item if isinstance(item, Refusal) else _describe(raw, item, raw.locator + place)
    if isinstance(outcome, Refusal):
        return UnreadableArticle(raw.locator + place, outcome.reason)
    return outcome


def read_moment(text: str | None) -> StatedDate | None:
    """The moment that a wire states: ISO 8601, extended or basic ("20190603T174729+0200"), "2 avril
    2019", RFC 5322, "00/09/2018" (a month)."""
    text = " ".join((text or "")[:80].split())
    try:
        if found := _BASIC.fullmatch(text):
            return _from_basic(found)
        if found := _MONTH.fullmatch(text):
            return StatedDate(datetime(int(found[2]), int(found[1]), 1), "month")
    except (ValueError, OverflowError):
        return None
    return parse_date(text) if text else None


def choose_dates(
    first: Iterable[StatedDate | None],
    latest: Iterable[StatedDate | None],
    embargo: StatedDate | None = None,
) -> tuple[StatedDate | None, StatedDate | None]:
    """When an item came out, and when it was last changed, if later. What is embargoed comes out
    when the embargo ends; without a first date, the latest is that of publication."""
    published = next(filter(None, first), None)
    modified = next(filter(None, latest), None)
    if published is None or (embargo and _is_later(embargo, published)):
        published = embargo or modified
    later = published and modified and _is_later(modified, published)
    return published, modified if later else None


def read_people(*lines: str | None) -> tuple[str, ...]:
    """The people whom bylines name: "Par Jeanne Martin et Ali Ben Salah, à Tunis, AFP" → two. No
    agency, no office ("correspondant"), no initials of editors ("ab/de/dl")."""
    names: list[str] = []
    for line in lines:
        text = fold_spaces(clean_text(line or ""))[:300]
        text = _ADDRESS_WITH_NAME.sub(r"\1", text)
        text = _WITH_AGENCY.sub("", _BY.sub("", text))
        names += [name for part in _BETWEEN_NAMES.split(text) if (name := _as_person(part))]
    return tuple(dict.fromkeys(names))


def choose_name(names: Iterable[str | None]) -> str | None:
    """The name to show of several for one party: an agency's, else one that is neither an address
    nor a code, else any."""
    stated = [folded for name in names if name and (folded := fold_spaces(clean_text(name)))]
    agency = next(filter(None, map(name_agency, stated)), None)
    named = (name for name in stated if not _CODE.search(name))
    return agency or next(named, None) or next(iter(stated), None)


def merge_texts(texts: Iterable[list[str]]) -> list[str]:
    """One text of several that may be renditions of the same, or a part of another: of those that
    share most of their wording (runs of four words) the longer one stays."""
    kept: list[tuple[set[tuple[str, ...]], list[str]]] = []
    for text in texts:
        wording = _wording(text)
        for number, (other, _) in enumerate(kept):
            if len(wording & other) >= _SAME * min(len(wording), len(other)):
                if len(wording) > len(other):
                    kept[number] = (wording, text)
                break
        else:
            if wording:
                kept.append((wording, text))
    return [paragraph for _, text in kept for paragraph in text]


_BASIC = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2})?(?:[.,]\d+)?\s?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_MONTH = re.compile(r"00[/.-](0[1-9]|1[0-2])[/.-](\d{4})")
_BY = re.compile(
    r"^\W*(?i:(?:propos recueillis |recueilli |[ée]crit |texte )?par|by|von|por|di|door|av|de notre "
    r"(?:envoy[ée]+ sp[ée]ciale?|correspondante?)(?: (?:à|en|au|aux) [\w’' -]+?,)?)\b\s*:?\s*"
)
_WITH_AGENCY = re.compile(r"\s*\(?\b(?:avec|with)\s+(?:l['’])?[^,;]*$", re.IGNORECASE)
_ADDRESS_WITH_NAME = re.compile(r"\S+@\S+\s+\(([^()]*)\)")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/|]|\s(?:et|and|&|und|y|e|en)\s|\s[–—-]\s|[()])\s*")
_OFFICE = re.compile(
    r"correspond|journalist|reporter|writer|editor|envoy|r[ée]daction|staff|press\b|news\b|agence"
    r"|\b(?:ltd|inc|gmbh|llc|asa|corp|plc|sarl|t[ée]l[ée]vision|network|universit[yé]|agency)\b"
    r"|^[àa]\s|\.(?:com|fr|org|net|be|ch)\b|@|https?:|^admin\w*$|^webmaster$",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"^(?:[dDlL]['’])?[^\W\da-zß-öø-ÿœ]|^(?:[dl]['’])")
_PARTICLES: Final = frozenset(
    "de du des d la le les van von der den dem zu ten ter ben bin ibn bint el al ar as da dos di della y e"
    " o ould mint".split()
)
_CODE = re.compile(r"^[a-z0-9_-]+:\S+$|^(?:https?://|www\.)|^[\w-]+(?:\.[\w-]+)+$|^\W*$")
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?![a-zA-Z])")
_GLOBAL = re.compile(r"(?:urn|tag|https?):(?=\S*\d)\S{16,}$")
_SAME: Final = 0.8
_RUN: Final = 4
_LONGEST_TITLE: Final = 400


def _place(key: str, number: int) -> str:
    key = re.sub(r"\s+", "", clean_text(key))[:200]
    return f"#{key}" if key else f":{number}"


def _identify(item: WireItem, locator: str) -> str:
    """The id of an item: made of its GUID and version where that is one for all the world, so that
    an item in two files is one article; else of its place."""
    key = item.key.strip()
    return identify(f"{key}#{item.version}" if _GLOBAL.match(key) else locator)


def _describe(raw: RawDocument, item: WireItem, locator: str) -> Article | Refusal:
    title = fold_line(clean_text(item.title or ""))[:_LONGEST_TITLE] or None
    rights = split_rights(_without_title([clean_text(text) for text in item.paragraphs], title))
    if not any(map(has_words, rights.paragraphs)):
        return Refusal("holds a headline and no text" if title else "holds no text")
    notices = [fold_line(clean_text(notice)) for notice in (*item.rights, *rights.notices)]
    opening = next(filter(has_words, rights.paragraphs))
    dateline = read_dateline(opening)
    stated = choose_name(item.sources)
    agency = find_agency(rights.paragraphs, *item.sources, *item.credits, *notices)
    source = stated or rights.owner or (dateline and dateline[0].source) or agency
    published, origin = _date_of(item, dateline[0].published if dateline else None, raw.locator)
    return Article(
        id=_identify(item, locator),
        title=title or derive_title(opening[dateline[1] if dateline else 0 :].lstrip("-–— ")),
        body="\n\n".join(rights.paragraphs),
        path=locator,
        digest=raw.digest,
        title_origin="meta" if title else "derived",
        url=item.url if item.url and re.match(r"https?://\S+$", item.url) else None,
        source=source,
        source_origin="none" if not source else "meta" if stated else "text",
        agency=agency,
        authors=item.authors,
        authors_origin="meta" if item.authors else "none",
        section=fold_spaces(clean_text(item.section or "")) or None,
        published=published.moment if published else None,
        published_precision=published.precision if published else None,
        published_origin=origin,
        modified=item.modified.moment if item.modified else None,
        language=_language(item.language),
        rights="\n".join(dict.fromkeys(filter(None, notices))) or None,
    )


def _without_title(paragraphs: list[str], title: str | None) -> list[str]:
    """The text without its headline above it, unless that is all there is: an alert."""
    first = next(iter(paragraphs), "")
    repeated = title and fold_spaces(first).casefold() == fold_spaces(title).casefold()
    return paragraphs[1:] if repeated and len(paragraphs) > 1 else paragraphs


def _date_of(
    item: WireItem, in_text: StatedDate | None, locator: str
) -> tuple[StatedDate | None, Origin]:
    if item.published:
        return item.published, "meta"
    if in_text:
        return in_text, "text"
    named = find_date_in_name(PurePosixPath(locator).name)
    return (named, "filename") if named else (None, "none")


def _from_basic(found: re.Match[str]) -> StatedDate | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    moment = datetime(year, month, day, hour, minute, min(second, 59))
    known = parse_date(f"{year:04}-{month:02}-{day:02}")  # no year that the press cannot have
    zone = found[7] or ""
    if not known:
        return None
    if zone == "Z":
        moment = moment.replace(tzinfo=UTC)
    elif zone:
        known_zone = parse_date(f"2000-01-01T00:00:00{zone}")
        moment = moment.replace(tzinfo=known_zone.moment.tzinfo if known_zone else None)
    return StatedDate(moment, "time" if found[4] else "day")


def _is_later(one: StatedDate, other: StatedDate) -> bool:
    """Whether one moment is after another; where only one has a zone, by a day at least."""
    left, right = one.moment, other.moment
    if (left.tzinfo is None) == (right.tzinfo is None):
        return left > right
    return left.replace(tzinfo=None) - right.replace(tzinfo=None) > timedelta(days=1)


def _as_person(part: str) -> str | None:
    part = part.strip(" .*-–—\"'")
    words = part.split()
    small = [word for word in words if not _CAPITAL.search(word) and word not in _PARTICLES]
    capitals = not small and any(map(_CAPITAL.search, words))
    initials = len(words) == 1 and len(part) <= 4 and part.isupper()
    if not capitals or initials or len(words) > 6 or _OFFICE.search(part) or name_agency(part):
        return None
    return part


def _wording(text: list[str]) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", " ".join(text).casefold())
    return {
        tuple(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))
    } - {()}


def _language(code: str | None) -> str | None:
    found = _LANGUAGE.match((code or "").strip())
    return found[1].lower() if found else None
