"""What the table of contents says of a flat segment: its name, its size, its deleted documents.

This is all that reading needs; `segment` makes of it what Whoosh calls a segment.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np

from newsearch.engine.whoosh.postings import Mask

__all__ = ["SegmentState"]

_NAME = re.compile(r"[0-9a-z]{1,32}")


class SegmentState:
    """Three values and a bitmap, which also pickle as such."""

    POSTINGS = ".postings"
    STORED = ".stored"

    indexname: str
    segid: str
    documents: int
    compound: bool
    live: Mask | None
    """Which documents are not deleted; None when all are there."""

    def __getstate__(self) -> dict[str, object]:
        deleted = b"" if self.live is None else np.packbits(~self.live).tobytes()
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "documents": self.documents,
            "deleted": deleted,
        }

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError for what `__getstate__` never gives."""
        name, documents, deleted = state["segid"], state["documents"], state["deleted"]
        if not _NAME.fullmatch(name) or not _NAME.fullmatch(state["indexname"].lower()):
            raise ValueError(f"the segment {name!r} has no proper name")
        if type(documents) is not int or not 0 <= documents < 2**32:
            raise ValueError(f"the segment {name!r} has {documents!r} documents")
        if deleted and len(deleted) != -(-documents // 8):
            raise ValueError(f"the segment {name!r} has as many marks as no segment of its size")
        self.indexname, self.segid, self.compound = state["indexname"], name, False
        self.documents = documents
        self.live = None
        if deleted:
            marks = np.unpackbits(np.frombuffer(deleted, np.uint8), count=documents)
            self.live = ~marks.view(np.bool_)

    @classmethod
    def restore(cls, state: Mapping[str, Any]) -> Self:
        """The segment that pickled as these values. Raises as `__setstate__` does."""
        segment = cls.__new__(cls)
        segment.__setstate__(state)
        return segment

    def segment_id(self) -> str:
        """The name that its files begin with."""
        return f"{self.indexname}_{self.segid}"

    def make_filename(self, extension: str) -> str:
        """The name of one of its files."""
        return f"{self.segment_id()}{extension}"

    def doc_count(self) -> int:
        """How many documents are not deleted."""
        return self.documents - self.deleted_count()

    def deleted_count(self) -> int:
        """How many documents are deleted."""
        return 0 if self.live is None else self.documents - int(np.count_nonzero(self.live))

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents."""
        found = [] if self.live is None else np.flatnonzero(~self.live).tolist()
        return iter(found)

    def delete_document(self, number: int, delete: bool = True) -> None:
        """Mark a document as deleted, or as not deleted. Raises IndexError."""
        if self.live is None:
            self.live = np.ones(self.documents, np.bool_)
        self.live[number] = not delete

    def is_deleted(self, number: int) -> bool:
        """Whether a document is deleted; Whoosh asks about the one after the last too."""
        return self.live is not None and number < self.documents and not self.live[number]
