"""Stock Whoosh as the oracle: its own codec, writer and matchers, fed with the same documents."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsearch.engine import Document
from newsearch.engine.whoosh.library import FileIndex, FileStorage, SegmentWriter, WhooshSchema
from newsearch.engine.whoosh.schema import KeywordField, TextField

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Whoosh's source predates today's syntax rules.
    from whoosh.fields import NUMERIC, STORED

TEXTS = ("body_stem", "body_surface", "title")


def make_whoosh_schema() -> Any:
    """Our fields as Whoosh's own queries can search them: the number is Whoosh's NUMERIC."""
    return WhooshSchema(
        id=KeywordField(unique=True),
        stored=STORED(),
        source=KeywordField(),
        date=NUMERIC(int, bits=64, signed=True, sortable=True),
        **{name: TextField() for name in TEXTS},
    )


class StockIndex:
    """An index of Whoosh's own, changed as a `FlatWriter` changes its own, but never merged:
    merging there rounds lengths once more."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir()
        self.index = FileIndex.create(FileStorage(str(directory)), make_whoosh_schema())

    def commit(self, changes: Sequence[Document | tuple[str, str]]) -> None:
        """Add documents, each in place of those of the same id, and delete by (field, value)."""
        writer = self.index.writer()
        batch: dict[str, int] = {}
        for change in changes:
            if isinstance(change, Document):
                _delete_id(writer, batch, change.id)
                batch[change.id] = writer.docnum
                writer.add_document(**_values(change))
            elif change[0] == "id":
                _delete_id(writer, batch, change[1])
            else:
                # A `FlatWriter` makes a segment here; Whoosh's scores depend on the segments.
                writer.commit(merge=False)
                batch.clear()
                writer = self.index.writer()
                if writer.segments:
                    writer.delete_by_term(*change)
        writer.commit(merge=False)


def _delete_id(writer: SegmentWriter, batch: dict[str, int], value: str) -> None:
    if writer.segments:
        writer.delete_by_term("id", value)
    if value in batch:
        writer.newsegment.delete_document(batch.pop(value))


def _values(document: Document) -> dict[str, Any]:
    return {
        "id": (document.id,),
        "stored": document.stored,
        **document.text,
        **document.keywords,
        **document.numbers,
    }
