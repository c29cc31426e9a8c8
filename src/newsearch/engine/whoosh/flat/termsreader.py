"""A flat segment's terms and postings as Whoosh's readers and queries ask for them."""

from collections.abc import Iterator
from typing import Any

from newsearch.engine.whoosh.flat.library import (
    FieldCursor,
    TermInfo,
    TermNotFound,
    TermsReader,
)
from newsearch.engine.whoosh.flat.matcher import FlatMatcher
from newsearch.engine.whoosh.flat.quantised import QuantisedLengths
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.postings import Postings

__all__ = ["FlatTermsReader"]


class FlatTermsReader(TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """A `whoosh.codec.base.TermsReader`."""

    def __init__(self, reader: FlatReader) -> None:
        self._reader = reader
        self._lengths = QuantisedLengths(reader)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._reader.find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms, in order."""
        return sorted(self._reader.searchable)

    def cursor(self, field: str, fieldobj: Any) -> "FlatCursor":
        """A cursor over the terms of a field."""
        return FlatCursor(self, field, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms of all fields."""
        return self.terms_from("", b"")

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from this one on, and those of all later fields."""
        for name in self.indexed_field_names():
            if name >= field:
                for term in self.field_terms(name, prefix if name == field else b""):
                    yield name, term

    def field_terms(self, field: str, start: bytes) -> Iterator[bytes]:
        """The terms of one field from this one on."""
        return self._reader.terms_from(field, start)

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All terms with their statistics."""
        return self.items_from("", b"")

    def items_from(self, field: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """The terms from this one on, with their statistics."""
        for term in self.terms_from(field, prefix):
            yield term, self.term_info(*term)

    def term_info(self, field: str, term: bytes) -> Any:
        """Statistics of a term. Raises TermNotFound."""
        postings = self._find(field, term)
        lengths = self._lengths[field][postings.documents]
        return TermInfo(
            weight=float(postings.frequencies.sum()),
            df=len(postings.documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(postings.frequencies.max()),
            minid=int(postings.documents[0]),
            maxid=int(postings.documents[-1]),
        )

    def frequency(self, field: str, term: bytes) -> float:
        """How often a term stands anywhere."""
        postings = self._reader.find(field, term)
        return 0.0 if postings is None else float(postings.frequencies.sum())

    def doc_frequency(self, field: str, term: bytes) -> int:
        """How many documents hold a term."""
        postings = self._reader.find(field, term)
        return 0 if postings is None else len(postings.documents)

    def matcher(self, field: str, term: bytes, format_: Any, scorer: Any = None) -> FlatMatcher:
        """The postings of a term. Raises TermNotFound."""
        postings = self._find(field, term)
        return FlatMatcher(postings, self._lengths[field], format_, (field, term), scorer)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _find(self, field: str, term: bytes) -> Postings:
        postings = self._reader.find(field, term)
        if postings is None:
            raise TermNotFound(f"no term {field}:{term!r}")
        return postings


class FlatCursor(FieldCursor):  # type: ignore[misc]
    """A `whoosh.codec.base.FieldCursor`: the terms of a field as text, one at a time."""

    def __init__(self, reader: FlatTermsReader, field: str, fieldobj: Any) -> None:
        self._reader = reader
        self._field = field
        self._fieldobj = fieldobj
        self._current: bytes | None = None
        self.first()

    def first(self) -> str | None:
        """Go to the first term."""
        return self._seek(b"")

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term not below this one."""
        return self._seek(term if isinstance(term, bytes) else self._fieldobj.to_bytes(term))

    def next(self) -> str | None:
        """Go to the next term."""
        self._current = next(self._terms, None)
        return self.text()

    def text(self) -> str | None:
        """The current term; None past the last."""
        if self._current is None:
            return None
        text: str = self._fieldobj.from_bytes(self._current)
        return text

    def term_info(self) -> Any:
        """Statistics of the current term."""
        return None if self._current is None else self._reader.term_info(self._field, self._current)

    def is_valid(self) -> bool:
        """Whether there is a current term."""
        return self._current is not None

    def _seek(self, term: bytes) -> str | None:
        self._terms = self._reader.field_terms(self._field, term)
        return self.next()
