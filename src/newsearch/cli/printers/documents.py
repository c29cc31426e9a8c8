"""A hit, an article, and what an index holds, as values that JSON knows (see docs/json-format.md)."""

from typing import Any

from newsearch.article import Article
from newsearch.frozen import as_dict
from newsearch.index import IndexStats
from newsearch.search import FORMAT_VERSION, Hit
from newsearch.snippets import Snippet

__all__ = ["article_document", "hit_document", "stats_document"]


def hit_document(hit: Hit) -> dict[str, Any]:
    """A hit that stands alone."""
    return {"format_version": FORMAT_VERSION, **hit.to_dict()}


def article_document(article: Article, title: Snippet, body: Snippet) -> dict[str, Any]:
    """An article with the matches in its title and body."""
    return {
        "format_version": FORMAT_VERSION,
        **article.to_dict(),
        "title_spans": title.to_dict()["spans"],
        "body_spans": body.to_dict()["spans"],
    }


def stats_document(stats: IndexStats) -> dict[str, Any]:
    """Totals, and articles counted by value."""
    document = {"format_version": FORMAT_VERSION, **as_dict(stats)}
    for name in ("sources", "sections", "languages"):
        document[name] = [{"value": value, "count": count} for value, count in document[name]]
    return document
