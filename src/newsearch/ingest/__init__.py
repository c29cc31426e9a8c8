"""Bytes become Articles: files are found, read, told apart, taken to pieces and cleaned.

Cheap to import: whatever parses pages is loaded with the first page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.frozen import replace
from newsearch.ingest.agencies import find_agency
from newsearch.ingest.doubt import doubt_dates
from newsearch.ingest.europresse import is_europresse, read_europresse
from newsearch.ingest.facts import Facts
from newsearch.ingest.fields import Fields
from newsearch.ingest.media import ARCHIVES, Outcome
from newsearch.ingest.sources import documents

__all__ = ["articles", "divide_document", "documents", "read_articles", "read_whole"]


_LARGE: Final = 2 * 1024 * 1024
"""Bytes of a document that is better read where it is than sent elsewhere."""

OnError = Callable[[UnreadableArticle], None]
OnNotice = Callable[[str], None]
T = TypeVar("T")


def articles(
    paths: Iterable[str | Path],
    *,
    base: Path | None = None,
    fields: Mapping[str, str] | None = None,
    on_error: OnError | None = None,
    on_notice: OnNotice | None = None,
) -> Iterator[Article]:
    """The articles of files and folders, in a fixed order, read one at a time.

    Paths in articles are relative to `base` (default: the current directory). `fields` says which
    field of records is what ({"title": "headline"}); the others are guessed, and `on_notice` told.
    What cannot become an Article goes to `on_error` and the rest goes on; without `on_error`, it is
    raised.
    """
    for raw in documents(paths, base=base, on_error=on_error):
        yield from read_articles(raw, fields=fields, on_error=on_error, on_notice=on_notice)


def read_articles(
    raw: RawDocument,
    *,
    fields: Mapping[str, str] | None = None,
    on_error: OnError | None = None,
    on_notice: OnNotice | None = None,
) -> Iterator[Article]:
    """The articles in one raw document, each as soon as it is read; `fields` as for `articles`.

    Each is placed: `path` is the document's locator, `within` the place in it. What cannot become
    an Article, a record or all of the document, goes to `on_error` and the rest goes on; without
    `on_error` it is raised. A document in which there is nothing to be read is such a failure too.
    """
    try:
        for outcome in _some(raw, _read(raw, Fields(fields or {}), on_notice or _ignore)):
            if isinstance(outcome, Article):
                yield _finish(outcome, raw)
            elif on_error is None:
                raise outcome
            else:
                on_error(outcome)
    except UnreadableArticle as error:
        if on_error is None:
            raise
        on_error(error)


def read_whole(raw: RawDocument, *, fields: Mapping[str, str] | None = None) -> list[Outcome | str]:
    """What `read_articles` gives of a document in memory, with the failures and notices in between.
    Each step is done for all articles before the next: a processor is quicker at the same again."""
    found: list[Outcome | str] = []
    try:
        for outcome in _some(raw, _read(raw, Fields(fields or {}), found.append)):
            found.append(outcome)  # noqa: PERF402 - notices come between
    except UnreadableArticle as error:
        found.append(error)
    return [_finish(one, raw) if isinstance(one, Article) else one for one in found]


def divide_document(
    raw: RawDocument,
    *,
    fields: Mapping[str, str] | None = None,
    on_notice: OnNotice | None = None,
) -> Iterator[Outcome | RawDocument]:
    """What is in a document, for readers that work side by side: documents that can be read apart,
    each by `read_articles`, and what had to be read at once, in their order."""
    found = _some(raw, _divide(raw, Fields(fields or {}), on_notice or _ignore))
    try:
        for part in found:
            yield _finish(part, raw) if isinstance(part, Article) else part
    except UnreadableArticle as error:
        yield error


def _finish(article: Article, raw: RawDocument) -> Article:
    return doubt_dates(_complete(article, raw))


def _complete(article: Article, raw: RawDocument) -> Article:
    """The article with its path divided into the file and the place in it, and the agency that its
    facts or its signatures name, whatever its format."""
    agency = article.agency
    if not agency:
        rights = (article.rights or "").split("\n")
        agency = find_agency(_edges(article.body), article.source, *article.authors, *rights)
    file = raw.file or raw.locator
    if article.path == file and article.digest == raw.digest and article.agency == agency:
        return article
    within = article.locator.removeprefix(file)
    return replace(article, path=file, within=within, digest=raw.digest, agency=agency)


def _edges(body: str) -> list[str]:
    """The paragraphs of a body, but for those that are neither among the first three nor the last."""
    *opening, rest = body.split("\n\n", 3)
    return [*opening, *rest.rsplit("\n\n", 3)[-3:]]


def _some(raw: RawDocument, found: Iterator[T]) -> Iterator[T | UnreadableArticle]:
    """These, or a failure if there is not one; a part of a document may hold none."""
    is_empty = raw.first_line == 1 and not raw.file
    for one in found:
        is_empty = False
        yield one
    if is_empty:
        yield UnreadableArticle(raw.locator, "holds no article")


def _divide(raw: RawDocument, fields: Fields, notice: OnNotice) -> Iterator[Outcome | RawDocument]:
    """What `_read` would read, as far as that can be done apart."""
    match raw.media_type:
        case "application/x-ndjson":
            from newsearch.ingest.records import divide_json_lines  # noqa: PLC0415

            yield from divide_json_lines(raw, fields, notice)
        case "application/warc":
            from newsearch.ingest.warc import read_warc  # noqa: PLC0415

            yield from read_warc(raw, partial(_divide, fields=fields, notice=notice))
        case packed if packed in ARCHIVES:
            from newsearch.ingest.archives import read_archive  # noqa: PLC0415

            yield from read_archive(raw, partial(_divide, fields=fields, notice=notice))
        case _ if raw.stream is None and len(raw.content) <= _LARGE:
            yield raw
        case _:
            yield from _read(raw, fields, notice)


def _read(raw: RawDocument, fields: Fields, notice: OnNotice) -> Iterator[Outcome]:
    """What a document of any media type holds, with the address that it was fetched from unless an
    article names a better one."""
    for outcome in _read_type(raw, fields, notice):
        if raw.address is not None and isinstance(outcome, Article):
            facts = Facts(url=outcome.url or raw.address or None, is_record=True)
            yield replace(facts.complete(outcome), digest=outcome.digest)
        else:
            yield outcome


def _read_type(raw: RawDocument, fields: Fields, notice: OnNotice) -> Iterator[Outcome]:
    """The same; each reader is loaded with its first document."""
    match raw.media_type:
        case "text/plain":
            from newsearch.ingest.text import read_text  # noqa: PLC0415

            yield read_text(raw)
        case "text/html" if is_europresse(raw.content):
            yield from read_europresse(raw)
        case "text/html":
            from newsearch.ingest.html import read_html  # noqa: PLC0415

            yield read_html(raw)
        case "text/markdown":
            from newsearch.ingest.markdown import read_markdown  # noqa: PLC0415

            yield read_markdown(raw, fields)
        case "application/pdf":
            from newsearch.ingest.pdf import read_pdf  # noqa: PLC0415

            yield read_pdf(raw)
        case "application/warc":
            from newsearch.ingest.warc import read_warc  # noqa: PLC0415

            yield from read_warc(raw, partial(_read, fields=fields, notice=notice))
        case "application/x-ndjson":
            from newsearch.ingest.records import read_json_lines  # noqa: PLC0415

            yield from read_json_lines(raw, fields, notice)
        case "application/json":
            from newsearch.ingest.records import read_json  # noqa: PLC0415

            yield from read_json(raw, fields, notice)
        case "text/csv" | "text/tab-separated-values":
            from newsearch.ingest.tables import read_table  # noqa: PLC0415

            yield from read_table(raw, fields, notice)
        case packed if packed in ARCHIVES:
            from newsearch.ingest.archives import read_archive  # noqa: PLC0415

            yield from read_archive(raw, partial(_read, fields=fields, notice=notice))
        case _:
            yield from _read_wire(raw)


def _read_wire(raw: RawDocument) -> Iterator[Outcome]:
    """What a feed or a file of an agency holds."""
    match raw.media_type:
        case "application/rss+xml" | "application/atom+xml":
            from newsearch.ingest.feeds import read_feed  # noqa: PLC0415

            yield from read_feed(raw)
        case "application/vnd.iptc.g2.newsitem+xml" | "application/vnd.iptc.g2.newsmessage+xml":
            from newsearch.ingest.newsmlg2 import read_newsml_g2  # noqa: PLC0415

            yield from read_newsml_g2(raw)
        case "application/newsml+xml":
            from newsearch.ingest.newsml import read_newsml  # noqa: PLC0415

            yield from read_newsml(raw)
        case "application/nitf+xml":
            from newsearch.ingest.nitf import read_nitf  # noqa: PLC0415

            yield from read_nitf(raw)
        case "application/vnd.iptc.ninjs+json":
            from newsearch.ingest.ninjs import read_ninjs  # noqa: PLC0415

            yield from read_ninjs(raw)
        case "text/vnd.iptc.7901":
            from newsearch.ingest.iptc7901 import read_iptc7901  # noqa: PLC0415

            yield from read_iptc7901(raw)
        case "application/xml":
            from newsearch.ingest.aexml import read_aexml  # noqa: PLC0415

            yield from read_aexml(raw)
        case other:
            raise UnreadableArticle(raw.locator, f"is {other}, which has no reader")


def _ignore(_notice: str) -> None:
    """What is done with a notice that nobody wants."""
