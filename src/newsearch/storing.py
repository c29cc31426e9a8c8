"""Articles as JSON, the way they are stored beside their terms.

The text is the one that `json` writes of `Article.to_dict`. But that looks at every character to see
whether it has to be escaped; here a long text is searched for the few that have to be, at the speed
of memory, and no dictionary is made on the way.
"""

from datetime import datetime
from json import JSONEncoder
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

import numpy as np

from newsearch.article import Article

__all__ = ["encode_article"]

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_NAMES = tuple(Article.__annotations__)
_take_values = attrgetter(*_NAMES)
_PREFIXES = tuple(f'{"," if place else "{"}"{name}":' for place, name in enumerate(_NAMES))

_ESCAPES = ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n"))
"""The first must come first."""

_FIRST_PLAIN = 32
"""Of what is below, control characters, only ends of lines are usual."""

_NAMED: dict[Any, str] = {None: "null", False: "false", True: "true", (): "[]"}

_LONG = 200


def encode_article(article: Article) -> bytes:
    """An article as JSON in UTF-8, lone surrogates passed."""
    done: list[bytes] = []
    parts: list[str] = []
    for prefix, value in zip(_PREFIXES, _take_values(article), strict=True):
        if type(value) is not str:
            parts += prefix, _NAMED.get(value) or _encode_other(value)
        elif len(value) <= _LONG:
            parts += prefix, encode_basestring(value)
        else:
            parts += prefix, '"'
            done += _encode_utf8("".join(parts)), _escape(value)
            parts = ['"']
    parts.append("}")
    return b"".join((*done, _encode_utf8("".join(parts))))


def _encode_other(value: Any) -> str:
    """A date or a tuple, as `Article.to_dict` gives it."""
    return _encode(value.isoformat() if isinstance(value, datetime) else value)


def _encode_utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _escape(text: str) -> bytes:
    """What JSON has between the quotes."""
    data = _encode_utf8(text)
    for char, escape in _ESCAPES:
        data = data.replace(char, escape)
    if np.frombuffer(data, np.uint8).min() >= _FIRST_PLAIN:
        return data
    return _encode_utf8(encode_basestring(text)[1:-1])
