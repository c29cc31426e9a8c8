"""Documents gathered in memory until they become a segment."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import Document, Terms
from newsearch.engine.whoosh.flat.columns import write_lengths, write_values
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.fields import FieldInfo, Kind
from newsearch.engine.whoosh.flat.texts import write_keyword, write_texts
from newsearch.engine.whoosh.flat.tokens import TokenStream
from newsearch.engine.whoosh.schema import ID

__all__ = ["Batch"]

_MAX_POSITION = 2**31 - 1
_NUMBERS = range(-(2**63), 2**63)

_Tokens = tuple[str, "array[int]", "array[int] | None"]
"""A field, the numbers of its terms in a document, and their positions."""


class Batch:
    """New documents as streams of numbers; `write_postings` makes a segment's file of them."""

    def __init__(self, fields: Mapping[str, FieldInfo]) -> None:
        self._fields = fields
        self._streams = {name: TokenStream() for name in self._named("text", "keyword")}
        self._numbers = {name: (array("I"), array("q")) for name in self._named("number")}
        self._documents: dict[str, int] = {}
        self.document_count = 0
        self.deleted: list[int] = []
        """Documents that were replaced or deleted since they were added."""

    @property
    def token_count(self) -> int:
        """How much it holds: the tokens of all fields."""
        return sum(map(len, self._streams.values()))

    @property
    def ids(self) -> Mapping[str, int]:
        """The ids of the documents that are not deleted, each with its number."""
        return self._documents

    def add(self, document: Document) -> None:
        """Add a document, replacing any of the same id.

        Raises ValueError, having changed nothing, for a document that does not fit the schema.
        """
        for name, value in document.numbers.items():
            self._check_kind(document, name, "number")
            if value not in _NUMBERS:
                raise ValueError(f"{document.id!r}: {name} {value} has more than 64 bits")
        tokens = [*self._number_keywords(document), *self._number_texts(document)]
        self.delete(document.id)
        number = self._documents[document.id] = self.document_count
        self.document_count += 1
        for name, ids, positions in tokens:
            self._streams[name].append(number, ids, positions)
        for name, value in document.numbers.items():
            documents, values = self._numbers[name]
            documents.append(number)
            values.append(value)

    def delete(self, document_id: str) -> bool:
        """Mark the document of this id as deleted; whether there was one."""
        number = self._documents.pop(document_id, None)
        if number is not None:
            self.deleted.append(number)
        return number is not None

    def write_postings(self, path: Path) -> None:
        """Write all but what was stored. Raises OSError."""
        with ArrayFileWriter(path) as file:
            infos = {
                **self._write_texts(file),
                **self._write_keywords(file),
                **self._write_numbers(file),
            }
            file.meta["documents"] = self.document_count
            file.meta["fields"] = {name: info.dump() for name, info in infos.items()}
            file.finish()

    def _write_texts(self, file: ArrayFileWriter) -> dict[str, FieldInfo]:
        infos = {}
        texts = self._filled("text")
        lenders = write_texts(file, texts, self.document_count)
        for name, stream in texts.items():
            write_lengths(file, name, stream.lengths(self.document_count))
            infos[name] = replace(self._fields[name], lender=lenders[name], length=len(stream))
        return infos

    def _write_keywords(self, file: ArrayFileWriter) -> dict[str, FieldInfo]:
        keywords = self._filled("keyword")
        for name, stream in keywords.items():
            write_keyword(file, name, stream, self.document_count)
        return {name: self._fields[name] for name in keywords}

    def _write_numbers(self, file: ArrayFileWriter) -> dict[str, FieldInfo]:
        for name, (documents, given) in self._numbers.items():
            values = np.zeros(self.document_count, np.int64)
            present = np.zeros(self.document_count, np.bool_)
            values[np.frombuffer(documents, np.uint32)] = np.frombuffer(given, np.int64)
            present[np.frombuffer(documents, np.uint32)] = True
            write_values(file, name, values, present)
        return {name: self._fields[name] for name in self._numbers}

    def _number_keywords(self, document: Document) -> list[_Tokens]:
        found: list[_Tokens] = [(ID, self._streams[ID].number([document.id]), None)]
        for name, values in document.keywords.items():
            self._check_kind(document, name, "keyword")
            if name == ID:
                raise ValueError(f"{document.id!r}: the id is given apart")
            if values:
                distinct = dict.fromkeys(values)
                found.append((name, self._streams[name].number(distinct), None))
        return found

    def _number_texts(self, document: Document) -> list[_Tokens]:
        found: list[_Tokens] = []
        known: dict[int, array[int]] = {}
        for name, terms in document.text.items():
            self._check_kind(document, name, "text")
            # The fields of one text share one sequence of positions.
            positions = known.get(id(terms.positions))
            if positions is None:
                positions = _read_positions(document.id, name, terms.positions)
                known[id(terms.positions)] = positions
            _check_length(document.id, name, terms)
            if positions:
                found.append((name, self._streams[name].number(terms.terms), positions))
        return found

    def _check_kind(self, document: Document, name: str, kind: Kind) -> None:
        field = self._fields.get(name)
        if field is None or field.kind != kind:
            raise ValueError(f"{document.id!r}: {name!r} is no {kind} field of the index")

    def _named(self, *kinds: Kind) -> list[str]:
        return [name for name, field in self._fields.items() if field.kind in kinds]

    def _filled(self, kind: Kind) -> dict[str, TokenStream]:
        return {name: self._streams[name] for name in self._named(kind) if len(self._streams[name])}


def _read_positions(document_id: str, field: str, given: Sequence[int]) -> "array[int]":
    """The positions as four bytes each. Raises ValueError when they go down or out of range."""
    values = _to_array(given)
    if len(values) and not (values.min() >= 0 and values[-1] <= _MAX_POSITION):
        raise ValueError(f"{document_id!r}: {field} has a position out of range")
    if (values[1:] < values[:-1]).any():
        raise ValueError(f"{document_id!r}: the positions of {field} go down")
    return array("I", values.astype(np.uint32).tobytes())


def _to_array(numbers: Sequence[int]) -> NDArray[np.integer]:
    """The numbers in the quickest way for what they come in; a single -1 for what has no place."""
    if isinstance(numbers, np.ndarray) and numbers.dtype.kind in "iu":
        return numbers
    if isinstance(numbers, range):
        return np.arange(numbers.start, numbers.stop, numbers.step)
    try:
        return np.frombuffer(array("I", numbers), np.uint32)
    except (OverflowError, TypeError):
        return np.array([-1])


def _check_length(document_id: str, field: str, terms: Terms) -> None:
    if len(terms.terms) != len(terms.positions):
        raise ValueError(f"{document_id!r}: {field} has not as many positions as terms")
