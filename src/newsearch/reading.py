"""A file read in another process: what its reader says, to be said again in this one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles
from newsearch.ingest.sources import read_document

__all__ = ["FileRead", "FileToRead", "Outcome", "read_file"]

Outcome: TypeAlias = Article | UnreadableArticle | str
"""An article, what cannot become one, or a notice."""


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file, the folder that its locator is relative to, the digest it had when it was last
    indexed, if it was, and which field of records is what."""

    path: Path
    base: Path
    digest: str | None
    fields: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class FileRead:
    """A document without its content, and the outcomes of reading it, in their order."""

    raw: RawDocument
    outcomes: tuple[Outcome, ...]

    def open(self) -> RawDocument:
        """What `read_document` gave there."""
        return self.raw

    def repeat(
        self, on_error: Callable[[UnreadableArticle], None], on_notice: Callable[[str], None]
    ) -> Iterator[Article]:
        """Do what `read_articles` would do here."""
        for outcome in self.outcomes:
            if isinstance(outcome, Article):
                yield outcome
            elif isinstance(outcome, UnreadableArticle):
                on_error(outcome)
            else:
                on_notice(outcome)


def read_file(file: FileToRead) -> FileRead | None:
    """Read a file; nothing of one that has not changed. None means that it is left to who asks: it
    cannot be read, or may be larger than memory."""
    try:
        raw = read_document(file.path, file.base)
    except UnreadableArticle:
        return None
    if raw.stream is not None:
        return None
    found: list[Outcome] = []
    if raw.digest != file.digest:
        for article in read_articles(
            raw, fields=file.fields, on_error=found.append, on_notice=found.append
        ):
            found.append(article)  # noqa: PERF402 - errors and notices come between
    return FileRead(replace(raw, content=b""), tuple(found))
