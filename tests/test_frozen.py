"""A frozen value is what a frozen, slotted dataclass is, by comparison with one."""

import copy
import inspect
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsearch.frozen
from newsearch.frozen import frozen


@frozen
class Point:
    """A point."""

    x: int
    y: int = 0
    tags: tuple[str, ...] = ()

    def total(self) -> int:
        return self.x + self.y


@frozen
class Other:
    """Another class with the same fields."""

    x: int
    y: int = 0
    tags: tuple[str, ...] = ()


@frozen(kw_only=True)
class Checked:
    """One that checks its values."""

    size: int
    unit: str = "m"

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError("too small")


@frozen
class Nothing:
    """One without fields."""


@frozen(kw_only=True, compare=False)
class Placed:
    """One with a place that does not count."""

    place: int = 0


@frozen
class Named(Placed):
    """One that inherits it."""

    name: str
    size: int = 1


@dataclass(frozen=True, slots=True)
class PlainPoint:
    x: int
    y: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainChecked:
    size: int
    unit: str = "m"


@dataclass(frozen=True, slots=True)
class PlainNothing:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPlaced:
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PlainNamed(PlainPlaced):
    name: str
    size: int = 1


PAIRS = [
    (Point, PlainPoint),
    (Checked, PlainChecked),
    (Nothing, PlainNothing),
    (Placed, PlainPlaced),
    (Named, PlainNamed),
]


values = st.integers(-2, 2)
arguments = st.tuples(
    st.lists(values, max_size=4),
    st.dictionaries(
        st.sampled_from(["x", "y", "tags", "z", "size", "unit", "name", "place"]),
        values,
        max_size=4,
    ),
)


def outcome(cls: type[Any], args: list[int], named: dict[str, int]) -> object:
    try:
        return cls(*args, **named)
    except (TypeError, ValueError) as error:
        return type(error)


@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
@pytest.mark.parametrize(("ours", "plain"), PAIRS)
@given(first=arguments, second=arguments)
def test_it_is_made_and_compared_as_a_dataclass_is(
    ours: type[Any],
    plain: type[Any],
    many: bool,
    first: tuple[list[int], dict[str, int]],
    second: tuple[list[int], dict[str, int]],
) -> None:
    if many:
        while ours.__init__ is newsearch.frozen._init:
            outcome(ours, [1], {})
            outcome(ours, [], {"size": 1})
    one, other = outcome(ours, *first), outcome(ours, *second)
    plain_one, plain_other = outcome(plain, *first), outcome(plain, *second)
    if ValueError in (one, other):
        return
    assert repr(one).replace("Plain", "") == repr(plain_one).replace("Plain", "")
    assert (one == other) == (plain_one == plain_other)
    assert one != other or hash(one) == hash(other)


def test_classes_with_the_same_fields_are_not_equal() -> None:
    assert Point(1, 2) != Other(1, 2)
    assert Point(1, 2) != (1, 2, ())


def test_nothing_can_be_changed_or_added() -> None:
    point = Point(1)
    for change in (
        lambda: setattr(point, "x", 2),
        lambda: setattr(point, "new", 2),
        lambda: delattr(point, "x"),
    ):
        with pytest.raises(FrozenInstanceError):
            change()
    assert not hasattr(point, "__dict__")


def test_what_asks_for_a_dataclass_gets_the_answers_of_one() -> None:
    point = Point(1, tags=("a",))
    assert is_dataclass(point)
    assert replace(point, y=5) == newsearch.frozen.replace(point, y=5) == Point(1, 5, ("a",))
    assert asdict(point) == {"x": 1, "y": 0, "tags": ("a",)}
    assert [one.name for one in fields(Point)] == ["x", "y", "tags"]
    assert inspect.signature(Point).parameters.keys() == {"x", "y", "tags"}
    assert replace(Named("a", place=3), size=2) == Named("a", 2)
    for ours, plain in PAIRS:
        assert inspect.signature(ours) == inspect.signature(plain)
        assert ours.__match_args__ == plain.__match_args__
    match point:
        case Point(x, y, tags):
            assert (x, y, tags) == (1, 0, ("a",))


@frozen
class Mapped:
    """One whose default is a mapping that nobody can change."""

    name: str
    values: Mapping[str, int] = MappingProxyType({})


def test_a_default_may_be_a_mapping_that_nobody_can_change() -> None:
    assert replace(Mapped("a"), name="b").values == {}
    assert [one.name for one in fields(Mapped)] == ["name", "values"]


def test_copies_and_pickles_are_equal() -> None:
    point = Point(1, 2, ("a",))
    assert copy.copy(point) == copy.deepcopy(point) == pickle.loads(pickle.dumps(point)) == point  # noqa: S301


def test_it_keeps_its_name_text_and_methods() -> None:
    assert (Point.__name__, Point.__module__, Point.__doc__) == ("Point", __name__, "A point.")
    assert Point(1, 2).total() == 3
    with pytest.raises(ValueError, match="too small"):
        Checked(size=-1)
