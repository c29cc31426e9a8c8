"""What is added to an index: documents one by one, or many at once as columns."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, overload

from newsearch.frozen import frozen, replace

if TYPE_CHECKING:  # numpy takes long to load, and a search needs none of this
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Codes", "Document", "Documents", "TermColumn", "Terms"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@frozen
class Terms:
    """An analysed text: two parallel sequences. Positions never go down; stacked terms share one."""

    terms: Sequence[str]
    positions: Sequence[int]


@frozen
class Document:
    """An article as an engine sees it. `stored` is given back unread by `Engine.get`.

    Keyword values and numbers that are absent are simply not in their mapping.
    """

    id: str
    stored: str
    text: Mapping[str, Terms] = _NOTHING
    keywords: Mapping[str, tuple[str, ...]] = _NOTHING
    numbers: Mapping[str, int] = _NOTHING


@frozen
class TermColumn:
    """A text field of successive documents: all their terms, as places in a list of distinct ones,
    beside their positions, and how many each document has. The list may hold others, and may grow
    later, but never change."""

    vocabulary: Sequence[str]
    numbers: "NDArray[np.uint32]"
    positions: "NDArray[np.uint32]"
    counts: "NDArray[np.intp]"


class Codes(Sequence[tuple[str, ...]]):
    """A keyword field of successive documents in which each value is four ASCII letters. To who
    takes them so they are tuples of text like any keywords; an engine may take the letters as they
    are, a number for each four, and make no object for what as good as no two documents share."""

    def __init__(self, letters: "NDArray[np.uint8]", counts: "NDArray[np.intp]") -> None:
        """The letters of all values, one after another, and how many each document has."""
        self.letters = letters
        self.counts = counts

    def __len__(self) -> int:
        return len(self.counts)

    @overload
    def __getitem__(self, row: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, row: slice) -> list[tuple[str, ...]]: ...
    def __getitem__(self, row: int | slice) -> tuple[str, ...] | list[tuple[str, ...]]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        end = 4 * int(self.counts[: range(len(self))[row] + 1].sum())
        start = end - 4 * int(self.counts[row])
        text = self.letters[start:end].tobytes().decode("ascii")
        return tuple([text[place : place + 4] for place in range(0, len(text), 4)])


@frozen
class Documents:
    """Successive documents by columns, each with an entry for every document: no object is made
    for a term, or for a text. A document without a text has no terms, one without a number None.
    What is stored is in UTF-8, lone surrogates passed."""

    ids: Sequence[str]
    stored: Sequence[bytes]
    text: Mapping[str, TermColumn] = _NOTHING
    keywords: Mapping[str, Sequence[tuple[str, ...]]] = _NOTHING
    numbers: Mapping[str, Sequence[int | None]] = _NOTHING

    def __len__(self) -> int:
        return len(self.ids)

    def with_keywords(self, columns: Mapping[str, Sequence[tuple[str, ...]]]) -> "Documents":
        """The documents with more keywords, by field."""
        return replace(self, keywords={**self.keywords, **columns})

    def __iter__(self) -> Iterator[Document]:
        """The documents one by one, for an engine that takes them so."""
        texts = {name: _cut(column) for name, column in self.text.items()}
        for row, (name, stored) in enumerate(zip(self.ids, self.stored, strict=True)):
            numbers = {field: column[row] for field, column in self.numbers.items()}
            yield Document(
                id=name,
                stored=stored.decode("utf-8", "surrogatepass"),
                text={field: next(terms) for field, terms in texts.items()},
                keywords={field: column[row] for field, column in self.keywords.items()},
                numbers={f: number for f, number in numbers.items() if number is not None},
            )


def _cut(column: TermColumn) -> Iterator[Terms]:
    """The terms of each document."""
    start = 0
    for count in column.counts.tolist():
        numbers = column.numbers[start : start + count].tolist()
        positions = column.positions[start : start + count].tolist()
        yield Terms([column.vocabulary[number] for number in numbers], positions)
        start += count
