"""A file of named arrays that are used where they lie, memory-mapped.

    header   magic, version, where the table is and its checksum, checksum of the header
    arrays   each at a multiple of 64 bytes, little-endian
    table    JSON: what the file is about, and of each array its type, place, size and checksum

Opening reads the header and the table, whose size does not depend on the arrays', and checks both
and that every array lies inside the file; `verify` reads everything. Nothing in it can run code.
"""

import json
import mmap
import os
import struct
import zlib
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.safety import REMEDY, reading
from newsearch.errors import IndexIncompatible

__all__ = ["VERSION", "ArrayFile", "ArrayFileWriter", "Section"]

VERSION = 4
"""Raised when a file that says so could not be read by the code before."""

_MAGIC = b"newsflat"
_HEADER = struct.Struct("<8sIIQQ")
_CHECKSUM = struct.Struct("<I")
_START = 64
_ALIGNMENT = 64
_TYPES = frozenset({"|b1", "|u1", "<u2", "<u4", "<u8", "<i8"})

Array = NDArray[Any]


class ArrayFile:
    """The arrays of a file. They stay readable when the file loses its name, and after `close`
    for whoever still holds one."""

    def __init__(self, path: Path) -> None:
        """Raises IndexCorrupt, IndexIncompatible, or FileNotFoundError."""
        self.path = path
        with reading(str(path)):
            self._file: _OpenFile | None = _OpenFile(path)
            self._memory: Any = mmap.mmap(self._file.number, 0, access=mmap.ACCESS_READ)
            table = json.loads(self._read_table())
            self.meta: dict[str, Any] = table["meta"]
            self._sections: dict[str, tuple[str, int, int, int]] = {
                name: self._check(name, *entry) for name, entry in table["sections"].items()
            }

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def array(self, name: str) -> Array:
        """An array of the file, read-only. Raises KeyError."""
        kind, offset, count, _ = self._sections[name]
        return np.frombuffer(self._memory, kind, count, offset)

    def lanes(self, name: str) -> NDArray[np.uint64]:
        """The eight bytes from each place of an array of bytes on, as one number. Those of the last
        places go beyond its end, where there are others: the table is the last of a file. Raises
        KeyError."""
        _, offset, count, _ = self._sections[name]
        return np.ndarray((count,), "<u8", self._memory, offset, (1,))

    def memory(self, name: str) -> memoryview:
        """As `array`, for one value at a time: faster than numpy then. Raises KeyError."""
        return self.array(name).data

    def read(self, name: str, start: int = 0, stop: int | None = None) -> bytes:
        """Some bytes of an array, copied: for what is asked for here and there. Touched in the
        mapped file, each place would count as much memory as the system likes to map at once, which
        may be megabytes. Raises KeyError, and ValueError after `close`."""
        kind, offset, count, _ = self._sections[name]
        size = count * int(kind[2])
        stop = size if stop is None else min(stop, size)
        file = self._file  # which stays open as long as anybody holds it
        if file is None:
            raise ValueError(f"{self.path} is closed")
        if not hasattr(os, "pread"):
            return bytes(self._memory[offset + start : offset + stop])
        return os.pread(file.number, max(stop - start, 0), offset + start)

    def verify(self) -> None:
        """Read everything. Raises IndexCorrupt when a checksum is wrong."""
        with reading(str(self.path)):
            for name, (_, _, _, checksum) in self._sections.items():
                if zlib.crc32(self.array(name).view(np.uint8).data) != checksum:
                    raise ValueError(f"wrong checksum of {name}")

    def release(self) -> None:
        """Let the system forget what of the file is in memory: arrays stay what they are, and are
        read again where they are used again."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._memory.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Let go of the file; it is unmapped with the last array of it."""
        self._memory = self._file = None

    def _read_table(self) -> bytes:
        memory = self._memory
        magic, version, checksum, offset, length = _HEADER.unpack_from(memory)
        if magic != _MAGIC:
            raise ValueError("this is no file of arrays")
        if _CHECKSUM.unpack_from(memory, _HEADER.size)[0] != zlib.crc32(memory[: _HEADER.size]):
            raise ValueError("wrong checksum of the header")
        if version != VERSION:
            raise IndexIncompatible(f"{self.path} has format {version}, not {VERSION}; {REMEDY}")
        table: bytes = memory[offset : offset + length]
        if len(table) != length or zlib.crc32(table) != checksum:
            raise ValueError("the table of arrays is damaged")
        return table

    def _check(
        self, name: str, kind: str, offset: int, count: int, checksum: int
    ) -> tuple[str, int, int, int]:
        if kind not in _TYPES:
            raise ValueError(f"{name} has the unknown type {kind!r}")
        end = offset + count * np.dtype(kind).itemsize
        if offset < _START or count < 0 or end > len(self._memory):
            raise ValueError(f"{name} lies outside the file")
        return kind, offset, count, checksum


class _OpenFile:
    """A file that is open as long as somebody holds this: no other file gets its number meanwhile."""

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def __del__(self) -> None:
        if hasattr(self, "number"):
            os.close(self.number)


class Section:
    """An array being written, a piece at a time."""

    def __init__(self, file: Any, kind: np.dtype[Any], offset: int, count: int | None) -> None:
        self._file = file
        self._offset = offset
        self._expected = count
        self.kind = kind
        self.count = 0
        self._checksum = 0

    @property
    def end(self) -> int:
        """Where the bytes written so far end."""
        return self._offset + self.count * self.kind.itemsize

    def append(self, values: Array) -> None:
        """Write more values, which must fit the section's type."""
        data = np.ascontiguousarray(values, self.kind).view(np.uint8).data
        self._file.seek(self.end)
        self.count += len(values)
        self._checksum = zlib.crc32(data, self._checksum)
        while data:
            data = data[self._file.write(data) :]

    def describe(self) -> tuple[str, int, int, int]:
        """Its row of the table. Raises ValueError when values are missing or too many."""
        if self._expected is not None and self.count != self._expected:
            raise ValueError(f"{self.count} values written where {self._expected} were promised")
        return self.kind.str, self._offset, self.count, self._checksum


class ArrayFileWriter:
    """A new file of arrays. Nothing names it yet, so it need not be whole before `finish`.

    Sections whose size is known may be written in turns; one of unknown size (`stream`) must be
    complete before the next is begun.
    """

    def __init__(self, path: Path) -> None:
        """Raises FileExistsError, or another OSError."""
        self.path = path
        self.meta: dict[str, Any] = {}
        self._file = path.open("xb", buffering=0)
        self._sections: dict[str, Section] = {}
        self._end = _START
        self._open: Section | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, finished or not."""
        self._file.close()

    def reserve(self, name: str, kind: Any, count: int) -> Section:
        """A section of so many values."""
        dtype = np.dtype(kind).newbyteorder("<")
        section = Section(self._file, dtype, self._allocate(), count)
        self._end += count * dtype.itemsize
        return self._remember(name, section)

    def stream(self, name: str, kind: Any) -> Section:
        """A section of as many values as will be appended."""
        section = Section(self._file, np.dtype(kind).newbyteorder("<"), self._allocate(), None)
        self._open = self._remember(name, section)
        return section

    def add(self, name: str, values: Array) -> None:
        """A whole array, with its own type."""
        self.reserve(name, values.dtype, len(values)).append(values)

    def finish(self) -> None:
        """Write the table and the header. The bytes may still be on their way to the disk."""
        rows = {name: section.describe() for name, section in self._sections.items()}
        table = json.dumps({"meta": self.meta, "sections": rows}).encode()
        header = _HEADER.pack(_MAGIC, VERSION, zlib.crc32(table), self._allocate(), len(table))
        self._file.seek(self._end)
        self._file.write(table)
        self._file.seek(0)
        self._file.write(header + _CHECKSUM.pack(zlib.crc32(header)))

    def _allocate(self) -> int:
        if self._open is not None:
            self._end, self._open = self._open.end, None
        self._end += -self._end % _ALIGNMENT
        return self._end

    def _remember(self, name: str, section: Section) -> Section:
        if name in self._sections:
            raise ValueError(f"{name} is there already")
        self._sections[name] = section
        return section
