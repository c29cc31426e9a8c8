"""Our kinds of fields as Whoosh field types, and how their values look in bytes.

Nothing here is pickled into a segment: positions, lengths, numbers and stored values are packed
by hand, so that reading them back can run no code.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from newsearch.engine import Schema, Terms
from newsearch.engine.whoosh.library import (
    Existence,
    FieldType,
    FixedBytesColumn,
    Format,
    NumericColumn,
    VarBytesColumn,
    WhooshSchema,
)
from newsearch.engine.whoosh.postings import Unsigned
from newsearch.engine.whoosh.values import ID, STORED, decode_term, encode_term

__all__ = [
    "ID",
    "NUMBER",
    "STORED",
    "KeywordField",
    "NumberField",
    "PackedPositions",
    "StoredField",
    "TextField",
    "decode_term",
    "decode_value",
    "encode_term",
    "encode_value",
    "make_schema",
    "pack_positions",
    "unpack_positions",
]

NUMBER = np.dtype([("present", "u1"), ("value", "<i8")])
"""A number in its column: all zeros where the document has none."""

_PACK_NUMBER = struct.Struct("<Bq").pack
_POSITION = np.dtype("<u4")


def encode_value(value: str) -> bytes:
    """A stored value, compressed."""
    return zlib.compress(encode_term(value), 6)


def decode_value(data: bytes) -> str:
    """Undo `encode_value`. Raises zlib.error or UnicodeDecodeError."""
    return decode_term(zlib.decompress(data))


def pack_positions(positions: list[int]) -> bytes:
    """The distances between positions, four bytes each: small, so that they compress well."""
    return np.diff(np.array(positions, _POSITION), prepend=_POSITION.type(0)).tobytes()


class PackedPositions(Format):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's positions without its pickles; ordinary Whoosh searchers can read it."""

    def decode_positions(self, value: bytes) -> list[int]:
        """Positions in ascending order."""
        positions: list[int] = np.cumsum(np.frombuffer(value, _POSITION)).tolist()
        return positions

    def decode_frequency(self, value: bytes) -> int:
        """How many positions there are."""
        return len(value) // _POSITION.itemsize

    def decode_weight(self, value: bytes) -> float:
        """The frequency: no boosts at indexing time."""
        return float(self.decode_frequency(value))


class _Field(FieldType):  # type: ignore[misc]
    """What our kinds share: terms come ready-made and are encoded in one way."""

    def to_bytes(self, value: str | bytes) -> bytes:
        """A term as the term dictionary holds it; Whoosh passes some that are encoded already."""
        return value if isinstance(value, bytes) else encode_term(value)

    def from_bytes(self, data: bytes) -> str:
        """Undo `to_bytes`."""
        return decode_term(data)


class TextField(_Field):
    """Terms with positions; its column holds each document's exact number of terms."""

    def __init__(self) -> None:
        super().__init__(
            PackedPositions(), analyzer=None, scorable=True, sortable=NumericColumn("I")
        )

    def index(self, value: Terms, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each term with its frequency, weight and packed positions."""
        places: dict[str, list[int]] = {}
        for term, position in zip(value.terms, value.positions, strict=True):
            places.setdefault(term, []).append(position)
        for term, positions in places.items():
            count = len(positions)
            yield encode_term(term), count, float(count), pack_positions(positions)

    def to_column_value(self, value: Terms) -> int:
        """The length of the field."""
        return len(value.terms)

    def from_column_value(self, value: int) -> int:
        """Undo `to_column_value`."""
        return value


class KeywordField(_Field):
    """Exact values, without frequency or position."""

    def __init__(self, *, unique: bool = False) -> None:
        column = VarBytesColumn() if unique else None
        super().__init__(Existence(), analyzer=None, unique=unique, sortable=column)

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each distinct value once."""
        for keyword in dict.fromkeys(value):
            yield encode_term(keyword), 1, 1.0, b""

    def to_column_value(self, value: tuple[str, ...]) -> bytes:
        """The first value: only the id has a column, and it has one value."""
        return encode_term(value[0])


class _ColumnField(_Field):
    """A value for each document and no postings."""

    indexed = False

    def __init__(self, column: Any) -> None:
        super().__init__(None, analyzer=None, sortable=column)


class NumberField(_ColumnField):
    """One signed 64-bit integer or nothing."""

    def __init__(self) -> None:
        super().__init__(FixedBytesColumn(NUMBER.itemsize))

    def to_column_value(self, value: int) -> bytes:
        """A row of `NUMBER`. Raises struct.error beyond 64 bits."""
        return _PACK_NUMBER(1, value)


class StoredField(_ColumnField):
    """Text given back as it came."""

    def __init__(self) -> None:
        super().__init__(VarBytesColumn())

    def to_column_value(self, value: str) -> bytes:
        """The compressed text."""
        return encode_value(value)


def make_schema(schema: Schema) -> Any:
    """The Whoosh schema of these fields, the id and the stored value.

    Raises ValueError for a name that is taken, or that cannot be part of a file name.
    """
    names = (ID, STORED, *schema.text, *schema.keyword, *schema.number)
    for name in names:
        if not (name.isascii() and name.isidentifier()) or name.startswith("_"):
            raise ValueError(f"{name!r} cannot name a field: use ASCII letters, digits and _")
        if names.count(name) > 1:
            raise ValueError(f"the field name {name!r} is taken")
    fields: dict[str, Any] = {ID: KeywordField(unique=True), STORED: StoredField()}
    fields.update((name, TextField()) for name in schema.text)
    fields.update((name, KeywordField()) for name in schema.keyword)
    fields.update((name, NumberField()) for name in schema.number)
    return WhooshSchema(**fields)


def unpack_positions(data: bytes, starts: Any) -> Unsigned:
    """Positions of many documents from their joined bytes; document i's begin at starts[i]."""
    steps = np.frombuffer(data, _POSITION).astype(np.int64)
    running = np.cumsum(steps)
    counts = np.diff(starts)
    before = np.concatenate(([0], running))[starts[:-1]]
    positions: Unsigned = (running - np.repeat(before, counts)).astype(np.uint32)
    return positions
