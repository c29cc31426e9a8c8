"""Articles between reading and indexing: records, and the little that is asked of them meanwhile."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from zstandard import FRAME_HEADER, ZstdCompressor, ZstdDecompressor

from newsearch.article import Article
from newsearch.frozen import frozen, replace

if TYPE_CHECKING:  # who adds articles of their own needs nothing that reads files
    from newsearch.ingest.recurring import Marks, Recurring

__all__ = ["BATCH_CHARACTERS", "Batch", "Packer", "Waiting", "encode_record"]

BATCH_CHARACTERS: Final = 400_000
"""So many are analysed at once: more do not fit the processor's cache, fewer are not worth it."""

_BETWEEN: Final = b"\xff"
"""Stands in no UTF-8."""


class Waiting(NamedTuple):
    """An article as a record in UTF-8, with its `marks` if they may count."""

    id: str
    source: str | None
    marks: "Marks | None"
    record: bytes

    def open(self) -> Article:
        """The article itself."""
        return Article.from_record(_decode(self.record))

    def rename(self, article_id: str) -> "Waiting":
        """The same article under another id."""
        from newsearch.ingest.recurring import find_marks  # noqa: PLC0415 - see above

        article = self.open()
        record = encode_record(replace(article, id=article_id))
        return self._replace(id=article_id, marks=find_marks(article), record=record)


class Packer:
    """Packs the articles that one process reads. Marks are found for those that would be in a sample
    of them alone: no other can be in the sample of all."""

    def __init__(self) -> None:
        from newsearch.ingest.recurring import Sample, find_marks  # noqa: PLC0415 - see above

        self._sample = Sample()
        self._find_marks = find_marks

    def pack(self, article: Article) -> Waiting:
        """An article as it waits."""
        marks = self._sample.add(article.id, article.source, lambda: self._find_marks(article))
        return Waiting(article.id, article.source, marks, encode_record(article))


@frozen
class Batch:
    """Articles that are analysed together, as records, compressed or not, and what recurs in their
    sources."""

    content: bytes
    recurring: "Recurring | None" = None

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Self:
        """A batch of articles."""
        return cls.pack(encode_record(article) for article in articles)

    @classmethod
    def pack(cls, records: Iterable[bytes], *, compress: bool = False) -> Self:
        """A batch of articles that are records in UTF-8."""
        content = _BETWEEN.join(records)
        return cls(ZstdCompressor(level=1).compress(content) if compress else content)

    def open(self) -> Sequence[bytes]:
        """The articles as records, without the lines that recur."""
        content = self.content
        if content.startswith(FRAME_HEADER):  # as no record does
            content = ZstdDecompressor().decompress(content)
        records = content.split(_BETWEEN)
        if self.recurring is None or not self.recurring.lines:
            return records
        return [_strip(record, self.recurring) for record in records]


def _strip(record: bytes, recurring: "Recurring") -> bytes:
    from newsearch.ingest.recurring import strip  # noqa: PLC0415 - see above

    packed = Article.from_record(_decode(record))
    article = strip(packed, recurring)
    return record if article is packed else encode_record(article)


def encode_record(article: Article) -> bytes:
    """An article as a record in UTF-8, lone surrogates passed."""
    return article.to_record().encode("utf-8", "surrogatepass")


def _decode(record: bytes) -> str:
    return record.decode("utf-8", "surrogatepass")
