"""Whoosh's file storage with what it lacks: commits that survive a power cut, files read in place.

Whoosh never calls fsync. Here a file is on the disk when it is closed, and the directory before
and after the table of contents takes its name: a commit is there wholly or not at all. Whoosh also
copies every file that it maps into memory; `MappedFile` reads where it is.
"""

import mmap
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from newsearch.engine.whoosh.library import BufferFile, FileStorage, StructFile
from newsearch.engine.whoosh.safety import load_plain
from newsearch.errors import IndexUnavailable

__all__ = ["SCRATCH", "DurableStorage", "MappedFile", "writing"]

SCRATCH = "MAIN.tmp"
"""The directory of temporary files, as Whoosh names it."""


class MappedFile(BufferFile):  # type: ignore[misc]  # Whoosh has no types
    """A file mapped into memory: it stays readable when a later commit removes its name."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            # An empty file cannot be mapped.
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else None
        self.file: Any = mapped or BytesIO()
        self.size = size
        self.onclose = None
        self.is_real = False
        self.is_closed = False
        self._name = path.name
        self._buf = memoryview(mapped or b"")

    def read_pickle(self) -> Any:
        """The plain value at this place. Raises as `load_plain` does."""
        return load_plain(self.file)

    def close(self) -> None:
        """Unmap the file."""
        if not self.is_closed:
            self._buf.release()
            self.file.close()
            self.is_closed = True


class _TrackedStorage(FileStorage):  # type: ignore[misc]
    """Files that can be let go of whatever Whoosh's writers were doing with them."""

    def __init__(self, directory: Path, files: list[BinaryIO]) -> None:
        super().__init__(str(directory))
        self.directory = directory
        self._files = files

    def create_file(self, name: str, **options: Any) -> Any:
        """As FileStorage does."""
        file = super().create_file(name, **options)
        self._files[:] = [open_file for open_file in self._files if not open_file.closed]
        self._files.append(file.raw_file())
        return file


class DurableStorage(_TrackedStorage):
    """A directory of index files."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, [])

    def create_file(self, name: str, **options: Any) -> Any:
        """As FileStorage does; the file is on the disk once it is closed."""
        return super().create_file(name, onclose=_flush_to_disk, **options)

    def temp_storage(self, name: str | None = None) -> Any:
        """A directory below this one for what does not outlive a commit."""
        path = self.directory / (name or SCRATCH)
        return _TrackedStorage(path, self._files).create()

    def abandon(self) -> None:
        """Close the files that are still being written, and remove the temporary ones.

        Never fails: what a full disk leaves here, the next writer removes.
        """
        for file in self._files:
            with suppress(OSError):
                file.close()
        shutil.rmtree(self.directory / SCRATCH, ignore_errors=True)

    def open_file(self, name: str, **_: Any) -> MappedFile:
        """Map a file. Raises FileNotFoundError."""
        return MappedFile(self.directory / name)

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:
        """Give a finished file its name, once the directory lists all that it refers to."""
        self._flush_directory()
        super().rename_file(old, new, safe=safe)
        self._flush_directory()

    def _flush_directory(self) -> None:
        if os.name != "posix":  # Elsewhere a directory cannot be opened, and need not be.
            return
        descriptor = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _flush_to_disk(file: StructFile) -> None:
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def writing(directory: Path) -> Iterator[None]:
    """Say which index could not be written, and that it is as it was."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexUnavailable(
            f"cannot write to the index in {directory} ({reason}); it is as it was before"
        ) from error
