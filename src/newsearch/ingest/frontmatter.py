"""The YAML of a front matter: names with texts, lists and small objects, and nothing that harms."""

from collections.abc import Iterator
from typing import Any, Final

__all__ = ["read_yaml"]

_DEEPEST: Final = 8
_MOST: Final = 5_000


def read_yaml(text: str) -> dict[str, Any]:
    """The mapping that some YAML is, with every scalar as the text that stands there: "non" is no
    boolean and a date no date. Raises ValueError on anything else than plain data, on anchors and
    aliases (which can grow without bound), and on what is nested or long beyond all sense.
    """
    import yaml  # noqa: PLC0415 - few files need it

    try:
        events = _plain(yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
        value = _read(next(events), events, 0)
    except (yaml.YAMLError, StopIteration) as error:
        raise ValueError(str(error) or "it is empty") from error
    return value if isinstance(value, dict) else {}


def _plain(events: Iterator[Any]) -> Iterator[Any]:
    """The events of the data, counted. Raises ValueError on aliases and on too many."""
    for number, event in enumerate(events):
        name = type(event).__name__
        if number > _MOST:
            raise ValueError("it is too long")
        if getattr(event, "anchor", None):
            raise ValueError("anchors and aliases are not read")
        if not name.startswith(("Stream", "Document")):
            yield event


def _read(event: Any, events: Iterator[Any], depth: int) -> Any:
    """The value that starts with an event. Raises ValueError when it is nested too deep."""
    if depth > _DEEPEST:
        raise ValueError("it is nested too deep")
    match type(event).__name__:
        case "ScalarEvent":
            return event.value
        case "SequenceStartEvent":
            items = []
            while type(inner := next(events)).__name__ != "SequenceEndEvent":
                items.append(_read(inner, events, depth + 1))
            return items
        case _:
            found = {}
            while type(inner := next(events)).__name__ != "MappingEndEvent":
                key = _read(inner, events, depth + 1)
                found[str(key)] = _read(next(events), events, depth + 1)
            return found
