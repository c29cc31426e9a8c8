"""Full-text search for French news.

    from newsearch import Index, articles

    with Index.create("index") as index:
        with index.writer() as writer:
            writer.add_all(articles(["docs_in"]))
        for hit in index.search("coopération sécuritaire"):
            print(hit.score, hit.article.title)

Importing this loads neither the terminal program nor the engine.
"""

from newsearch.article import Article, RawDocument
from newsearch.errors import (
    IndexCorrupt,
    IndexIncompatible,
    IndexLocked,
    IndexNotFound,
    IndexUnavailable,
    InvalidRequest,
    NewsearchError,
    UnreadableArticle,
)
from newsearch.index import Index, IndexStats
from newsearch.ingest import articles
from newsearch.matches import Span
from newsearch.query.ranking import Ranking
from newsearch.search import Facet, Hit, SearchRequest, SearchResults
from newsearch.snippets import Snippet
from newsearch.sync import SyncFailed, SyncReport, synchronise
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
    "SyncFailed",
    "SyncReport",
    "UnreadableArticle",
    "articles",
    "synchronise",
]
