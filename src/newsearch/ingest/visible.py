"""What a reader sees around a headline: who wrote it and when, in bylines and date stamps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, dropwhile, islice
from typing import Final

from newsearch.article import Origin
from newsearch.ingest.cleaning import fold_spaces
from newsearch.ingest.dates import StatedDate, parse_date
from newsearch.ingest.headline import find_heading
from newsearch.ingest.page import Element, Page, text_of
from newsearch.ingest.rights import split_rights
from newsearch.ingest.statements import Statement, find_published, read_statement

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


_STAMPS: Final = (
    *("time", "span", "p", "div", "em", "i", "b", "strong", "small", "li", "a", "address"),
    *("h2", "h3", "h4", "h5", "h6"),
)
_BYLINE: Final = re.compile(
    r"(?:^|[_-])(?:auth?eure?|author|byline|signature|journaliste)s?(?:[_-]?name)?$", re.IGNORECASE
)
_BY_READERS: Final = re.compile("comment|forum|reaction|reponse", re.IGNORECASE)
_FOOT: Final = re.compile("footer|copyright|pied-?de-?page", re.IGNORECASE)
_SPEAKS_OF_RIGHTS: Final = ".//text()[{}]".format(
    " or ".join(
        f"contains(., '{word}')"
        for word in (
            "©",
            "(c)",
            "(C)",
            "opyright",
            "OPYRIGHT",
            "éserv",
            "eserv",
            "ÉSERV",
            "nterdit",
        )
    )
)
_DIGIT: Final = re.compile("[0-9]")
_TELLING: Final = re.compile(
    r"[0-9]|[A-Z]{2}|[Pp]ar\b|uteur|ource|exte|ecueilli|orrespondant|nvoy|jour|odifi|[Aa]gence|dpa"
    r"|Reuters|Belga|Xinhua|Bloomberg|Associated|Presse"
)
"""What every line has that states something: the readers of lines are slow."""
_ABOVE: Final = 60
_BELOW: Final = 150
"""How many elements above and below a headline are its own; further on come other articles."""
_FAR: Final = 1500
_LONGEST_MARK: Final = 200
_LONGEST_RAW: Final = 2000
_LENGTHS: Final = range(6, 161)


def read_visible(page: Page, title: str | None, *, dated: bool = False) -> Visible:
    """Read the short elements around the heading that is the title; those far below only for the
    date, if the page is not `dated` yet. Without such a heading, only a date that is said to be that
    of publication counts: another may be the day of the visit."""
    heading = find_heading(page, title)
    stamps = list(page.find_all(*_STAMPS))
    below = _below(page, heading, stamps)
    near = list(_read_all(_around(heading, below))) if heading is not None else []
    beyond = [] if dated else below[:_FAR]
    far = _read_all(tag for tag in beyond if _DIGIT.search("".join(tag.itertext())))
    authors = (seen.statement.authors for seen in near)
    return Visible(
        authors=next(filter(None, authors), ()) or _read_bylines(page),
        modified=next((seen.statement.modified for seen in near if seen.statement.modified), None),
        published=next((seen for seen in chain(near, far) if seen.explicit), None),
        stamp=next((seen for seen in near if seen.date), None),
    )


def read_notices(page: Page) -> list[str]:
    """The copyright notices at the foot of the page, which an extractor leaves there."""
    notices = []
    feet: dict[Element, None] = {}
    for tag in filter(_is_foot, page.elements):
        if feet.keys().isdisjoint(tag.iterancestors()):
            feet[tag] = None
    strings = (text for foot in feet for text in foot.xpath(_SPEAKS_OF_RIGHTS))
    for string in islice(strings, _ABOVE):
        parent = string.getparent().getparent() if string.is_tail else string.getparent()
        lines = (fold_spaces(text) for text in (string, text_of(parent)))
        found = (line for line in lines if line and not split_rights([line]).paragraphs)
        # "Copyright" alone is a link to a page about it.
        notices += [line for line in found if len(line.split()) > 1 and line != "© Copyright"][:1]
    return list(dict.fromkeys(notices))


def _is_foot(tag: Element) -> bool:
    return tag.tag == "footer" or _is_named_foot(tag.get("class"), tag.get("id"))


@lru_cache(maxsize=4096)
def _is_named_foot(*marks: str | None) -> bool:
    return any(mark and _FOOT.search(mark[:_LONGEST_MARK]) for mark in marks)


@lru_cache(maxsize=2048)
def _is_named_by_readers(marks: str) -> bool:
    return bool(_BY_READERS.search(marks))


def _marks(tag: Element) -> str:
    """What an element is called; as much of it as a person would write."""
    return " ".join((tag.get(name) or "")[:_LONGEST_MARK] for name in ("class", "id", "itemtype"))


def _below(page: Page, heading: Element | None, stamps: list[Element]) -> list[Element]:
    """The short elements that begin after a heading does; all of them without one."""
    if heading is None:
        return stamps
    after = set(islice(dropwhile(lambda tag: tag is not heading, page.elements), 1, None))
    return [tag for tag in stamps if tag in after]


def _around(heading: Element, below: list[Element]) -> list[Element]:
    """The elements of the block that opens with a heading (or a little above), then those below."""
    block = heading
    for parent in heading.iterancestors():
        if parent.tag in {"body", "main", "article", "html"}:
            break
        if len([*islice(_inside(parent), _ABOVE + 1)]) > _ABOVE:
            break
        block = parent
    return list(dict.fromkeys([*islice(_inside(block), _ABOVE), *below[:_BELOW]]))


def _inside(element: Element) -> Iterator[Element]:
    return element.iterdescendants(*_STAMPS)  # type: ignore[no-any-return]


def _read_all(tags: Iterable[Element]) -> Iterator[Seen]:
    return (seen for tag in tags if (seen := _read(tag)) and not is_by_readers(tag))


def is_by_readers(tag: Element) -> bool:
    """Whether an element stands among readers' comments, which have authors and dates too."""
    return any(
        _is_named_by_readers(_marks(parent))
        for parent in (tag, *tag.iterancestors())
        if parent.tag not in {"body", "html"}
    )


def _read(tag: Element) -> Seen | None:
    """What one element says, if it is short and says anything."""
    time = next(tag.iter("time"), None)
    if not _is_small(tag):
        return None
    if time is None:
        raw = " ".join(tag.itertext())
        if len(raw) > _LONGEST_RAW or not _TELLING.search(raw):
            return None
    # What a `<time>` is the time of stands around it ("Mis à jour le …").
    around = tag.getparent() if tag.tag == "time" else None
    around = around if around is not None and _is_small(around) else None
    text = fold_spaces(text_of(tag if around is None else around))
    if len(text) not in _LENGTHS:
        text = fold_spaces(text_of(tag))
    short = len(text) in _LENGTHS
    statement = (read_statement(text) if short else None) or Statement()
    published = find_published(text) if short else None
    words = published or statement.published
    moment = parse_date(time.get("datetime") or "") if time is not None else None
    if words and moment and moment.moment.date() != words.moment.date():
        moment = None  # what people read is what the publisher cares for
    date = moment or words if words or not statement.modified else None
    if not date and statement == Statement():
        return None
    return Seen(statement, date, "meta" if moment else "text", explicit=published is not None)


def _is_small(tag: Element) -> bool:
    """Whether an element holds less than eight others."""
    return sum(1 for _ in islice(tag.iterdescendants(), 8)) < 8


def _read_bylines(page: Page) -> tuple[str, ...]:
    """The people named in elements that are marked as a byline."""
    marked = page.root.xpath("//*[@rel='author' or @itemprop='author']")[:4]
    called = (tag for tag in page.elements if _is_byline(tag.get("class", "")[:_LONGEST_MARK]))
    for tag in [*marked, *islice(called, 8)]:
        text = fold_spaces(text_of(tag))
        if 3 <= len(text) <= 100 and not is_by_readers(tag):
            said = read_statement(text) or read_statement(f"Par {text}")
            if said and said.authors:
                return said.authors
    return ()


@lru_cache(maxsize=4096)
def _is_byline(marks: str) -> bool:
    return any(map(_BYLINE.search, marks.split()))
