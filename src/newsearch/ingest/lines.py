"""Streams become lines of text, in whatever encoding, each of bounded length."""

from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import Any, Final

from newsearch.ingest.encoding import byte_order_mark, decode

__all__ = ["LONGEST_LINE", "read_lines"]

LONGEST_LINE: Final = 16 * 1024 * 1024
"""Bytes of a line: the longest record that is read. No article comes near it."""


def read_lines(stream: BufferedReader, *, blank: bool = True) -> Iterator[tuple[int, str | None]]:
    """The lines of a stream, with what ends them and their numbers from 1; None for a line that is
    longer than LONGEST_LINE, which is passed over. Blank lines are left out unless `blank`.

    A byte order mark counts; else each line is UTF-8 if it can be, else what it looks like.
    """
    mark, codec = byte_order_mark(stream.peek(4)[:4])
    if codec in {"utf-16", "utf-32"}:
        text = TextIOWrapper(stream, codec, errors="replace", newline="")
        yield from _number(text)
        text.detach()
        return
    for number, line in _number(stream) if blank else _number_filled(stream):
        if line is None:
            yield number, None
        else:
            yield number, decode(line.removeprefix(mark) if number == 1 else line)


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
        while len(stream.readline(LONGEST_LINE)) == LONGEST_LINE:  # the rest of it
            pass
        yield number, None
