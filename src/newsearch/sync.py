"""Make an index hold what some files and folders hold: read what is new, leave what has not changed."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsearch.errors import NewsearchError, UnreadableArticle
from newsearch.footers import Footers
from newsearch.index import files_of
from newsearch.ingest import read_articles
from newsearch.ingest.sources import find_files, locate, read_document
from newsearch.writer import IndexWriter

__all__ = ["SyncFailed", "SyncReport", "synchronise"]


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
    on_error: Callable[[UnreadableArticle], None] = lambda _: None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> SyncReport:
    """Bring the index in a directory up to date with files and folders.

    Files are told apart by their contents, not by their times. Articles whose file is gone are
    removed if the file was in one of these folders; what cannot be read any more stays. Paths are
    kept relative to the index's own place, so that both can move together. `on_progress` gets the
    number of files done and of all files. With `strict`, raises SyncFailed and commits nothing
    when anything fails. Raises IndexLocked, IndexIncompatible, IndexCorrupt.
    """
    run = _Run(base=directory.absolute().parent, on_error=on_error)
    files = find_files(paths, on_error=run.fail)
    with (
        IndexWriter(directory, rebuild=rebuild) as writer,
        Footers(directory, writer.engine) as held,
    ):
        known = files_of(writer.engine)
        for done, file in enumerate(files):
            on_progress(done, len(files))
            run.take(writer, held, file, known)
        on_progress(len(files), len(files))
        run.remove_vanished(writer, known, [Path(path) for path in paths if Path(path).exists()])
        if strict and run.report.failed:
            raise SyncFailed(f"{len(run.report.failed)} failed: nothing was committed")
        writer.add_all(held.release(lambda old: old.path in known.keys() - run.replaced))
    return run.report


@dataclass(slots=True)
class _Run:
    base: Path
    on_error: Callable[[UnreadableArticle], None]
    report: SyncReport = field(default_factory=SyncReport)
    present: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)

    def fail(self, error: UnreadableArticle) -> None:
        self.report.failed.append(error)
        self.on_error(error)

    def take(self, writer: IndexWriter, held: Footers, file: Path, known: dict[str, str]) -> None:
        """Read one file and replace its articles, unless it has not changed; the new ones are held."""
        locator = locate(file, self.base)
        self.present.add(locator)
        try:
            raw = read_document(file, base=self.base)
            self.report.read += 1
            if known.get(locator) == raw.digest:
                self.report.skipped += 1
                return
            articles = list(read_articles(raw))
        except UnreadableArticle as error:
            self.fail(error)
            return
        replaced = writer.delete_file(locator, known[locator]) if locator in known else 0
        self.replaced.add(locator)
        for article in articles:
            held.hold(article)
        self.report.updated += min(replaced, len(articles))
        self.report.added += max(0, len(articles) - replaced)
        self.report.removed += max(0, replaced - len(articles))

    def remove_vanished(
        self, writer: IndexWriter, known: dict[str, str], roots: Iterable[Path]
    ) -> None:
        """Remove the articles of files that were below a root and are no longer there."""
        places = [Path(os.path.abspath(root)) for root in roots]  # noqa: PTH100 - resolve() follows links
        for locator in sorted(known.keys() - self.present):
            file = Path(os.path.normpath(self.base / locator))
            if any(file.is_relative_to(place) for place in places):
                self.report.removed += writer.delete_file(locator, known[locator])
                self.replaced.add(locator)
