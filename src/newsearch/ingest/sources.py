"""Paths become raw documents: which files are there, what they are called, and what is in them."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.media import STREAMED
from newsearch.ingest.sniffing import HEAD, sniff

__all__ = ["MAX_BYTES", "documents", "find_files", "locate", "read_document"]

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read: no article comes near it, and a mistaken path soon does."""

SUFFIXES = frozenset(
    """
    .txt .text .html .htm .xhtml .md .markdown .xml .rss .atom .nitf .newsml .iptc .json .jsonl
    .ndjson .csv .tsv .warc .pdf .gz .bz2 .xz .zst .tgz .tbz2 .txz .zip .tar
    """.split()
)
"""What is taken from a folder; a file given by name is taken whatever its suffix."""

OnError = Callable[[UnreadableArticle], None]


def documents(
    paths: Iterable[str | Path], *, base: Path | None = None, on_error: OnError | None = None
) -> Iterator[RawDocument]:
    """The raw documents of files and folders, in the order of `find_files`, read one at a time.

    Locators are relative to `base` (default: the current directory). What cannot be read goes to
    `on_error` and the rest goes on; without `on_error`, it is raised.
    """
    for file in find_files(paths, on_error=on_error):
        try:
            raw = read_document(file, base=base)
        except UnreadableArticle as error:
            _report(error, on_error)
        else:
            yield raw


def find_files(paths: Iterable[str | Path], on_error: OnError | None = None) -> list[Path]:
    """The files to read, sorted by the parts of their absolute paths, each once; nothing is read.

    Folders are searched in depth for text and HTML by suffix; in them, hidden files and folders
    are skipped, and links are followed but never round in circles. A path that does not exist or
    cannot be listed goes to `on_error`, or is raised without one.
    """
    found: dict[str, Path] = {}
    visited: set[str] = set()
    for path in sorted({_absolute(path) for path in paths}, key=lambda path: path.parts):
        if _is_folder(path):
            for file in _walk(path, visited, on_error):
                found.setdefault(os.path.realpath(file), file)
        elif _exists(path):
            found.setdefault(os.path.realpath(path), path)
        else:
            missing = UnreadableArticle(_printable(path), "there is no such file or folder")
            _report(missing, on_error)
    return sorted(found.values(), key=lambda file: file.parts)


def locate(file: Path, base: Path | None = None) -> str:
    """How a file is called: its path relative to `base` (default: the current directory), with
    slashes, "../" when it is outside; absolute when it is on another drive."""
    absolute = _absolute(file)
    try:
        return _printable(os.path.relpath(absolute, base or Path.cwd()))
    except ValueError:  # another drive on Windows
        return _printable(absolute)


def read_document(file: Path, base: Path | None = None) -> RawDocument:
    """Read one file, or prepare to read it piece by piece if its media type may be large. Raises
    UnreadableArticle when it cannot be read, is larger than MAX_BYTES, or is of no known type."""
    locator = locate(file, base)
    try:
        if not _is_file(file):  # reading a pipe or a device may never end
            reason = "there is no such file" if not _exists(file) else "this is not a regular file"
            raise UnreadableArticle(locator, reason)
        with file.open("rb") as stream:
            content = stream.read(HEAD)
            media_type = sniff(content, file.suffix.lower(), locator)
            if media_type in STREAMED:
                stream.seek(0)
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                return RawDocument(locator, b"", media_type, digest, lambda: file.open("rb"))
            content += stream.read(MAX_BYTES + 1 - len(content))
    except OSError as error:
        raise UnreadableArticle(locator, f"cannot be read: {error.strerror or error}") from error
    if len(content) > MAX_BYTES:
        raise UnreadableArticle(locator, f"is larger than {MAX_BYTES >> 20} MiB; split it first")
    return RawDocument(locator, content, media_type, hashlib.sha256(content).hexdigest())


def _walk(folder: Path, visited: set[str], on_error: OnError | None) -> Iterator[Path]:
    """Every wanted file below a folder, without recursion: a tree may be deeper than the stack."""
    pending = [folder]
    while pending:
        current = pending.pop()
        real = os.path.realpath(current)
        if real in visited:
            continue
        visited.add(real)
        try:
            # Real folders before links to them, so that a file keeps its own name.
            entries = sorted(
                os.scandir(current), key=lambda entry: (entry.is_symlink(), entry.name)
            )
        except OSError as error:
            reason = f"cannot be listed: {error.strerror or error}"
            _report(UnreadableArticle(locate(current), reason), on_error)
            continue
        visible = [Path(entry.path) for entry in entries if not entry.name.startswith(".")]
        pending.extend(path for path in reversed(visible) if _is_folder(path))
        wanted = (path for path in visible if path.suffix.lower() in SUFFIXES)
        yield from (path for path in wanted if _is_file(path))


# The methods of Path raise on links in a circle and on over-long names; these say no.
def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113


def _exists(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110


def _absolute(path: str | Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def _printable(path: str | Path) -> str:
    """A path with slashes, where bytes that are not text are written out in hex."""
    return os.fsencode(Path(path).as_posix()).decode("utf-8", errors="backslashreplace")


def _report(error: UnreadableArticle, on_error: OnError | None) -> None:
    if on_error is None:
        raise error
    on_error(error)
