"""Plain text becomes an Article: headline, lines that state something, body, footers; with what a
record or a front matter says beside it."""

import re
from itertools import islice
from typing import Final, NamedTuple

from newsearch.article import Article, Origin, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.cleaning import clean_text, fold_line, has_words
from newsearch.ingest.dates import StatedDate, find_date_in_path
from newsearch.ingest.encoding import decode
from newsearch.ingest.facts import Facts
from newsearch.ingest.naming import derive_title
from newsearch.ingest.rights import split_rights
from newsearch.ingest.statements import NOTHING_SAID, Statement, read_dateline, read_statement

__all__ = ["compose", "read_text"]

LONGEST_HEADLINE: Final = 160
_HEAD_LINES: Final = 6
_TAIL_LINES: Final = 2
_LONG_LINES: Final = 120
"""Lines of this mean length are paragraphs; shorter ones were broken to fit a page."""


class _Parts(NamedTuple):
    """A text taken apart: the headline if it has one, what its lines state, and the rest."""

    title: str | None
    said: Statement
    paragraphs: list[str]


def read_text(raw: RawDocument) -> Article:
    """The article of a plain text. Raises UnreadableArticle when it holds no text."""
    return compose(Facts(), decode(raw.content), raw, raw.locator)


def compose(
    facts: Facts, text: str, raw: RawDocument, locator: str, *, is_clean: bool = False
) -> Article:
    """The article of a text, with what is known beside it, which counts for more than what the text
    says itself, at a place in a document. Raises UnreadableArticle when the text has no words.
    `is_clean` says that `clean_text` is known to change nothing in it."""
    parts = _take_apart(text if is_clean else clean_text(text), facts.title)
    rights = split_rights(parts.paragraphs)
    opening = next(filter(has_words, rights.paragraphs), None)
    if opening is None:
        what = "nothing but a copyright notice" if rights.notices else "no text"
        raise UnreadableArticle(locator, f"holds {what}")
    dateline = read_dateline(opening)
    said = parts.said.or_else(dateline[0]) if dateline else parts.said
    title = parts.title or derive_title(opening, dateline[1] if dateline else 0)
    source = facts.source or said.source or rights.owner
    authors = facts.authors or said.authors
    published, origin = _date_of(facts, said, locator)
    modified = facts.modified or said.modified
    body = "\n\n".join(rights.paragraphs)
    file = raw.file or raw.locator
    return Article(
        id=facts.identify(locator, title, body),
        title=title,
        body=body,
        path=file,
        digest=raw.digest,
        title_origin="meta" if facts.title else "text" if parts.title else "derived",
        url=facts.url,
        source=source,
        source_origin="meta" if facts.source else "text" if source else "none",
        authors=authors,
        authors_origin="meta" if facts.authors else "text" if authors else "none",
        section=facts.section,
        published=published.moment if published else None,
        published_precision=published.precision if published else None,
        published_origin=origin,
        modified=modified.moment if modified else None,
        language=facts.language,
        rights=facts.rights or "\n".join(rights.notices) or None,
        within=locator.removeprefix(file),
    )


def _take_apart(text: str, title: str | None) -> _Parts:
    """Find the headline, unless it is known, and the lines that only state something; leave the
    rest as it is."""
    lines = _divide(text)
    known, said, position, seen = title, NOTHING_SAID, 0, 0
    kept: list[str] = []
    while position < len(lines) and seen < _HEAD_LINES:
        line = lines[position]
        position += 1
        if not line:
            kept.append(line)
            continue
        seen += 1
        if statement := read_statement(line):
            said = said.or_else(statement)
        elif title is None and not any(kept) and _is_headline(line, lines[position:]):
            title = fold_line(line)
        elif not (known and not any(kept) and _is_title(line, known)):
            kept.append(line)
    rest = lines[position:]
    said = said.or_else(_take_signature(rest))
    return _Parts(title, said, _join(kept + rest))


def _join(lines: list[str]) -> list[str]:
    """The paragraphs of stripped lines: what is between blank ones."""
    paragraphs: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
        elif block:
            paragraphs.append("\n".join(block))
            block = []
    return paragraphs


def _divide(text: str) -> list[str]:
    """The lines of a text, without space around them; where no line is blank and all are long,
    each is a paragraph of its own, and blank lines are put between."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if len(lines) > 1 and all(lines) and sum(map(len, lines)) / len(lines) > _LONG_LINES:
        return "\n\n".join(lines).split("\n")
    return lines


def _is_title(line: str, title: str) -> bool:
    return line[0] == title[0] and fold_line(line) == title


def _is_headline(line: str, following: list[str]) -> bool:
    """Whether a first line is a headline: short, no final period, then a blank line (or one that
    says who wrote it and when), then text. It does not run into a dateline or a copyright notice."""
    if len(line) > LONGEST_HEADLINE or not re.search(r"[^\W\d_]", line):
        return False
    if line.endswith((".", ",", ";", ":")) and not line.endswith(("...", "etc.")):
        return False
    if not any(following) or (following[0] and not read_statement(following[0])):
        return False
    return not read_dateline(line + " x") and bool(split_rights([line]).paragraphs)


def _take_signature(lines: list[str]) -> Statement:
    """Take what the last lines state off them: a name or an agency below the text."""
    said = NOTHING_SAID
    filled = (at for at in reversed(range(len(lines))) if lines[at])
    for position in reversed([*islice(filled, _TAIL_LINES)]):
        if statement := read_statement(lines[position]):
            said = said.or_else(statement)
            lines[position] = ""
    return said


def _date_of(facts: Facts, said: Statement, locator: str) -> tuple[StatedDate | None, Origin]:
    """The publication date and where it comes from: what is known, the text's own lines, else the
    file's name."""
    if facts.published:
        return facts.published, "meta"
    if said.published:
        return said.published, "text"
    date = find_date_in_path(locator)
    return (date, "filename") if date else (None, "none")
