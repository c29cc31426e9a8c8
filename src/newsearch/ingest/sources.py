"""Paths become raw documents: which files are there, what they are called, and what is in them."""

import hashlib
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Final

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.media import STREAMED
from newsearch.ingest.sniffing import HEAD, sniff

__all__ = [
    "MAX_BYTES",
    "STDIN",
    "SUFFIXES",
    "documents",
    "find_files",
    "locate",
    "read_document",
    "read_stdin",
]

STDIN: Final = "-"
"""The path, and the locator, of standard input."""
MAX_BYTES = 64 * 1024 * 1024
"""The largest document that is read whole: no article comes near it, and a mistaken path soon does.
Tables, JSON, WARC and archives are read piece by piece, however large they are."""

SUFFIXES = frozenset(
    """
    .txt .text .html .htm .xhtml .md .markdown .xml .rss .atom .nitf .newsml .iptc .json .jsonl
    .ndjson .csv .tsv .warc .pdf .gz .bz2 .xz .zst .tgz .tbz2 .txz .zip .tar
    """.split()
)
"""What is taken from a folder; a file given by name is taken whatever its suffix."""

_INDEX: Final = frozenset({"manifest.json", "lock"})
"""What a folder holds that is an index of ours, and no source."""

OnError = Callable[[UnreadableArticle], None]


def documents(
    paths: Iterable[str | Path], *, base: Path | None = None, on_error: OnError | None = None
) -> Iterator[RawDocument]:
    """The raw documents of files and folders, in the order of `find_files`, read one at a time;
    the path "-" is what comes on standard input, which comes last.

    Locators are relative to `base` (default: the current directory). What cannot be read goes to
    `on_error` and the rest goes on; without `on_error`, it is raised.
    """
    given = list(paths)
    files = find_files([path for path in given if str(path) != STDIN], on_error=on_error)
    readers: list[Callable[[], RawDocument]] = [partial(read_document, f, base) for f in files]
    if STDIN in map(str, given):
        readers.append(read_stdin)
    for read in readers:
        try:
            raw = read()
        except UnreadableArticle as error:
            _report(error, on_error)
        else:
            yield raw


def find_files(paths: Iterable[str | Path], on_error: OnError | None = None) -> list[Path]:
    """The files to read, sorted by the parts of their absolute paths, each once; nothing is read.

    Folders are searched in depth for what has one of SUFFIXES; in them, hidden files and folders
    and our own indexes are skipped, and links are followed but never round in circles. A path that does not exist,
    is such an index or cannot be listed goes to `on_error`, or is raised without one.
    """
    found: dict[str, Path] = {}
    visited: set[str] = set()
    for path in sorted({_absolute(path) for path in paths}, key=lambda path: path.parts):
        if _is_folder(path):
            if _names(path) >= _INDEX:
                reason = "is an index of newsearch, and no folder of articles"
                _report(UnreadableArticle(_printable(path), reason), on_error)
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
            return _read(stream, file.suffix.lower(), locator, partial(_open, file))
    except OSError as error:
        raise UnreadableArticle(locator, f"cannot be read: {error.strerror or error}") from error


def _open(file: Path) -> BufferedReader:
    return file.open("rb")


def read_stdin() -> RawDocument:
    """Read standard input, which is kept in a temporary file as long as the document is used.
    Raises UnreadableArticle as `read_document` does."""
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the document is forgotten

    def reopen() -> BufferedReader:
        kept.seek(0)
        return open(os.dup(kept.fileno()), "rb")  # noqa: PTH123 - a descriptor has no path

    weakref.finalize(reopen, kept.close)
    try:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.flush()
        with reopen() as stream:
            return _read(stream, "", STDIN, reopen)
    except OSError as error:
        raise UnreadableArticle(STDIN, f"cannot be read: {error.strerror or error}") from error


def _read(
    stream: BufferedReader, suffix: str, locator: str, reopen: Callable[[], BufferedReader]
) -> RawDocument:
    content = stream.read(HEAD)
    media_type = sniff(content, suffix, locator)
    if media_type in STREAMED:
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return RawDocument(locator, b"", media_type, digest, reopen)
    content += stream.read(MAX_BYTES + 1 - len(content))
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
        if {entry.name for entry in entries} >= _INDEX:
            continue
        visible = [Path(entry.path) for entry in entries if not entry.name.startswith(".")]
        pending.extend(path for path in reversed(visible) if _is_folder(path))
        wanted = (path for path in visible if path.suffix.lower() in SUFFIXES)
        yield from (path for path in wanted if _is_file(path))


def _names(folder: Path) -> set[str]:
    """What is in a folder; nothing where it cannot be listed, which is said elsewhere."""
    try:
        return set(os.listdir(folder))  # noqa: PTH208 - only names are wanted
    except OSError:
        return set()


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
