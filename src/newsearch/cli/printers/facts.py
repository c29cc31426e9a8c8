"""What is said about an article beside its text."""

from newsearch.article import Article

__all__ = ["place", "publication_date"]

_KNOWN = {"year": len("2013"), "month": len("2013-03")}


def publication_date(article: Article) -> str:
    """The day of publication, or as much of it as is known: "2013-03-04", "2013-03", "2013", ""."""
    if article.published is None:
        return ""
    known = _KNOWN.get(article.published_precision or "")
    return article.published.date().isoformat()[:known]


def place(article: Article) -> str:
    """Where to read the article: its address, or else the file it came from."""
    return article.url or article.locator
