"""Streams that cannot hurt: what goes wrong in them has a name, and no bomb goes off."""

import io
from dataclasses import dataclass
from typing import Any, Final, Protocol

from newsearch.errors import UnreadableArticle
from newsearch.ingest.sniffing import HEAD

__all__ = ["Budget", "BudgetSpent", "damaged", "guarded"]

_FREE: Final = 64 * 1024 * 1024
MAX_RATIO: Final = 200
"""How many bytes may come out of one that went in, beyond the first _FREE. Text shrinks to a tenth;
pages of one site, which resemble each other, to a fiftieth; a bomb to a thousandth."""
MAX_MEMBERS: Final = 1_000_000
MAX_DEPTH: Final = 4
"""Containers inside each other: a zip in a tar in gzip are three."""


class BudgetSpent(UnreadableArticle):
    """More came out of a file than may: nothing else in it is read."""


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class Budget:
    """What may still come out of one file, shared by all that is packed in it. `size` is that of
    the file, in bytes."""

    size: int
    given: int = 0
    members: int = 0

    def spend(self, locator: str, count: int) -> None:
        """Take so many bytes. Raises BudgetSpent when too many have come out."""
        self.given += count
        if self.given > _FREE + MAX_RATIO * self.size:
            reason = f"unpacks to more than {MAX_RATIO} times its size: it was left off there"
            raise BudgetSpent(locator, reason)

    def enter(self, locator: str, depth: int) -> None:
        """Open one more member. Raises BudgetSpent when there are too many, and
        UnreadableArticle when it is too deep."""
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise BudgetSpent(locator, f"holds more than {MAX_MEMBERS:,} files")
        if depth > MAX_DEPTH:
            raise UnreadableArticle(locator, f"is packed more than {MAX_DEPTH} times over")


class _Guard(io.RawIOBase):
    """A stream that spends from a budget and whose errors are UnreadableArticle."""

    def __init__(self, source: _Source, locator: str, budget: Budget | None) -> None:
        self._source, self._locator, self._budget = source, locator, budget

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        """Fill the target, all of it unless the source ends."""
        view = memoryview(target).cast("B")
        filled = 0
        while filled < len(view):
            piece = self._read(len(view) - filled)
            if not piece:
                break
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        return filled

    def _read(self, size: int) -> bytes:
        try:
            piece = self._source.read(size)
        except UnreadableArticle:
            raise
        except Exception as error:  # the libraries are others' work: whatever they raise ends here
            raise damaged(self._locator, error) from error
        if self._budget:
            self._budget.spend(self._locator, len(piece))
        return piece

    def close(self) -> None:
        if not self.closed and (close := getattr(self._source, "close", None)):
            close()
        super().close()


def damaged(locator: str, error: BaseException) -> UnreadableArticle:
    """What is said of something that a library cannot read."""
    what = " ".join(str(error).split()).strip(".") or type(error).__name__
    return UnreadableArticle(locator, f"is damaged or cannot be unpacked: {what[:200]}")


def guarded(source: _Source, locator: str, budget: Budget | None = None) -> io.BufferedReader:
    """The source behind a guard; `peek()` gives its first HEAD bytes."""
    return io.BufferedReader(_Guard(source, locator, budget), HEAD)
