"""What a page says of its article: JSON-LD, OpenGraph and other metas, `<time>`, then what is seen."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsearch.article import Origin
from newsearch.ingest.cleaning import fold_spaces
from newsearch.ingest.dates import StatedDate, parse_date
from newsearch.ingest.jsonld import LinkedArticle, read_json_ld
from newsearch.ingest.statements import Statement, read_statement

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

__all__ = ["Metadata", "read_metadata"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The facts about a page's article, None or empty for what the page does not say. `linked_body`
    is the articleBody of JSON-LD as given; `description` is what the page shows when it is shared."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    authors_origin: Origin = "none"
    source: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    published: StatedDate | None = None
    published_origin: Origin = "none"
    modified: StatedDate | None = None
    linked_body: str | None = None
    description: str | None = None


_PUBLISHED: Final = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished"),
    *(
        "date:published_time",
        "dc.date.issued",
        "dcterms.issued",
        "dc:date",
        "dc.date",
        "dcterms.date",
    ),
    *("citation_publication_date", "bepress_citation_date", "citation_date", "publication_date"),
    *("pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "date"),
    *("dcterms.created", "dc.date.created", "datecreated", "cxenseparse:recs:publishtime"),
)
_MODIFIED: Final = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified"),
    *("dcterms.modified", "dc.date.modified", "last-modified", "revised"),
)
_AUTHORS: Final = (
    *("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator"),
    *("citation_author", "bepress_citation_author", "parsely-author", "sailthru.author"),
    *("cxenseparse:author", "twitter:creator:name"),
)
_SOURCES: Final = (
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "dc.source",
    "application-name",
)
_SECTIONS: Final = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "rubrique",
)
_BYLINES: Final = (
    '[rel="author"], [itemprop="author"], [class*="byline"], [class*="author"], [class*="auteur"],'
    ' [class*="signature"]'
)
_MOMENTS: Final = (
    '[itemprop="datePublished"], time[pubdate], time[class*="publish"], article time, time'
)
_STAMPS: Final = "time, span, p, div, em, small, li, address, h2, h3, h4, h5"
_SEPARATOR: Final = re.compile(r"\s+[|–—·»-]\s+")
_MAX_ELEMENTS: Final = 4000


class _Metas:
    """The metas of a page by name, in small letters, whether they say name, property or itemprop."""

    def __init__(self, page: "BeautifulSoup") -> None:
        self._contents: dict[str, list[str]] = {}
        for tag in page.find_all("meta"):
            content = fold_spaces(html.unescape(str(tag.get("content") or "")))
            for attribute in ("property", "name", "itemprop"):
                if content and (name := tag.get(attribute)):
                    self._contents.setdefault(str(name).strip().lower(), []).append(content)

    def all(self, names: Iterable[str]) -> Iterator[str]:
        """Their contents, the first name's first."""
        for name in names:
            yield from self._contents.get(name, ())

    def first(self, *names: str) -> str | None:
        """The content of the first of these names that the page has."""
        return next(self.all(names), None)


def read_metadata(page: "BeautifulSoup") -> Metadata:
    """The facts about a page's article, each from the most trustworthy place that has it."""
    metas = _Metas(page)
    address = _canonical(page) or metas.first("og:url")
    scripts = page.find_all("script", type=re.compile("ld\\+json", re.IGNORECASE))
    linked = read_json_ld((script.get_text() for script in scripts), address)
    source = linked.publisher or metas.first(*_SOURCES)
    title = _choose_title(page, linked, metas, source)
    said = _read_visible(page, title)
    published, published_origin = _date_of(page, linked, metas, said)
    authors = linked.authors or _split_authors(metas.all(_AUTHORS))
    seen = () if authors else said.authors or _read_bylines(page)
    return Metadata(
        title=title,
        authors=authors or seen,
        authors_origin="meta" if authors else "text" if seen else "none",
        source=source,
        section=linked.section or metas.first(*_SECTIONS),
        language=_language_of(page, linked, metas),
        url=address or linked.url,
        published=published,
        published_origin=published_origin,
        modified=_first_date(filter(None, (linked.modified, *metas.all(_MODIFIED))))
        or said.modified,
        linked_body=linked.body,
        description=metas.first("og:description", "description", "dc.description"),
    )


def _choose_title(
    page: "BeautifulSoup", linked: LinkedArticle, metas: _Metas, source: str | None
) -> str | None:
    """The headline. Where it is announced with something around it ("… | Le Site") or cut ("…"),
    the heading on the page says what belongs to it."""
    announced = list(metas.all(("og:title", "twitter:title", "dc.title", "citation_title")))
    announced += [linked.headline] if linked.headline else []
    announced += [fold_spaces(page.title.get_text())] if page.title else []
    headings = [fold_spaces(tag.get_text(" ")) for tag in page.find_all("h1", limit=10)]
    for heading in headings:
        if len(heading) > 3 and any(_contains(title, heading) for title in announced):
            return heading
    if announced:
        return _without_site(announced[0], source)
    return next((heading for heading in headings if heading), None)


def _contains(announced: str, heading: str) -> bool:
    """Whether a title begins with a heading, or a heading begins with a title that was cut."""
    title, shown = (re.sub(r"\W+", " ", text).strip().lower() for text in (announced, heading))
    cut = announced.rstrip().endswith(("…", "...")) or len(announced) >= 100
    return bool(shown) and (
        title.startswith(shown) or (cut and len(title) > 20 and shown.startswith(title))
    )


def _without_site(title: str, source: str | None) -> str:
    """A title without the name of the site at its end or its start."""
    parts = _SEPARATOR.split(title)
    if source and len(parts) > 1:
        known = _letters(source)
        if _letters(parts[-1]) == known:
            return title[: -len(parts[-1])].rstrip(" |–—·»-")
        if _letters(parts[0]) == known:
            return title[len(parts[0]) :].lstrip(" |–—·»-")
    return title


def _letters(text: str) -> str:
    return re.sub(r"\W|\.(?:fr|com|org|be|ch|net)$|^www\.", "", text.lower())


def _date_of(
    page: "BeautifulSoup", linked: LinkedArticle, metas: _Metas, said: Statement
) -> tuple[StatedDate | None, Origin]:
    if date := _first_date(filter(None, (linked.published, *metas.all(_PUBLISHED)))):
        return date, "meta"
    for tag in page.select(_MOMENTS, limit=50):
        stated = str(tag.get("datetime") or tag.get("content") or "")
        if stated and (date := parse_date(stated)):
            return date, "meta"
    return (said.published, "text") if said.published else (None, "none")


def _first_date(values: Iterable[str]) -> StatedDate | None:
    return next((date for value in values if (date := parse_date(value))), None)


def _read_visible(page: "BeautifulSoup", title: str | None) -> Statement:
    """What short elements state; those below the heading first, and only the first of each kind."""
    heading = next(
        (
            h1
            for h1 in page.find_all("h1", limit=10)
            if title and title == fold_spaces(h1.get_text(" "))
        ),
        None,
    )
    start: Tag | BeautifulSoup = heading or page
    said = Statement()
    for tag in start.find_all_next(
        re.compile("^(?:" + _STAMPS.replace(", ", "|") + ")$"), limit=_MAX_ELEMENTS
    ):
        if len(tag.find_all(limit=8)) >= 8:
            continue
        text = fold_spaces(tag.get_text(" "))
        if 6 <= len(text) <= 160 and (statement := read_statement(text)):
            said = said.or_else(statement)
            if said.published and said.authors:
                break
    return said


def _read_bylines(page: "BeautifulSoup") -> tuple[str, ...]:
    """The people named in elements that are marked as a byline."""
    for tag in page.select(_BYLINES, limit=8):
        text = fold_spaces(tag.get_text(" "))
        if 3 <= len(text) <= 100:
            statement = read_statement(text) or read_statement(f"Par {text}")
            if statement and statement.authors:
                return statement.authors
    return ()


def _split_authors(values: Iterable[str]) -> tuple[str, ...]:
    """The names in metas; the address of a profile is no name."""
    for value in values:
        if not value.startswith(("http:", "https:", "@", "/")):
            text = re.sub(r"^par\s+", "", value, flags=re.IGNORECASE)
            names = (name.strip() for name in re.split(r"\s*[,;|]\s*|\s+et\s+", text))
            return tuple(dict.fromkeys(name for name in names if name))
    return ()


def _language_of(page: "BeautifulSoup", linked: LinkedArticle, metas: _Metas) -> str | None:
    """The language as a code of two or three letters, or None."""
    root = page.find("html")
    declared = (root.get("lang") or root.get("xml:lang")) if root else None
    for value in (linked.language, declared, metas.first("og:locale", "dc.language", "language")):
        if found := re.match(r"[a-zA-Z]{2,3}(?![a-zA-Z])", str(value or "")):
            return found[0].lower()
    return None


def _canonical(page: "BeautifulSoup") -> str | None:
    for link in page.find_all("link", rel="canonical", limit=3):
        address = str(link.get("href") or "").strip()
        if re.match(r"https?://\S+$", address):
            return address
    return None
