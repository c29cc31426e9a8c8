"""What a flat segment knows of each document, as Whoosh's readers ask for it."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from newsearch.engine.whoosh.flat.library import ColumnReader, PerDocumentReader
from newsearch.engine.whoosh.flat.quantised import QuantisedLengths
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.library import NumericColumn
from newsearch.engine.whoosh.safety import reading
from newsearch.engine.whoosh.schema import ID, NUMBER

__all__ = ["FlatDocumentsReader"]

_SIGN = 1 << 63


class FlatDocumentsReader(PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """A `whoosh.codec.base.PerDocumentReader`."""

    def __init__(self, reader: FlatReader) -> None:
        self._reader = reader
        self._segment = reader.segment
        self._lengths = QuantisedLengths(reader)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def doc_count(self) -> int:
        """How many documents are not deleted."""
        count: int = self._segment.doc_count()
        return count

    def doc_count_all(self) -> int:
        """How many documents, deleted ones included."""
        return self._reader.document_count

    def has_deletions(self) -> bool:
        """Whether documents are deleted."""
        return self._segment.live is not None

    def is_deleted(self, document: int) -> bool:
        """Whether a document is deleted."""
        return self._segment.is_deleted(document)

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Numbers and keywords can be had by document."""
        return True

    def has_column(self, field: str) -> bool:
        """Whether the field has a value in some document."""
        info = self._reader.fields.get(field)
        return info is not None and info.kind in {"number", "keyword"}

    def column_reader(self, field: str, column: Any) -> Any:
        """The values of a field as the column would give them back."""
        if self._reader.fields[field].kind == "number":
            return _Values(_list_numbers(self._reader, field, column))
        return _Values(_list_keywords(self._reader, field))

    def doc_field_length(self, document: int, field: str, default: int = 0) -> int:
        """The length of a text field in a document."""
        return int(self._lengths[field][document]) or default

    def field_length(self, field: str) -> int:
        """The sum of a text field's lengths, exactly."""
        info = self._reader.fields.get(field)
        return 0 if info is None else info.length

    def min_field_length(self, field: str) -> int:
        """The shortest length of a text field."""
        return int(self._lengths[field].min())

    def max_field_length(self, field: str) -> int:
        """The longest length of a text field."""
        return int(self._lengths[field].max())

    def stored_fields(self, document: int) -> dict[str, Any]:
        """What was stored with a document, and its id. Raises IndexCorrupt."""
        with reading(str(self._reader.file.path)):
            record = self._reader.record(document)
            for identifier in self._reader.keywords(ID, document):
                record.setdefault(ID, identifier)
            return record


class _Values(ColumnReader):  # type: ignore[misc]
    """A `whoosh.columns.ColumnReader` on values in memory."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values
        self._reverse = False

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, document: int) -> Any:
        return self._values[document]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def sort_key(self, document: int) -> Any:
        """What documents are sorted by."""
        value = self._values[document]
        return -value if self._reverse else value

    def set_reverse(self) -> None:
        """Sort the other way round. Raises NotImplementedError for what is no number."""
        if self._values and not isinstance(self._values[0], int):
            raise NotImplementedError
        self._reverse = True


def _list_numbers(reader: FlatReader, field: str, column: Any) -> list[Any]:
    """A number field as Whoosh's NUMERIC keeps it, in unsigned integers, or as our NumberField."""
    numbers, present = reader.numbers(field)
    if isinstance(column, NumericColumn):
        default = column.default_value()
        pairs = zip(numbers.tolist(), present.tolist(), strict=True)
        return [number + _SIGN if there else default for number, there in pairs]
    rows = np.zeros(len(numbers), NUMBER)
    rows["present"], rows["value"] = present, np.where(present, numbers, 0)
    return [row.tobytes() for row in rows]


def _list_keywords(reader: FlatReader, field: str) -> list[bytes]:
    """The first value of each document, as Whoosh's columns of bytes hold no more."""
    terms = reader.terms(field)
    column = reader.keyword_column(field)
    found = (column[document][:1] for document in range(reader.document_count))
    return [terms.terms[ordinals[0]] if terms and ordinals else b"" for ordinals in found]
