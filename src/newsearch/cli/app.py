"""The program as Typer has it: its commands put together, with their help and complaints."""

import inspect
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, get_args

import typer
from typer.core import TyperCommand

from newsearch.cli.declare import Option
from newsearch.cli.quick import COMMANDS, find_command
from newsearch.cli.text import one_line

__all__ = ["app"]

app = typer.Typer(
    name="newsearch",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 found, 1 nothing found, 2 error, 3 no usable index, 130 interrupted.",
)


class QueryCommand(TyperCommand):
    """The command, which takes -word for an option as any command does, but says what to do about it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; a usage error about something like -word gets a hint."""
        typed = list(args)
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            words = [word for word in typed if len(word) > 2 and word[0] == "-" != word[1]]
            if words:
                excluded = one_line(words[0])
                error.message += (
                    f"\nTo exclude a word, type the whole query in quotes ('Maroc {excluded}'), "
                    f"or -- before it (newsearch query -- Maroc {excluded})."
                )
            raise


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsearch {version('newsearch')}")
        raise typer.Exit


@app.callback()
def newsearch(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Full-text search for French news."""


def _for_typer(command: Callable[..., None]) -> Callable[..., None]:
    """The command with its declarations in Typer's words."""

    @wraps(command)
    def call(**values: Any) -> None:
        command(**values)

    signature = inspect.signature(command)
    parameters = [
        parameter.replace(annotation=_translate(*get_args(parameter.annotation)))
        for parameter in signature.parameters.values()
    ]
    call.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return call


def _translate(kind: Any, declared: Any) -> Any:
    if isinstance(declared, Option):
        info = typer.Option(
            *declared.flags, help=declared.help, metavar=declared.metavar, envvar=declared.envvar
        )
    else:
        info = typer.Argument(
            help=declared.help,
            metavar=declared.metavar,
            show_default=declared.show_default or True,
        )
    return Annotated[kind, info]


for _name in COMMANDS:
    _examples = import_module(f"newsearch.cli.commands.{_name}").EXAMPLES
    _class = QueryCommand if _name == "query" else TyperCommand
    app.command(_name, epilog=_examples, cls=_class)(_for_typer(find_command(_name)))
