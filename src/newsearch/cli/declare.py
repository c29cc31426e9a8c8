"""What a command takes, declared in its annotations: `Annotated[int, Option("--limit", help=…)]`.

Typer reads these (see `app`) to explain them and to complain; `quick` reads them to start fast.
"""

__all__ = ["Argument", "Option"]


class Option:
    """An option by its flags; of type bool, it is a switch."""

    def __init__(
        self,
        *flags: str,
        help: str,  # noqa: A002 - as Typer names it
        metavar: str | None = None,
        envvar: str | None = None,
    ) -> None:
        self.flags = flags
        self.help = help
        self.metavar = metavar
        self.envvar = envvar


class Argument:
    """A word, or with a list as its type any number of words, that follow no flag."""

    def __init__(
        self,
        *,
        help: str,  # noqa: A002 - as Typer names it
        metavar: str | None = None,
        show_default: str | None = None,
    ) -> None:
        self.help = help
        self.metavar = metavar
        self.show_default = show_default
