"""XML from strangers becomes a tree: no DTD, no entities, no network, bounded depth.

Names are without namespaces in the tree: wires carry the same vocabulary under many of them, or
none. A file that is cut or has a stray "&" gives what can be read of it.
"""

import html
import re
from typing import Any, Final

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.cleaning import fold_line
from newsearch.ingest.encoding import decode

__all__ = ["LANG", "Element", "attribute", "parse_xml", "strip_declarations", "texts"]

Element = Any
"""An lxml element, whose types are not published."""

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PROLOGUE = re.compile(r"(?:\s+|\ufeff|<\?.*?\?>|<!--.*?-->)+", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s*>")
_NAME = re.compile(r"[^\W\d][\w.-]*")
_ENTITY = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_OWN: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})


def parse_xml(raw: RawDocument, text: str | None = None) -> Element:
    """The root of a document's tree, or of a `text` found inside it. Raises UnreadableArticle."""
    from lxml import etree  # noqa: PLC0415 - heavy; plain text does without

    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    prepared = strip_declarations(decode(raw.content, markup=True) if text is None else text)
    try:
        root: Element = etree.fromstring(prepared.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableArticle(
            raw.locator, "is XML that cannot be read; is it damaged?"
        ) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableArticle(raw.locator, "is XML nested too deep to be an article")
    if root is None:
        raise UnreadableArticle(raw.locator, "is XML without a single element; is it damaged?")
    for element in root.iter("*"):
        # A prefix that is not declared stays in the name.
        name = element.tag.rpartition("}")[2].rpartition(":")[2]
        if name != element.tag:
            element.tag = name if _NAME.fullmatch(name) else "unknown"
    return root


def strip_declarations(text: str) -> str:
    """XML without its declarations (the DTD and its entities with them) and what XML forbids;
    entities of HTML are characters, and any other "&" stands for itself."""
    text = _ILLEGAL.sub("", text)
    text = text[_skip_prologue(text) :]
    pieces, position = [], 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        pieces += [_ENTITY.sub(_mend, text[position:start]), text[start : end + 3]]
        position = end + 3
    return "".join([*pieces, _ENTITY.sub(_mend, text[position:])])


def attribute(element: Element, *names: str) -> str:
    """The first of these attributes that says anything, with single spaces; else empty."""
    values = (" ".join(str(element.get(name) or "").split()) for name in names)
    return next(filter(None, values), "") if element is not None else ""


def texts(element: Element, *paths: str) -> list[str]:
    """The texts of the elements at these paths that say anything, each on one line, in order."""
    if element is None:
        return []
    elements = (one for path in paths for one in element.iterfind(path))
    found = (fold_line("".join(one.itertext())) for one in elements)
    return [text for text in found if text]


def _skip_prologue(text: str) -> int:
    """Where the root starts: after declarations, comments, and a DOCTYPE with all it declares."""
    position = _end_of(_PROLOGUE.match(text), 0)
    if found := _DOCTYPE.match(text, position):
        position = found.end()
        if text[position : position + 1] == "[":
            position = _end_of(_SUBSET_END.search(text, position), position + 1)
        else:
            position += 1
        position = _end_of(_PROLOGUE.match(text, position), position)
    return position


def _end_of(found: re.Match[str] | None, otherwise: int) -> int:
    return found.end() if found else otherwise


def _mend(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _OWN or name[0] == "#":
        return found[0]
    character = html.unescape(found[0])
    return character if character != found[0] else f"&amp;{name};"
