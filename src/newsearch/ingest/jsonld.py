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


LONGEST_SCRIPT: Final = 2_000_000
"""Characters of a script that are looked at."""
MAX_NODES: Final = 20_000
"""How many JSON objects are looked at: a page that has more is describing something else."""

_ARTICLE: Final = re.compile(r"(?:^|[/:#])(?:\w*Article|Report|LiveBlogPosting|BlogPosting)$")
_NEAR: Final = re.compile(
    r"(?:^|[/:#])\w*(?:Posting|Episode|VideoObject|NewsMediaObject|CreativeWork|WebPage)$"
)
_ASIDE: Final = frozenset(
    """liveblogupdate comment itemlistelement haspart ispartof mentions citation review relatedlink
    image video associatedmedia breadcrumb""".split()
)
"""Members that hold other things than the page's article: its parts, its comments, its neighbours."""
_DATES: Final = ("datePublished", "dateCreated", "uploadDate")
_KEYS: Final = ("headline", "datePublished", "author", "articleBody", "publisher")
_BEFORE: Final = ("//", "<![CDATA[", "<!--")
_AFTER: Final = (";", "]]>", "-->", "//", ";")
"""What scripts are wrapped in for the sake of old browsers and XML."""
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_MISSING_COMMA: Final = re.compile(r'(["}\]])([ \t\r]*\n\s*")')
_COMMENT: Final = re.compile(r"/\*[^*]{0,2000}\*/|^[ \t]*//[^\n]*$", re.MULTILINE)
_BAD_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrtu])')
_BETWEEN: Final = re.compile(r"[\s,;]*")
_SALVAGED: Final = re.compile(
    r'"(@type|headline|datePublished|dateModified|dateCreated|articleSection|inLanguage|url)"\s*:\s*'
    r'\[?\s*"((?:[^"\\\n]|\\.|"(?!\s*[,}\]\n])){1,500})"\s*(?=[,}\]\n])'
)
"""A member that matters in JSON that is broken elsewhere, or by quotes inside a string."""


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
        published=next(filter(None, (_text(node.get(name)) for name in _DATES)), None),
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
    """The values of a script: as they are, or with the mistakes mended that publishers make (comment
    marks, commas too many or too few, escapes that JSON has not, entities, something after the end);
    of what cannot be mended, the members that matter."""
    text = _unwrap(script[:LONGEST_SCRIPT])
    for mend in (str, _mend, lambda broken: _mend(html.unescape(broken))):
        if values := list(_decode(mend(text))):
            yield from values
            return
    salvaged: dict[str, str] = {}
    for found in _SALVAGED.finditer(html.unescape(text) if "&quot;" in text else text):
        salvaged.setdefault(found[1], found[2].replace('\\"', '"').replace("\\/", "/"))
    if "@type" in salvaged:
        yield salvaged


def _unwrap(script: str) -> str:
    """A script without the marks around it."""
    text = script.strip()
    for mark in _BEFORE:
        text = text.removeprefix(mark).lstrip()
    for mark in _AFTER:
        text = text.removesuffix(mark).rstrip()
    return text


def _mend(text: str) -> str:
    """JSON without comments, with a comma between two members and none after the last."""
    text = _TRAILING_COMMA.sub(r"\1", _COMMENT.sub("", text))
    return _BAD_ESCAPE.sub(r"\\\\", _MISSING_COMMA.sub(r"\1,\2", text))


def _decode(text: str) -> Iterator[Any]:
    """The values that stand one after another at the start of a text."""
    decoder = json.JSONDecoder(strict=False)
    position = 0
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value
        between = _BETWEEN.match(text, position)
        position = between.end() if between else position


def _walk(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """All objects however nested, the outer ones first."""
    queue = list(values)
    for value in queue:
        if len(queue) > MAX_NODES:
            return
        if isinstance(value, dict):
            yield value
            queue.extend(
                inner
                for name, inner in value.items()
                if isinstance(inner, dict | list) and name.lower() not in _ASIDE
            )
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
