"""The usual command lines, read without Typer, which takes longer to load than a search takes.

Nothing is decided here: options are those that the commands declare, and whatever is not plainly
right, or asks for help, is left to Typer to read again and to explain.
"""

import os
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, Literal, NamedTuple, get_args, get_origin

from newsearch.cli.declare import Argument, Option

__all__ = ["COMMANDS", "find_command", "read_arguments"]

COMMANDS = ("index", "query", "show", "stats", "check")
"""Each is a function in a module of its own, both of that name."""


def find_command(name: str) -> Callable[..., None]:
    """The function of a command, whose module is loaded for it."""
    command: Callable[..., None] = getattr(import_module(f"newsearch.cli.commands.{name}"), name)
    return command


def read_arguments(words: Sequence[str], command: Callable[..., None]) -> dict[str, Any] | None:
    """The values that a command line gives to a command; None if Typer is to read it."""
    parameters = list(_list_parameters(command))
    flags = {flag: one for one in parameters for flag in one.flags}
    given: dict[str, list[str]] = {}
    loose: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            loose += left
        elif word[:1] != "-" or word == "-":
            loose.append(word)
        else:
            name, value = _read_option(word, left, flags)
            if name is None:
                return None
            given.setdefault(name, []).append(value)
    return _convert(parameters, given, loose)


class _Parameter(NamedTuple):
    name: str
    optional: bool
    annotation: Any
    declared: Option | Argument

    @property
    def flags(self) -> tuple[str, ...]:
        return self.declared.flags if isinstance(self.declared, Option) else ()

    @property
    def kind(self) -> Any:
        """The type without "or None"."""
        if isinstance(self.annotation, types.UnionType):
            return get_args(self.annotation)[0]
        return self.annotation


def _list_parameters(command: Callable[..., None]) -> Iterator[_Parameter]:
    names = command.__code__.co_varnames[: command.__code__.co_argcount]
    defaults = command.__defaults__ or ()
    optional = {*(command.__kwdefaults__ or ()), *names[len(names) - len(defaults) :]}
    for name, annotation in command.__annotations__.items():
        if name != "return":
            yield _Parameter(name, name in optional, *get_args(annotation))


def _read_option(
    word: str, left: Iterator[str], flags: dict[str, _Parameter]
) -> tuple[str | None, str]:
    """The parameter that an option sets, and the value that it or the next word has."""
    flag, equals, value = word.partition("=")
    found = flags.get(flag)
    if found is None or (equals and flag[:2] != "--"):
        return None, ""
    if found.kind is bool:
        return (None if equals else found.name), ""
    if not equals:
        value = next(left, "")
    return (None if value[:1] in ("", "-") else found.name), value


def _convert(
    parameters: Iterable[_Parameter], given: dict[str, list[str]], loose: list[str]
) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    for one in parameters:
        texts = given.get(one.name, [])
        if isinstance(one.declared, Argument):
            several = get_origin(one.kind) is list
            texts, loose = (loose, []) if several else (loose[:1], loose[1:])
        elif not texts and one.declared.envvar and os.environ.get(one.declared.envvar):
            texts = [os.environ[one.declared.envvar]]
        if texts:
            try:
                values[one.name] = _read(one.kind, texts)
            except ValueError:
                return None
    complete = all(one.optional or one.name in values for one in parameters)
    return values if complete and not loose else None


def _read(kind: Any, texts: Sequence[str]) -> Any:
    """Of several values the last, as Typer has it. Raises ValueError."""
    if get_origin(kind) is list:
        (inner,) = get_args(kind)
        return [_read(inner, [text]) for text in texts]
    if kind is bool:
        return True
    if get_origin(kind) is Literal:
        if texts[-1] not in get_args(kind):
            raise ValueError(texts[-1])
        return texts[-1]
    return kind(texts[-1])
