"""Documents gathered in memory until they become a segment."""

from array import array
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np

from newsearch.engine import Codes, Document, Documents, TermColumn
from newsearch.engine.whoosh.flat.codes import CodeStream
from newsearch.engine.whoosh.flat.columns import write_values
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.fields import FieldInfo, Kind
from newsearch.engine.whoosh.flat.gathering import gather
from newsearch.engine.whoosh.flat.inversion import largest
from newsearch.engine.whoosh.flat.texts import TextFields, write_keyword
from newsearch.engine.whoosh.flat.tokens import TermNumbers, TokenStream
from newsearch.engine.whoosh.schema import ID

__all__ = ["Batch"]

_MAX_POSITION = 2**31 - 1
_NUMBERS = range(-(2**63), 2**63)


class Batch:
    """New documents as streams of numbers; `write_postings` makes a segment's file of them."""

    def __init__(self, fields: Mapping[str, FieldInfo], directory: Path | None = None) -> None:
        """What has no room in memory waits in the directory, in files without names."""
        self._fields = fields
        self._texts = TextFields(self._named("text"), directory)
        self._keywords = {name: TokenStream(TermNumbers()) for name in self._named("keyword")}
        self._codes = {name: CodeStream() for name in self._keywords}
        self._numbers = {name: (array("I"), array("q")) for name in self._named("number")}
        self._documents: dict[str, int] = {}
        self.document_count = 0
        self.deleted: list[int] = []
        """Documents that were replaced or deleted since they were added."""

    @property
    def token_count(self) -> int:
        """How much it holds: the tokens of all fields."""
        keywords = sum(len(stream) for stream in self._keywords.values())
        codes = sum(len(stream) for stream in self._codes.values())
        return self._texts.token_count + keywords + codes

    @property
    def term_count(self) -> int:
        """How much of that stays in memory: the different terms and keywords."""
        keywords = sum(len(stream.terms) for stream in self._keywords.values())
        return self._texts.term_count + keywords

    @property
    def waiting_count(self) -> int:
        """How many tokens of texts are not sorted yet."""
        return self._texts.waiting_count

    @property
    def ids(self) -> Mapping[str, int]:
        """The ids of the documents that are not deleted, each with its number."""
        return self._documents

    def add(self, document: Document) -> None:
        """As `add_all`, for one document. Raises ValueError, or TypeError for terms that are no
        text, having changed nothing."""
        self.add_all(gather([document]))

    def add_all(self, documents: Documents) -> None:
        """Add documents, each in place of any of the same id.

        Raises ValueError, having changed nothing, when one does not fit the schema.
        """
        self._check(documents)
        first = self.document_count
        for name, column in documents.text.items():
            self._texts.append(name, first, column)
        self._add_keywords(ID, first, [*zip(documents.ids, strict=True)])
        for name, values in documents.keywords.items():
            self._add_keywords(name, first, values)
        for name, numbers in documents.numbers.items():
            self._add_numbers(name, first, numbers)
        for number, name in enumerate(documents.ids, first):
            self.delete(name)
            self._documents[name] = number
        self.document_count += len(documents)

    def delete(self, document_id: str) -> bool:
        """Mark the document of this id as deleted; whether there was one."""
        number = self._documents.pop(document_id, None)
        if number is not None:
            self.deleted.append(number)
        return number is not None

    def finish_run(self) -> None:
        """Sort the texts there are, which then take less memory. Raises OSError."""
        self._texts.finish_run()

    def write_postings(self, path: Path) -> None:
        """Write all but what was stored, and close. Raises OSError."""
        with closing(self._texts), ArrayFileWriter(path) as file:
            infos = {
                **self._write_texts(file),
                **self._write_keywords(file),
                **self._write_numbers(file),
            }
            file.meta["documents"] = self.document_count
            file.meta["fields"] = {name: info.dump() for name, info in infos.items()}
            file.finish()

    def close(self) -> None:
        """Let go of what waits, written or not; then nothing can be added."""
        self._texts.close()

    def _add_keywords(self, name: str, first: int, column: Sequence[tuple[str, ...]]) -> None:
        if isinstance(column, Codes) and not len(self._keywords[name]):
            self._codes[name].append(first, column)
            return
        # Whoever mixes codes with other keywords does without the quick way.
        for number, codes in self._codes[name].take():
            self._add_texts(name, number, codes)
        self._add_texts(name, first, column)

    def _add_texts(self, name: str, first: int, column: Sequence[tuple[str, ...]]) -> None:
        counts = np.fromiter(map(len, column), np.intp, len(column))
        if largest(counts) > 1:
            column = [tuple(dict.fromkeys(values)) for values in column]
            counts = np.fromiter(map(len, column), np.intp, len(column))
        stream = self._keywords[name]
        stream.append(first, counts, stream.terms.number([*chain.from_iterable(column)]))

    def _add_numbers(self, name: str, first: int, column: Sequence[int | None]) -> None:
        documents, values = self._numbers[name]
        for number, value in enumerate(column, first):
            if value is not None:
                documents.append(number)
                values.append(value)

    def _write_texts(self, file: ArrayFileWriter) -> dict[str, FieldInfo]:
        written = self._texts.write(file, self.document_count)
        return {
            name: replace(self._fields[name], lender=lender, length=length)
            for name, (lender, length) in written.items()
        }

    def _write_keywords(self, file: ArrayFileWriter) -> dict[str, FieldInfo]:
        keywords = {name: stream for name, stream in self._keywords.items() if len(stream)}
        for name, stream in keywords.items():
            write_keyword(file, name, stream, self.document_count)
        codes = {name: stream for name, stream in self._codes.items() if len(stream)}
        for name, numbers in codes.items():
            numbers.write(file, name, self.document_count)
        return {name: self._fields[name] for name in (*keywords, *codes)}

    def _write_numbers(self, file: ArrayFileWriter) -> dict[str, FieldInfo]:
        for name, (documents, given) in self._numbers.items():
            values = np.zeros(self.document_count, np.int64)
            present = np.zeros(self.document_count, np.bool_)
            values[np.frombuffer(documents, np.uint32)] = np.frombuffer(given, np.int64)
            present[np.frombuffer(documents, np.uint32)] = True
            write_values(file, name, values, present)
        return {name: self._fields[name] for name in self._numbers}

    def _check(self, documents: Documents) -> None:
        for name, column in documents.text.items():
            self._check_kind(documents, name, "text")
            _check_positions(documents, name, column)
        for name in documents.keywords:
            self._check_kind(documents, name, "keyword")
            if name == ID:
                raise ValueError(f"{_some(documents)}: the id is given apart")
        for name, numbers in documents.numbers.items():
            self._check_kind(documents, name, "number")
            for row, value in enumerate(numbers):
                if value is not None and value not in _NUMBERS:
                    raise ValueError(
                        f"{documents.ids[row]!r}: {name} {value} has more than 64 bits"
                    )

    def _check_kind(self, documents: Documents, name: str, kind: Kind) -> None:
        field = self._fields.get(name)
        if field is None or field.kind != kind:
            raise ValueError(f"{_some(documents)}: {name!r} is no {kind} field of the index")

    def _named(self, kind: Kind) -> list[str]:
        return [name for name, field in self._fields.items() if field.kind == kind]


def _check_positions(documents: Documents, name: str, column: TermColumn) -> None:
    """Raises ValueError when positions go down or out of range."""
    ends = np.cumsum(column.counts)
    if largest(column.positions) > _MAX_POSITION:
        row = int(np.searchsorted(ends, np.argmax(column.positions), side="right"))
        raise ValueError(f"{documents.ids[row]!r}: {name} has a position out of range")
    down = column.positions[1:] < column.positions[:-1]
    down[ends[(ends > 0) & (ends < len(column.positions))] - 1] = False
    if down.any():
        row = int(np.searchsorted(ends, np.argmax(down), side="right"))
        raise ValueError(f"{documents.ids[row]!r}: the positions of {name} go down")


def _some(documents: Documents) -> str:
    return repr(documents.ids[0]) if len(documents) == 1 else f"{len(documents)} documents"
