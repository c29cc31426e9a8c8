"""Streams become lines of text, in whatever encoding, each of bounded length."""

import re
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import Any, Final

from newsearch.ingest.encoding import byte_order_mark, decode

__all__ = ["LONGEST_LINE", "cut_lines", "cut_pieces", "read_lines"]

LONGEST_LINE: Final = 16 * 1024 * 1024
"""Bytes of a line: the longest record that is read. No article comes near it."""


_PIECE: Final = 1024 * 1024
"""Bytes that are read together: some hundred articles."""

_STEP: Final = 8192
"""Bytes that are lost, at most, where a stream cannot be read on."""

_MUCH: Final = 256 * 1024
"""Bytes of lines from which on it is worth looking at all of them together."""

_ENDS = re.compile(b"\n+")


def cut_pieces(stream: BufferedReader) -> Iterator[tuple[int, bytes]] | None:
    """A stream in pieces of whole lines, each with the number of its first; None for one whose
    encoding does not end lines in a single byte. Of a line that is longer than LONGEST_LINE so much
    is kept that `cut_lines` finds it so."""
    _, codec = byte_order_mark(stream.peek(4)[:4])
    return None if codec in {"utf-16", "utf-32"} else _cut(stream)


def _cut(stream: BufferedReader) -> Iterator[tuple[int, bytes]]:
    first, failure = 1, None
    while failure is None:
        piece, failure = _take_piece(stream)
        if failure is not None:
            piece = piece[: piece.rfind(b"\n") + 1]
        elif not piece:
            return
        if piece:
            yield first, piece
        first += piece.count(b"\n")
    raise failure


def _take_piece(stream: BufferedReader) -> tuple[bytes, Exception | None]:
    """The next bytes up to the end of a line; what came before a failure, and the failure."""
    taken: list[bytes] = []
    size = 0
    try:
        while size < _PIECE and (some := stream.read1(min(_STEP, _PIECE - size))):
            taken.append(some)
            size += len(some)
        if taken and not _is_ended(taken[-1]):
            rest = stream.readline(LONGEST_LINE)
            taken.append(rest)
            if len(rest) == LONGEST_LINE and not _is_ended(rest):
                _pass_over_line(stream)
                taken.append(b"\n")
    except Exception as error:  # a damaged archive may raise anything
        return b"".join(taken), error
    return b"".join(taken), None


def cut_lines(content: bytes, first: int) -> Iterator[tuple[int, str | None, bool]]:
    """The lines of a piece that are not blank, as `read_lines` gives them, and whether it is known
    that `clean_text` changes no text that they say in JSON."""
    mark = byte_order_mark(content)[0] if first == 1 else b""
    places = iter([*_find_odd(content), len(content)])
    odd, end = next(places), 0
    while end < len(content):
        start, end = end, content.find(b"\n", end) + 1 or len(content)
        line = content[start:end]
        is_clean = odd >= end
        while odd < end:
            odd = next(places)
        if len(line) >= LONGEST_LINE:
            yield first, None, False
        elif line == b"\n":  # of which there may be any number: they cost no time
            after = _ENDS.match(content, start)
            end = after.end() if after else end
            first += end - start - 1
        elif not line.isspace():
            yield first, *_decode(line.removeprefix(mark), is_clean=is_clean)
        mark = b""
        first += 1


def _find_odd(content: bytes) -> list[int]:
    if len(content) < _MUCH:
        return [*range(len(content))]
    from newsearch.ingest.ordinary import find_odd  # noqa: PLC0415 - loads numpy

    return find_odd(content)


def _decode(line: bytes, *, is_clean: bool) -> tuple[str, bool]:
    if is_clean:
        try:
            return line.decode(), True
        except UnicodeDecodeError:
            pass
    return decode(line), False


def read_lines(stream: BufferedReader) -> Iterator[tuple[int, str | None]]:
    """The lines of a stream, with what ends them and their numbers from 1; None for a line that is
    longer than LONGEST_LINE, which is passed over.

    A byte order mark before line 1 counts; else each line is UTF-8 if it can be, else what it looks
    like.
    """
    mark, codec = byte_order_mark(stream.peek(4)[:4])
    if codec in {"utf-16", "utf-32"}:
        text = TextIOWrapper(stream, codec, errors="replace", newline="")
        yield from _number(text)
        text.detach()
        return
    for number, line in _number(stream):
        text = line.removeprefix(mark) if number == 1 and line is not None else line
        yield number, None if text is None else decode(text)


def _number(stream: BufferedReader | TextIOWrapper) -> Iterator[tuple[int, Any]]:
    """Numbered lines of bytes or of text; None for those that are too long."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) < LONGEST_LINE:
            yield number, line
            continue
        if not _is_ended(line):
            _pass_over_line(stream)
        yield number, None


def _pass_over_line(stream: BufferedReader | TextIOWrapper) -> None:
    """Read what is left of a line."""
    while (rest := stream.readline(LONGEST_LINE)) and not _is_ended(rest):
        pass


def _is_ended(line: bytes | str) -> bool:
    return line[-1:] in {b"\n", "\n"}
