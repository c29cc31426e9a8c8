"""JSON that may be larger than memory, read value by value with the decoder of Python."""

import codecs
import json
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any, Final

from newsearch.ingest.encoding import byte_order_mark

__all__ = ["BrokenJson", "read_values"]

_PIECE: Final = 1024 * 1024
LARGEST: Final = 64 * 1024 * 1024
"""Characters of one record, or of an object that holds the records: larger ones are refused."""
_BETWEEN: Final = re.compile(r"[\s,]*")
_LISTS: Final = (
    *("articles", "items", "results", "docs", "documents", "records", "rows", "hits", "entries"),
    *("posts", "data", "news", "response", "content"),
)
"""Where an object that is no record keeps its records."""
_IN_RECORDS: Final = frozenset({"data", "news", "response", "content"})
_TITLES: Final = frozenset({"title", "titre", "headline"})
"""An object with a title may be a record, where the names above mean something else."""
_CUT: Final = 16
"""An error so near to the end of the window may be because the window ends there."""
_DECODER: Final = json.JSONDecoder(strict=False)


class BrokenJson(ValueError):
    """What follows cannot be read; what came before it has been given."""


def read_values(stream: BufferedReader) -> Iterator[Any]:
    """The records of a JSON document: the items of an array one by one, those of the list that an
    object holds ("articles", "response.docs" …), or the object itself; then what follows them.

    Memory holds one record at a time. Raises BrokenJson when it is cut, broken, or too large.
    """
    source = _Source(stream)
    source.skip(_BETWEEN)
    if source.take("["):
        yield from _values(source, until="]")
        source.skip(_BETWEEN)
    for value in _values(source, until=None):
        yield from _unwrap(value)


def _values(source: "_Source", until: str | None) -> Iterator[Any]:
    """Values one after another, with white space or commas between them."""
    while True:
        source.skip(_BETWEEN)
        if source.is_at_end():
            if until:
                raise BrokenJson("is cut: the JSON array does not end")
            return
        if until and source.take(until):
            return
        yield source.take_value()


def _unwrap(value: Any, depth: int = 3) -> Iterator[Any]:
    """The records in a value: those of its list, or the value itself."""
    if isinstance(value, list):
        yield from value
        return
    lists = _LISTS if isinstance(value, dict) and depth else ()
    for name in lists:
        if name in _IN_RECORDS and not _TITLES.isdisjoint(value):
            continue
        inner = value.get(name)
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            yield from inner
            return
        if isinstance(inner, dict) and any(isinstance(inner.get(key), list) for key in _LISTS):
            yield from _unwrap(inner, depth - 1)
            return
    yield value


class _Source:
    """A window of decoded text that moves over a stream."""

    def __init__(self, stream: BufferedReader) -> None:
        mark, codec = byte_order_mark(stream.peek(4)[:4])
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec or "utf-8")("replace")
        if codec == "utf-8":
            stream.read(len(mark))
        self._text, self._at, self._ended = "", 0, False

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Move behind what the pattern matches, however long."""
        while True:
            found = pattern.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or not self._fill():
                return

    def take(self, character: str) -> bool:
        """Move behind this character if it comes next."""
        if not self._text.startswith(character, self._at):
            return False
        self._at += 1
        return True

    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._text) and not self._fill()

    def take_value(self) -> Any:
        """The value that comes next. Raises BrokenJson."""
        wanted = _PIECE
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                at = len(self._text) if error.msg.startswith("Unterminated") else error.pos
                if at < len(self._text) - _CUT:
                    raise BrokenJson(f"is no JSON from here on: {error.msg}") from None
                held = len(self._text) - self._at
                if held > LARGEST:
                    raise BrokenJson("has a record that does not end or is too large") from None
                if not self._fill(wanted):
                    raise BrokenJson(f"is cut, or no JSON from here on: {error.msg}") from None
                wanted *= 2
                continue
            except (RecursionError, ValueError) as error:  # too deep, or a number without end
                what = "nested too deep" if isinstance(error, RecursionError) else str(error)
                raise BrokenJson(f"is JSON that cannot be read from here on: {what}") from None
            if end == len(self._text) and self._fill():  # a number may go on
                continue
            self._at = end
            return value

    def _fill(self, size: int = _PIECE) -> bool:
        """Read on so many bytes; whether there was more."""
        if self._ended:
            return False
        piece = self._stream.read(size)
        self._ended = not piece
        more = self._decoder.decode(piece, final=self._ended)
        self._text, self._at = self._text[self._at :] + more, 0
        return bool(more) or not self._ended
