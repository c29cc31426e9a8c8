"""Plain text becomes an Article: headline, lines that state something, body, footers."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from newsearch.article import Article, Origin, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.cleaning import clean_text, fold_line, has_words, split_paragraphs
from newsearch.ingest.dates import StatedDate, find_date_in_name
from newsearch.ingest.encoding import decode
from newsearch.ingest.naming import derive_title, identify
from newsearch.ingest.rights import split_rights
from newsearch.ingest.statements import Statement, read_dateline, read_statement

__all__ = ["read_text"]

LONGEST_HEADLINE: Final = 160
_HEAD_LINES: Final = 6
_TAIL_LINES: Final = 2
_LONG_LINES: Final = 120
"""Lines of this mean length are paragraphs; shorter ones were broken to fit a page."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """A text taken apart: the headline if it has one, what its lines state, and the rest."""

    title: str | None
    said: Statement
    paragraphs: list[str]


def read_text(raw: RawDocument) -> Article:
    """The article of a plain text. Raises UnreadableArticle when it holds no text."""
    parts = _take_apart(clean_text(decode(raw.content)))
    rights = split_rights(parts.paragraphs)
    if not any(map(has_words, rights.paragraphs)):
        what = "nothing but a copyright notice" if rights.notices else "no text"
        raise UnreadableArticle(raw.locator, f"holds {what}")
    opening = next(filter(has_words, rights.paragraphs))
    dateline = read_dateline(opening)
    said = parts.said.or_else(dateline[0]) if dateline else parts.said
    source = said.source or rights.owner
    published, origin = _date_of(said, raw.locator)
    modified = said.modified
    return Article(
        id=identify(raw.locator),
        title=parts.title or derive_title(opening[dateline[1] if dateline else 0 :]),
        body="\n\n".join(rights.paragraphs),
        path=raw.locator,
        digest=raw.digest,
        title_origin="text" if parts.title else "derived",
        source=source,
        source_origin="text" if source else "none",
        authors=said.authors,
        authors_origin="text" if said.authors else "none",
        published=published.moment if published else None,
        published_precision=published.precision if published else None,
        published_origin=origin,
        modified=modified.moment if modified else None,
        rights="\n".join(rights.notices) or None,
    )


def _take_apart(text: str) -> _Parts:
    """Find the headline and the lines that only state something; leave the rest as it is."""
    lines = _divide(text)
    title, said, position, seen = None, Statement(), 0, 0
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
        else:
            kept.append(line)
    rest = lines[position:]
    said = said.or_else(_take_signature(rest))
    return _Parts(title, said, split_paragraphs("\n".join(kept + rest)))


def _divide(text: str) -> list[str]:
    """The lines of a text, without space around them; where no line is blank and all are long,
    each is a paragraph of its own, and blank lines are put between."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if len(lines) > 1 and all(lines) and sum(map(len, lines)) / len(lines) > _LONG_LINES:
        return "\n\n".join(lines).split("\n")
    return lines


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
    said = Statement()
    for position in [at for at, line in enumerate(lines) if line][-_TAIL_LINES:]:
        if statement := read_statement(lines[position]):
            said = said.or_else(statement)
            lines[position] = ""
    return said


def _date_of(said: Statement, locator: str) -> tuple[StatedDate | None, Origin]:
    """The publication date and where it comes from: the text's own lines, else the file's name."""
    if said.published:
        return said.published, "text"
    date = find_date_in_name(PurePosixPath(locator).name)
    return (date, "filename") if date else (None, "none")
