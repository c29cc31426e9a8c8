"""Tables become Articles: rows of CSV or TSV under a first row of names."""

import csv
from collections.abc import Callable, Iterator
from typing import Final

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.fields import Fields
from newsearch.ingest.lines import LONGEST_LINE, read_lines
from newsearch.ingest.media import Outcome
from newsearch.ingest.records import RecordReader

__all__ = ["find_delimiter", "read_table"]

_DELIMITERS: Final = ",;\t|"
_MAX_COLUMNS: Final = 1000
_MAX_EMPTY: Final = 100_000
_LONGEST_HEADER: Final = 64 * 1024


def find_delimiter(header: str) -> str | None:
    """What divides the names in a first row: the mark that gives most of them, outside of quotes;
    None when there is but one name."""
    counts = {mark: len(_split(header, mark)) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: counts[mark])
    return best if counts[best] > 1 else None


def read_table(
    raw: RawDocument, fields: Fields, notice: Callable[[str], None]
) -> Iterator[Outcome]:
    """The articles of a table, one a row; locators give the line where a row starts.

    The delimiter is the one that divides the first row; quotes double inside quotes.
    """
    csv.field_size_limit(LONGEST_LINE)
    reader = RecordReader(raw, fields, notice)
    with raw.open() as stream:
        lines = _Lines(read_lines(stream))
        header = next(lines, "")
        delimiter = find_delimiter(header)
        if delimiter is None or len(header) > _LONGEST_HEADER:
            raise UnreadableArticle(raw.locator, "is a table without a first row of names")
        names = [name.strip() for name in _split(header, delimiter)][:_MAX_COLUMNS]
        yield from _read_rows(reader, names, lines, delimiter)


def _read_rows(
    reader: RecordReader, names: list[str], lines: "_Lines", delimiter: str
) -> Iterator[Outcome]:
    rows = csv.reader(lines, delimiter=delimiter)
    empty = 0
    while True:
        start = lines.number + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield UnreadableArticle(f"{reader.raw.locator}:{start}", f"is no row: {error}")
            rows = csv.reader(lines, delimiter=delimiter)
            continue
        yield from lines.take_failures(reader.raw.locator)
        if row is None:
            return
        empty = 0 if any(map(str.strip, row)) else empty + 1
        if empty > _MAX_EMPTY:
            raise UnreadableArticle(reader.raw.locator, f"has {_MAX_EMPTY:,} empty rows in a row")
        if not empty:
            record = dict(zip(names, row, strict=False))
            yield reader.read(record, f"{reader.raw.locator}:{start}")


class _Lines(Iterator[str]):
    """The lines that can be read, and the number of the last one; remembers those that cannot."""

    def __init__(self, lines: Iterator[tuple[int, str | None]]) -> None:
        self._lines = lines
        self._failed: list[int] = []
        self.number = 0

    def __next__(self) -> str:
        for number, line in self._lines:
            self.number = number
            if line is not None:
                return line
            self._failed.append(number)
        raise StopIteration

    def take_failures(self, locator: str) -> Iterator[UnreadableArticle]:
        """The lines that could not be read since this was last asked."""
        failed, self._failed = self._failed, []
        for number in failed:
            reason = f"is a line of more than {LONGEST_LINE >> 20} MiB"
            yield UnreadableArticle(f"{locator}:{number}", reason)


def _split(header: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
