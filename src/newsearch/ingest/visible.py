"""What a reader sees around a headline: who wrote it and when, in bylines and date stamps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from newsearch.article import Origin
from newsearch.ingest.cleaning import fold_spaces
from newsearch.ingest.dates import StatedDate, parse_date
from newsearch.ingest.headline import find_heading
from newsearch.ingest.rights import split_rights
from newsearch.ingest.statements import Statement, find_published, read_statement

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

__all__ = ["Seen", "Visible", "is_by_readers", "read_notices", "read_visible"]


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
_BYLINE: Final = re.compile(
    r"(?:^|[_-])(?:auth?eure?|author|byline|signature|journaliste)s?(?:[_-]?name)?$", re.IGNORECASE
)
_BY_READERS: Final = re.compile("comment|forum|reaction|reponse", re.IGNORECASE)
_FOOT: Final = re.compile("footer|copyright|pied-?de-?page", re.IGNORECASE)
_SPEAKS_OF_RIGHTS: Final = re.compile(r"©|\(c\)|copyright|r[ée]serv[ée]s|interdit", re.IGNORECASE)
_ABOVE: Final = 60
_BELOW: Final = 150
"""How many elements above and below a headline are its own; further on come other articles."""
_FAR: Final = 1500
_LENGTHS: Final = range(6, 161)


def read_visible(page: "BeautifulSoup", title: str | None) -> Visible:
    """Read the short elements around the heading that is the title. Without such a heading, only a
    date that is said to be that of publication counts: another may be the day of the visit."""
    heading = find_heading(page, title)
    near = list(_read_all(_around(heading))) if heading else []
    below = heading.find_all_next if heading else page.find_all
    far = _read_all(below(_STAMPS, limit=_FAR))
    authors = (seen.statement.authors for seen in near)
    return Visible(
        authors=next(filter(None, authors), ()) or _read_bylines(page),
        modified=next((seen.statement.modified for seen in near if seen.statement.modified), None),
        published=next((seen for seen in chain(near, far) if seen.explicit), None),
        stamp=next((seen for seen in near if seen.date), None),
    )


def read_notices(page: "BeautifulSoup") -> list[str]:
    """The copyright notices at the foot of the page, which an extractor leaves there."""
    notices = []
    for string in page.find_all(string=_SPEAKS_OF_RIGHTS, limit=_ABOVE):
        parent = string.parent
        if not parent or not any(_is_foot(tag) for tag in (parent, *parent.parents)):
            continue
        lines = (fold_spaces(text) for text in (string, parent.get_text(" ")))
        found = (line for line in lines if line and not split_rights([line]).paragraphs)
        # "Copyright" alone is a link to a page about it.
        notices += [line for line in found if len(line.split()) > 1 and line != "© Copyright"][:1]
    return list(dict.fromkeys(notices))


def _is_foot(tag: "Tag") -> bool:
    return tag.name == "footer" or bool(_FOOT.search(f"{tag.get('class')} {tag.get('id')}"))


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
    return (seen for tag in tags if (seen := _read(tag)) and not is_by_readers(tag))


def is_by_readers(tag: "Tag") -> bool:
    """Whether an element stands among readers' comments, which have authors and dates too."""
    return any(
        _BY_READERS.search(f"{parent.get('class')} {parent.get('id')} {parent.get('itemtype')}")
        for parent in (tag, *tag.parents)
        if parent.name not in {"body", "html", "[document]"}
    )


def _read(tag: "Tag") -> Seen | None:
    """What one element says, if it is short and says anything."""
    if len(tag.find_all(limit=8)) == 8:
        return None
    # What a `<time>` is the time of stands around it ("Mis à jour le …").
    text = fold_spaces((tag.parent if tag.name == "time" and tag.parent else tag).get_text(" "))
    if len(text) not in _LENGTHS:
        text = fold_spaces(tag.get_text(" "))
    short = len(text) in _LENGTHS
    statement = (read_statement(text) if short else None) or Statement()
    published = find_published(text) if short else None
    words = published or statement.published
    time = tag if tag.name == "time" else tag.find("time")
    moment = parse_date(str(time.get("datetime") or "")) if time else None
    if words and moment and moment.moment.date() != words.moment.date():
        moment = None  # what people read is what the publisher cares for
    date = moment or words if words or not statement.modified else None
    if not date and statement == Statement():
        return None
    return Seen(statement, date, "meta" if moment else "text", explicit=published is not None)


def _read_bylines(page: "BeautifulSoup") -> tuple[str, ...]:
    """The people named in elements that are marked as a byline."""
    marked = page.select('[rel="author"], [itemprop="author"]', limit=4)
    for tag in [*marked, *page.find_all(class_=_BYLINE, limit=8)]:
        text = fold_spaces(tag.get_text(" "))
        if 3 <= len(text) <= 100 and not is_by_readers(tag):
            said = read_statement(text) or read_statement(f"Par {text}")
            if said and said.authors:
                return said.authors
    return ()
