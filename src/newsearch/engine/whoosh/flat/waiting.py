"""Arrays that wait on disk for the rest of a segment: a file without a name for each, once it is
worth one."""

from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["WaitingColumn"]

_IN_MEMORY = 2**20
"""So many bytes of a column need no file."""


class WaitingColumn:
    """Numbers that are added in parts and read all at once, in the narrowest type that fits all."""

    def __init__(self, directory: Path | None) -> None:
        """The file will be in the directory, where there is room for a segment."""
        self._directory = directory
        self._parts: list[NDArray[Any]] = []
        self._waiting = 0
        self._file: IO[bytes] | None = None
        self._kind = np.dtype(np.uint8)
        self._count = 0

    def append(self, values: NDArray[Any], kind: np.dtype[Any]) -> None:
        """Add numbers, which fit this type. Raises OSError."""
        if kind.itemsize > self._kind.itemsize:
            self._widen(kind)
        self._parts.append(values.astype(self._kind))
        self._count += len(values)
        self._waiting += len(values) * self._kind.itemsize
        if self._waiting > _IN_MEMORY:
            self._move()

    def read(self) -> NDArray[Any]:
        """All of them; nothing can be added any more. Raises OSError."""
        if self._file is None:
            return self._join()
        self._move()
        return np.memmap(self._file, self._kind, "r", shape=(self._count,)).view(np.ndarray)

    def close(self) -> None:
        """Let go of the file, which the system removes with the last array that `read` gave."""
        self._parts = []
        if self._file is not None:
            self._file.close()
            self._file = None

    def _move(self) -> None:
        """Write what waits in memory."""
        if self._file is None:
            self._file = TemporaryFile(dir=self._directory)  # noqa: SIM115 - see close
        for part in self._parts:
            self._file.write(part.data)
        self._file.flush()
        self._parts, self._waiting = [], 0

    def _widen(self, kind: np.dtype[Any]) -> None:
        """Rarely more than once, when the first part comes: an article of 65,536 words is odd."""
        everything = self.read() if self._count else np.zeros(0, self._kind)
        self._kind = kind
        self.close()
        self._parts = [everything.astype(kind)]
        self._waiting = self._parts[0].nbytes

    def _join(self) -> NDArray[Any]:
        return np.concatenate([np.zeros(0, self._kind), *self._parts])
