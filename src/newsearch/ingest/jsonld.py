"""The article that a page describes in JSON-LD (schema.org), however broken the JSON is."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from newsearch.ingest.cleaning import fold_line

__all__ = ["LinkedArticle", "read_json_ld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """What JSON-LD says of the page's article: strings as given, with entities opened and spaces
    folded; `body` keeps its markup and lines. None or empty for what it does not say."""

    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    body: str | None = None
    free: bool | None = None


MAX_NODES: Final = 20_000
"""How many JSON objects are looked at: a page that has more is describing something else."""

_ARTICLE: Final = re.compile(
    r"(?:^|[/:#])(?:\w*NewsArticle|Article|ReportageNewsArticle|Report|\w+Article)$"
)
_NEAR: Final = re.compile(
    r"(?:^|[/:#])\w*(?:Posting|Episode|VideoObject|NewsMediaObject|CreativeWork|WebPage)$"
)
_KEYS: Final = ("headline", "datePublished", "author", "articleBody", "publisher")
_WRAPPING: Final = re.compile(
    r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$"
)
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrtu])')


def read_json_ld(scripts: Iterable[str], address: str | None = None) -> LinkedArticle:
    """What some `application/ld+json` scripts say of the article; empty when they say nothing.

    Of several articles, the one at the page's own address, else the best described one.
    References by @id are followed one step.
    """
    nodes = list(_walk(value for script in scripts for value in _load(script)))
    articles = [node for node in nodes if _has_type(node, _ARTICLE)]
    articles = articles or [
        n for n in nodes if _has_type(n, _NEAR) and _text(n.get("datePublished"))
    ]
    if not articles:
        return LinkedArticle()
    best = max(
        articles, key=lambda node: (_is_at(node, address), sum(map(bool, map(node.get, _KEYS))))
    )
    named = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and len(n) > 2}
    return _describe({key: _follow(value, named) for key, value in best.items()})


def _describe(node: dict[str, Any]) -> LinkedArticle:
    body = next(
        (node[key] for key in ("articleBody", "articlebody", "text") if node.get(key)), None
    )
    return LinkedArticle(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
        modified=_text(node.get("dateModified")),
        authors=tuple(dict.fromkeys(_names(node.get("author") or node.get("creator")))),
        publisher=next(_names(node.get("publisher")), None),
        section=_text(node.get("articleSection")),
        language=_text(node.get("inLanguage")),
        url=_address(node),
        body=body if isinstance(body, str) else None,
        free=_truth(node.get("isAccessibleForFree")),
    )


def _load(script: str) -> Iterator[Any]:
    """The value of a script: as it is, or with the mistakes mended that publishers make (comment
    marks, trailing commas, escapes that JSON has not, something after the end)."""
    text = _WRAPPING.sub("", script).strip().rstrip(";")
    decoder = json.JSONDecoder(strict=False)
    for attempt in (
        text,
        _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text)),
        html.unescape(text),
    ):
        try:
            yield decoder.raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
        return


def _walk(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """All objects however nested, the outer ones first."""
    queue = list(values)
    for value in queue:
        if len(queue) > MAX_NODES:
            return
        if isinstance(value, dict):
            yield value
            queue.extend(inner for inner in value.values() if isinstance(inner, dict | list))
        elif isinstance(value, list):
            queue.extend(inner for inner in value if isinstance(inner, dict | list))


def _has_type(node: dict[str, Any], wanted: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    several = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and wanted.search(kind) for kind in several)


def _is_at(node: dict[str, Any], address: str | None) -> bool:
    own = _address(node)
    return bool(own and address and _path(own) == _path(address))


def _path(address: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.)?|[?#].*$|/$", "", address)


def _address(node: dict[str, Any]) -> str | None:
    """The first web address of an object: `mainEntityOfPage`, `url` or `@id`."""
    for value in (node.get("mainEntityOfPage"), node.get("url"), node.get("@id")):
        given = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(given, str) and re.match(r"https?://[^\s#]", given.strip()):
            return given.strip()
    return None


def _follow(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_follow(one, named) for one in value]
    if (
        isinstance(value, dict)
        and set(value) <= {"@id", "@type"}
        and isinstance(value.get("@id"), str)
    ):
        return named.get(value["@id"], value)
    return value


def _truth(value: Any) -> bool | None:
    """A Boolean, as such or as schema.org and publishers spell it ("False", "http://schema.org/False")."""
    spelled = str(value).rsplit("/", 1)[-1].strip().lower()
    return {"true": True, "false": False}.get(spelled)


def _names(value: Any) -> Iterator[str]:
    """The names of people and organisations, given as strings, objects or lists of them."""
    for one in value if isinstance(value, list) else [value]:
        name = _text(one.get("name")) if isinstance(one, dict) else _text(one)
        if name and not name.startswith(("http:", "https:", "@")):
            yield name


def _text(value: Any) -> str | None:
    """One line of text; entities that were encoded once too often are opened."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), None)
    return fold_line(html.unescape(value)) or None if isinstance(value, str) else None
