"""Streams of lines, whole and in pieces."""

from io import BufferedReader, BytesIO, RawIOBase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest import lines
from newsearch.ingest.lines import cut_lines, cut_pieces, read_lines


def stream(content: bytes) -> BufferedReader:
    return BufferedReader(BytesIO(content))


def read_in_pieces(content: bytes) -> list[tuple[int, str | None]]:
    pieces = cut_pieces(stream(content))
    assert pieces is not None
    return [
        (number, line)
        for first, piece in pieces
        for number, line, _ in cut_lines(piece, first)
        if line is None or line.strip()
    ]


some_bytes = st.lists(
    st.sampled_from([b"a", b"\xe9t\xe9", "été".encode(), b"\n", b"\r\n", b"\xef\xbb\xbf", b" ", b"x" * 7])
).map(b"".join)  # fmt: skip


@given(some_bytes, st.integers(1, 12))
def test_pieces_hold_the_lines_of_the_whole(content: bytes, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_PIECE", size)
        patch.setattr(lines, "LONGEST_LINE", 16)
        whole = [line for line in read_lines(stream(content)) if line[1] is None or line[1].strip()]
        assert read_in_pieces(content) == whole


@pytest.mark.parametrize("end", [b"", b"\n", b"\nautre\n"])
@pytest.mark.parametrize("length", [14, 15, 16, 17, 31, 32, 33, 48])
def test_a_line_that_is_too_long_is_passed_over_and_no_other(
    monkeypatch: pytest.MonkeyPatch, length: int, end: bytes
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 16)
    monkeypatch.setattr(lines, "_PIECE", 10)
    content = b"une\n" + b"x" * length + end
    found = list(read_lines(stream(content)))
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert (found[1][1] is None) == (length + bool(end) >= 16)
    assert [line for _, line in found[2:]] == (["autre\n"] if b"autre" in end else [])
    assert read_in_pieces(content) == found


class Breaking(RawIOBase):
    """Ends in a failure."""

    def __init__(self, content: bytes) -> None:
        self._content = BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        taken = self._content.read(min(7, len(buffer)))
        if not taken:
            raise EOFError("cut")
        buffer[: len(taken)] = taken
        return len(taken)


@pytest.mark.parametrize("content", [b"", b"un", b"un\ndeux\ntr", b"un\ndeux et\n", b"\n" * 30])
@pytest.mark.parametrize("size", [1, 5, 1000])
def test_the_whole_lines_before_a_failure_come_first(
    monkeypatch: pytest.MonkeyPatch, content: bytes, size: int
) -> None:
    monkeypatch.setattr(lines, "_PIECE", size)
    pieces = lines._cut(BufferedReader(Breaking(content)))
    found: list[bytes] = []
    with pytest.raises(EOFError, match="cut"):
        found.extend(piece for _, piece in pieces)
    assert b"".join(found) == content[: content.rfind(b"\n") + 1]


def test_lines_of_two_bytes_a_character_are_not_cut() -> None:
    assert cut_pieces(stream("été\n".encode("utf-16"))) is None
