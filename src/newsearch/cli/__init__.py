"""The terminal program `newsearch`."""

__all__ = ["main"]


def main() -> None:
    """Run the program; raises SystemExit with the exit status."""
    from newsearch.cli.app import run  # noqa: PLC0415 - so that a part of this can be imported alone

    run()
