"""Which terms of a field borrow a posting list from another field, and which have their own.

A field can borrow when it stands at the very tokens of another and each term of that other, the
lender, always stands beside the same term of it, as a form beside its stem. A term that stands
beside one term of the lender alone has the same documents and positions: it borrows that list. The
list of any other term is the sum of its parts, the lists of the terms that it stands beside.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.doclists import encode_starts
from newsearch.engine.whoosh.flat.inversion import look_up
from newsearch.engine.whoosh.postings import Mask, Numbers, Unsigned

__all__ = ["Lending", "agree", "divide", "match_terms", "write_lending"]

_NONE = -1


@dataclass(frozen=True, slots=True)
class Lending:
    """`own` says which terms have their own list; `numbers` holds for each term the lender's list
    or, past all of those, its own. The parts of the own lists follow one another in `parts`; each
    list has so many as `counts` says."""

    own: Mask
    numbers: Unsigned
    parts: Unsigned
    counts: Numbers


def match_terms(ranks: Unsigned, lender_ranks: Unsigned, lender_terms: int) -> Unsigned | None:
    """For each term of the lender the term that stands beside it, None when there are several.

    The ranks are the terms of the same tokens in both fields.
    """
    beside = np.zeros(lender_terms, np.uint32)
    beside[lender_ranks] = ranks
    return beside if np.array_equal(look_up(beside, lender_ranks), ranks) else None


def agree(
    parts: Iterable[tuple[NDArray[np.int64], NDArray[np.int64]]], lender_terms: int
) -> Unsigned | None:
    """What `match_terms` gives, from several segments: where each of the lender's terms has gone
    (below 0: nowhere), and the term that stands beside it. None when they disagree."""
    beside = np.full(lender_terms, _NONE)
    for targets, terms in parts:
        alive = targets >= 0
        known = beside[targets[alive]]
        if ((known != _NONE) & (known != terms[alive])).any():
            return None
        beside[targets[alive]] = terms[alive]
    return beside.astype(np.uint32)


def divide(beside: Unsigned, term_count: int) -> Lending:
    """Who borrows what, given the term beside each term of the lender; each is beside some."""
    counts = np.bincount(beside, minlength=term_count)
    own = counts > 1
    lists = np.zeros(term_count, np.int64)
    lists[beside] = np.arange(len(beside))
    order = np.argsort(beside, kind="stable")
    return Lending(
        own=own,
        numbers=np.where(own, len(beside) - 1 + np.cumsum(own), lists).astype(np.uint32),
        parts=order[own[beside[order]]].astype(np.uint32),
        counts=counts[own],
    )


def write_lending(file: ArrayFileWriter, field: str, lending: Lending) -> None:
    """Write it as `TermLists` and `PostingLists` read it."""
    file.add(f"{field}/lists", lending.numbers)
    file.add(f"{field}/parts", lending.parts)
    file.add(f"{field}/parts/starts", encode_starts(lending.counts))
