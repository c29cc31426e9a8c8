"""Frozen values: what `@dataclass(frozen=True, slots=True)` makes, defined in a twentieth of the time.

`dataclasses` writes and compiles six functions for each class, half a millisecond, and a search
loads sixty classes before it prints a line. Here all classes share their functions; only a class of
which many instances are made gets an `__init__` of its own. Whatever asks for a dataclass (`replace`, `asdict`, `fields`, `match`, `inspect.signature`) gets the same answers.
"""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, dataclass_transform, overload

__all__ = ["as_dict", "frozen", "replace"]

T = TypeVar("T")

_set = object.__setattr__


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = False, compare: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True)
def frozen(cls: type[Any] | None = None, /, *, kw_only: bool = False, compare: bool = True) -> Any:
    """Make a class with annotated fields, and perhaps defaults (never mutable), one of values.

    The options are for the fields of this class, not for those that it inherits.
    """
    if cls is None:
        return lambda decorated: _define(decorated, kw_only=kw_only, compare=compare)
    return _define(cls, kw_only=kw_only, compare=compare)


def replace(value: T, /, **changes: Any) -> T:
    """The frozen value with other values in some fields."""
    return type(value)(**as_dict(value) | changes)


def as_dict(value: object) -> dict[str, Any]:
    """The fields of a frozen value by name, their values as they are."""
    names = value._fields.names  # type: ignore[attr-defined]
    return dict(zip(names, _getstate(value), strict=True))


class _Fields(NamedTuple):
    """All fields in order; those that may be given by place; those that are compared. `made` holds
    how many instances were made by the function that all classes share."""

    names: tuple[str, ...]
    by_place: tuple[str, ...]
    compared: tuple[str, ...]
    defaults: dict[str, Any]
    made: list[int]


_NO_FIELDS = _Fields((), (), (), {}, [0])

_MANY = 500
"""So many instances take as long as an `__init__` of its own takes to compile, twice over."""


def _define(cls: Any, *, kw_only: bool, compare: bool) -> type[Any]:
    """The class anew, because slots can only be given to a new one."""
    annotations = cls.__annotations__
    names = tuple(annotations)
    own = {name: value for name, value in cls.__dict__.items() if name not in _NOT_COPIED}
    defaults = {name: own.pop(name) for name in names if name in own}
    before: _Fields = getattr(cls, "_fields", _NO_FIELDS)
    fields = _Fields(
        before.names + names,
        before.by_place + (() if kw_only else names),
        before.compared + (names if compare else ()),
        before.defaults | defaults,
        [0],
    )
    body = {
        **_METHODS,
        **own,
        "__annotations__": annotations,
        "__slots__": names if hasattr(cls, "_hashed") else (*names, "_hashed"),
        "__match_args__": fields.by_place,
        "_fields": fields,
    }
    made: type[Any] = type(cls)(cls.__name__, cls.__bases__, body)
    return made


def _init(self: Any, *values: Any, **named: Any) -> None:
    cls = type(self)
    names, by_place, _, defaults, made = cls._fields
    made[0] += 1
    if made[0] == _MANY and cls.__dict__.get("__init__") is _init:
        cls.__init__ = _compile_init(cls)
    if len(values) > len(by_place):
        raise TypeError(f"{cls.__name__}.__init__() got too many positional arguments")
    for name, value in zip(by_place, values, strict=False):
        _set(self, name, value)
    given = by_place[: len(values)]
    for name in names:
        if name in given:
            continue
        if name in named:
            _set(self, name, named.pop(name))
        elif name in defaults:
            _set(self, name, defaults[name])
        else:
            raise TypeError(f"{cls.__name__}.__init__() missing required argument: {name!r}")
    for name in named:
        reason = "multiple values for" if name in names else "an unexpected keyword"
        raise TypeError(f"{cls.__name__}.__init__() got {reason} argument {name!r}")
    if hasattr(cls, "__post_init__"):
        self.__post_init__()


def _compile_init(cls: Any) -> Callable[..., None]:
    """An `__init__` that does what `_init` does for one class, three times as fast; `_init` itself
    where Python has no way to write its parameters."""
    names, by_place, _, defaults, _ = cls._fields
    places = [name in defaults for name in by_place]
    if places != sorted(places) or "self" in names:
        return _init
    named = [name for name in names if name not in by_place]
    written = {name: f"{name}=_default_{name}" if name in defaults else name for name in names}
    parameters = ["self", *map(written.__getitem__, by_place), *(["*"] if named else [])]
    parameters += map(written.__getitem__, named)
    lines = [f"_set(self, {name!r}, {name})" for name in names]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    text = f"def __init__({', '.join(parameters)}):\n  " + "\n  ".join(lines or ["pass"])
    known: dict[str, Any] = {"_set": _set}
    known |= {f"_default_{name}": value for name, value in defaults.items()}
    exec(text, known)  # noqa: S102 - the names of fields, as dataclasses does
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _compared(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self._fields.compared])


def _getstate(self: Any) -> tuple[Any, ...]:
    values: tuple[Any, ...] = self._values(self)
    return values


def _eq(self: Any, other: object) -> Any:
    if other is self:
        return True
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _compared(self) == _compared(other)


def _hash(self: Any) -> int:
    """Reckoned once: values stand inside values, and are looked up many times."""
    try:
        return int(self._hashed)
    except AttributeError:
        _set(self, "_hashed", hash(_compared(self)))
        return int(self._hashed)


def _repr(self: Any) -> str:
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields.names)
    return f"{self.__class__.__qualname__}({fields})"


def _setattr(_self: Any, name: str, _value: object) -> None:
    _delattr(_self, name)


def _delattr(_self: Any, name: str) -> None:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - what they raise, if it comes to it

    raise FrozenInstanceError(f"cannot change or delete the field {name!r}")


def _setstate(self: Any, state: tuple[Any, ...]) -> None:
    for name, value in zip(self._fields.names, state, strict=True):
        _set(self, name, value)


class _Lazily:
    """An attribute of a class, made when it is first asked for."""

    def __init__(self, make: Callable[[type[Any]], object]) -> None:
        self._make = make

    def __set_name__(self, _owner: type[Any], name: str) -> None:
        self._name = name

    def __get__(self, _instance: object, owner: type[Any]) -> object:
        made = self._make(owner)
        setattr(owner, self._name, made)
        return made


def _make_dataclass(owner: Any) -> type[Any]:
    from dataclasses import field, make_dataclass  # noqa: PLC0415 - see the module's text

    annotations: dict[str, Any] = {}
    for cls in reversed(owner.__mro__):
        annotations |= getattr(cls, "__annotations__", {})
    names, by_place, compared, defaults, _ = owner._fields
    fields = []
    for name in names:
        options: dict[str, Any] = {"kw_only": name not in by_place, "compare": name in compared}
        if name in defaults and type(defaults[name]).__hash__ is None:
            options["default_factory"] = partial(defaults.get, name)  # as for an empty mapping
        elif name in defaults:
            options["default"] = defaults[name]
        fields.append((name, annotations[name], field(**options)))
    return make_dataclass(owner.__name__, fields)


def _make_getter(owner: Any) -> Callable[[Any], tuple[Any, ...]]:
    """All values of an instance at once."""
    names = owner._fields.names
    if len(names) > 1:
        return attrgetter(*names)
    return staticmethod(lambda value: tuple([getattr(value, name) for name in names]))


def _make_signature(owner: type[Any]) -> object:
    import inspect  # noqa: PLC0415 - slow to load, and nearly never asked for

    return inspect.signature(_make_dataclass(owner))


_NOT_COPIED = ("__dict__", "__weakref__")
_METHODS = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
    "_values": _Lazily(_make_getter),
    "__dataclass_fields__": _Lazily(lambda owner: _make_dataclass(owner).__dataclass_fields__),
    "__signature__": _Lazily(_make_signature),
}
