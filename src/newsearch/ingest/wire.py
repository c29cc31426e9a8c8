"""What all agency formats have in common: an item's facts, and how they become an Article."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from newsearch.article import Article, Origin, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.agencies import find_agency
from newsearch.ingest.cleaning import clean_text, fold_line, fold_spaces, has_words
from newsearch.ingest.dates import StatedDate, find_date_in_path
from newsearch.ingest.flow import from_string
from newsearch.ingest.media import Outcome
from newsearch.ingest.naming import derive_title, identify
from newsearch.ingest.parties import choose_name
from newsearch.ingest.rights import split_rights
from newsearch.ingest.statements import read_dateline

__all__ = [
    "WITHDRAWN",
    "Refusal",
    "WireItem",
    "merge_texts",
    "read_item",
    "read_items",
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
    """One item as its format states it. `key` is its GUID or urn, `version` which version of it
    this is; `sources` are names of parties, the surest first; `credits` are other lines that may
    name an agency."""

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


def merge_texts(texts: Iterable[list[str]]) -> list[str]:
    """One text of several that may be renditions of the same, or a part of another: of those that
    share most of their wording (runs of four words) the longer one stays."""
    kept: list[tuple[set[tuple[str, ...]], list[str]]] = []
    for text in texts:
        wording = _wording(text)
        for number in range(max(0, len(kept) - _LOOK_BACK), len(kept)):
            other, _ = kept[number]
            if len(wording & other) >= _SAME * min(len(wording), len(other)):
                if len(wording) > len(other):
                    kept[number] = (wording, text)
                break
        else:
            if wording:
                kept.append((wording, text))
    return [paragraph for _, text in kept for paragraph in text]


_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?![a-zA-Z])")
_GLOBAL = re.compile(r"(?:urn|tag|https?):(?=\S*\d)\S{16,}$")
_SAME: Final = 0.8
_RUN: Final = 4
_LOOK_BACK: Final = 8
"""How many texts before one may be a rendition of it: they stand side by side."""
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
    title = fold_line(clean_text(" ".join(from_string(item.title))))[:_LONGEST_TITLE] or None
    rights = split_rights(_without_title([clean_text(text) for text in item.paragraphs], title))
    if not any(map(has_words, rights.paragraphs)):
        return Refusal("holds a headline and no text" if title else "holds no text")
    notices = [fold_line(clean_text(notice)) for notice in (*item.rights, *rights.notices)]
    opening = next(filter(has_words, rights.paragraphs))
    dateline = read_dateline(opening)
    stated = choose_name(item.sources)
    agency = find_agency(rights.paragraphs, *item.sources, *item.credits, *notices)
    source = stated or rights.owner or (dateline and dateline[0].source) or agency
    # "Le Monde avec AFP" names the paper, not a person.
    authors = tuple(name for name in item.authors if not _is_same(name, source or ""))
    published, origin = _date_of(item, dateline[0].published if dateline else None, raw.locator)
    return Article(
        id=_identify(item, locator),
        title=title or derive_title(opening, dateline[1] if dateline else 0),
        body="\n\n".join(rights.paragraphs),
        path=locator,
        digest=raw.digest,
        title_origin="meta" if title else "derived",
        url=item.url if item.url and re.match(r"https?://\S+$", item.url) else None,
        source=source,
        source_origin="none" if not source else "meta" if stated else "text",
        agency=agency,
        authors=authors,
        authors_origin="meta" if authors else "none",
        section=fold_spaces(clean_text(item.section or "")) or None,
        published=published.moment if published else None,
        published_precision=published.precision if published else None,
        published_origin=origin,
        modified=item.modified.moment if item.modified else None,
        language=_language(item.language),
        rights="\n".join(dict.fromkeys(filter(None, notices))) or None,
    )


def _is_same(person: str, source: str) -> bool:
    person, source = (re.sub(r"\W", "", name).casefold() for name in (person, source))
    return bool(person and source) and (source.startswith(person) or person == source)


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
    named = find_date_in_path(locator)
    return (named, "filename") if named else (None, "none")


def _wording(text: list[str]) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", " ".join(text).casefold())
    return {
        tuple(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))
    } - {()}


def _language(code: str | None) -> str | None:
    found = _LANGUAGE.match((code or "").strip())
    return found[1].lower() if found else None
