"""What readers are given and what they give: media types, and the outcome for each article.

A reader of documents that hold one article is a function `RawDocument → Article`; a reader of
documents that hold many is `RawDocument → Iterator[Outcome]`. Both raise UnreadableArticle when the
document as a whole cannot be read; one record that cannot is yielded as an UnreadableArticle, so
that the rest goes on. A reader sets an Article's `path` to where the article stands
("dump.jsonl:17", "feed.xml#3"), with the raw document's locator in front; `read_articles` divides
it into the file and the place in it, for every format.
"""

from typing import Final, Literal, TypeAlias

from newsearch.article import Article
from newsearch.errors import UnreadableArticle

__all__ = ["ARCHIVES", "STREAMED", "MediaType", "Outcome"]

Outcome: TypeAlias = Article | UnreadableArticle
"""An article, or which record of a document cannot become one, and why."""

MediaType = Literal[
    "text/plain",
    "text/markdown",
    "text/html",
    "application/rss+xml",
    "application/atom+xml",
    "application/vnd.iptc.g2.newsitem+xml",
    "application/vnd.iptc.g2.newsmessage+xml",
    "application/newsml+xml",
    "application/nitf+xml",
    "application/vnd.iptc.ninjs+json",
    "text/vnd.iptc.7901",
    "application/xml",
    "application/x-ndjson",
    "application/json",
    "text/csv",
    "text/tab-separated-values",
    "application/warc",
    "application/pdf",
    "application/gzip",
    "application/x-bzip2",
    "application/x-xz",
    "application/zstd",
    "application/zip",
    "application/x-tar",
]
"""What a document can be. `application/newsml+xml` is NewsML 1.x; `application/xml` is the XML of a
publisher (AE-XML), which its reader knows by the root element."""

ARCHIVES: Final = frozenset(
    {
        "application/gzip",
        "application/x-bzip2",
        "application/x-xz",
        "application/zstd",
        "application/zip",
        "application/x-tar",
    }
)
"""What holds other documents, packed."""

STREAMED: Final = ARCHIVES | {
    "application/x-ndjson",
    "application/json",
    "text/csv",
    "text/tab-separated-values",
    "application/warc",
}
"""What holds many articles and may be larger than memory: read through `RawDocument.open()`. All
else is read whole: `RawDocument.content`."""
