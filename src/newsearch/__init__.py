"""Full-text search for French news.

    from newsearch import Index, articles

    with Index.create("index") as index:
        with index.writer() as writer:
            writer.add_all(articles(["docs_in"]))
        for hit in index.search("coopération sécuritaire"):
            print(hit.score, hit.article.title)

Importing this loads neither the terminal program nor the engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsearch.article import Article, RawDocument
    from newsearch.errors import (
        IndexCorrupt,
        IndexIncompatible,
        IndexLocked,
        IndexNotFound,
        IndexUnavailable,
        InvalidRequest,
        NewsearchError,
        SyncFailed,
        UnreadableArticle,
    )
    from newsearch.index import Index, IndexStats
    from newsearch.ingest import articles
    from newsearch.matches import Span
    from newsearch.query.ranking import Ranking
    from newsearch.search import Facet, Hit, SearchRequest, SearchResults
    from newsearch.snippets import Snippet
    from newsearch.stories import Story
    from newsearch.sync import SyncReport, synchronise
    from newsearch.writer import IndexWriter

__all__ = [
    "Article",
    "Facet",
    "Hit",
    "Index",
    "IndexCorrupt",
    "IndexIncompatible",
    "IndexLocked",
    "IndexNotFound",
    "IndexStats",
    "IndexUnavailable",
    "IndexWriter",
    "InvalidRequest",
    "NewsearchError",
    "Ranking",
    "RawDocument",
    "SearchRequest",
    "SearchResults",
    "Snippet",
    "Span",
    "Story",
    "SyncFailed",
    "SyncReport",
    "UnreadableArticle",
    "articles",
    "synchronise",
]

_HOMES = {
    "newsearch.article": ("Article", "RawDocument"),
    "newsearch.errors": (
        "IndexCorrupt",
        "IndexIncompatible",
        "IndexLocked",
        "IndexNotFound",
        "IndexUnavailable",
        "InvalidRequest",
        "NewsearchError",
        "SyncFailed",
        "UnreadableArticle",
    ),
    "newsearch.index": ("Index", "IndexStats"),
    "newsearch.ingest": ("articles",),
    "newsearch.matches": ("Span",),
    "newsearch.query.ranking": ("Ranking",),
    "newsearch.search": ("Facet", "Hit", "SearchRequest", "SearchResults"),
    "newsearch.snippets": ("Snippet",),
    "newsearch.stories": ("Story",),
    "newsearch.sync": ("SyncReport", "synchronise"),
    "newsearch.writer": ("IndexWriter",),
}
"""Where each public name is imported from when it is first used: a search needs few of them."""

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        for home, names in _HOMES.items():
            if name in names:
                value = globals()[name] = getattr(import_module(home), name)
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
