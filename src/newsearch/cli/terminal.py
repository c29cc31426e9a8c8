"""What standard output and error are: screens or not, how wide, with colour or without."""

import os
import sys
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from typing import Literal, Self, TextIO

from newsearch.frozen import frozen

__all__ = ["Terminal", "When", "is_screen", "prepare_streams", "write_lines"]

When = Literal["auto", "always", "never"]

USUAL = 80
NARROWEST = 20
"""Columns under which wrapping makes nothing better."""


@frozen
class Terminal:
    """How a stream takes text. Without a screen, a record is one line, however long."""

    screen: bool
    color: bool
    width: int

    @property
    def wrapping(self) -> int | None:
        """The columns to wrap text to; None where lines are as long as they are."""
        return self.width if self.screen else None

    @classmethod
    def of(cls, stream: TextIO, color: When = "auto") -> Self:
        """What the stream is. NO_COLOR and FORCE_COLOR count when `color` is "auto"."""
        screen = is_screen(stream)
        width = max(NARROWEST, _count_columns() if screen else USUAL)
        colored = color == "always" or (color == "auto" and _wants_color(screen, os.environ))
        return cls(screen, colored, width)

    def passage(self, text: str, marked: bool = False) -> str:
        """Text as it is, with matches that stand out."""
        return self._paint("1;31", text) if marked else text

    def title(self, text: str, marked: bool = False) -> str:
        """Text that an article is known by."""
        return self._paint("1;31" if marked else "1", text)

    def faint(self, text: str, marked: bool = False) -> str:
        """Text that is there to be looked up; matches stand out no less."""
        return self._paint("1;31" if marked else "2", text)

    def _paint(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color and text else text


def is_screen(stream: TextIO) -> bool:
    """Whether people read the stream as it comes, on a terminal that can do more than print."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def write_lines(stream: TextIO, lines: Iterable[str]) -> None:
    """Write each line as it comes."""
    stream.writelines(f"{line}\n" for line in lines)


def prepare_streams() -> None:
    """Make sure that whatever is printed can be: no missing stream, no character that cannot be encoded.

    What is not read on a terminal is UTF-8 with plain line ends, whatever the locale.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us, as with `>&-`
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8", newline="\n")


def _count_columns() -> int:
    """As `shutil.get_terminal_size` counts them; that module takes long to load."""
    typed = os.environ.get("COLUMNS", "")
    if typed.isdecimal() and int(typed):
        return int(typed)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # closed, or none
        return USUAL


def _wants_color(screen: bool, environment: Mapping[str, str]) -> bool:
    if environment.get("NO_COLOR"):
        return False
    return screen or bool(environment.get("FORCE_COLOR"))
