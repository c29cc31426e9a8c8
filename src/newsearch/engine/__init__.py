"""The one seam between newsearch and whatever holds the postings.

Engines receive terms, not text: newsearch analyses, an engine stores and finds. Two small
protocols (`Engine`, `Writer`) and the values that cross them; `open_engine` chooses by one match.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, assert_never

from newsearch.engine.documents import Codes, Document, Documents, TermColumn, Terms
from newsearch.frozen import frozen
from newsearch.query.queries import FuzzyQuery, PrefixQuery, Query, Rescore, WildcardQuery

__all__ = [
    "Codes",
    "Counts",
    "Document",
    "Documents",
    "Engine",
    "EngineName",
    "Grouping",
    "Order",
    "Schema",
    "ScoredDocument",
    "TermColumn",
    "Terms",
    "TopDocs",
    "Writer",
    "create_engine",
    "open_engine",
]

EngineName = Literal["whoosh"]


@frozen
class Schema:
    """The fields of an index by kind: text (terms with positions), keyword (exact values), number
    (one signed 64-bit integer or nothing). The document's id and stored value are always there."""

    text: tuple[str, ...]
    keyword: tuple[str, ...]
    number: tuple[str, ...]


@frozen
class Order:
    """Sort by a number field instead of by score; documents without it come last either way."""

    field: str
    descending: bool = False


@frozen
class Grouping:
    """Count matches by the values of a keyword field or, with a width, of a number field divided by
    the width and rounded down: numbers of days yyyymmdd by 100 are months."""

    field: str
    width: int | None = None


Counts: TypeAlias = tuple[tuple[str | int, int], ...]
"""Values, each with how many matches have it: keywords most frequent first and then by code point,
numbers in ascending order. A value that no match has is left out; a match may have several or none."""


@frozen
class ScoredDocument:
    """One document of the answer: its id, its score and what was stored; the value that it stands
    for, if the answer is grouped and the document has one."""

    id: str
    score: float
    stored: str
    group: str | None = None


@frozen
class TopDocs:
    """The engine's answer: how many documents match in all, and those of the page asked for.

    `facets` are over all matches, in the order of the groupings asked for. `cut` are parts of the
    query that stand for more terms than an engine looks for: it took the most frequent ones.
    `groups` counts the documents that are left of a grouped answer.
    """

    total: int
    documents: tuple[ScoredDocument, ...]
    facets: tuple[Counts, ...] = ()
    cut: tuple[PrefixQuery | WildcardQuery | FuzzyQuery, ...] = ()
    groups: int | None = None


class Writer(Protocol):
    """Changes to an index; nobody sees them before `commit`. One writer at a time."""

    def add(self, document: Document) -> None:
        """Add a document, replacing any of the same id (whether committed or just added)."""

    def add_all(self, documents: Documents) -> None:
        """Add documents, as `add` would one after another."""

    def delete(self, field: str, value: str) -> int:
        """Delete the documents that hold this keyword value ("id" names the id); how many."""

    def commit(self) -> None:
        """Make all changes visible at once and durable; the writer is then closed."""

    def rollback(self) -> None:
        """Forget all changes; the writer is then closed."""


class Engine(Protocol):
    """An open index: a fixed view of one commit, whatever is written meanwhile."""

    def writer(self) -> Writer:
        """Start changing the index. Raises IndexLocked when another writer is at work."""

    def refresh(self) -> "Engine":
        """This engine, or a new one on the newest commit if there is one."""

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        order: Order | None = None,
        rescore: Rescore | None = None,
        facets: Sequence[Grouping] = (),
        group: str | None = None,
    ) -> TopDocs:
        """The matching documents, best first; equal scores (or numbers) in order of addition.

        With `rescore` the best of them are weighed once more; an `order` takes no notice of it.
        With `group`, only the first of those that share a value of this keyword field is listed;
        pages are cut from what remains, and facets count it. A document without the field stands
        alone; one with several values goes by the first in order of code points.
        """

    def get(self, document_id: str) -> str | None:
        """What was stored with this id, or None."""

    def count(self) -> int:
        """How many documents there are."""

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The terms of a text or keyword field with this prefix, sorted by code point, each with
        the number of documents that hold it now; a term that none holds any more is left out."""

    def close(self) -> None:
        """Release files; using the engine afterwards is an error."""


def create_engine(name: EngineName, directory: Path, schema: Schema) -> Engine:
    """Make an empty index in an existing, empty directory."""
    match name:
        case "whoosh":
            from newsearch.engine.whoosh import create  # noqa: PLC0415 - heavy, and one of several

            return create(directory, schema)
        case _:
            assert_never(name)


def open_engine(name: EngineName, directory: Path) -> Engine:
    """Open an index. Raises IndexNotFound, IndexCorrupt or IndexIncompatible."""
    match name:
        case "whoosh":
            from newsearch.engine.whoosh import open_directory  # noqa: PLC0415 - as above

            return open_directory(directory)
        case _:
            assert_never(name)
