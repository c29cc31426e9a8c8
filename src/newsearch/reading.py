"""One file read in whatever process: what has become of it, and the articles in it."""

from dataclasses import dataclass
from pathlib import Path

from newsearch.article import Article
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles
from newsearch.ingest.sources import locate, read_document

__all__ = ["FileRead", "FileToRead", "read_file"]


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file, the folder that its locator is relative to, and the digest it had when it was last
    indexed, if it was."""

    path: Path
    base: Path
    digest: str | None


@dataclass(frozen=True, slots=True)
class FileRead:
    """`was_read` says whether the file could be read at all, `error` why it gives no articles.
    Without an error and articles it has not changed."""

    locator: str
    was_read: bool
    articles: tuple[Article, ...] = ()
    error: UnreadableArticle | None = None


def read_file(file: FileToRead) -> FileRead:
    """Read a file, unless it has not changed."""
    locator = locate(file.path, file.base)
    was_read = False
    try:
        raw = read_document(file.path, base=file.base)
        was_read = True
        articles = () if raw.digest == file.digest else tuple(read_articles(raw))
    except UnreadableArticle as error:
        return FileRead(locator, was_read, error=error)
    return FileRead(locator, was_read, articles)
