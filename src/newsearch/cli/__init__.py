"""The terminal program `newsearch`."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the program; raises SystemExit with the exit status."""
    try:
        from newsearch.cli.app import run  # noqa: PLC0415 - Ctrl-C may come while this loads

        run()
    except KeyboardInterrupt:
        sys.exit(130)
