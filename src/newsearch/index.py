"""The index that a program opens, searches and writes to."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from newsearch.article import Article
from newsearch.engine import Engine, Order, open_engine
from newsearch.errors import IndexCorrupt, IndexNotFound, InvalidRequest
from newsearch.frozen import frozen, replace
from newsearch.hits import read_article
from newsearch.manifest import Manifest
from newsearch.matches import find_matches
from newsearch.query.parser import parse
from newsearch.query.queries import MatchAllQuery, RangeQuery
from newsearch.query.ranking import Ranking
from newsearch.search import SearchRequest, SearchResults
from newsearch.searcher import ORDERS, UNDATED, rewrite_request, run
from newsearch.snippets import Snippet, mark_all

if TYPE_CHECKING:
    from newsearch.writer import IndexWriter

__all__ = ["Index", "IndexStats"]

_PAGE = 1000


@frozen
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
            from newsearch.writer import IndexWriter  # noqa: PLC0415 - searching does without

            IndexWriter(Path(directory)).commit()
            return cls.open(directory, ranking=ranking)

    def writer(self, *, rebuild: bool = False, jobs: int = 1) -> "IndexWriter":
        """Start changing the index; see IndexWriter. This index shows the changes once committed."""
        from newsearch.writer import IndexWriter  # noqa: PLC0415 - searching does without

        return IndexWriter(self.directory, rebuild=rebuild, jobs=jobs, on_commit=self.refresh)

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
        return None if stored is None else read_article(stored)

    def articles(self) -> Iterator[Article]:
        """All articles in order of addition, read as they are taken."""
        engine = self._engine
        for start in range(0, engine.count(), _PAGE):
            page = engine.search(MatchAllQuery(), limit=_PAGE, offset=start).documents
            yield from (read_article(document.stored) for document in page)

    def search(self, request: str | SearchRequest, **options: Any) -> SearchResults:
        """Search with a typed query and options (those of SearchRequest), or with a SearchRequest.

        Whatever is typed gives an answer, with what was understood of it and warnings about the
        rest. Raises InvalidRequest on an option that makes no sense.
        """
        return run(self._engine, _make_request(request, options), self.ranking)

    def highlight(
        self, article: Article, request: str | SearchRequest, **options: Any
    ) -> tuple[Snippet, Snippet]:
        """An article's whole title and body, with the matches of a query."""
        asked = _make_request(request, options)
        rewritten = rewrite_request(parse(asked.query), asked, self.ranking)
        matches = find_matches(rewritten.partial or rewritten.full, article.parts)
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
        published = read_article(dated[0].stored).published
        return published.date().isoformat() if published else None


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
                f"rebuild with `newsearch index PATHS --rebuild --index {directory}`"
            ) from None
        return again, open_engine(again.engine, directory / again.generation)


def _make_request(request: str | SearchRequest, options: dict[str, Any]) -> SearchRequest:
    try:
        if isinstance(request, str):
            return SearchRequest(query=request, **options)
        return replace(request, **options)
    except TypeError as error:
        raise InvalidRequest(f"no such search option: {error}") from None
