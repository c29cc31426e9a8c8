"""The tokens of some terms of a field that borrows its lists: those that need positions of their own.

Which terms these are is known only when all documents are: a term may be beside the same terms of the
lender in one run, where its tokens are the lender's, and not in another, where they are kept.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers, Unsigned
from newsearch.engine.whoosh.flat.integers import narrowest
from newsearch.engine.whoosh.flat.inversion import invert, largest, look_up
from newsearch.engine.whoosh.flat.lending import NONE
from newsearch.engine.whoosh.flat.pairing import Loan
from newsearch.engine.whoosh.flat.runs import FieldRuns
from newsearch.engine.whoosh.flat.tokens import TokenStream
from newsearch.engine.whoosh.flat.waiting import WaitingColumn

__all__ = ["LooseTokens", "sort_positions"]

Tokens = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
"""The number of the term, the document and the position of each."""


_NO_TOKENS = (np.zeros(0, np.uint8),) * 3


class LooseTokens:
    """The tokens of one field that are kept."""

    def __init__(self, directory: Path | None) -> None:
        """They may wait in the directory, in files without names."""
        self._columns = [WaitingColumn(directory) for _ in range(3)]

    def append(self, stream: TokenStream, documents: Unsigned, whole: Mask | None) -> None:
        """Keep the tokens of a run, or only those of some terms, given the document of each. Raises
        OSError."""
        tokens: Tokens = stream.ids, documents, stream.positions
        if whole is not None:
            tokens = _choose(tokens, whole) if whole.any() else _NO_TOKENS
        for column, values in zip(self._columns, tokens, strict=True):
            column.append(values, narrowest(largest(values)))

    def read(self) -> Tokens:
        """All that were kept. Raises OSError."""
        numbers, documents, positions = (column.read() for column in self._columns)
        return numbers, documents, positions

    def close(self) -> None:
        """Let go of what waits."""
        for column in self._columns:
            column.close()


def sort_positions(
    wanted: Mask,
    ranks: Numbers,
    kept: LooseTokens,
    loans: Sequence[Loan],
    runs: Mapping[str, FieldRuns],
) -> NDArray[Any]:
    """The positions of the wanted terms, by their numbers, in the order of the terms, documents and
    positions, given the places of numbers in the order of terms, what the field borrows, and the
    lenders. Raises OSError."""
    parts = [_choose(kept.read(), wanted), *(_borrow(loan, wanted, runs) for loan in loans)]
    numbers, documents, positions = (
        np.concatenate(column).astype(np.uint32) for column in zip(*parts, strict=True)
    )
    order = np.lexsort((positions, documents))
    lists = ranks[numbers[order]].astype(np.uint32)
    return invert(lists, documents[order], positions[order])[1].positions


def _choose(tokens: Tokens, wanted: Mask) -> Tokens:
    """The tokens of some terms."""
    numbers, documents, positions = tokens
    rows = np.flatnonzero(look_up(wanted, numbers))
    return numbers[rows], documents[rows], positions[rows]


def _borrow(loan: Loan, wanted: Mask, runs: Mapping[str, FieldRuns]) -> Tokens:
    """The tokens of wanted terms that are the lender's."""
    rows = np.flatnonzero((loan.beside != NONE) & wanted[loan.beside])
    counts, documents, positions = runs[loan.lender].read_tokens(loan.run, loan.lent[rows])
    return np.repeat(loan.beside[rows], counts), documents, positions
