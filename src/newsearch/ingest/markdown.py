"""Markdown with front matter becomes an Article: what the front matter says, then the text."""

import re
import tomllib
from collections.abc import Callable
from typing import Any, Final

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.encoding import decode
from newsearch.ingest.facts import collect_facts
from newsearch.ingest.fields import Fields, pick
from newsearch.ingest.fragments import is_markup, read_fragment
from newsearch.ingest.frontmatter import read_yaml
from newsearch.ingest.text import compose

__all__ = ["read_markdown"]

LONGEST_FRONT: Final = 64 * 1024
"""Characters of a front matter."""

_FENCES: Final[dict[str, Callable[[str], Any]]] = {"---": read_yaml, "+++": tomllib.loads}
_HEADING: Final = re.compile(r"#{1,6}[ \t]+(?P<text>.*?)[ \t#]*$", re.MULTILINE)
_SETEXT: Final = re.compile(r"^(?P<text>[^\s#>*+-].*)\n(?:=+|-{3,})[ \t]*$", re.MULTILINE)
_FENCED: Final = re.compile(r"^(?:```|~~~).*$", re.MULTILINE)
_RULE: Final = re.compile(
    r"^[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE
)
_LINE_START: Final = re.compile(
    r"^[ \t]*(?:>[ \t]?)+|^[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE
)
_IMAGE: Final = re.compile(r"!\[([^\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,100}\])")
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,100}\])")
_REFERENCE: Final = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,100}\]:[ \t]+\S.*$", re.MULTILINE)
_AUTOLINK: Final = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_EMPHASIS: Final = re.compile(
    r"(?<![\w*\\])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1(?![\w*])"
)
_CODE: Final = re.compile(r"`([^`\n]{1,500})`")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK: Final = re.compile(r"(?: {2,}|\\)$", re.MULTILINE)
_COMMENT: Final = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)


def read_markdown(raw: RawDocument, fields: Fields) -> Article:
    """The article of a Markdown file. Its front matter (YAML between "---" or TOML between "+++")
    is a record of which `fields` says what is what. Raises UnreadableArticle when it has no text.
    """
    front, text = _split(decode(raw.content).replace("\r\n", "\n").lstrip("\n"))
    record = _read_front(front, raw.locator)
    matched = fields.match(record)
    names = {part: found for part, found in matched.items() if part not in {"body", "lead"}}
    given = {
        part: next(filter(None, (pick(record, name) for name in found)), None)
        for part, found in names.items()
    }
    facts = collect_facts(given)
    if not facts.title and (heading := _first_heading(text)):
        facts = collect_facts({**given, "title": _plain(heading["text"])})
        text = text[: heading.start()] + text[heading.end() :]
    return compose(facts, _plain(text), raw, raw.locator)


def _split(text: str) -> tuple[str, str]:
    """The front matter with its opening fence, empty if there is none, and the rest."""
    fence = text[:3]
    if fence not in _FENCES or text[3:].partition("\n")[0].strip():
        return "", text
    end = re.compile(rf"^(?:{re.escape(fence)}|\.\.\.)[ \t]*$", re.MULTILINE)
    found = end.search(text, text.find("\n") + 1, LONGEST_FRONT)
    return (text[: found.start()], text[found.end() :]) if found else ("", text)


def _read_front(front: str, locator: str) -> dict[str, Any]:
    if not front:
        return {}
    try:
        record = _FENCES[front[:3]](front.partition("\n")[2])
    except (ValueError, RecursionError) as error:
        what = " ".join(str(error).split())[:200]
        raise UnreadableArticle(
            locator, f"has a front matter that cannot be read: {what}"
        ) from error
    return record if isinstance(record, dict) else {}


def _first_heading(text: str) -> re.Match[str] | None:
    """The heading that the text opens with, if it does."""
    start = len(text) - len(text.lstrip())
    return _HEADING.match(text, start) or _SETEXT.match(text, start)


def _plain(text: str) -> str:
    """The text without marks: what is emphasised, linked or quoted stays, images go."""
    if "\\" not in text and text.isalnum():
        return text
    for pattern, image in (
        *((_COMMENT, ""), (_REFERENCE, ""), (_IMAGE, ""), (_LINK, r"\1"), (_AUTOLINK, r"\1")),
        *((_FENCED, ""), (_RULE, ""), (_LINE_START, ""), (_BREAK, "")),
        *((_SETEXT, r"\g<text>\n"), (_CODE, r"\1")),
    ):
        text = pattern.sub(image, text)
    text = re.sub(r"^" + _HEADING.pattern, r"\n\g<text>\n", text, flags=re.MULTILINE)
    for _ in range(2):  # emphasis in emphasis
        text = _EMPHASIS.sub(r"\2", text)
    text = _ESCAPE.sub(r"\1", text)
    if is_markup(text):
        text = "\n\n".join(
            "\n\n".join(read_fragment(block)) for block in re.split(r"\n\s*\n", text)
        )
    return text
