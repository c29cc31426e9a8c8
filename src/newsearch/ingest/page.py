"""A web page as a tree (lxml): parsed once, flat enough to walk, without what nobody reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from newsearch.ingest.cleaning import clean_text, fold_line

__all__ = ["DEEPEST", "Element", "Page", "parse_page", "text_of"]

Element: TypeAlias = Any
"""An element of lxml, which publishes no types."""

DEEPEST: Final = 200
"""How deep elements may be nested; real pages stay under 100, even where tags are never closed.
Below, only the elements in _STRUCTURE are kept, without those between: deep junk loses its shape
but not its text, and no search below each element can take forever."""

_STRUCTURE: Final = ("p", "br", "h1", "h2", "h3", "h4", "li", "time")
_TAGS: Final = re.compile(
    r"</?(?!(?:p|br|li|script|style|title|meta|link|head|body|html)\b)[a-z][^<>]{0,2000}>",
    re.IGNORECASE,
)
"""The tags that are taken out of a page that is nested beyond all measure; those left close each other."""
_CONTROL: Final = re.compile(
    r"&#((?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F])))(?:;|(?![0-9a-fA-F]))"
)
"""References to control characters, which no tree of an XML library may hold."""
_UNREAD: Final = ("script", "style", "svg", "iframe", "template", "object", "canvas")


@dataclass(frozen=True, slots=True)
class Page:
    """The root of a page's tree, without scripts, styles and comments, and the texts of its
    `application/ld+json` scripts. Text and attributes are as in the page, entities opened.
    `elements` are those of the tree in order; to hold them makes it faster to go through again."""

    root: Element
    elements: tuple[Element, ...]
    linked: tuple[str, ...]

    def find_all(self, *tags: str) -> Iterator[Element]:
        """The elements with any of these tags, in the order of the page."""
        return self.root.iter(*tags)  # type: ignore[no-any-return]

    @property
    def title(self) -> str:
        """What the page's `<title>` says, on one line."""
        title = next(self.find_all("title"), None)
        return text_of(title) if title is not None else ""


def parse_page(text: str) -> Page | None:
    """The tree of a page, or None when it holds no element."""
    from lxml import etree  # noqa: PLC0415 - heavy; plain text does without

    if _CONTROL.search(text):
        text = clean_text(_CONTROL.sub(_open_control, text))
    if not text.strip():
        return None
    root = _parse(text)
    if root is None:  # it gave up half way
        root = _parse(_TAGS.sub(" ", text))
    if root is None:
        return None
    _flatten(root)
    linked = tuple(
        "".join(script.itertext())
        for script in root.iter("script")
        if "ld+json" in (script.get("type") or "").lower()
    )
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    return Page(root, tuple(root.iter()), linked)


def _open_control(found: re.Match[str]) -> str:
    """What stands for a control character: an escape as such, for what follows it goes with it."""
    digits = found[1].lower()
    code = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    return "\x1b" if code == 0x1B else ""


def _parse(text: str) -> Element | None:
    """The tree of a page's text; None where it has no element, or more depth than the parser bears."""
    from lxml import etree, html  # noqa: PLC0415 - heavy; plain text does without

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    given_up = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return None if given_up else root


def text_of(element: Element) -> str:
    """The text of an element on one line, with spaces between its elements."""
    return fold_line(" ".join(element.itertext()))


def _flatten(root: Element) -> None:
    """Take out what is nested too deep, and leave its text and paragraphs."""
    from lxml import etree  # noqa: PLC0415 - loaded by now

    deep = root.xpath("/*" * DEEPEST)
    for element in deep:
        tags = {inner.tag for inner in element.iterdescendants()} - {*_STRUCTURE, *_UNREAD}
        if tags:
            etree.strip_tags(element, *tags)
