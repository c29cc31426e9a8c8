"""How a command ends: what went wrong on stderr, and an exit status that scripts can rely on."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from newsearch.cli.layout import lay_out_plain
from newsearch.cli.terminal import Terminal, write_lines
from newsearch.errors import IndexLocked, IndexUnavailable, NewsearchError

__all__ = ["ERROR", "FOUND", "INTERRUPTED", "NOTHING", "NO_INDEX", "ending", "report"]

FOUND: Final = 0
NOTHING: Final = 1
ERROR: Final = 2
NO_INDEX: Final = 3
"""The index is missing, incompatible or damaged: building it anew mends that."""
INTERRUPTED: Final = 130


@contextmanager
def ending(*, debug: bool) -> Iterator[None]:
    """Bring a command to its end: any error becomes a message on stderr and a SystemExit.

    A closed pipe is success: its reader has what it wanted. With `debug` tracebacks are shown.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard(1, 2)
        raise SystemExit(FOUND) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        if debug:
            import traceback  # noqa: PLC0415 - slow to load, and hardly ever asked for

            traceback.print_exception(error)
        report(_describe(error, debug=debug))
        _give_up_stdout()
        raise SystemExit(_status(error)) from None


def report(message: str) -> None:
    """Say on stderr what is wrong."""
    lines = lay_out_plain(f"newsearch: {message}", Terminal.of(sys.stderr).wrapping)
    write_lines(sys.stderr, lines)


def _describe(error: Exception, *, debug: bool) -> str:
    if isinstance(error, NewsearchError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    remedy = "" if debug else ": run again with --debug"
    return f"unexpected error ({type(error).__name__}: {error}){remedy}"


def _status(error: Exception) -> int:
    unusable = isinstance(error, IndexUnavailable) and not isinstance(error, IndexLocked)
    return NO_INDEX if unusable else ERROR


def _give_up_stdout() -> None:
    """If nothing more can be written, because the disk is full, see that nobody tries again."""
    try:
        sys.stdout.flush()
    except OSError:
        _discard(1)


def _discard(*descriptors: int) -> None:
    """Send what is still to be written nowhere, so that Python does not try again when it leaves."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
