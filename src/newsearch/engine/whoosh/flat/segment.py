"""A flat segment as Whoosh knows it."""

from typing import Any

from newsearch.engine.whoosh.flat.library import Segment
from newsearch.engine.whoosh.flat.state import SegmentState

__all__ = ["FlatSegment"]


class FlatSegment(SegmentState, Segment):  # type: ignore[misc]  # Whoosh has no types
    """A `whoosh.codec.base.Segment` that pickles as plain data: three values and a bitmap."""

    def __init__(self, indexname: str, documents: int = 0) -> None:
        super().__init__(indexname)
        self.documents = documents
        self.live = None

    def codec(self) -> Any:
        """The codec that reads the segment's files."""
        from newsearch.engine.whoosh.flat.codec import FlatCodec  # noqa: PLC0415 - it imports us

        return FlatCodec()

    def should_assemble(self) -> bool:
        """Never into Whoosh's compound files, which cannot be mapped in place."""
        return False

    def doc_count_all(self) -> int:
        """How many documents, deleted ones included."""
        return self.documents

    def set_doc_count(self, count: int) -> None:
        """Say how many documents."""
        self.documents = count
