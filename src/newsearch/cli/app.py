"""The program: its commands put together."""

from importlib.metadata import version
from typing import Annotated

import typer

from newsearch.cli.commands import check, index, query, show, stats
from newsearch.cli.terminal import prepare_streams

__all__ = ["app", "run"]

app = typer.Typer(
    name="newsearch",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 found, 1 nothing found, 2 error, 3 no usable index, 130 interrupted.",
)
app.command(epilog=index.EXAMPLES)(index.index)
app.command(epilog=query.EXAMPLES, cls=query.QueryCommand)(query.query)
app.command(epilog=show.EXAMPLES)(show.show)
app.command(epilog=stats.EXAMPLES)(stats.stats)
app.command(epilog=check.EXAMPLES)(check.check)


def run() -> None:
    """Run the command that was typed; raises SystemExit with its status."""
    prepare_streams()
    app()


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
