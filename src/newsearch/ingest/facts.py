"""What a record, a front matter or an envelope says of an article, beside its text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from typing import Any, Final

from newsearch.article import Article
from newsearch.ingest.cleaning import clean_text, fold_line, fold_spaces
from newsearch.ingest.dates import StatedDate, find_date, parse_date
from newsearch.ingest.naming import identify

__all__ = ["Facts", "collect_facts", "text_of"]

LONGEST_FACT: Final = 2000
"""Characters of a title or a name; what is longer is cut: it is no title."""
_GOOD_ID: Final = re.compile(r"(?=.*[^\d.])[\w.:/@+=-]{4,128}", re.ASCII)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]{3,2000}", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_BY: Final = re.compile(r"(?:par|by)\s+", re.IGNORECASE)
_AND: Final = re.compile(r",(?: (?:et|and) )?| (?:et|and|&) ")
_FULL_NAME: Final = re.compile(r"[^\W\d_a-zà-ÿ][\w.’'-]* ")
_INNER: Final = ("name", "nom", "value", "rendered", "text", "title", "$oid", "$date", "#text")
"""Where an object that stands in place of a text has it: {"name": "AFP"}, {"rendered": "…"}."""
_MAX_PEOPLE: Final = 50
_NOTHING: Final = frozenset({"", "null", "none", "nan", "n/a", "undefined"})
_SHORT: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Clean strings and dates; None or empty for what is not said. `key` is the id it gives itself."""

    key: str | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    published: StatedDate | None = None
    modified: StatedDate | None = None
    language: str | None = None
    rights: str | None = None
    is_record: bool = False

    def identify(self, locator: str, title: str, body: str) -> str:
        """The article's id, the same in every build: the id it gives itself, else made of its
        address, else, for a record, of what it says. A text's is made of its file's name.

        A bare number names a record in its file only.
        """
        if self.key and _GOOD_ID.fullmatch(self.key):
            return self.key
        file = locator.rsplit(":", 1)[0] if self.is_record else locator
        if self.key:
            return identify(f"{file}#{self.key}")
        if self.url:
            return identify(self.url)
        if not self.is_record:
            return identify(locator)
        day = str(self.published.moment) if self.published else ""
        said = sha256("\0".join((title, day, body)).encode(errors="replace")).hexdigest()
        return identify(f"{file}#{said}")

    def complete(self, article: Article) -> Article:
        """An article that was read on its own, with these facts, which count for more."""
        known: dict[str, Any] = {
            name: value
            for name in ("title", "url", "source", "authors", "section", "language", "rights")
            if (value := getattr(self, name))
        }
        for name in known.keys() & {"title", "source", "authors"}:
            known[f"{name}_origin"] = "meta"
        if self.published:
            known |= {
                "published": self.published.moment,
                "published_precision": self.published.precision,
                "published_origin": "meta",
                "suspect": False,  # what the page said of its own date
            }
        if self.modified:
            known["modified"] = self.modified.moment
        url = self.url or article.url
        key = replace(self, url=url).identify(article.locator, article.title, article.body)
        return replace(article, id=key, **known)


def collect_facts(given: dict[str, Any], *, is_record: bool = False) -> Facts:
    """Facts from the values of fields, by the names of parts (see `fields`), whatever their type."""
    source, page = _find_source(text_of(given.get("source"))[: 2 * LONGEST_FACT])
    language = _common_line(given.get("language"))
    return Facts(
        key=_line(given.get("id")),
        title=_line(given.get("title")),
        url=_address(text_of(given.get("url"))) or page,
        source=source,
        authors=tuple(dict.fromkeys(_people(given.get("authors"))))[:_MAX_PEOPLE],
        section=_common_line(given.get("section")),
        published=_date(given.get("published")),
        modified=_date(given.get("modified")),
        language=language if language and _LANGUAGE.fullmatch(language) else None,
        rights=clean_text(text_of(given.get("rights")))[:LONGEST_FACT].strip() or None,
        is_record=is_record,
    )


@lru_cache(maxsize=2048)  # a few sources publish all
def _find_source(text: str) -> tuple[str | None, str | None]:
    """The name of a source, or its host where an address stands for it, and that of a page if it is
    one."""
    source, page = _clean_line(text), None
    if source and (address := _address(source)):
        source, _, path = address.partition("//")[2].partition("/")
        page = address if path else None
    if source and _HOST.fullmatch(source):
        source = source.removeprefix("www.")
    return source, page


def text_of(value: Any, depth: int = 3) -> str:
    """The text that a value stands for: itself, an object's name or value, a list's items."""
    match value:
        case str():
            return value
        case None | bool():
            return ""
        case dict() if depth:
            return next((text_of(value[key], depth - 1) for key in _INNER if value.get(key)), "")
        case list() | tuple() if depth:
            separator = (
                "\n\n" if any(len(item) > 100 for item in value if isinstance(item, str)) else ", "
            )
            return separator.join(filter(None, (text_of(item, depth - 1) for item in value)))
        case date():  # and a datetime; TOML has them
            return value.isoformat()
        case int() | float():
            return str(value) if abs(value) < 1e18 else ""
        case _:
            return ""


def _line(value: Any) -> str | None:
    """One clean line, or None when there is nothing in it."""
    text = text_of(value)[: 2 * LONGEST_FACT]
    return _clean_line(text) if text else None


def _common_line(value: Any) -> str | None:
    """The same for what is the same in many records."""
    text = text_of(value)[: 2 * LONGEST_FACT]
    return _recall_line(text) if text else None


def _clean_line(text: str) -> str | None:
    if "&" in text or "<" in text:
        from newsearch.ingest.fragments import is_markup, read_fragment  # noqa: PLC0415 - rare

        text = " ".join(read_fragment(text)) if is_markup(text) else text
    line = fold_line(clean_text(text).replace("\n", " "))[:LONGEST_FACT]
    is_nothing = len(line) < _SHORT and line.lower() in _NOTHING
    return None if is_nothing else line


_recall_line = lru_cache(maxsize=2048)(_clean_line)


def _people(value: Any) -> Iterable[str]:
    """The names in a list, in an object, or in a line that divides them with ";", "|" or ","."""
    if isinstance(value, list | tuple):
        return chain.from_iterable(_people(text_of(item)) for item in value[:_MAX_PEOPLE])
    line = _line(value)
    return _find_people(line) if line else ()


@lru_cache(maxsize=2048)  # who writes does so more than once
def _find_people(line: str) -> tuple[str, ...]:
    if line[0] == "[" and line[-1] == "]":  # a list that a table holds as text
        line = line[1:-1].replace("'", "").replace('"', "")
    line = _BY.sub("", line, count=1) if _BY.match(line) else line
    names = map(fold_spaces, _divide_names(line))
    return tuple(name for name in names if name and not _ADDRESS.fullmatch(name))


def _divide_names(line: str) -> Iterable[str]:
    """Names in one line; a comma or "et" divides full names ("Martin, Jeanne" is one person)."""
    if ";" in line or "|" in line:
        return re.split("[;|]", line)
    pieces = [piece.strip() for piece in _AND.split(line)]
    return pieces if all(_FULL_NAME.match(piece) for piece in pieces if piece) else [line]


def _date(value: Any) -> StatedDate | None:
    if isinstance(value, float) and 0 < value < 1e14:  # seconds with a fraction
        value = int(value)
    text = text_of(value)[:200].strip()
    return _read_date(text) if text else None


@lru_cache(maxsize=4096)  # many articles are of the same day
def _read_date(text: str) -> StatedDate | None:
    return parse_date(text) or find_date(text)


def _address(text: str) -> str | None:
    """An address of the web without its fragment, or None."""
    text = text.strip()
    if text.startswith("//"):
        text = f"https:{text}"
    return clean_text(text.partition("#")[0]) if _ADDRESS.fullmatch(text) else None
