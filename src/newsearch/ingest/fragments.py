"""Pieces of markup, as records and feeds carry them in place of text, become paragraphs."""

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from newsearch.ingest.boilerplate import prune
from newsearch.ingest.cleaning import fold_line

__all__ = ["is_markup", "read_fragment"]

_TAG: Final = re.compile(
    r"</?(?:p|br|div|span|a|em|strong|b|i|h[1-6]|[uo]l|li|blockquote|figure|img|section|article"
    r"|table|iframe|script|style|html|body|head|meta)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}\d?|#\d{2,7}|#x[0-9a-f]{2,6});", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    "p br div h1 h2 h3 h4 h5 h6 ul ol li blockquote section article table tr figure figcaption"
    " pre hr dl dt dd header footer main body".split()
)
_SILENT: Final = frozenset({"script", "style", "template", "iframe", "object", "head", "noscript"})
_ESCAPED: Final = re.compile(r"&lt;(?:p|br|div|a|strong|em)\b", re.IGNORECASE)
DEEPEST: Final = 400
MOST_TAGS: Final = 100_000


def is_markup(text: str) -> bool:
    """Whether a text that should be plain is markup: it has tags of HTML, or entities."""
    if "<" in text and _TAG.search(text):
        return True
    return "&" in text and _ENTITY.search(text) is not None


def read_fragment(text: str) -> list[str]:
    """The paragraphs of a piece of HTML, without scripts, captions and boxes of links.

    Markup that was escaped once more is opened. Raises ValueError when it is nested more than
    DEEPEST elements deep, has more than MOST_TAGS, or cannot be taken apart.
    """
    if _ESCAPED.search(text) and not _TAG.search(text):
        text = html.unescape(text)
    if not _TAG.search(text):
        return _fold(html.unescape(text).split("\n\n"))
    if text.count("<") > MOST_TAGS:
        raise ValueError(f"is markup of more than {MOST_TAGS:,} tags")
    from lxml import etree  # noqa: PLC0415 - heavy; plain text does without
    from lxml import html as lxml_html  # noqa: PLC0415

    try:
        tree = lxml_html.fragment_fromstring(text.replace("\0", ""), create_parent="div")
    except (etree.LxmlError, AssertionError) as error:
        raise ValueError(f"is markup that cannot be taken apart: {error}") from error
    if _is_deep(tree):
        raise ValueError(f"is markup nested more than {DEEPEST} elements deep")
    prune(tree)
    return _fold("".join(_pieces(tree)).split("\n"))


def _pieces(tree: Any) -> Iterator[str]:
    """The text in order, with line ends where a block starts or ends, and nowhere else."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - as above

    silent = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else None
        if event == "start":
            silent += tag in _SILENT
            if tag in _BLOCKS:
                yield "\n"
            if element.text and not silent:
                yield element.text.replace("\n", " ")
            continue
        silent -= event == "end" and tag in _SILENT
        if tag in _BLOCKS:
            yield "\n"
        if element.tail and element is not tree and not silent:
            yield element.tail.replace("\n", " ")


def _is_deep(tree: Any) -> bool:
    from lxml.etree import iterwalk  # noqa: PLC0415 - as above

    depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return True
    return False


def _fold(lines: list[str]) -> list[str]:
    return [line for line in map(fold_line, lines) if line]
