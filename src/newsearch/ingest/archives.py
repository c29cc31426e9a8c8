"""Archives and compressed files are opened, and what is in them read, as a stream.

An archive in an archive is opened too. Bounds on size, number and depth hold for a file with all
that is packed in it; what goes beyond is a failure with a name, as is each damaged member.
"""

import bz2
import gzip
import lzma
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from pathlib import PurePosixPath
from typing import Any, Final, Generic, TypeVar

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.cleaning import clean_text
from newsearch.ingest.guards import Budget, BudgetSpent, damaged, guarded
from newsearch.ingest.media import ARCHIVES, STREAMED
from newsearch.ingest.sniffing import HEAD, sniff
from newsearch.ingest.sources import MAX_BYTES, SUFFIXES
from newsearch.ingest.zipbounds import directory_size

__all__ = ["read_archive"]

T = TypeVar("T")

_PACKERS: Final = {
    "application/gzip": (".gz", ".tgz"),
    "application/x-bzip2": (".bz2", ".tbz2"),
    "application/x-xz": (".xz", ".txz"),
    "application/zstd": (".zst",),
}
_KEPT_IN_MEMORY: Final = 16 * 1024 * 1024
LARGEST_DIRECTORY: Final = 128 * 1024 * 1024
"""Bytes of a zip's table of contents, which is held in memory: a million files."""


def read_archive(
    raw: RawDocument, read: Callable[[RawDocument], Iterator[T]]
) -> Iterator[T | UnreadableArticle]:
    """What `read` makes of each document in an archive or a compressed file, which is there only as
    long as that is being asked."""
    with raw.open() as stream:
        size = stream.seek(0, 2)
    yield from _Unpacking(read, Budget(size)).open(raw, depth=1)


@dataclass(frozen=True, slots=True)
class _Unpacking(Generic[T]):
    """The unpacking of one file, with all that is packed in it."""

    read: Callable[[RawDocument], Iterator[T]]
    budget: Budget

    def open(self, raw: RawDocument, depth: int) -> Iterator[T | UnreadableArticle]:
        """What is in an archive, or in a compressed file."""
        self.budget.enter(raw.locator, depth)
        match raw.media_type:
            case "application/zip":
                members = self._zip_members(raw)
            case "application/x-tar":
                members = self._tar_members(raw)
            case _:
                members = _unpacked(raw)
        for locator, suffix, source in members:
            try:
                yield from self._open_member(raw, locator, suffix, source, depth)
            except BudgetSpent:
                raise
            except UnreadableArticle as error:
                yield error

    def _open_member(
        self, raw: RawDocument, locator: str, suffix: str, source: Callable[[], Any], depth: int
    ) -> Iterator[T | UnreadableArticle]:
        try:
            opened = source()
        except Exception as error:  # zipfile and tarfile raise whatever a damaged file makes them
            raise damaged(locator, error) from error
        with guarded(opened, locator, self.budget) as stream:
            media_type = sniff(stream.peek(HEAD)[:HEAD], suffix, locator)
            inner = RawDocument(
                locator, b"", media_type, raw.digest, lambda: stream, file=raw.file or raw.locator
            )
            if media_type not in STREAMED:
                content = stream.read(MAX_BYTES + 1)
                if len(content) > MAX_BYTES:
                    raise UnreadableArticle(locator, f"is larger than {MAX_BYTES >> 20} MiB")
                inner = replace(inner, content=content, stream=None)
            if media_type in ARCHIVES:
                yield from self.open(inner, depth + 1)
            else:
                yield from self.read(inner)

    def _zip_members(self, raw: RawDocument) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        with _seekable(raw) as stream:
            if directory_size(stream) > LARGEST_DIRECTORY:
                raise UnreadableArticle(raw.locator, "is a zip archive of too many files")
            try:
                archive = zipfile.ZipFile(stream)
            except Exception as error:  # as above
                raise damaged(raw.locator, error) from error
            with archive:
                for member in archive.infolist():
                    mode = member.external_attr >> 16
                    plain = not member.is_dir() and (not stat.S_IFMT(mode) or stat.S_ISREG(mode))
                    if plain and (found := self._name(raw, member.filename)):
                        yield *found, partial(archive.open, member)

    def _tar_members(self, raw: RawDocument) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        with raw.open() as stream:
            try:
                archive = tarfile.open(fileobj=stream, mode="r|", errors="replace")  # noqa: SIM115
            except tarfile.TarError as error:
                raise damaged(raw.locator, error) from error
            with archive:
                while member := _next_member(archive, raw.locator):
                    if member.isreg() and (found := self._name(raw, member.name)):
                        yield *found, partial(archive.extractfile, member)

    def _name(self, raw: RawDocument, name: str) -> tuple[str, str] | None:
        """The locator and the suffix of a member, or None if it is not wanted: hidden, or of a kind
        that is not taken from folders either."""
        self.budget.enter(raw.locator, 0)
        path = PurePosixPath(" ".join(clean_text(name.replace("\\", "/")).split()))
        hidden = any(part.startswith(".") and part not in {".", ".."} for part in path.parts)
        if hidden or "__MACOSX" in path.parts or path.suffix.lower() not in SUFFIXES:
            return None
        return f"{raw.locator}!/{str(path).lstrip('/')}", path.suffix.lower()


def _next_member(archive: tarfile.TarFile, locator: str) -> tarfile.TarInfo | None:
    try:
        member = archive.next()
    except UnreadableArticle:
        raise
    except Exception as error:  # as above
        raise damaged(locator, error) from error
    archive.members.clear()  # type: ignore[attr-defined] # or else it keeps them all
    return member


def _unpacked(raw: RawDocument) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """The one document in a compressed file."""
    with raw.open() as stream:
        yield raw.locator, _inner_suffix(raw), partial(_decompress, raw.media_type, stream)


def _decompress(media_type: str, stream: BufferedReader) -> Any:
    """What comes out of a compressed stream, as it is read."""
    match media_type:
        case "application/gzip":
            return gzip.GzipFile(fileobj=stream)
        case "application/x-bzip2":
            return bz2.BZ2File(stream)
        case "application/x-xz":
            return lzma.LZMAFile(stream)
        case _:
            import zstandard  # noqa: PLC0415 - one of several

            decompressor = zstandard.ZstdDecompressor(max_window_size=2**27)
            return decompressor.stream_reader(stream, read_across_frames=True)


def _seekable(raw: RawDocument) -> Any:
    """The bytes of an archive that is read from its end: itself, or a copy."""
    stream = raw.open()
    if stream.seekable():
        return stream
    kept = tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115 - closed by the caller
    while piece := stream.read(1 << 20):
        kept.write(piece)
    kept.seek(0)
    return kept


def _inner_suffix(raw: RawDocument) -> str:
    """The suffix of what is compressed: ".jsonl" of "a.jsonl.gz", ".tar" of "a.tgz"."""
    path = PurePosixPath(raw.locator)
    if path.suffix.lower() in _PACKERS[raw.media_type]:
        path = path.with_suffix("")
    return path.suffix.lower()
