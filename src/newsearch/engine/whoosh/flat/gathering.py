"""Documents given one by one, as columns."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import Document, Documents, TermColumn, Terms
from newsearch.engine.whoosh.flat.tokens import TermNumbers

__all__ = ["gather"]

_NO_TERMS = Terms((), ())


def gather(documents: Sequence[Document]) -> Documents:
    """The columns of some documents. Raises ValueError, with the id, for positions that are no
    numbers or not as many as terms, TypeError for terms that are no text."""
    return Documents(
        ids=[document.id for document in documents],
        stored=[document.stored.encode("utf-8", "surrogatepass") for document in documents],
        text={
            name: _gather_terms(name, documents)
            for name in _names(document.text for document in documents)
        },
        keywords={
            name: [document.keywords.get(name, ()) for document in documents]
            for name in _names(document.keywords for document in documents)
        },
        numbers={
            name: [document.numbers.get(name) for document in documents]
            for name in _names(document.numbers for document in documents)
        },
    )


def _names(mappings: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for mapping in mappings for name in mapping))


def _gather_terms(name: str, documents: Sequence[Document]) -> TermColumn:
    terms = TermNumbers()
    numbers, positions, counts = [], [], []
    for document in documents:
        text = document.text.get(name, _NO_TERMS)
        if len(text.terms) != len(text.positions):
            raise ValueError(f"{document.id!r}: {name} has not as many positions as terms")
        numbers.append(terms.number(text.terms))
        positions.append(_read_positions(document.id, name, text.positions))
        counts.append(len(text.terms))
    return TermColumn(
        list(terms), np.concatenate(numbers), np.concatenate(positions), np.array(counts, np.intp)
    )


def _read_positions(document_id: str, field: str, given: Sequence[int]) -> NDArray[np.uint32]:
    try:
        return np.frombuffer(array("I", given), np.uint32)
    except (OverflowError, TypeError):
        raise ValueError(f"{document_id!r}: {field} has a position out of range") from None
