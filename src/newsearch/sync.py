"""Make an index hold what some files and folders hold: read what is new, leave what has not changed."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from newsearch.errors import NewsearchError, UnreadableArticle
from newsearch.index import files_of
from newsearch.ingest.sources import find_files, locate
from newsearch.reading import FileRead, FileToRead, read_file
from newsearch.writer import IndexWriter

if TYPE_CHECKING:
    from newsearch.workers import Workers

__all__ = ["SyncFailed", "SyncReport", "synchronise"]

_MUCH_BYTES = 32 * 1024 * 1024
"""Less is read and analysed before other processes have started."""

_MOST_JOBS = 8
"""Beyond these, the one process that writes keeps the others waiting."""


class SyncFailed(NewsearchError):
    """Something could not be read, and it was asked that nothing be committed then."""


@dataclass(slots=True)
class SyncReport:
    """What happened. `read` counts files; `added`, `updated` and `removed` count articles; `skipped`
    counts files that have not changed; `failed` lists what could not be read, and why."""

    read: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    skipped: int = 0
    failed: list[UnreadableArticle] = field(default_factory=list)


def synchronise(
    directory: Path,
    paths: Sequence[str | Path],
    *,
    rebuild: bool = False,
    strict: bool = False,
    jobs: int | None = 1,
    on_error: Callable[[UnreadableArticle], None] = lambda _: None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> SyncReport:
    """Bring the index in a directory up to date with files and folders.

    Files are told apart by their contents, not by their times. Articles whose file is gone are
    removed if the file was in one of these folders; what cannot be read any more stays. Paths are
    kept relative to the index's own place, so that both can move together. `on_progress` gets the
    number of files done and of all files. With `strict`, raises SyncFailed and commits nothing
    when anything fails. Files are read and analysed in so many processes as `jobs` says, None
    meaning as many as there are processors when there is much to read; the index does not depend
    on it. A script that uses several must be one that can be imported (`if __name__ == ...`).
    Raises IndexLocked, IndexIncompatible, IndexCorrupt.
    """
    run = _Run(on_error)
    base = directory.absolute().parent
    files = find_files(paths, on_error=run.fail)
    jobs = _choose_jobs(files) if jobs is None else jobs
    with IndexWriter(directory, rebuild=rebuild, jobs=jobs) as writer:
        known = files_of(writer.engine)
        wanted = [FileToRead(file, base, known.get(locate(file, base))) for file in files]
        for done, file in enumerate(_read(wanted, writer.workers)):
            on_progress(done, len(files))
            run.take(writer, file, known)
        on_progress(len(files), len(files))
        roots = [Path(path) for path in paths if Path(path).exists()]
        run.remove_vanished(writer, known, base, roots)
        if strict and run.report.failed:
            raise SyncFailed(f"{len(run.report.failed)} failed: nothing was committed")
    return run.report


def _choose_jobs(files: Sequence[Path]) -> int:
    """One job where starting more would take longer than it saves."""
    size = sum(file.stat().st_size for file in files if file.exists())
    return min(_count_processors(), _MOST_JOBS) if size > _MUCH_BYTES else 1


def _count_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _read(files: Iterable[FileToRead], workers: "Workers | None") -> Iterator[FileRead]:
    """Read files, and give them in their order."""
    if workers is None:
        yield from map(read_file, files)
        return
    from newsearch.workers import Line  # noqa: PLC0415 - most runs need no processes

    line = Line(workers, read_file)
    for file in files:
        yield from line.give(file)
    yield from line.finish()


@dataclass(slots=True)
class _Run:
    on_error: Callable[[UnreadableArticle], None]
    report: SyncReport = field(default_factory=SyncReport)
    present: set[str] = field(default_factory=set)

    def fail(self, error: UnreadableArticle) -> None:
        self.report.failed.append(error)
        self.on_error(error)

    def take(self, writer: IndexWriter, file: FileRead, known: dict[str, str]) -> None:
        """Replace the articles of a file, unless it has not changed."""
        self.present.add(file.locator)
        self.report.read += file.was_read
        if file.error is not None:
            self.fail(file.error)
        elif not file.articles:
            self.report.skipped += 1
        else:
            before = known.get(file.locator)
            replaced = writer.delete_file(file.locator, before) if before else 0
            writer.add_all(file.articles)
            self.report.updated += min(replaced, len(file.articles))
            self.report.added += max(0, len(file.articles) - replaced)
            self.report.removed += max(0, replaced - len(file.articles))

    def remove_vanished(
        self, writer: IndexWriter, known: dict[str, str], base: Path, roots: Iterable[Path]
    ) -> None:
        """Remove the articles of files that were below a root and are no longer there."""
        places = [Path(os.path.abspath(root)) for root in roots]  # noqa: PTH100 - resolve() follows links
        for locator in sorted(known.keys() - self.present):
            file = Path(os.path.normpath(base / locator))
            if any(file.is_relative_to(place) for place in places):
                self.report.removed += writer.delete_file(locator, known[locator])
