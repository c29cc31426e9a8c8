"""The terminal program `newsearch`."""

import gc
import os
import sys

__all__ = ["main", "run"]

READING = ("query", "show", "stats")
"""Commands that leave nothing behind: nothing is lost when their process just ends."""

GARBAGE = 50_000
"""Objects that are made before Python looks for cycles among them, a tenth of the time of a start."""


def main() -> None:
    """Be the program: run it and end the process.

    Taking numpy and all modules apart again would take a reading command a sixth of its time.
    """
    gc.set_threshold(GARBAGE)
    # OpenBLAS, which numpy brings, starts threads that would never get anything to do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.implementation.name == "cpython":
        # What zstandard finds out by asking what Python this is, of a module that takes long to load.
        os.environ.setdefault("PYTHON_ZSTANDARD_IMPORT_POLICY", "cext")
    reading = sys.argv[1:2] and sys.argv[1] in READING
    if reading:
        from newsearch.cli.later import put_off  # noqa: PLC0415 - the others may need them all

        put_off()
    try:
        run()
    except SystemExit as left:
        if reading and isinstance(left.code, int):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(left.code)
        raise


def run() -> None:
    """Run the command that was typed; raises SystemExit with the exit status."""
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
            sys.exit(0)
    from newsearch.cli.app import app  # noqa: PLC0415

    app()
