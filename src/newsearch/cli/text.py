"""Text that is safe to show: what articles, queries and file names hold is never interpreted.

Everything printed as text goes through `clean`, everything printed as JSON through `to_json`.
"""

import json
import re
from functools import cache
from typing import Any

__all__ = ["clean", "one_line", "to_json"]

_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that reorder what is read: they could make a title say something else."""

_SAFE: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]),
    **dict.fromkeys(map(ord, _DIRECTIONS)),
    **dict.fromkeys(map(ord, "\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), "\n"),
    **dict.fromkeys(map(ord, "\t\r"), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # half of a character: no encoding has it
    0xAD: None,  # some terminals draw every soft hyphen
}


@cache
def _unsafe_in_json() -> re.Pattern[str]:
    """What `json` leaves as it is without `ensure_ascii`; it stands in strings only."""
    return re.compile(f"[\x7f-\x9f\u2028\u2029\ud800-\udfff{_DIRECTIONS}]")


def clean(text: str) -> str:
    """The text without control characters, terminal escapes and marks of direction.

    Line ends become line feeds, tabs blanks. Cleaning pieces and joining them is joining and cleaning.
    """
    return text.translate(_SAFE)


def one_line(text: str) -> str:
    """The clean text on one line."""
    return clean(text).replace("\n", " ")


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON that loses nothing and holds no character that a terminal would obey."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _unsafe_in_json().sub(lambda match: f"\\u{ord(match.group()):04x}", text)
