"""newsearch index: make the index hold what files and folders hold."""

import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from newsearch.cli import options
from newsearch.cli.layout import lay_out_plain
from newsearch.cli.status import ERROR, FOUND, ending, report
from newsearch.cli.terminal import Terminal, is_screen, write_lines
from newsearch.ingest.fields import parse_map
from newsearch.sync import SyncReport, synchronise

__all__ = ["EXAMPLES", "index"]

_OF_STDIN: Final = re.compile("-[:#!]")

EXAMPLES = """\b
Examples:
  newsearch index
  newsearch index ~/articles more.html --index ~/news.index
  newsearch index ~/articles --rebuild --strict
  newsearch index dump.jsonl.gz --map title=headline,body=text
  scraper | newsearch index -
"""


def index(
    paths: options.Paths = None,
    *,
    mapping: options.Map = None,
    rebuild: options.Rebuild = False,
    strict: options.Strict = False,
    jobs: options.Jobs = None,
    directory: options.IndexDirectory = options.DEFAULT_INDEX,
    debug: options.Debug = False,
) -> None:
    """Read articles and bring the index up to date with them.

    New files are added, changed ones replaced, and articles whose file is gone removed. Nothing
    changes before the end, and then everything at once.
    """
    with ending(debug=debug):
        start = time.perf_counter()
        tell = _reporter(directory.absolute().parent)
        with _progress() as advance:
            done = synchronise(
                directory,
                paths or [options.DEFAULT_ARTICLES],
                rebuild=rebuild,
                strict=strict,
                jobs=jobs,
                fields=parse_map(",".join(mapping or [])),
                on_notice=tell,
                on_error=lambda error: tell(str(error)),
                on_progress=advance,
            )
        summary = _summary(done, time.perf_counter() - start)
        write_lines(sys.stdout, lay_out_plain(summary, Terminal.of(sys.stdout).wrapping))
        raise SystemExit(ERROR if done.failed else FOUND)


def _reporter(base: Path) -> Callable[[str], None]:
    """Reports what begins with a locator. Those are relative to the index's place; a reader, and the
    editor that opens what a log names, are in the current directory."""
    here = Path.cwd()

    def tell(message: str) -> None:
        report(message if _OF_STDIN.match(message) else _seen_from(here, base, message))

    return tell


def _seen_from(here: Path, base: Path, locator: str) -> str:
    """A locator that is relative to `base` as it reads in `here`: absolute if it is not below that."""
    base = Path(os.path.normpath(base))
    while locator.startswith("../"):
        base, locator = base.parent, locator[3:]
    place = locator if Path(locator).is_absolute() else f"{base.as_posix().rstrip('/')}/{locator}"
    return place.removeprefix(f"{here.as_posix().rstrip('/')}/")


def _progress() -> AbstractContextManager[Callable[[int, int], None]]:
    """A bar on a screen, nothing elsewhere; gives what takes the files done and all files."""
    if not is_screen(sys.stderr):
        return nullcontext(lambda _done, _total: None)
    from newsearch.cli.progress import progress_bar  # noqa: PLC0415 - rich is for screens only

    return progress_bar()


def _summary(done: SyncReport, seconds: float) -> str:
    return (
        f"read {done.read}, added {done.added}, updated {done.updated}, removed {done.removed}, "
        f"skipped {done.skipped}, failed {len(done.failed)} in {seconds:.1f} s"
    )
