"""Articles become documents of an index: one writer at a time, all or nothing."""

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from newsearch.article import Article
from newsearch.engine import Document, Engine, Schema, Terms, create_engine, open_engine
from newsearch.errors import IndexLocked, IndexNotFound
from newsearch.frozen import replace
from newsearch.manifest import Manifest
from newsearch.moments import day_number, epoch_seconds
from newsearch.query.fields import (
    ANALYZERS,
    KEYWORD_FIELDS,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    keyword,
    split_field,
)
from newsearch.query.queries import TermInSetQuery

__all__ = ["IndexWriter", "file_keyword"]

SCHEMA = Schema(TEXT_FIELDS, KEYWORD_FIELDS, NUMBER_FIELDS)


class IndexWriter:
    """Changes to the index in a directory; a context manager that commits unless an error leaves it.

    With `rebuild` the changes go into a new, empty index beside the old one, which takes its place
    at commit: until then, and if it never comes, readers see the old one whole. Without an index
    in the directory one is made. Raises IndexLocked when another process is writing. `on_commit` is
    called once the changes can be seen.
    """

    def __init__(
        self,
        directory: Path,
        *,
        rebuild: bool = False,
        on_commit: Callable[[], None] | None = None,
    ) -> None:
        self._on_commit = on_commit
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
            self._prepare = clusters.prepare
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
        self._writer.add(_with(to_document(article), self._clusters.place(self._prepare(article))))

    def add_all(self, articles: Iterable[Article]) -> None:
        """Add every article."""
        for article in articles:
            self.add(article)

    def delete(self, article_id: str) -> bool:
        """Delete an article; whether there was one."""
        return self._writer.delete("id", article_id) > 0

    def delete_file(self, path: str, digest: str) -> int:
        """Delete the articles that were read from a file with these contents; how many."""
        return self._writer.delete("file", file_keyword(path, digest))

    def commit(self) -> None:
        """Make all changes visible at once; the writer is then closed."""
        try:
            self._writer.commit()
            self._join_clusters()
            self._engine.close()
            if self._new is not None:
                self._new.write(self._directory)
                self._remove_generations(but=self._new.generation)
        finally:
            self._clusters.close()
            self._lock.release()
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
        engine = self._engine.refresh()
        writer = engine.writer()
        try:
            for name in joined:
                members = TermInSetQuery("cluster", (name,))
                for found in engine.search(members, limit=engine.count()).documents:
                    article = Article.from_dict(json.loads(found.stored))
                    writer.add(_with(to_document(article), self._clusters.join(article, name)))
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
            self._clusters.close()
            self._lock.release()

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


def file_keyword(path: str, digest: str) -> str:
    """Names a file with given contents, so that an update can tell what has changed."""
    return f"{digest} {path}"


def to_document(article: Article) -> Document:
    """An article as an engine takes it: analysed."""
    parts = article.parts
    text = {}
    for name in TEXT_FIELDS:
        part, analysis = split_field(name)
        if parts[part]:
            text[name] = Terms(*ANALYZERS[analysis].terms(parts[part]))
    keywords = {
        "file": (file_keyword(article.path, article.digest),),
        **{
            name: (keyword(value),)
            for name in ("source", "section", "language")
            if (value := getattr(article, name))
        },
    }
    stored = json.dumps(article.to_dict(), ensure_ascii=False, separators=(",", ":"))
    return Document(article.id, stored, text, keywords, _numbers(article.published))


def _with(document: Document, keywords: dict[str, tuple[str, ...]]) -> Document:
    return replace(document, keywords={**document.keywords, **keywords})


def _numbers(published: datetime | None) -> dict[str, int]:
    if published is None:
        return {}
    return {"published": epoch_seconds(published), "day": day_number(published)}
