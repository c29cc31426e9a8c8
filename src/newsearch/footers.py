"""Between reading and indexing: articles wait until it is known which lines recur in their sources."""

import json
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from json import JSONEncoder
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Final, Self

from zstandard import ZstdCompressor, ZstdDecompressor

from newsearch.article import Article
from newsearch.engine import Engine
from newsearch.ingest.recurring import Recurring, Sample, restore, strip
from newsearch.query.fields import keyword
from newsearch.query.queries import TermInSetQuery
from newsearch.searcher import read_article

__all__ = ["Footers"]

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_PAGE: Final = 500
"""How many stored articles are looked at together."""


class Footers:
    """Holds articles back, in a compressed file without a name beside the index, and gives them
    without the lines that recur at the edges of their source's articles: those held, and those that
    the index has already. A context manager, which the file goes with."""

    def __init__(self, directory: Path, engine: Engine) -> None:
        self._engine = engine
        self._sample = Sample()
        self._file = TemporaryFile(dir=directory)  # noqa: SIM115 - closed with the context
        self._writer = ZstdCompressor(level=1).stream_writer(self._file, closefd=False)
        self._count = 0

    def hold(self, article: Article) -> None:
        """Take an article in."""
        self._sample.add(article)
        line = _encode(article.to_dict()) + "\n"
        self._writer.write(line.encode("utf-8", "surrogatepass"))
        self._count += 1

    def release(self, is_current: Callable[[Article], bool]) -> Iterator[Article]:
        """The articles, in the order in which they came; then those of the index that had to be
        written anew, for a line of theirs has only now turned out to recur. `is_current` tells which
        articles of the index will still be there."""
        self._writer.close()  # type: ignore[no-untyped-call]
        sources = self._sample.sources()
        for source in sources:
            for article in self._stored(source, 1):
                self._sample.add(restore(article))
        recurring = self._sample.recurring()
        for article in self._held():
            yield strip(article, recurring)
        for source in sources:
            yield from self._anew(source, recurring, is_current)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def _held(self) -> Iterator[Article]:
        self._file.seek(0)
        with ZstdDecompressor().stream_reader(self._file, closefd=False) as stream:
            lines = TextIOWrapper(stream, "utf-8", errors="surrogatepass", newline="\n")
            for line in lines:
                yield Article.from_dict(json.loads(line))

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

    def _anew(
        self, source: str, recurring: Recurring, is_current: Callable[[Article], bool]
    ) -> Iterator[Article]:
        """The articles of the index from which something must still be taken off, unless a look at
        some finds none."""
        if all(strip(one, recurring) is one for one in self._stored(source, 1)):
            return
        for article in self._stored(source):
            stripped = strip(article, recurring)
            if stripped is not article and is_current(article):
                yield stripped
