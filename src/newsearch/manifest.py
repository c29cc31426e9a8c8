"""What an index directory says of itself, and which generation of its files is the current one.

index/
  manifest.json     this; replaced in one step, so that readers see the old index or the new
  lock              held by the one process that writes
  g000001/          a generation: the engine's own files
"""

import json
import os
from pathlib import Path
from typing import get_args

from newsearch.engine import EngineName
from newsearch.errors import IndexCorrupt, IndexIncompatible, IndexNotFound
from newsearch.frozen import as_dict, frozen
from newsearch.query.fields import ANALYZERS, TEXT_FIELDS, split_field

__all__ = ["Manifest"]

FORMAT = 4
NAME = "manifest.json"


@frozen
class Manifest:
    """The identity of an index: whatever differs here makes its terms or files unreadable to us.

    How many documents there are is the engine's to say: two places could disagree after a crash.
    """

    format: int
    engine: EngineName
    analyzers: tuple[str, ...]
    generation: str

    @classmethod
    def new(cls, generation: str) -> "Manifest":
        """The manifest of an index made now, by this version."""
        used = {split_field(name)[1]: None for name in TEXT_FIELDS}
        names = tuple(ANALYZERS[analysis].name for analysis in used)
        return cls(FORMAT, "whoosh", names, generation)

    @classmethod
    def read(cls, directory: Path) -> "Manifest":
        """Raises IndexNotFound, IndexCorrupt, or IndexIncompatible with the command that mends."""
        try:
            values = json.loads((directory / NAME).read_text(encoding="utf-8"))
            manifest = cls(**{**values, "analyzers": tuple(values["analyzers"])})
        except (FileNotFoundError, NotADirectoryError):
            raise IndexNotFound(
                f"no index in {directory}: make one with `newsearch index PATHS --index {directory}`"
            ) from None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexCorrupt(
                f"{directory / NAME} is damaged ({error}): "
                f"rebuild with `newsearch index PATHS --rebuild --index {directory}`"
            ) from None
        manifest._check(directory)
        return manifest

    def _check(self, directory: Path) -> None:
        wanted = self.new(self.generation)
        if not self.generation.isalnum() or self.engine not in get_args(EngineName):
            raise IndexCorrupt(
                f"{directory / NAME} names no possible engine or generation: "
                f"rebuild with `newsearch index PATHS --rebuild --index {directory}`"
            )
        if self != wanted:
            raise IndexIncompatible(
                f"the index in {directory} was made by another version "
                f"(format {self.format}, {', '.join(self.analyzers)}; "
                f"this one has format {wanted.format}, {', '.join(wanted.analyzers)}): "
                f"rebuild with `newsearch index PATHS --rebuild --index {directory}`"
            )

    def write(self, directory: Path) -> None:
        """Make this the current one, durably and in one step."""
        temporary = directory / f"{NAME}.new"
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(as_dict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(directory / NAME)
        _sync_directory(directory)


def _sync_directory(directory: Path) -> None:
    """A rename lasts once the directory is on disk; some systems cannot open one, and need not."""
    try:
        descriptor = os.open(directory, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
