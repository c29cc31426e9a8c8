"""Articles become documents of an index: one writer at a time, all or nothing."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from filelock import FileLock, Timeout

from newsearch.article import Article
from newsearch.engine import Engine, Schema, create_engine, open_engine
from newsearch.errors import IndexLocked, IndexNotFound
from newsearch.manifest import Manifest
from newsearch.query.fields import KEYWORD_FIELDS, NUMBER_FIELDS, TEXT_FIELDS, file_keyword
from newsearch.query.queries import TermInSetQuery
from newsearch.waiting import BATCH_CHARACTERS, Batch

if TYPE_CHECKING:
    from newsearch.analysts import Analysed, Analysts
    from newsearch.workers import Workers

__all__ = ["IndexWriter"]

SCHEMA = Schema(TEXT_FIELDS, KEYWORD_FIELDS, NUMBER_FIELDS)

_LEAST_CHARACTERS = 200
"""What an article counts for beside its text."""


class IndexWriter:
    """Changes to the index in a directory; a context manager that commits unless an error leaves it.

    With `rebuild` the changes go into a new, empty index beside the old one, which takes its place
    at commit: until then, and if it never comes, readers see the old one whole. Without an index
    in the directory one is made. With several `jobs`, articles are analysed in so many processes
    more; what is written does not depend on it. Raises IndexLocked when another process is writing.
    `on_commit` is called once the changes can be seen.
    """

    def __init__(
        self,
        directory: Path,
        *,
        rebuild: bool = False,
        jobs: int = 1,
        on_commit: Callable[[], None] | None = None,
    ) -> None:
        self._on_commit = on_commit
        self.workers = _start_workers(jobs)
        """The processes that analyse, if there are any; they are free to read as well."""
        self._analysts: Analysts | None = None
        self._waiting: list[Article] = []
        self._waiting_characters = 0
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._lock = FileLock(directory / "lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise IndexLocked(
                f"another process is writing to the index in {directory}: "
                "wait for it to end, or stop it, and try again"
            ) from None
        try:
            from newsearch import clusters  # noqa: PLC0415 - loads numpy: for writing only

            self._new = self._open(rebuild=rebuild)
            self._clusters = clusters.Clusters(self._engine, directory)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, *, rebuild: bool) -> Manifest | None:
        """Open the engine to write to; the manifest to put in place at commit, if it is a new one."""
        try:
            current = None if rebuild else Manifest.read(self._directory)
        except IndexNotFound:
            current = None
        if current is not None:
            self._remove_generations(but=current.generation)
            self._engine = open_engine(current.engine, self._directory / current.generation)
            self._writer = self._engine.writer()
            return None
        new = Manifest.new(self._next_generation())
        place = self._directory / new.generation
        place.mkdir()
        self._engine = create_engine(new.engine, place, SCHEMA)
        self._writer = self._engine.writer()
        return new

    @property
    def engine(self) -> Engine:
        """What the index holds before these changes."""
        return self._engine

    def add(self, article: Article) -> None:
        """Add an article, replacing any of the same id."""
        self._waiting.append(article)
        self._waiting_characters += len(article.title) + len(article.body) + _LEAST_CHARACTERS
        if self._waiting_characters >= BATCH_CHARACTERS:
            self._analyze_waiting()

    def add_all(self, articles: Iterable[Article]) -> None:
        """Add every article."""
        for article in articles:
            self.add(article)

    def add_batch(self, batch: Batch) -> None:
        """Add articles that are packed, and many enough to be analysed together."""
        self._analyze_waiting()
        self._write(self._open_analysts().give_batch(batch))

    def delete(self, article_id: str) -> bool:
        """Delete an article; whether there was one."""
        self._write_waiting()
        return self._writer.delete("id", article_id) > 0

    def delete_file(self, path: str, digest: str) -> int:
        """Delete the articles that were read from a file with these contents; how many."""
        self._write_waiting()
        return self._writer.delete("file", file_keyword(path, digest))

    def commit(self) -> None:
        """Make all changes visible at once; the writer is then closed."""
        try:
            self._write_waiting()
            self._writer.commit()
            self._join_clusters()
            self._engine.close()
            if self._new is not None:
                self._new.write(self._directory)
                self._remove_generations(but=self._new.generation)
        finally:
            self._release()
        if self._on_commit is not None:
            self._on_commit()

    def _join_clusters(self) -> None:
        """Write again the articles of clusters that turned out to be parts of others.

        In a commit of its own: what a crash between the two leaves is an index with all the
        articles, in which some copies are not known to be copies.
        """
        joined = self._clusters.joined
        if not joined:
            return
        from newsearch.clusters import TraitsReader  # noqa: PLC0415 - loads numpy: for writing only
        from newsearch.conversion import Converter  # noqa: PLC0415

        converter, reader = Converter(), TraitsReader()
        engine = self._engine.refresh()
        writer = engine.writer()
        try:
            for name in joined:
                members = TermInSetQuery("cluster", (name,))
                found = engine.search(members, limit=engine.count()).documents
                if found:
                    records = [one.stored.encode("utf-8", "surrogatepass") for one in found]
                    documents = converter.convert(records)
                    keywords = self._clusters.join(reader.read(documents), name)
                    writer.add_all(documents.with_keywords(keywords))
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            engine.close()

    def rollback(self) -> None:
        """Forget all changes; the writer is then closed."""
        try:
            self._writer.rollback()
            self._engine.close()
            if self._new is not None:
                shutil.rmtree(self._directory / self._new.generation, ignore_errors=True)
        finally:
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.rollback()

    def _analyze_waiting(self) -> None:
        """Have the articles analysed that wait to be many, and write what is ready."""
        if self._waiting:
            waiting, self._waiting, self._waiting_characters = self._waiting, [], 0
            self._write(self._open_analysts().give(waiting))

    def _open_analysts(self) -> "Analysts":
        if self._analysts is None:
            from newsearch.analysts import Analysts  # noqa: PLC0415 - loads numpy

            self._analysts = Analysts(self.workers)
        return self._analysts

    def _write_waiting(self) -> None:
        """Write all articles that were added."""
        self._analyze_waiting()
        if self._analysts is not None:
            self._write(self._analysts.finish())

    def _write(self, analysed: "Iterable[Analysed]") -> None:
        for documents, traits in analysed:
            self._writer.add_all(documents.with_keywords(self._clusters.place(traits)))

    def _release(self) -> None:
        try:
            if self.workers is not None:
                self.workers.close()
        finally:
            self._clusters.close()
            self._lock.release()

    def _generations(self) -> list[Path]:
        return sorted(self._directory.glob("g[0-9]*"))

    def _next_generation(self) -> str:
        taken = [int(place.name[1:]) for place in self._generations() if place.name[1:].isdigit()]
        return f"g{max(taken, default=0) + 1:06d}"

    def _remove_generations(self, *, but: str) -> None:
        """Remove what was replaced, and what a killed rebuild left."""
        for place in self._generations():
            if place.name != but:
                shutil.rmtree(place, ignore_errors=True)


def _start_workers(jobs: int) -> "Workers | None":
    if jobs <= 1:
        return None
    from newsearch.workers import Workers  # noqa: PLC0415 - few writers need processes

    return Workers(jobs)
