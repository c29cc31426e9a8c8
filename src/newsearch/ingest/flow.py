"""Running text becomes paragraphs: elements (NITF, XHTML, others), markup in a string, plain lines.

All the text that an agency gives as its body is kept; only pictures with their captions, and what
is never shown, are left out.
"""

import html
import re
from typing import Final

from newsearch.ingest.cleaning import clean_text, fold_line, has_words
from newsearch.ingest.xmltree import Element

__all__ = ["from_element", "from_markup", "from_string", "from_text", "is_markup"]

_BLOCKS: Final = frozenset(
    """
    p div section article main header footer aside address blockquote bq block pre hr ul ol li dl dt dd
    table caption thead tbody tfoot h1 h2 h3 h4 h5 h6 hl1 hl2 hedline headline byline dateline
    abstract body body.head body.content body.end nitf html note fn credit tagline nitf-table
    para inter1 inter2 inter3 liste item chapeau legende fieldset form center summary details
    """.split()
)
_INLINE: Final = frozenset(
    """
    a b i u s em strong span sub sup q cite code small big abbr acronym font tt var samp kbd mark time
    ins del bdo bdi label dfn strike nobr wbr emphasis appeldef appelnote appelurl lienext
    person org location city state region country sublocation chron num money event function
    object.title virtloc classifier copyrite copyrite.year copyrite.holder pronounce alt-code
    name.given name.family frac frac-num frac-sep frac-den story.date byttl postaddr
    """.split()
)
_HIDDEN: Final = frozenset(
    """
    head script style template iframe object embed noscript svg figure figcaption picture img image
    video audio source track canvas media media-caption media-producer media-reference media-metadata
    button input select textarea map nav
    """.split()
)
_BREAK: Final = "\ufdd0"
"""Stands for the end of a line: no character that a text may have (a noncharacter of Unicode)."""
_BREAKS = re.compile(f"{_BREAK}(?:[^\\S\u00a0]*{_BREAK})+")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|h[1-6]|[uo]l|li|table|tr|td|blockquote|hr|em|strong|[abiu]|section|article"
    r"|html|body|figure|pre|img|hl2|block|font|script|iframe|strike|sub|sup)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n(?:[^\S\n]*\n)+")
_INDENTED = re.compile(r"[ \t]{2,}\S")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_LONG: Final = 90
_WRAPPED: Final = range(45, _LONG)
"""Lengths of the lines of a teleprinter; a shorter line was ended on purpose."""


def from_element(root: Element) -> list[str]:
    """The paragraphs of an element; lines that `<br>` or table rows end are lines in them."""
    from lxml import etree  # noqa: PLC0415 - heavy; plain text does without

    flow = _Flow()
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        inner = element is not root
        if event in {"comment", "pi"} or not isinstance(element.tag, str):
            flow.add(element.tail if inner else "")
        elif event == "start":
            if inner and element.tag.lower() in _HIDDEN:
                walker.skip_subtree()
            else:
                flow.open(element)
        else:
            flow.close(element)
            flow.add(element.tail if inner else "")
    flow.end_paragraph()
    return flow.paragraphs


def from_markup(text: str) -> list[str]:
    """The paragraphs of a piece of HTML."""
    from lxml import etree  # noqa: PLC0415 - heavy; plain text does without
    from lxml import html as parser  # noqa: PLC0415

    try:
        root = parser.fragment_fromstring(_ILLEGAL.sub("", text), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    return from_element(root)


def from_text(text: str) -> list[str]:
    """The paragraphs of plain text: divided by blank lines, by indents, or, where all lines are
    long, by lines. Lines that were broken to fit a page are joined."""
    paragraphs: list[list[str]] = []
    for block in _BLANK_LINE.split(_dedent(clean_text(text.expandtabs(4)))):
        lines = [line for line in block.split("\n") if line.strip()]
        if len(lines) > 1 and min(map(len, lines[:-1])) > _LONG:
            paragraphs += [[line] for line in lines]
            continue
        for number, line in enumerate(lines):
            if number == 0 or _INDENTED.match(line):
                paragraphs.append([])
            paragraphs[-1].append(line.strip())
    return [joined for lines in paragraphs if has_words(joined := _join(lines))]


def _dedent(text: str) -> str:
    """Text without the margin that the layout of a file gives it; the first line has it or not."""
    first, *rest = text.strip("\n").rstrip().split("\n")
    margins = [len(line) - len(line.lstrip(" ")) for line in rest if line.strip()]
    margin = min(margins, default=0)
    return "\n".join([first.strip() if margin else first, *(line[margin:] for line in rest)])


def from_string(text: str | None) -> list[str]:
    """The paragraphs of a string that may be markup or plain text."""
    if not text:
        return []
    if is_markup(text):
        return from_markup(text)
    return from_text(html.unescape(text) if _ENTITY.search(text) else text)


def is_markup(text: str) -> bool:
    """Whether there are tags of HTML in a string."""
    return _MARKUP.search(text) is not None


def _join(lines: list[str]) -> str:
    wrapped = all(len(line) in _WRAPPED for line in lines[:-1])
    return fold_line(" ".join(lines)) if wrapped else "\n".join(map(fold_line, lines))


class _Flow:
    """Paragraphs in the making."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._preformatted = 0
        self._mixed: dict[int, tuple[Element, bool]] = {}

    def add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text.replace("\n", _BREAK) if self._preformatted else text)

    def open(self, element: Element) -> None:
        name = element.tag.lower()
        if self._is_block(element, name):
            self.end_paragraph()
        self._preformatted += name == "pre"
        self.add(element.text)

    def close(self, element: Element) -> None:
        name = element.tag.lower()
        self._preformatted -= name == "pre"
        if name in {"br", "tr"}:
            self.end_line()
        elif name in {"td", "th"}:
            self._pieces.append(" ")
        elif self._is_block(element, name):
            self.end_paragraph()

    def end_line(self) -> None:
        self._pieces.append(_BREAK)

    def end_paragraph(self) -> None:
        text, self._pieces = "".join(self._pieces), []
        if not text.strip():
            return
        if _ENTITY.search(text):  # escaped twice by a careless converter
            text = _MARKUP.sub("", html.unescape(text))
        for part in _BREAKS.split(clean_text(text)):
            lines = [folded for line in part.split(_BREAK) if (folded := fold_line(line))]
            if lines and has_words(paragraph := _join(lines)):
                self.paragraphs.append(paragraph)

    def _is_block(self, element: Element, name: str) -> bool:
        """Whether an element stands apart. One of an unknown vocabulary does unless there is text
        beside it."""
        if name in _BLOCKS:
            return True
        parent = element.getparent()
        if name in _INLINE or name in {"br", "tr", "td", "th"} or parent is None:
            return False
        if id(parent) not in self._mixed:
            beside = (parent.text, *(child.tail for child in parent))
            # The parent is kept with the answer: as long as it lives, its id is its own.
            self._mixed[id(parent)] = (parent, any(text and text.strip() for text in beside))
        return not self._mixed[id(parent)][1]
