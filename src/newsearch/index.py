"""The index that a program opens, searches and writes to."""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newsearch.article import Article
from newsearch.engine import Engine, Order, ScoredDocument, TopDocs, open_engine
from newsearch.errors import IndexCorrupt, IndexNotFound, InvalidRequest
from newsearch.manifest import Manifest
from newsearch.matches import find_matches
from newsearch.query.fields import same_keyword
from newsearch.query.parser import parse
from newsearch.query.queries import (
    BooleanQuery,
    Query,
    RangeQuery,
    TermInSetQuery,
)
from newsearch.query.ranking import Ranking
from newsearch.query.rewrite import rewrite
from newsearch.search import Hit, SearchRequest, SearchResults
from newsearch.snippets import Snippet, best_passages, mark_all
from newsearch.writer import IndexWriter, article_parts

__all__ = ["Index", "IndexStats"]

ORDERS = {
    "relevance": None,
    "newest": Order("published", descending=True),
    "oldest": Order("published"),
}
UNDATED = BooleanQuery(must_not=(RangeQuery("day"),))


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What is in an index. `sources`, `sections` and `languages` count articles, most first."""

    articles: int
    undated: int
    oldest: str | None
    newest: str | None
    sources: tuple[tuple[str, int], ...]
    sections: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    engine: str
    analyzers: tuple[str, ...]


class Index:
    """An index of articles in a directory; a context manager that closes it.

    It shows one commit until its own writer commits or `refresh` is called. Searching from several
    threads is safe.
    """

    def __init__(
        self, directory: Path, manifest: Manifest, engine: Engine, ranking: Ranking
    ) -> None:
        self.directory = directory
        self.ranking = ranking
        self._manifest = manifest
        self._engine = engine

    @classmethod
    def open(cls, directory: str | Path, *, ranking: Ranking | None = None) -> Self:
        """Open the index in a directory.

        Raises IndexNotFound, IndexIncompatible or IndexCorrupt; the message names what mends it.
        """
        place = Path(directory)
        manifest, engine = _open_current(place)
        return cls(place, manifest, engine, ranking or Ranking())

    @classmethod
    def create(cls, directory: str | Path, *, ranking: Ranking | None = None) -> Self:
        """Open the index in a directory, after making an empty one if there is none."""
        try:
            return cls.open(directory, ranking=ranking)
        except IndexNotFound:
            IndexWriter(Path(directory)).commit()
            return cls.open(directory, ranking=ranking)

    def writer(self, *, rebuild: bool = False) -> "RefreshingWriter":
        """Start changing the index; see IndexWriter. This index shows the changes once committed."""
        return RefreshingWriter(self, rebuild=rebuild)

    def refresh(self) -> None:
        """Show the newest commit."""
        manifest = Manifest.read(self.directory)
        if manifest == self._manifest:
            self._engine = self._engine.refresh()
        else:
            self._engine.close()
            self._manifest, self._engine = _open_current(self.directory)

    def close(self) -> None:
        """Release files."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self._engine.count()

    def get(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        stored = self._engine.get(article_id)
        return None if stored is None else self._article(stored)

    def search(self, request: str | SearchRequest, **options: Any) -> SearchResults:
        """Search with a typed query and options (those of SearchRequest), or with a SearchRequest.

        Whatever is typed gives an answer, with what was understood of it and warnings about the
        rest. Raises InvalidRequest on an option that makes no sense.
        """
        asked = _make_request(request, options)
        start = time.perf_counter()
        parsed = parse(asked.query)
        rewritten = rewrite(parsed, parts=asked.fields, exact=asked.exact, ranking=self.ranking)
        conditions = tuple(self._conditions(asked))
        order = ORDERS[asked.sort]
        full = _under(rewritten.full, conditions)
        top = self._engine.search(full, limit=asked.limit, offset=asked.offset, order=order)
        hits = [self._hit(one, rewritten.full, asked.snippets) for one in top.documents]
        partial = TopDocs(0, ())
        if rewritten.partial is not None and top.total < asked.limit:
            partial = self._engine.search(
                BooleanQuery(
                    must=(_under(rewritten.partial, conditions),), must_not=(rewritten.full,)
                ),
                limit=asked.limit - len(hits),
                offset=max(0, asked.offset - top.total),
                order=order,
            )
            hits += [
                replace(self._hit(one, rewritten.partial, asked.snippets), partial=True)
                for one in partial.documents
            ]
        took = time.perf_counter() - start
        return SearchResults(asked, parsed, top.total, partial.total, tuple(hits), took)

    def highlight(
        self, article: Article, request: str | SearchRequest, **options: Any
    ) -> tuple[Snippet, Snippet]:
        """An article's whole title and body, with the matches of a query."""
        asked = _make_request(request, options)
        rewritten = rewrite(parse(asked.query), parts=asked.fields, exact=asked.exact)
        parts = article_parts(article)
        matches = find_matches(rewritten.partial or rewritten.full, parts)
        return (
            mark_all("title", article.title, matches["title"]),
            mark_all("body", article.body, matches["body"]),
        )

    def files(self) -> dict[str, str]:
        """The files that were indexed: the digest of their contents by path."""
        return files_of(self._engine)

    def stats(self) -> IndexStats:
        """What is in the index."""
        return IndexStats(
            articles=len(self),
            undated=self._engine.search(UNDATED, limit=1).total,
            oldest=self._extreme_date(ORDERS["oldest"]),
            newest=self._extreme_date(ORDERS["newest"]),
            sources=self._values("source"),
            sections=self._values("section"),
            languages=self._values("language"),
            engine=self._manifest.engine,
            analyzers=self._manifest.analyzers,
        )

    def _values(self, field: str) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(self._engine.terms(field), key=lambda item: (-item[1], item[0])))

    def _extreme_date(self, order: Order | None) -> str | None:
        dated = self._engine.search(RangeQuery("day"), limit=1, order=order).documents
        if not dated:
            return None
        published = self._article(dated[0].stored).published
        return published and published.date().isoformat()

    def _conditions(self, request: SearchRequest) -> Iterator[Query]:
        first, last = request.period(date.today())
        if first or last:
            yield RangeQuery("day", first and _day(first), last and _day(last))
        if request.sources:
            known = [value for value, _ in self._engine.terms("source")]
            wanted = (v for v in known if any(same_keyword(v, name) for name in request.sources))
            yield TermInSetQuery("source", tuple(wanted))

    def _hit(self, document: ScoredDocument, query: Query, snippets: int) -> Hit:
        article = self._article(document.stored)
        matches = find_matches(query, article_parts(article))
        return Hit(
            article=article,
            score=document.score,
            title=mark_all("title", article.title, matches["title"]),
            snippets=best_passages("body", article.body, matches["body"], snippets),
            match_count=len(matches["title"]) + len(matches["body"]),
        )

    def _article(self, stored: str) -> Article:
        try:
            return Article.from_dict(json.loads(stored))
        except (ValueError, TypeError, KeyError) as error:
            raise IndexCorrupt(
                f"an article stored in {self.directory} is damaged ({error}): "
                "rebuild with `newsearch index PATHS --rebuild`"
            ) from None


class RefreshingWriter(IndexWriter):
    """The writer of an open index, which shows the changes once they are committed."""

    def __init__(self, index: Index, *, rebuild: bool) -> None:
        super().__init__(index.directory, rebuild=rebuild)
        self._index = index

    def commit(self) -> None:
        """Make all changes visible at once; the writer is then closed."""
        super().commit()
        self._index.refresh()


def files_of(engine: Engine) -> dict[str, str]:
    """The files an engine's documents come from: the digest of their contents by path."""
    pairs = (value.split(" ", 1) for value, _ in engine.terms("file"))
    return {path: digest for digest, path in pairs}


def _open_current(directory: Path) -> tuple[Manifest, Engine]:
    """Open what the manifest names; once more if a rebuild has replaced it just then."""
    manifest = Manifest.read(directory)
    try:
        return manifest, open_engine(manifest.engine, directory / manifest.generation)
    except (IndexNotFound, IndexCorrupt):
        again = Manifest.read(directory)
        if again == manifest:
            raise IndexCorrupt(
                f"the index in {directory} is damaged or incomplete: "
                "rebuild with `newsearch index PATHS --rebuild`"
            ) from None
        return again, open_engine(again.engine, directory / again.generation)


def _make_request(request: str | SearchRequest, options: dict[str, Any]) -> SearchRequest:
    try:
        if isinstance(request, str):
            return SearchRequest(query=request, **options)
        return replace(request, **options)
    except TypeError as error:
        raise InvalidRequest(f"no such search option: {error}") from None


def _under(query: Query, conditions: Iterable[Query]) -> Query:
    conditions = tuple(conditions)
    return BooleanQuery(must=(query,), filter=conditions) if conditions else query


def _day(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
