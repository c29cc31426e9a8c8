"""Make an index hold what some files and folders hold: read what is new, leave what has not changed."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from newsearch.article import Article, RawDocument
from newsearch.engine import Engine
from newsearch.errors import InvalidRequest, SyncFailed, UnreadableArticle
from newsearch.footers import Footers
from newsearch.hits import read_article
from newsearch.index import files_of
from newsearch.ingest.naming import identify
from newsearch.ingest.sources import STDIN, find_files, locate, read_stdin
from newsearch.reading import FileToRead, Read, Readers
from newsearch.waiting import Waiting
from newsearch.writer import IndexWriter

__all__ = ["SyncReport", "synchronise"]

_MUCH_BYTES = 32 * 1024 * 1024
"""Less is read and analysed before other processes have started."""

_OURS = re.compile(r"\..*|lock|manifest\.json.*|g\d+")
"""What an index may hold, also one that was never finished, and the hidden files of others."""

_MOST_JOBS = 8
"""Beyond these, the one process that writes keeps the others waiting."""


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
    fields: Mapping[str, str] | None = None,
    on_error: Callable[[UnreadableArticle], None] = lambda _: None,
    on_notice: Callable[[str], None] = lambda _: None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> SyncReport:
    """Bring the index in a directory up to date with files and folders.

    Files are told apart by their contents, not by their times. Articles whose file is gone are
    removed if the file was in one of these folders; a file that gives no article any more keeps
    those it had. What comes on standard input (the path "-") is added to what came before. Paths
    are kept relative to the index's own place, so that both can move together. `fields` says which
    field of records is what; the others are guessed, and `on_notice` told. `on_progress` gets the
    number of files done and of all files. With `strict`, raises SyncFailed and commits nothing
    when anything fails. Files are read and analysed in so many processes as `jobs` says, None
    meaning as many as there are processors if there is much to read; the index does not depend on
    it. A script that asks for several must be one that can be imported (`if __name__ == ...`).
    Raises InvalidRequest (also where the directory holds anything else), IndexLocked, IndexIncompatible, IndexCorrupt.
    """
    if jobs is not None and jobs < 1:
        raise InvalidRequest("less than one job does nothing: use --jobs 1, or leave it out")
    _refuse_foreign(directory)
    base = directory.absolute().parent
    places = [Path(path) for path in paths if str(path) != STDIN]
    report = SyncReport()

    def fail(error: UnreadableArticle) -> None:
        report.failed.append(error)
        on_error(error)

    files = {locate(file, base): file for file in find_files(places, on_error=fail)}
    jobs = _choose_jobs(files.values()) if jobs is None else jobs
    with (
        IndexWriter(directory, rebuild=rebuild, jobs=jobs) as writer,
        Footers(directory, writer.engine) as held,
    ):
        run = _Run(writer, held, report, frozenset(files))
        run.remove_vanished(base, [place for place in places if place.exists()])
        readers = Readers(writer.workers, fields=fields, on_error=fail, on_notice=on_notice)
        wanted = [FileToRead(file, base, run.digest(name)) for name, file in files.items()]
        count = len(wanted) + (len(places) < len(paths))
        sources = readers.open(wanted)
        if count > len(wanted):
            sources = chain(sources, [(read_stdin, readers.read)])
        for done, (open_document, read) in enumerate(sources):
            on_progress(done, count)
            try:
                run.take(open_document(), read)
            except UnreadableArticle as error:
                fail(error)
        on_progress(count, count)
        if strict and report.failed:
            raise SyncFailed(f"{len(report.failed)} failed: nothing was committed")
        for batch in held.release():
            writer.add_batch(batch)
        writer.add_all(held.renew(run.is_untouched))
    return report


def _refuse_foreign(directory: Path) -> None:
    """No index goes among other files: the folder would count as an index, and they be passed over."""
    if directory.is_file():
        raise InvalidRequest(f"{directory} is a file: an index is a folder")
    if directory.is_dir() and not (directory / "manifest.json").exists():
        others = sorted(one.name for one in directory.iterdir() if not _OURS.fullmatch(one.name))
        if others:
            raise InvalidRequest(
                f"{directory} is no index and holds {others[0]}: name a new or an empty folder"
            )


def _choose_jobs(files: Iterable[Path]) -> int:
    """One job where starting more would take longer than it saves."""
    size = sum(file.stat().st_size for file in files if file.exists())
    return min(_count_processors(), _MOST_JOBS) if size > _MUCH_BYTES else 1


def _count_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Run:
    """One pass over the files: what the index holds of them, and what becomes of it."""

    def __init__(
        self, writer: IndexWriter, held: Footers, report: SyncReport, present: frozenset[str]
    ) -> None:
        self._writer = writer
        self._held = held
        self._read: set[str] = set()
        self._report = report
        self._present = present
        self._known = files_of(writer.engine)
        self._ids = _Ids(writer.engine, self._known)

    def digest(self, locator: str) -> str | None:
        """The digest of a file as it was indexed, if it was."""
        return self._known.get(locator)

    def take(self, raw: RawDocument, read: Read) -> None:
        """Replace the articles of one file by those that it holds now, unless it has not changed."""
        self._report.read += 1
        digest = self._known.get(raw.locator)
        if digest == raw.digest:
            self._report.skipped += 1
            return
        replaced = added = 0
        self._read.add(raw.locator)
        for article in read(raw):
            if not added and digest and raw.locator != STDIN:
                replaced = self._writer.delete_file(raw.locator, digest)
            self._held.hold(self._ids.claim(article, raw.locator))
            added += 1
        self._report.updated += min(replaced, added)
        self._report.added += max(0, added - replaced)
        self._report.removed += max(0, replaced - added) if added else 0

    def is_untouched(self, article: Article) -> bool:
        """Whether an article that the index has is of a file that was neither read nor removed."""
        return article.path in self._known and article.path not in self._read

    def remove_vanished(self, base: Path, roots: Sequence[Path]) -> None:
        """Remove the articles of files that were below a root and are no longer there."""
        places = [Path(os.path.abspath(root)) for root in roots]  # noqa: PTH100 - resolve() follows links
        for locator in sorted(self._known.keys() - self._present - {STDIN}):
            file = Path(os.path.normpath(base / locator))
            if any(file.is_relative_to(place) for place in places):
                self._report.removed += self._writer.delete_file(locator, self._known.pop(locator))


class _Ids:
    """Sees that an article of one file never takes the place of another file's.

    Records bring ids along, and copies of a dump bring the same ones. Who comes first keeps them; a
    later file's are made its own. Within a file, an id that comes again replaces.
    """

    def __init__(self, engine: Engine, files: Mapping[str, str]) -> None:
        self._engine = engine
        self._files = files
        self._is_new = not files
        self._owners: dict[int, str] = {}

    def claim(self, article: Waiting, path: str) -> Waiting:
        """The article of a file, under an id that no other file's article has."""
        owner = self._owners.get(hash(article.id)) or self._owner_before(article.id)
        if owner and owner != path:
            article = article.rename(identify(f"{path}#{article.id}"))
        self._owners[hash(article.id)] = path
        return article

    def _owner_before(self, article_id: str) -> str | None:
        stored = None if self._is_new else self._engine.get(article_id)
        path = read_article(stored).path if stored else None
        return path if path in self._files else None
