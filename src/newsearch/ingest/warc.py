"""Crawls become Articles: the pages and texts among the HTTP responses of a WARC file."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import TYPE_CHECKING, Any, Final, TypeVar

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.cleaning import clean_text
from newsearch.ingest.guards import Budget, damaged
from newsearch.ingest.sniffing import sniff

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["read_warc"]

T = TypeVar("T")

LARGEST_PAGE: Final = 16 * 1024 * 1024
"""Bytes of a page, unpacked."""
_TYPES: Final = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}
_FOUND: Final = 200


def read_warc(
    raw: RawDocument, read: Callable[[RawDocument], Iterator[T]]
) -> Iterator[T | UnreadableArticle]:
    """What `read` makes of each page in a WARC file, compressed or not, that was found (status 200);
    locators give the offset of the record in the file (its compressed bytes).

    The date of a record says when a page was fetched, which is not when it was published, so it
    dates nothing. A file that is damaged is read as far as it goes.
    """
    with raw.open() as stream:
        records = _Records(stream, raw.locator)
        for record in records:
            if (record.headers.get("WARC-Type") or "").lower() != "response":
                continue
            try:
                if page := _page(record, raw):
                    yield from read(page)
            except UnreadableArticle as error:
                yield error
        if records.is_cut():
            yield UnreadableArticle(raw.locator, "is cut: its last record is not whole")


class _Records:
    """The records of a WARC file, as far as they can be read."""

    def __init__(self, stream: BufferedReader, locator: str) -> None:
        self._stream, self._locator = stream, locator
        # What is itself unpacked from an archive has a guard already, and cannot go back.
        self._size = stream.seek(0, 2) if stream.seekable() else None
        self._budget = Budget(self._size) if self._size is not None else None
        self._last = (0, 0)

    def __iter__(self) -> "Iterator[WarcRecord]":
        from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 - few files need it

        if self._budget:
            self._stream.seek(0)
        with _named(self._locator):
            source: Any = _Forward(self._stream)
            records = ArchiveIterator(source, parse_http=False, fsspec_args=False)
        while True:
            with _named(self._locator):
                record = next(records, None)
            if record is None:
                return
            self._last = (record.stream_pos, record.content_length)
            if self._budget:
                self._budget.spend(self._locator, record.content_length)
            yield record

    def is_cut(self) -> bool:
        """Whether the file ends inside its last record, as far as that can be told."""
        if self._size is None:
            return False
        start, length = self._last
        is_packed = self._starts_packed(0)
        if not self._starts_packed(
            start
        ):  # in the middle of a file that was packed as one: who knows
            return not is_packed and self._size < start + length
        unpacker = zlib.decompressobj(31)
        while piece := self._stream.read(1 << 16):
            while piece:
                try:
                    unpacker.decompress(piece)
                except zlib.error:
                    return True
                piece = unpacker.unused_data
                if unpacker.eof and piece:
                    unpacker = zlib.decompressobj(31)
        return not unpacker.eof

    def _starts_packed(self, start: int) -> bool:
        self._stream.seek(start)
        return self._stream.peek(2)[:2] == b"\x1f\x8b"


class _Forward:
    """A stream that can only go on, and knows where it is: all that a reader of records needs."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream, self._at = stream, 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        return self._at


@contextmanager
def _named(locator: str) -> Iterator[None]:
    """Give a name to whatever the reader raises, which is others' work: errors, and panics of Rust,
    which are no Exception."""
    try:
        yield
    except UnreadableArticle:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise damaged(locator, error) from error


def _page(record: "WarcRecord", raw: RawDocument) -> RawDocument | None:
    """The page or text that a response holds; None when it holds something else."""
    locator = f"{raw.locator}:{record.stream_pos}"
    with _named(locator):
        record.parse_http(auto_decode="all", quirks_mode=True)
        headers = record.http_headers
        suffix = _TYPES.get(record.http_content_type or "")
        if headers is None or headers.status_code != _FOUND or not suffix:
            return None
        content = record.reader.read(LARGEST_PAGE + 1) if record.reader else b""
    if len(content) > LARGEST_PAGE:
        raise UnreadableArticle(locator, f"is a page of more than {LARGEST_PAGE >> 20} MiB")
    media_type = sniff(content, suffix, locator)
    if media_type not in {"text/html", "text/plain"}:
        return None
    return RawDocument(
        locator,
        content,
        media_type,
        raw.digest,
        file=raw.file or raw.locator,
        address=clean_text(record.headers.get("WARC-Target-URI") or "").strip("<>"),
    )
