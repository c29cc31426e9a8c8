"""Who reads documents: this process, or several others, whose results come in the same order."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import divide_document, read_whole
from newsearch.ingest.sources import read_document
from newsearch.waiting import Packer, Waiting

if TYPE_CHECKING:
    from newsearch.workers import Workers

__all__ = ["FileToRead", "Opened", "Read", "Readers", "read_files", "read_part"]

Read: TypeAlias = Callable[[RawDocument], Iterable[Waiting]]
Opened: TypeAlias = tuple[Callable[[], RawDocument], Read]
"""What opens a document (or raises UnreadableArticle), and what reads it then."""

_GROUP_BYTES: Final = 512 * 1024
_GROUP_FILES: Final = 64
"""So much goes to another process at once: a file alone is seldom worth the way."""


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file, the folder that its locator is relative to, and the digest it had when it was last
    indexed, if it was."""

    path: Path
    base: Path
    digest: str | None


@dataclass(frozen=True, slots=True)
class _FileRead:
    """A document without its content, and what came of reading it, in order: articles, what cannot
    become one, and notices. One that may be larger than memory is not read yet."""

    raw: RawDocument
    outcomes: tuple[Waiting | UnreadableArticle | str, ...]

    def open(self) -> RawDocument:
        """What `read_document` gave there."""
        return self.raw


class Readers:
    """Reads documents, here or in other processes. `fields` says which field of records is what;
    what cannot become an article goes to `on_error`, what was guessed to `on_notice`."""

    def __init__(
        self,
        workers: "Workers | None",
        *,
        fields: Mapping[str, str] | None,
        on_error: Callable[[UnreadableArticle], None],
        on_notice: Callable[[str], None],
    ) -> None:
        self._workers = workers
        self._fields = fields
        self._on_error = on_error
        self._on_notice = on_notice
        self._packer = Packer()

    def open(self, files: Iterable[FileToRead]) -> Iterator[Opened]:
        """What opens and reads each file, in their order."""
        if self._workers is None:
            for file in files:
                yield partial(read_document, file.path, file.base), self.read
            return
        from newsearch.workers import Line  # noqa: PLC0415 - most runs need no other process

        groups = list(_group(files))
        line = Line(self._workers, partial(read_files, fields=self._fields))
        results = chain(chain.from_iterable(map(line.give, groups)), line.finish())
        for group, result in zip(groups, results, strict=True):
            for file, read in zip(group, result, strict=True):
                if read is None:
                    yield partial(read_document, file.path, file.base), self._read_long
                elif read.raw.stream is not None:
                    yield read.open, self._read_long
                else:
                    yield read.open, partial(self._repeat, read)

    def read(self, raw: RawDocument) -> Iterator[Waiting]:
        """The articles of a document, read in this process, part by part if it can be divided."""
        for part in self._divide(raw):
            if isinstance(part, RawDocument):
                part = read_part(part, self._fields, self._packer)  # noqa: PLW2901
            yield from self._repeat(part)

    def _read_long(self, raw: RawDocument) -> Iterator[Waiting]:
        """The same, all that can be divided of it read by the other processes."""
        if self._workers is None:
            yield from self.read(raw)
            return
        from newsearch.workers import Line  # noqa: PLC0415 - most runs need no other process

        line = Line(self._workers, partial(read_part, fields=self._fields))
        for part in self._divide(raw):
            ready = line.give(part) if isinstance(part, RawDocument) else line.put(part)
            for result in ready:
                yield from self._repeat(result)
        for result in line.finish():
            yield from self._repeat(result)

    def _divide(self, raw: RawDocument) -> Iterator["RawDocument | _FileRead"]:
        """The parts of a document that can be read apart, and what was read dividing it."""
        for part in divide_document(raw, fields=self._fields, on_notice=self._on_notice):
            if isinstance(part, RawDocument):
                yield part
            else:
                outcome = self._packer.pack(part) if isinstance(part, Article) else part
                yield _FileRead(raw, (outcome,))

    def _repeat(self, result: _FileRead, _: RawDocument | None = None) -> Iterator[Waiting]:
        """What `read` would do here with a document that was read elsewhere."""
        for outcome in result.outcomes:
            if isinstance(outcome, Waiting):
                yield outcome
            elif isinstance(outcome, UnreadableArticle):
                self._on_error(outcome)
            else:
                self._on_notice(outcome)


def _group(files: Iterable[FileToRead]) -> Iterator[Sequence[FileToRead]]:
    """Files that are read together, by another process."""
    group: list[FileToRead] = []
    size = 0
    for file in files:
        group.append(file)
        size += os.path.getsize(file.path) if os.path.isfile(file.path) else 0  # noqa: PTH113, PTH202 - files of any name
        if size >= _GROUP_BYTES or len(group) >= _GROUP_FILES:
            yield group
            group, size = [], 0
    if group:
        yield group


def read_files(
    files: Sequence[FileToRead], fields: Mapping[str, str] | None
) -> list[_FileRead | None]:
    """Read files, but for those that have not changed and those that may be larger than memory.
    None means that one cannot be read, as who asks will find."""
    return [_read_file(file, fields) for file in files]


def read_part(
    raw: RawDocument, fields: Mapping[str, str] | None, packer: Packer | None = None
) -> _FileRead:
    """Read a document that is in memory, or a part of one."""
    pack = (packer or _PACKER).pack
    found = read_whole(raw, fields=fields)
    outcomes = [pack(one) if isinstance(one, Article) else one for one in found]
    return _FileRead(replace(raw, content=b""), tuple(outcomes))


def _read_file(file: FileToRead, fields: Mapping[str, str] | None) -> _FileRead | None:
    try:
        raw = read_document(file.path, file.base)
    except UnreadableArticle:
        return None
    if raw.stream is not None or raw.digest == file.digest:
        return _FileRead(replace(raw, content=b""), ())
    return read_part(raw, fields)


_PACKER = Packer()
"""Of a process that does nothing else."""
