"""The domain: a raw document (bytes before extraction) and an article (what a reader reads)."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BufferedReader, BytesIO
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, Literal, Self, TypeAlias

from newsearch.frozen import as_dict, frozen

__all__ = [
    "Article",
    "Origin",
    "Precision",
    "RawDocument",
    "Removed",
    "name_parts",
    "read_record",
]

Origin = Literal["json-ld", "meta", "url", "text", "filename", "derived", "none"]
"""Where a fact about an article comes from: the page's JSON-LD, its other markup or a record's
fields, its address, the text itself, the name of the file, derived from the text (a title made of
the first sentence), or nowhere."""

Removed: TypeAlias = tuple[str, str]
"""A text that was left out of an article, after the reason: "caption", "box (…)", "pointer" (to other
articles), "call" (to subscribe, share …), "teaser", "byline", "title", "outside" the article, or
"recurring" (in many articles of its source)."""

Precision = Literal["year", "month", "day", "time"]
"""The finest part of a publication date that the document really states."""


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@frozen
class RawDocument:
    """Bytes as they came, before extraction.

    `locator` is the file's path as shown to people, `digest` the SHA-256 of its bytes in hex. What
    may be larger than memory has a `stream` that opens it instead of its `content`. A piece of a
    document of lines, which may be read apart from the others, begins with its `first_line`. What
    is packed in a file has that `file`'s locator, and its digest; `address` is where a page was
    fetched from, where that was written down.
    """

    locator: str
    content: bytes
    media_type: str
    digest: str
    stream: Callable[[], BufferedReader] | None = None
    first_line: int = 1
    file: str | None = None
    address: str | None = None

    def open(self) -> BufferedReader:
        """The bytes from the start, whether they are in memory or not; to be closed."""
        return self.stream() if self.stream else BufferedReader(BytesIO(self.content))


@frozen(kw_only=True)
class Article:
    """One news article. Text is NFC Unicode as published (typography kept), paragraphs divided by
    a blank line; never markup. What the document does not say is None or empty, never invented.

    `published` is aware when the document gives a zone, else naive; its parts finer than
    `published_precision` are the smallest possible and mean nothing; `suspect` says that its dates
    contradict one another or cannot be. `agency` is the news agency whose copy it is, whoever
    published it ("Le Monde avec AFP": AFP). `rights` holds the copyright footers that were taken off
    the body, `removed` some of the rest that was left out, shortened. `truncated` says that the
    document breaks off where subscribers read on. `path` and `digest` name the file it was read
    from, `within` its place there when the file holds several: ":17" (a line), "!/a/b.html" (a member).
    """

    id: str
    title: str
    body: str
    path: str
    digest: str
    title_origin: Origin = "none"
    url: str | None = None
    source: str | None = None
    source_origin: Origin = "none"
    agency: str | None = None
    authors: tuple[str, ...] = ()
    authors_origin: Origin = "none"
    section: str | None = None
    published: datetime | None = None
    published_precision: Precision | None = None
    published_origin: Origin = "none"
    modified: datetime | None = None
    suspect: bool = False
    language: str | None = None
    rights: str | None = None
    truncated: bool = False
    removed: tuple[Removed, ...] = ()
    within: str = ""

    @property
    def locator(self) -> str:
        """Where it was read: the file, and the place in it."""
        return self.path + self.within

    @property
    def parts(self) -> dict[str, str]:
        """The texts that are searched, by the name of the part."""
        return name_parts(self.title, self.body, self.source, self.authors, self.section)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as values that JSON knows: dates in ISO 8601, tuples as lists."""
        values = as_dict(self)
        values["authors"] = list(self.authors)
        values["removed"] = [list(one) for one in self.removed]
        for name in ("published", "modified"):
            values[name] = values[name] and values[name].isoformat()
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Undo `to_dict`. Raises TypeError or ValueError on anything else."""
        given = dict(values)
        given["authors"] = tuple(given["authors"])
        given["removed"] = tuple((why, text) for why, text in given.get("removed", ()))
        for name in ("published", "modified"):
            given[name] = given[name] and datetime.fromisoformat(given[name])
        return cls(**given)

    def to_record(self) -> str:
        """The article as an index keeps it: a line of JSON with what is known of it, then its body
        as it is. As JSON, the body would take as long to read as all the rest."""
        known = [
            name + (encode_basestring(value) if type(value) is str else _encode_fact(value))
            for name, value, unknown in zip(_NAMES, _take_facts(self), _BLANK, strict=True)
            if value is not unknown and value != unknown
        ]
        return f"{{{','.join(known)}}}\n{self.body}"

    @classmethod
    def from_record(cls, record: str) -> Self:
        """Undo `to_record`. Raises TypeError, KeyError or ValueError on anything else."""
        return cls.from_dict(read_record(record))


def name_parts(
    title: str, body: str, source: str | None, authors: Iterable[str], section: str | None
) -> dict[str, str]:
    """`Article.parts` of an article that says so."""
    return {
        "title": title,
        "body": body,
        "source": source or "",
        "author": ", ".join(authors),
        "section": section or "",
    }


def read_record(record: str) -> dict[str, Any]:
    """`Article.to_dict` of the article that `Article.to_record` wrote. Raises TypeError or ValueError
    on anything else."""
    line, _, body = record.partition("\n")
    return {**_UNKNOWN, **json.loads(line), "body": body}


def _encode_fact(value: Any) -> str:
    """A date, a truth or a tuple that is not empty, as `Article.to_dict` gives it."""
    if isinstance(value, datetime):
        return f'"{value.isoformat()}"'
    if type(value) is tuple and type(value[0]) is str:
        return f"[{','.join(map(encode_basestring, value))}]"
    return _encode(value)


_FACTS = tuple(name for name in Article.__annotations__ if name != "body")
_NAMES = tuple(f'"{name}":' for name in _FACTS)
_take_facts = attrgetter(*_FACTS)
_NOTHING = Article(id="", title="", body="", path="", digest="")
_BLANK = _take_facts(_NOTHING)
_UNKNOWN = _NOTHING.to_dict()
