"""The codec by which Whoosh reads and writes flat segments."""

from pathlib import Path
from typing import Any

from newsearch.engine.whoosh.flat.builder import DocumentsBuilder, PostingsBuilder
from newsearch.engine.whoosh.flat.documentsreader import FlatDocumentsReader
from newsearch.engine.whoosh.flat.library import Codec
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.flat.segment import FlatSegment
from newsearch.engine.whoosh.flat.termsreader import FlatTermsReader

__all__ = ["FlatCodec"]


class FlatCodec(Codec):  # type: ignore[misc]  # Whoosh has no types
    """A `whoosh.codec.base.Codec` of segments in two flat files each."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: FlatSegment) -> DocumentsBuilder:
        """Start the file of stored values."""
        return DocumentsBuilder(Path(storage.folder), segment)

    def field_writer(self, storage: Any, segment: FlatSegment) -> PostingsBuilder:
        """Start the file of postings."""
        return PostingsBuilder(Path(storage.folder), segment)

    def terms_reader(self, storage: Any, segment: FlatSegment) -> FlatTermsReader:
        """Open a segment for its postings."""
        return FlatTermsReader(FlatReader(Path(storage.folder), segment))

    def per_document_reader(self, storage: Any, segment: FlatSegment) -> FlatDocumentsReader:
        """Open a segment for what it knows of each document."""
        return FlatDocumentsReader(FlatReader(Path(storage.folder), segment))

    def new_segment(self, _storage: Any, indexname: str) -> FlatSegment:
        """A new segment without documents."""
        return FlatSegment(indexname)
