"""Reading Whoosh's pickles as data: nothing that a file says is ever called.

A pickle may name any function and have it called. Whoosh pickles its table of contents (schema and
segments), blocks of postings and small headers, and loads them without a question. Here two
unpicklers stand in: one admits numbers, text, bytes and containers only; the other also admits a
closed list of class names, and builds for each an `Inert` bag of attributes, never the class. What
is wanted is then checked and made anew from the bags. Any other name is refused before it is
looked up, let alone called.
"""

from collections.abc import Callable
from typing import Any, BinaryIO

from newsearch.errors import IndexCorrupt, IndexUnavailable

try:  # what `pickle` itself has of them, and every search would wait for the rest of it
    from _pickle import Unpickler, UnpicklingError
except ImportError:
    from pickle import Unpickler, UnpicklingError

__all__ = ["REMEDY", "Inert", "Refused", "load_inert", "load_plain", "reading"]

REMEDY = "rebuild it with `newsearch index PATHS --rebuild --index DIR`"


class Refused(UnpicklingError):
    """A pickle names something that an index never holds."""

    def __init__(self, module: str, name: str) -> None:
        super().__init__(f"it asks for {module}.{name}, which no index holds: nothing was run")


class Inert:
    """Attributes without behaviour, in place of an object of the class `origin` (module, name)."""

    origin: tuple[str, str]


class _PlainUnpickler(Unpickler):
    """Numbers, text, bytes, tuples, lists, dictionaries and sets."""

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """What the second pickle protocol needs to spell bytes; nothing else.

        The functions are made afresh each time because a pickle may set attributes on them.
        """
        match module, name:
            case "_codecs", "encode":
                return lambda text, _: text.encode("latin-1")
            case "__builtin__" | "builtins", "bytes":
                return lambda: b""
            case _:
                raise Refused(module, name)


class _InertUnpickler(_PlainUnpickler):
    """Plain values, and an `Inert` for each object of the classes listed."""

    def __init__(self, stream: BinaryIO, admitted: frozenset[tuple[str, str]]) -> None:
        super().__init__(stream)
        self._admitted = admitted

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """A new class for each mention: setting an attribute on it reaches nothing else."""
        if (module, name) in self._admitted:
            return type(name, (Inert,), {"origin": (module, name)})
        match module, name:
            case "collections", "defaultdict":
                return lambda *_: {}
            case "__builtin__" | "builtins", "int":
                return lambda *_: 0
            case _:
                return super().find_class(module, name)


def load_plain(stream: BinaryIO) -> Any:
    """The plain value pickled at this place of the stream.

    Raises Refused, or whatever a damaged pickle makes the unpickler raise.
    """
    return _PlainUnpickler(stream).load()


def load_inert(stream: BinaryIO, admitted: frozenset[tuple[str, str]]) -> Any:
    """The value pickled here, with an `Inert` for each object of the admitted (module, name)s.

    Raises as `load_plain` does.
    """
    return _InertUnpickler(stream, admitted).load()


class reading:  # noqa: N801 - used as a function is, and entered for each term of a query
    """Turn whatever damaged files make Whoosh, struct, zlib or pickle raise into IndexCorrupt.

    Whoosh raises bare Exception too, so nothing narrower would do: keep the block to reading.
    OSError passes through: a file that is missing while an index is opened may mean that a newer
    commit has just replaced it, and the others are no damage.
    """

    __slots__ = ("_place",)

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, Exception) or isinstance(error, IndexUnavailable | OSError):
            return
        reason = str(error) or type(error).__name__
        text = f"the index in {self._place} is damaged ({reason}); {REMEDY}"
        raise IndexCorrupt(text) from error
