"""Between reading and indexing: articles wait until it is known which lines recur in their sources."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Final, NamedTuple, Self

from newsearch.article import Article
from newsearch.engine import Engine
from newsearch.hits import read_article
from newsearch.ingest.recurring import Recurring, Sample, find_marks, restore, strip
from newsearch.query.fields import keyword
from newsearch.query.queries import TermInSetQuery
from newsearch.waiting import BATCH_CHARACTERS, Batch, Waiting

__all__ = ["Footers"]

_PLAIN_BYTES: Final = 512 * 1024 * 1024
"""So much waits as it is, which is sooner written than compressed."""

_PAGE: Final = 500
"""How many stored articles are looked at together."""


class _Written(NamedTuple):
    """How many bytes a batch takes in the file, and the sources of its articles."""

    size: int
    sources: frozenset[str]


class Footers:
    """Holds articles back, in a file without a name beside the index, and gives them
    without the lines that recur at the edges of their source's articles: those held, and those that
    the index has already. A context manager, which the file goes with."""

    def __init__(self, directory: Path, engine: Engine) -> None:
        self._engine = engine
        self._sample = Sample()
        self._recurring = Recurring({})
        self._file = TemporaryFile(dir=directory)  # noqa: SIM115 - closed with the context
        self._written: list[_Written] = []
        self._records: list[bytes] = []
        self._size = 0
        self._sources: set[str] = set()

    def hold(self, article: Waiting) -> None:
        """Take an article in."""
        if (marks := article.marks) is not None:
            self._sample.add(article.id, article.source, lambda: marks)
        self._records.append(article.record)
        self._size += len(article.record)
        if article.source:
            self._sources.add(article.source)
        if self._size >= BATCH_CHARACTERS:
            self._write_batch()

    def release(self) -> Iterator[Batch]:
        """What was held, in the order in which it came."""
        self._write_batch()
        for source in self._sample.sources():
            for article in map(restore, self._stored(source, 1)):
                self._sample.add(article.id, source, partial(find_marks, article))
        self._recurring = self._sample.recurring()
        self._file.seek(0)
        for size, sources in self._written:
            yield Batch(self._file.read(size), self._recurring.among(sources))

    def renew(self, is_current: Callable[[Article], bool]) -> Iterator[Article]:
        """After `release`: the articles of the index that have to be written anew, for a line of
        theirs has only now turned out to recur. `is_current` tells which of them will still be there."""
        for source in self._sample.sources():
            if all(strip(one, self._recurring) is one for one in self._stored(source, 1)):
                continue  # a look at some is enough
            for article in self._stored(source):
                stripped = strip(article, self._recurring)
                if stripped is not article and is_current(article):
                    yield stripped

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def _write_batch(self) -> None:
        if not self._records:
            return
        compress = self._file.tell() >= _PLAIN_BYTES
        content = Batch.pack(self._records, compress=compress).content
        self._file.write(content)
        self._written.append(_Written(len(content), frozenset(self._sources)))
        self._records, self._size, self._sources = [], 0, set()

    def _stored(self, source: str, pages: int | None = None) -> Iterator[Article]:
        """The articles of a source that the index had before, some pages of them or all."""
        query = TermInSetQuery("source", (keyword(source),))
        offset = 0
        while pages is None or offset < pages * _PAGE:
            found = self._engine.search(query, limit=_PAGE, offset=offset).documents
            yield from (read_article(one.stored) for one in found)
            if len(found) < _PAGE:
                return
            offset += _PAGE
