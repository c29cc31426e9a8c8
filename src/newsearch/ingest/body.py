"""The text of an article in a page: its paragraphs, without what stands around them."""

import html
import re
from copy import deepcopy
from collections.abc import Iterator
from typing import Final

from newsearch.ingest.boilerplate import prune
from newsearch.ingest.cleaning import fold_line
from newsearch.ingest.metadata import Metadata
from newsearch.ingest.page import Element, Page, text_of

__all__ = ["find_paragraphs"]

SHORTEST: Final = 250
"""Characters under which an extraction is doubted and another way is tried."""
ENOUGH: Final = 0.8
"""An articleBody of at least this share of the extracted length is the whole article, no teaser."""

_BLOCKS: Final = frozenset({"p", "head", "item", "quote", "code", "cell", "ab"})
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|[uo]l|li|blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_NO_BREAK = re.compile("(?<=\\S)[\u00a0\u202f](?=\\S)")
_WITH_NO_BREAK: Final = "//text()[contains(., '\u00a0') or contains(., '\u202f')]"
_STAND_INS: Final = {"\u237d": "\u00a0", "\u2423": "\u202f"}
_STAND_IN_OF: Final = {space: image for image, space in _STAND_INS.items()}
"""The extractor makes plain spaces of no-break ones, which French typography needs before ":" and
inside numbers. It lets pass their images, which no article uses."""


def find_paragraphs(page: Page, metadata: Metadata) -> list[str]:
    """The paragraphs of a page's article, given the page and its metadata: the best of JSON-LD,
    an extractor, all paragraphs, and as a last resort the page's description."""
    extracted = list(_extract(deepcopy(page.root)))
    linked = _read_linked(metadata.linked_body)
    if len(linked) > 1 and _length(linked) >= max(SHORTEST, ENOUGH * _length(extracted)):
        return linked
    if _length(extracted) >= SHORTEST:
        return extracted
    others = (linked, _all_paragraphs(page), [metadata.description or ""])
    enough = (other for other in others if _length(other) >= SHORTEST)
    return next(enough, max(extracted, *others, key=_length))


def _extract(tree: Element) -> Iterator[str]:
    """The paragraphs that the extractor finds (trafilatura, without comments and tables) in a tree,
    which is changed."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - heavy; text does without

    _keep_no_breaks(tree)
    prune(tree)
    found = bare_extraction(tree, include_comments=False, include_tables=False)
    if found is None or found.body is None:
        return
    stood_for = str.maketrans(_STAND_INS)
    for element in found.body.iter():
        if element.tag in _BLOCKS and not any(
            parent.tag in _BLOCKS for parent in element.iterancestors()
        ):
            for line in _lines(element):
                if folded := fold_line(line.translate(stood_for)):
                    yield folded


def _keep_no_breaks(tree: Element) -> None:
    """Put the images of no-break spaces in their places."""
    for text in tree.xpath(_WITH_NO_BREAK):
        kept = _NO_BREAK.sub(lambda found: _STAND_IN_OF[found[0]], text)
        if text.is_tail:
            text.getparent().tail = kept
        else:
            text.getparent().text = kept


def _lines(element: Element) -> Iterator[str]:
    """The text of a block, cut where it breaks a line."""
    pieces: list[str] = []
    for inner in element.iter():
        if inner is not element and inner.tag in {"lb", *_BLOCKS}:
            yield "".join(pieces)
            pieces = []
        pieces.append(inner.text or "")
        if inner is not element:
            pieces.append(inner.tail or "")
    yield "".join(pieces)


def _read_linked(body: str | None) -> list[str]:
    """The paragraphs of an articleBody, which may be markup, entities, or lines."""
    if not body:
        return []
    text = html.unescape(body)
    if _BLOCK_TAG.search(text):
        from bs4 import BeautifulSoup  # noqa: PLC0415 - heavy; plain text does without

        text = BeautifulSoup(_BLOCK_TAG.sub("\n", text), "lxml").get_text()
    return [line for line in map(fold_line, text.split("\n")) if line]


def _all_paragraphs(page: Page) -> list[str]:
    """Every paragraph outside of navigation, where nothing tells the article from the rest."""
    around = ("nav", "header", "footer", "aside", "form", "noscript")
    texts = (text_of(tag) for tag in page.find_all("p") if not any(tag.iterancestors(*around)))
    return list(dict.fromkeys(text for text in texts if len(text) > 20))


def _length(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))
