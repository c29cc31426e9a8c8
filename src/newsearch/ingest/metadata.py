"""What a page says of its article: JSON-LD, OpenGraph and other metas, `<time>`, then what is seen."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from newsearch.article import Origin
from newsearch.ingest.cleaning import fold_line, fold_spaces
from newsearch.ingest.dates import StatedDate, find_date, find_date_in_address, parse_date
from newsearch.ingest.doubt import is_placeholder
from newsearch.ingest.headline import choose_headline, find_site
from newsearch.ingest.jsonld import LinkedArticle, read_json_ld
from newsearch.ingest.page import Page, text_of
from newsearch.ingest.statements import Statement, find_told
from newsearch.ingest.visible import Visible, is_by_readers, read_notices, read_visible

__all__ = ["Metadata", "read_metadata"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The facts about a page's article, None or empty for what the page does not say. `linked_body`
    is the articleBody of JSON-LD as given; `description` is what the page shows when it is shared,
    `site` what its title adds to the headline, `notices` the copyright notices at its foot,
    `free` whether all may read it, `told` the date of publication by a line for its readers."""

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
    site: str | None = None
    notices: tuple[str, ...] = ()
    free: bool | None = None
    told: StatedDate | None = None

    @property
    def witnesses(self) -> tuple[StatedDate | None, ...]:
        """Dates that ought to agree with that of publication."""
        return (find_date_in_address(self.url or ""), self.told)

    def completed(self, said: Statement) -> "Metadata":
        """With the authors and the date that a line of the body states, where none are known."""
        authors, published = self.authors or said.authors, self.published or said.published
        return replace(
            self,
            authors=authors,
            authors_origin="text" if authors and not self.authors else self.authors_origin,
            published=published,
            published_origin="text" if published and not self.published else self.published_origin,
            modified=self.modified or said.modified,
            told=said.published or self.told,
        )

    def cleaned(self, clean: Callable[[str], str]) -> "Metadata":
        """With every text cleaned by a function, and names on one line of plain spaces."""

        def name(text: str | None) -> str | None:
            return fold_spaces(clean(text)) or None if text else None

        return replace(
            self,
            title=(self.title and clean(self.title).strip()) or None,
            authors=tuple(author for one in self.authors if (author := name(one))),
            source=name(self.source),
            section=name(self.section),
            site=name(self.site),
            url=name(self.url),
            notices=tuple(clean(notice) for notice in self.notices),
        )


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
    *("article_date_original", "publication-date", "original-publish-date", "dc.date.published"),
    *("og:pubdate", "article.published", "rnews:datepublished", "uploaddate", "issued"),
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
_TITLES: Final = ("og:title", "twitter:title", "dc.title", "citation_title")
_SECTIONS: Final = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "rubrique",
)
_WORD: Final = re.compile(r"\w{4,}")
_BY: Final = re.compile(r"^par\s+", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?:|@|/")


class _Metas:
    """The metas of a page by name, in small letters, whether they say name, property or itemprop."""

    def __init__(self, page: Page) -> None:
        self._contents: dict[str, list[str]] = {}
        for tag in page.find_all("meta"):
            content = fold_line(html.unescape(tag.get("content") or ""))
            for attribute in ("property", "name", "itemprop"):
                if content and (name := tag.get(attribute)):
                    self._contents.setdefault(name.strip().lower(), []).append(content)

    def all(self, names: Iterable[str]) -> Iterator[str]:
        """Their contents, the first name's first."""
        for name in names:
            yield from self._contents.get(name, ())

    def first(self, *names: str) -> str | None:
        """The content of the first of these names that the page has."""
        return next(self.all(names), None)


def read_metadata(page: Page) -> Metadata:
    """The facts about a page's article, each from the most trustworthy place that has it."""
    metas = _Metas(page)
    address = _canonical(page) or metas.first("og:url")
    linked = _only_if_about(read_json_ld(page.linked, address), page, metas)
    source = linked.publisher or metas.first(*_SOURCES)
    title = choose_headline(page, _announced(page, metas, linked), source)
    authors = _name_authors([*linked.authors]) or _name_authors(metas.all(_AUTHORS))
    published, origin = _declared_date(page, metas, linked)
    # What is seen is looked for only when it is needed: it takes longer than all the rest.
    sure = published and not is_placeholder(published)
    visible = None if authors and sure else read_visible(page, title, dated=bool(sure))
    if visible and (not published or is_placeholder(published)):
        shown, shown_origin = _shown_date(visible, address or linked.url)
        published, origin = (shown, shown_origin) if shown else (published, origin)
    seen = visible.authors if visible else ()
    return Metadata(
        title=title,
        authors=authors or seen,
        authors_origin=("json-ld" if linked.authors else "meta")
        if authors
        else "text"
        if seen
        else "none",
        source=source,
        section=linked.section or metas.first(*_SECTIONS),
        language=_language_of(page, metas, linked),
        url=address or linked.url,
        published=published,
        published_origin=origin,
        modified=_first_date([linked.modified, *metas.all(_MODIFIED)])
        or (visible.modified if visible else None),
        linked_body=linked.body,
        free=linked.free,
        told=find_told(next(page.find_all("body"), page.root).text_content(), title),
        description=metas.first("og:description", "description", "dc.description"),
        site=find_site(page.title, title),
        notices=tuple(read_notices(page)),
    )


def _only_if_about(linked: LinkedArticle, page: Page, metas: _Metas) -> LinkedArticle:
    """What JSON-LD says, but for its publisher nothing if it describes another article: one of whose
    headline no word stands in the titles that the page gives itself."""
    headings = (text_of(tag) for tag in islice(page.find_all("h1"), 10))
    shown = set(_WORD.findall(" ".join([*metas.all(_TITLES), page.title, *headings]).casefold()))
    said = set(_WORD.findall((linked.headline or "").casefold()))
    return (
        LinkedArticle(publisher=linked.publisher) if said and shown and not said & shown else linked
    )


def _announced(page: Page, metas: _Metas, linked: LinkedArticle) -> list[str]:
    """The titles that the page's metadata gives, the best first."""
    titles = [*metas.all(_TITLES), linked.headline, page.title]
    return [title for title in titles if title]


def _shown_date(visible: Visible, address: str | None) -> tuple[StatedDate | None, Origin]:
    """When a page that does not say so in its metadata was published: the date that its words give
    as such, then the day in its address, then the first date by the headline."""
    stamp = visible.stamp
    if visible.published:
        return visible.published.date, visible.published.origin
    date = find_date_in_address(address or "")
    if date and date.precision == "day":
        if stamp and stamp.date and stamp.date.moment.date() == date.moment.date():
            return stamp.date, stamp.origin  # the same day, and often the time too
        return date, "url"
    if stamp:
        return stamp.date, stamp.origin
    return (date, "url") if date else (None, "none")


def _declared_date(
    page: Page, metas: _Metas, linked: LinkedArticle
) -> tuple[StatedDate | None, Origin]:
    """The date of publication in a page's markup for machines; one that stands for none only where
    there is no other."""
    places: tuple[tuple[Origin, Iterable[str | None]], ...] = (
        ("json-ld", [linked.published]),
        ("meta", metas.all(_PUBLISHED)),
        ("meta", _marked(page)),
    )
    unset: tuple[StatedDate | None, Origin] = (None, "none")
    for origin, values in places:
        for date in filter(None, map(_read_date, values)):
            if not is_placeholder(date):
                return date, origin
            unset = unset if unset[0] else (date, origin)
    return unset


def _marked(page: Page) -> Iterator[str]:
    """What elements marked as the date of publication hold, the machine's form first; those of
    readers' comments are marked as well."""
    for tag in page.root.xpath("//*[contains(@itemprop, 'datePublished')]")[:20]:
        if not is_by_readers(tag):
            yield tag.get("datetime") or tag.get("content") or text_of(tag)


def _first_date(values: Iterable[str | None]) -> StatedDate | None:
    return next(filter(None, map(_read_date, values)), None)


def _read_date(value: str | None) -> StatedDate | None:
    """The date that a value is, or that stands in a short one ("Publié le 3 mai 2021")."""
    return (value and (parse_date(value) or find_date(value[:80]))) or None


def _name_authors(values: Iterable[str]) -> tuple[str, ...]:
    """The people whom values name, each value one or several; the address of a profile is no name."""
    texts = (_BY.sub("", value) for value in values if not _ADDRESS.match(value))
    names = (name.strip() for text in texts for name in re.split(r"\s*[,;|]\s*|\s+et\s+", text))
    return tuple(dict.fromkeys(name for name in names if name))


def _language_of(page: Page, metas: _Metas, linked: LinkedArticle) -> str | None:
    """The language as a code of two or three letters, or None."""
    declared = page.root.get("lang") or page.root.get("xml:lang")
    for value in (linked.language, declared, metas.first("og:locale", "dc.language", "language")):
        if found := re.match(r"[a-zA-Z]{2,3}(?![a-zA-Z])", value or ""):
            return found[0].lower()
    return None


def _canonical(page: Page) -> str | None:
    links = (
        link for link in page.find_all("link") if "canonical" in (link.get("rel") or "").lower()
    )
    for link in islice(links, 3):
        address = (link.get("href") or "").strip()
        if re.match(r"https?://\S+$", address):
            return address
    return None
