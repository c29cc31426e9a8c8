"""Which kinds of fields a segment has, and what its files say of each."""

from typing import Any, Literal, Self, TypeAlias, get_args

from newsearch.frozen import as_dict, frozen

__all__ = ["FieldInfo", "Kind"]

Kind: TypeAlias = Literal["text", "keyword", "number", "stored"]
"""Terms with positions, exact values, one signed 64-bit integer, or no more than given back."""

_BITS = 64


@frozen
class FieldInfo:
    """A field of a segment: its kind, the field it borrows posting lists from, the sum of its
    lengths and, for a number that Whoosh searches by tiers, the bits between them (0: one tier)."""

    kind: Kind
    lender: str | None = None
    length: int = 0
    step: int | None = None

    @classmethod
    def of(cls, field: Any) -> Self:
        """How a flat segment holds a field of a Whoosh schema."""
        # Only who has a schema of Whoosh's comes here, and has loaded Whoosh already.
        from newsearch.engine.whoosh.flat.library import NUMERIC  # noqa: PLC0415
        from newsearch.engine.whoosh.schema import NumberField  # noqa: PLC0415

        if isinstance(field, NUMERIC) and _is_long(field):
            return cls("number", step=field.shift_step)
        if isinstance(field, NumberField):
            return cls("number")
        if not field.indexed or field.format is None:
            return cls("stored")
        return cls("text" if field.format.supports("positions") else "keyword")

    @classmethod
    def load(cls, values: dict[str, Any]) -> Self:
        """Undo `dump`. Raises TypeError or ValueError."""
        if values["kind"] not in get_args(Kind):
            raise ValueError(f"there is no kind of field {values['kind']!r}")
        return cls(**values)

    def dump(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return as_dict(self)


def _is_long(field: Any) -> bool:
    return bool(
        field.numtype is int and field.bits == _BITS and field.signed and not field.decimal_places
    )
