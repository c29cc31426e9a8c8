"""Records of any origin become Articles: JSON lines, JSON values, and the rows of tables."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.frozen import replace
from newsearch.ingest.facts import Facts, collect_facts, text_of
from newsearch.ingest.fields import Fields, pick
from newsearch.ingest.fragments import is_markup, read_fragment
from newsearch.ingest.jsonstream import BrokenJson, read_values
from newsearch.ingest.lines import LONGEST_LINE, cut_lines, cut_pieces, read_lines
from newsearch.ingest.media import Outcome
from newsearch.ingest.ninjs import is_ninjs, read_ninjs_record
from newsearch.ingest.text import compose

__all__ = ["RecordReader", "divide_json_lines", "read_json", "read_json_lines"]

_decode = json.JSONDecoder(strict=False).decode
_PAGE_PARTS: Final = ("<html", "<!doctype html")
_SHOWN: Final = 12
MOST_UNKNOWN: Final = 10
"""How many records are tried before it is given up that any has a field that is known as a text."""


class _GivenUp(UnreadableArticle):
    """Nothing more is read of a document."""


@dataclass(slots=True)
class RecordReader:
    """Turns the records of one document into Articles. `fields` says which field is what; `notice`
    is told once what was guessed: from then on it `is_known` that there are articles."""

    raw: RawDocument
    fields: Fields
    notice: Callable[[str], None]
    is_known: bool = False
    _unknown: int = field(default=0)

    def read(self, record: Any, locator: str, *, is_clean: bool = False) -> Outcome:
        """The article of one record, or why it is none. Raises UnreadableArticle, for the rest of
        the document, when the first MOST_UNKNOWN records have no field that is known as a text.
        `is_clean` says that `clean_text` is known to change no text in it."""
        try:
            if not self.fields.given and is_ninjs(record):
                return read_ninjs_record(self.raw, record, locator)
            return self._read(record, locator, is_clean=is_clean)
        except _GivenUp:
            raise
        except UnreadableArticle as error:
            return error
        except (ValueError, RecursionError) as error:
            reason = str(error) if isinstance(error, ValueError) else "is nested too deep"
            return UnreadableArticle(locator, reason)

    def _read(self, record: Any, locator: str, *, is_clean: bool) -> Article:
        if not isinstance(record, dict):
            raise UnreadableArticle(locator, "is no object with fields")
        if isinstance(inner := record.get("_source"), dict):  # as search engines export
            record = {"_id": record.get("_id"), **inner}
        matched = self.fields.match(record)
        given = {part: _first_filled(record, names) for part, names in matched.items()}
        text = text_of(given.get("body")) or text_of(given.get("summary"))
        if not text.strip():
            raise self._missing(record, matched, locator)
        if not self.is_known:
            self.is_known = True
            self.notice(f"{self.raw.locator}: {self.fields.describe(record)}")
        lead = text_of(given.get("lead"))
        facts = collect_facts(given, is_record=True)
        if _is_page(text):
            return self._read_page(text, facts, locator)
        if is_markup(text) or is_markup(lead):
            text, lead, is_clean = _plain(text), _plain(lead), False
        if lead and lead[:60] not in text:
            text = f"{lead}\n\n{text}"
        return compose(facts, text, self.raw, locator, is_clean=is_clean)

    def _read_page(self, text: str, facts: Facts, locator: str) -> Article:
        """The article of a whole page in a record, with what the record says of it."""
        from newsearch.ingest.html import read_html  # noqa: PLC0415 - heavy; few records need it

        content = text.encode(errors="replace")
        article = read_html(RawDocument(locator, content, "text/html", self.raw.digest))
        return facts.complete(article)

    def _missing(
        self, record: dict[str, Any], matched: dict[str, tuple[str, ...]], locator: str
    ) -> UnreadableArticle:
        """Why a record has no text."""
        known = matched.get("body") or matched.get("summary")
        if known:
            return UnreadableArticle(locator, f"has no text: its field {known[0]!r} is empty")
        names = ", ".join(str(name)[:40] for name in list(record)[:_SHOWN])
        reason = f"has no text: which of its fields ({names}) is it? Say --map body=FIELD"
        self._unknown += 1
        if self._unknown < MOST_UNKNOWN or self.is_known:
            return UnreadableArticle(locator, reason)
        return _GivenUp(locator, f"{reason} (nor have those before it: the rest is not read)")


def read_json_lines(
    raw: RawDocument, fields: Fields, notice: Callable[[str], None]
) -> Iterator[Outcome]:
    """The articles of a document with one JSON object a line, or of a piece of one; a line that is
    none is reported. What is said once of a document is said of its first piece."""
    yield from _read_lines(raw, RecordReader(raw, fields, notice, is_known=raw.first_line > 1))


def divide_json_lines(
    raw: RawDocument, fields: Fields, notice: Callable[[str], None]
) -> Iterator[Outcome | RawDocument]:
    """The same as far as it takes to know the document's fields; then the pieces that are left, to
    be read apart."""
    reader = RecordReader(raw, fields, notice)
    with raw.open() as stream:
        pieces = cut_pieces(stream)
        if pieces is None:
            yield from _read_lines(replace(raw, stream=lambda: stream), reader)
            return
        for first, content in pieces:
            piece = replace(raw, content=content, first_line=first, stream=None)
            if reader.is_known:
                yield piece
            else:
                yield from _read_lines(piece, reader)


def _read_lines(raw: RawDocument, reader: RecordReader) -> Iterator[Outcome]:
    with raw.open() as stream:
        pieces = cut_pieces(stream)
        if pieces is None:
            for number, line in read_lines(stream):
                yield _read_line(reader, line, number)
            return
        for first, content in pieces:
            for number, line, is_clean in cut_lines(content, raw.first_line - 1 + first):
                yield _read_line(reader, line, number, is_clean=is_clean)


def read_json(raw: RawDocument, fields: Fields, notice: Callable[[str], None]) -> Iterator[Outcome]:
    """The articles of a document that is one JSON value: an array of records, an object that holds
    one, or one record; or of values one after another. Locators count records from 1."""
    reader = RecordReader(raw, fields, notice)
    with raw.open() as stream:
        try:
            for number, record in enumerate(read_values(stream), 1):
                yield reader.read(record, f"{raw.locator}:{number}")
        except BrokenJson as error:
            raise UnreadableArticle(raw.locator, str(error)) from error


def _read_line(
    reader: RecordReader, line: str | None, number: int, *, is_clean: bool = False
) -> Outcome:
    locator = f"{reader.raw.locator}:{number}"
    if line is None:
        return UnreadableArticle(locator, f"is a line of more than {LONGEST_LINE >> 20} MiB")
    try:
        record = _decode(line)
    except ValueError as error:
        return UnreadableArticle(locator, f"is no JSON: {error}")
    except RecursionError:
        return UnreadableArticle(locator, "is JSON nested too deep")
    return reader.read(record, locator, is_clean=is_clean)


def _first_filled(record: dict[str, Any], names: tuple[str, ...]) -> Any:
    """The value of the first of these fields that holds something."""
    for name in names:
        value = record[name] if name in record else pick(record, name)
        if value or value not in (None, "", [], {}):
            return value
    return None


def _is_page(text: str) -> bool:
    if not text.startswith("<") and not text[:1].isspace():  # as most texts
        return False
    return text[:1000].lstrip()[:100].lower().startswith(_PAGE_PARTS)


def _plain(text: str) -> str:
    return "\n\n".join(read_fragment(text)) if is_markup(text) else text
