"""Writing a text field whose lists come a piece at a time, from segments or from new documents."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol, Self

import numpy as np

from newsearch.engine.whoosh.arrays import Mask, Numbers, Unsigned
from newsearch.engine.whoosh.flat.columns import write_lengths
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.dictionary import write_terms
from newsearch.engine.whoosh.flat.lending import Lending, write_lending
from newsearch.engine.whoosh.flat.listswriter import Plan, PostingListsWriter
from newsearch.engine.whoosh.flat.pieces import Piece

__all__ = ["FieldLists", "write_text"]


class FieldLists(Protocol):
    """The lists of a field to be, in the order of their terms."""

    @property
    def terms(self) -> list[bytes]:
        """The term of each list."""

    @property
    def lengths(self) -> Numbers:
        """How many documents each list has."""

    def select(self, chosen: Mask) -> Self:
        """Some of the lists, renumbered."""

    def pieces(self, *, places: bool) -> Iterator[Piece]:
        """All lists, a piece at a time, with or without positions."""

    def count_places(self) -> Numbers:
        """How many positions each list has."""

    def bounds(self) -> tuple[int, int]:
        """What no frequency and no position exceeds."""


def write_text(
    file: ArrayFileWriter, name: str, field: FieldLists, lending: Lending | None, sizes: Unsigned
) -> None:
    """Write a field, given how many tokens each document has, and which lists it borrows if it
    does. Raises OSError."""
    write_terms(file, name, field.terms)
    write_lengths(file, name, sizes)
    if lending is None:
        places = field.count_places()
        plan = Plan(len(sizes), field.lengths, places, *field.bounds(), sizes)
        _write_lists(file, name, plan, field)
        return
    write_lending(file, name, lending)
    own = field.select(lending.own)
    plan = Plan(len(sizes), own.lengths, None, *field.bounds(), sizes)
    if not lending.whole.any():
        _write_lists(file, name, plan, own)
        return
    # Whole ones are read twice, as positions need time.
    whole = own.select(lending.whole)
    places = np.zeros(len(lending.whole), np.int64)
    places[lending.whole] = whole.count_places()
    _write_lists(file, name, replace(plan, places=places), own, whole)


def _write_lists(
    file: ArrayFileWriter, name: str, plan: Plan, field: FieldLists, whole: FieldLists | None = None
) -> None:
    """Write all lists; with their positions, or only with those of the whole ones."""
    writer = PostingListsWriter(file, name, plan)
    for piece in field.pieces(places=plan.places is not None and whole is None):
        writer.append(piece)
    for piece in whole.pieces(places=True) if whole else ():
        writer.append_positions(piece.positions)
    writer.finish()
