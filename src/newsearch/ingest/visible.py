"""What a reader sees around a headline: who wrote it and when, in bylines and date stamps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from newsearch.article import Origin
from newsearch.ingest.cleaning import fold_spaces
from newsearch.ingest.dates import StatedDate, parse_date
from newsearch.ingest.statements import Statement, read_statement

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

__all__ = ["Seen", "Visible", "read_visible"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One element: what its words state, its date (of the words, or of a `<time>`) and where that
    comes from, and whether the words say that it is the date of publication."""

    statement: Statement
    date: StatedDate | None
    origin: Origin
    explicit: bool


@dataclass(frozen=True, slots=True)
class Visible:
    """What the elements around a headline say: authors, when it was changed, the date that is said
    to be that of publication, and the first date of any kind."""

    authors: tuple[str, ...]
    modified: StatedDate | None
    published: Seen | None
    stamp: Seen | None


_STAMPS: Final = re.compile("^(?:time|span|p|div|em|i|b|strong|small|li|a|address|h[2-6])$")
_AS_PUBLISHED: Final = re.compile(
    r"publi|mise? en ligne|\bparue?\b|post[ée]|[ée]crit le|cr[ée][ée]", re.IGNORECASE
)
_BYLINE: Final = re.compile(
    r"(?:^|[_-])(?:auth?eure?|author|byline|signature|journaliste)s?(?:[_-]?name)?$", re.IGNORECASE
)
_ABOVE: Final = 60
_BELOW: Final = 150
"""How many elements above and below a headline are its own; further on come other articles."""
_FAR: Final = 1500
_LENGTHS: Final = range(6, 161)


def read_visible(page: "BeautifulSoup", title: str | None) -> Visible:
    """Read the short elements around the heading that is the title. Without such a heading, only a
    date that is said to be that of publication counts: another may be the day of the visit."""
    headings = page.find_all("h1", limit=10)
    heading = next((h1 for h1 in headings if fold_spaces(h1.get_text(" ")) == title), None)
    near = list(_read_all(_around(heading))) if heading else []
    far = _read_all((heading or page).find_all_next(_STAMPS, limit=_FAR))
    authors = (seen.statement.authors for seen in near)
    return Visible(
        authors=next(filter(None, authors), ()) or _read_bylines(page),
        modified=next((seen.statement.modified for seen in near if seen.statement.modified), None),
        published=next((seen for seen in chain(near, far) if seen.explicit), None),
        stamp=next((seen for seen in near if seen.date), None),
    )


def _around(heading: "Tag") -> "Iterable[Tag]":
    """The elements of the block that opens with a heading (or a little above), then those below."""
    block = heading
    for parent in heading.parents:
        if parent.name in {"body", "main", "article", "html"}:
            break
        if len(parent.find_all(_STAMPS, limit=_ABOVE + 1)) > _ABOVE:
            break
        block = parent
    return [*block.find_all(_STAMPS, limit=_ABOVE), *heading.find_all_next(_STAMPS, limit=_BELOW)]


def _read_all(tags: "Iterable[Tag]") -> Iterator[Seen]:
    return (seen for tag in tags if (seen := _read(tag)))


def _read(tag: "Tag") -> Seen | None:
    """What one element says, if it is short and says anything."""
    if len(tag.find_all(limit=8)) == 8:
        return None
    text = fold_spaces(tag.get_text(" "))
    statement = (read_statement(text) if len(text) in _LENGTHS else None) or Statement()
    moment = parse_date(str(tag.get("datetime") or "")) if tag.name == "time" else None
    words = statement.published
    explicit = bool(words and _AS_PUBLISHED.search(text))
    if words and moment and moment.moment.date() != words.moment.date():
        moment = None  # what people read is what the publisher cares for
    # A `<time>` in "Mis à jour le …" is no date of publication.
    date = moment or words if words or not statement.modified else None
    if not date and statement == Statement():
        return None
    return Seen(statement, date, "meta" if moment else "text", explicit)


def _read_bylines(page: "BeautifulSoup") -> tuple[str, ...]:
    """The people named in elements that are marked as a byline."""
    by_class = page.find_all(class_=_BYLINE, limit=8)
    for tag in [*page.select('[rel="author"], [itemprop="author"]', limit=4), *by_class]:
        text = fold_spaces(tag.get_text(" "))
        if 3 <= len(text) <= 100:
            said = read_statement(text) or read_statement(f"Par {text}")
            if said and said.authors:
                return said.authors
    return ()
