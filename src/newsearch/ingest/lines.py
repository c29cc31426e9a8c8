"""Streams become lines of text, in whatever encoding, each of bounded length."""

from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import Any, Final

from newsearch.ingest.encoding import byte_order_mark, decode

__all__ = ["LONGEST_LINE", "cut_pieces", "read_lines"]

LONGEST_LINE: Final = 16 * 1024 * 1024
"""Bytes of a line: the longest record that is read. No article comes near it."""


_PIECE: Final = 1024 * 1024
"""Bytes that are read together: some hundred articles."""


def cut_pieces(stream: BufferedReader) -> Iterator[tuple[int, bytes]] | None:
    """A stream in pieces of whole lines, each with the number of its first; None for one whose
    encoding does not end lines in a single byte. Of a line that is longer than LONGEST_LINE so much
    is kept that `read_lines` finds it so."""
    _, codec = byte_order_mark(stream.peek(4)[:4])
    return None if codec in {"utf-16", "utf-32"} else _cut(stream)


def _cut(stream: BufferedReader) -> Iterator[tuple[int, bytes]]:
    first = 1
    while piece := stream.read(_PIECE):
        rest = b"" if _is_ended(piece) else stream.readline(LONGEST_LINE)
        piece += rest
        if len(rest) == LONGEST_LINE and not _is_ended(rest):
            _pass_over_line(stream)
            piece += b"\n"
        yield first, piece
        first += piece.count(b"\n")


def read_lines(
    stream: BufferedReader, first: int = 1, *, blank: bool = True
) -> Iterator[tuple[int, str | None]]:
    """The lines of a stream, with what ends them and their numbers from `first`; None for a line
    that is longer than LONGEST_LINE, which is passed over. Blank lines are left out unless `blank`.

    A byte order mark before line 1 counts; else each line is UTF-8 if it can be, else what it looks
    like.
    """
    mark, codec = byte_order_mark(stream.peek(4)[:4]) if first == 1 else (b"", None)
    if codec in {"utf-16", "utf-32"}:
        text = TextIOWrapper(stream, codec, errors="replace", newline="")
        yield from _number(text)
        text.detach()
        return
    for number, line in _number(stream) if blank else _number_filled(stream):
        text = line.removeprefix(mark) if number == 1 and line is not None else line
        yield number + first - 1, None if text is None else decode(text)


def _number_filled(stream: BufferedReader) -> Iterator[tuple[int, Any]]:
    """The same without blank lines, of which a stream can hold any number: they cost no time."""
    passed = 0
    for number, line in _number(stream):
        if line is None or not line.isspace():
            yield number + passed, line
        while ends := _count_ends(stream.peek()):
            stream.read(ends)
            passed += ends


def _count_ends(piece: bytes) -> int:
    return len(piece) - len(piece.lstrip(b"\n"))


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
