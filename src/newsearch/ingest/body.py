"""The text of an article in a page: its paragraphs, without what stands around them."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from logging import NullHandler, getLogger
from math import inf
from typing import Any, Final

from newsearch.article import Removed
from newsearch.ingest.agreement import LONGEST_TEXT, agree, without_list
from newsearch.ingest.boilerplate import drop_boilerplate, prose_length, prune
from newsearch.ingest.cleaning import fold_line
from newsearch.ingest.metadata import Metadata
from newsearch.ingest.page import Element, Page, text_of
from newsearch.ingest.paywall import is_cut
from newsearch.ingest.statements import Statement

__all__ = ["Body", "bound", "find_body"]


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of an article, what lines beside it state, what was left out and why, and
    whether the page breaks off before the article ends."""

    paragraphs: list[str]
    said: Statement
    removed: tuple[Removed, ...]
    truncated: bool


SHORTEST: Final = 250
"""Characters under which an extraction is doubted and another way is tried."""
ENOUGH: Final = 0.8
"""An articleBody of at least this share of the extracted length is the whole article, no teaser."""
COVERED: Final = 0.2
"""The share of a page's prose under which an extraction is made again, with more algorithms. Pages
have much other text; on real ones, those where the fast way missed something had less than 0.1."""
_SILENCE: Final = NullHandler()
MOST_ELEMENTS: Final = 20_000
"""Elements in a page; real ones have hundreds, the longest live blogs some thousands."""
MOSTLY: Final = 0.6
MOST_REMOVED: Final = 40
LONGEST_REMOVED: Final = 300
SHORTEST_AROUND: Final = 40

_BLOCKS: Final = frozenset({"p", "head", "item", "quote", "code", "cell", "ab"})
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|[uo]l|li|blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_NO_BREAK = re.compile("(?<![^\\S\u00a0\u202f])[\u00a0\u202f]+(?=\\S)")
_WITH_NO_BREAK: Final = "//text()[contains(., '\u00a0') or contains(., '\u202f')]"
_STAND_INS: Final = {"\u237d": "\u00a0", "\u2423": "\u202f"}
_STAND_INS_OF: Final = str.maketrans({space: image for image, space in _STAND_INS.items()})
"""The extractor makes plain spaces of no-break ones, which French typography needs before ":" and
inside numbers. It lets pass their images, which no article uses."""


def find_body(page: Page, metadata: Metadata) -> Body:
    """The article of a page, given what the page says of it: the best of JSON-LD, an extractor, all
    paragraphs, and as a last resort the page's description. The page loses what is not its article."""
    text, tree = page.root.text_content(), page.root
    removed = prune(tree)
    linked = _read_linked(metadata.linked_body)
    large = len(page.elements) > MOST_ELEMENTS
    found, left = _choose(tree, linked, metadata.description, large=large)
    sifted = drop_boilerplate(found, metadata.title)
    removed += [*sifted.removed, *(("outside", one) for one in left), *_read_around(tree, found)]
    cut = found is not linked and is_cut(text, found, free=metadata.free)
    return Body(sifted.paragraphs, sifted.said, bound(removed), cut)


def bound(removed: list[Removed]) -> tuple[Removed, ...]:
    """What was removed, each text once, in an amount that an index can bear."""
    short = ((why, text[:LONGEST_REMOVED]) for why, text in removed)
    return tuple(islice(dict.fromkeys(short), MOST_REMOVED))


def _choose(
    tree: Element, linked: list[str], description: str | None, *, large: bool
) -> tuple[list[str], list[str]]:
    """The paragraphs of the article, and those that were taken for it first, given a page's tree
    without boxes, an articleBody, and what the page is described with.
    From a `large` one all paragraphs are taken: the extractor's time would know no bound."""
    extracted = _all_paragraphs(tree) if large else _extract(tree, fast=True)
    enough = max(SHORTEST, min(COVERED * prose_length(tree), ENOUGH * (_length(linked) or inf)))
    if not large and _length(extracted) < enough:
        extracted = max(extracted, _extract(tree, fast=False), key=_length)
    if both := agree(extracted, linked):
        return both, [one for one in extracted if one not in both]
    if len(extracted) == 1 and len(parts := _all_paragraphs(tree)) > 1:
        extracted = parts if _length(parts) > ENOUGH * _length(extracted) else extracted
    whole = max(SHORTEST, ENOUGH * _length(extracted))
    if _length(linked) >= (whole if len(linked) > 1 else 2 * whole):
        return linked, []
    if _length(extracted) >= SHORTEST:
        return without_list(extracted, tree)
    paragraphs = _all_paragraphs(tree)
    if _length(paragraphs) > MOSTLY * _length(extracted):
        extracted = paragraphs  # of little text, the extractor may make one lump
    others = (linked, paragraphs, [description or ""])
    full = (other for other in others if _length(other) >= SHORTEST)
    return next(full, max(extracted, *others, key=_length)), []


def _extract(tree: Element, *, fast: bool) -> list[str]:
    """The paragraphs that the extractor finds in a tree (trafilatura, without comments and tables);
    when it is not fast, it asks other algorithms too."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - heavy; text does without

    # What it warns of is no news to who runs a command.
    getLogger("trafilatura").addHandler(_SILENCE)
    _keep_no_breaks(tree)
    # It works on a copy of its own.
    found: Any = bare_extraction(tree, include_comments=False, include_tables=False, fast=fast)
    return [] if found is None or found.body is None else list(_read_blocks(found.body))


def _read_blocks(body: Element) -> Iterator[str]:
    """The lines of the outermost blocks in an extractor's tree."""
    for element in body.iter(*_BLOCKS):
        if not any(parent.tag in _BLOCKS for parent in element.iterancestors()):
            yield from filter(None, map(_with_no_breaks, _lines(element)))


def _read_around(tree: Element, body: list[str]) -> Iterator[Removed]:
    """The paragraphs of a tree that are not in the body."""
    held = "".join("".join(body)[:LONGEST_TEXT].split())
    for paragraph in islice(tree.iter("p"), MOST_REMOVED * 10):
        text = _with_no_breaks("".join(paragraph.itertext()))
        if len(text) >= SHORTEST_AROUND and "".join(text.split())[:SHORTEST_AROUND] not in held:
            yield "outside", text


def _with_no_breaks(line: str) -> str:
    """A line of the extractor's, with the no-break spaces that the images stand for."""
    for image, space in _STAND_INS.items():
        line = line.replace(image, space)
    return fold_line(line)


def _keep_no_breaks(tree: Element) -> None:
    """Put the images of no-break spaces in their places."""
    for text in tree.xpath(_WITH_NO_BREAK):
        kept = _NO_BREAK.sub(lambda found: found[0].translate(_STAND_INS_OF), text)
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


def _all_paragraphs(tree: Element) -> list[str]:
    """Every paragraph outside of navigation, where nothing tells the article from the rest."""
    around = ("nav", "header", "footer", "aside", "form", "noscript")
    paragraphs = tree.iter("p") if next(tree.iter("p"), None) is not None else _leaves(tree)
    seen = (tag for tag in paragraphs if next(tag.iterancestors(*around), None) is None)
    texts = map(text_of, seen)
    return list(dict.fromkeys(text for text in texts if len(text) > 20))


def _leaves(tree: Element) -> Iterator[Element]:
    """The blocks that hold text and no other block: what old pages have in place of paragraphs."""
    for tag in tree.iter("div", "td", "section"):
        if next(tag.iterdescendants("div", "td", "section", "table", "ul"), None) is None:
            yield tag


def _length(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))
