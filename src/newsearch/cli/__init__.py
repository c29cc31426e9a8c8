"""The terminal program `newsearch`."""

import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run the program; raises SystemExit with the exit status."""
    # OpenBLAS, which numpy brings, starts threads that would never get anything to do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)


def _run(words: list[str]) -> None:
    # Ctrl-C may come while these load: hence imports here.
    from newsearch.cli.quick import COMMANDS, find_command, read_arguments  # noqa: PLC0415
    from newsearch.cli.terminal import prepare_streams  # noqa: PLC0415

    prepare_streams()
    if words and words[0] in COMMANDS and "_NEWSEARCH_COMPLETE" not in os.environ:
        command = find_command(words[0])
        values = read_arguments(words[1:], command)
        if values is not None:
            command(**values)
            sys.exit()
    from newsearch.cli.app import app  # noqa: PLC0415

    app()
