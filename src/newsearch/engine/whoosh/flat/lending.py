"""Which terms of a field borrow a posting list from another field, and which have their own.

A field can borrow when its tokens stand at the very positions of another's, as forms and their
stems do. Where each term of that other, the lender, always stands beside the same term, a term that
stands beside one of them alone has the same documents and positions: it borrows that list. The list
of a term beside several is their sum: its positions are those of its parts, the lists of the terms
that it stands beside. Only terms that are somewhere without a partner (a stem given once for two
forms, or spelled in two scripts) have whole lists of their own.
"""

from collections.abc import Iterable

import numpy as np

from newsearch.engine.whoosh.arrays import Mask, Numbers, Rows, Unsigned, expand_runs, order_of
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.integers import PackedWriter
from newsearch.engine.whoosh.flat.inversion import largest
from newsearch.engine.whoosh.flat.offsets import write_offsets
from newsearch.engine.whoosh.flat.tokens import TokenStream
from newsearch.frozen import frozen

__all__ = [
    "NONE",
    "Lending",
    "Partners",
    "agree",
    "align",
    "divide",
    "match_terms",
    "write_lending",
]

_PIECE = 2**16
"""So many tokens at once stay in the processor's cache."""

_SHIFT = np.int64(32)
"""Documents stand above positions in one integer."""

NONE = -1
"""In place of a term, where there is none or not always the same."""


@frozen
class Partners:
    """For each term of a lender the term that always stands beside it, or `NONE`; and which terms
    are not always beside one of those."""

    beside: Numbers
    whole: Mask


@frozen
class Lending:
    """`own` says which terms have their own list; `numbers` holds for each term the lender's list
    or, past all of those, its own. The parts of the own lists follow one another in `parts`; each
    list has so many as `counts` says, none when it is whole."""

    own: Mask
    numbers: Unsigned
    parts: Unsigned
    counts: Numbers

    @property
    def whole(self) -> Mask:
        """Which of the own lists have positions of their own."""
        whole: Mask = self.counts == 0
        return whole


def align(ours: TokenStream, theirs: TokenStream) -> tuple[Rows, Rows] | None:
    """Where two fields stand at the same positions, the tokens of each that have no partner: those
    at positions with more of one than of the other. All others are each beside one, the first
    beside the first and so on. None where the positions are not the same."""
    if not np.array_equal(ours.holders, theirs.holders):
        return None
    ends, other_ends = _ends(ours), _ends(theirs)
    last, other_last = ours.positions[ends[1:] - 1], theirs.positions[other_ends[1:] - 1]
    if not np.array_equal(last, other_last):  # as between a title and a body
        return None
    odd = np.flatnonzero(_differ(ours, theirs, ends, other_ends))
    here, sizes, rows = _find_heads(ours, odd, ends)
    there, other_sizes, other_rows = _find_heads(theirs, odd, other_ends)
    if not np.array_equal(here, there):
        return None
    uneven = sizes != other_sizes
    return rows[np.repeat(uneven, sizes)], other_rows[np.repeat(uneven, other_sizes)]


def _ends(tokens: TokenStream) -> Rows:
    return np.append(0, np.cumsum(tokens.counts, dtype=np.intp))


def _differ(ours: TokenStream, theirs: TokenStream, ends: Rows, other_ends: Rows) -> Mask:
    """The documents whose tokens do not stand one beside one."""
    odd: Mask = ours.counts != theirs.counts
    borders = np.flatnonzero(odd).tolist()
    start = 0
    for border in (*borders, len(odd)):
        one = ours.positions[ends[start] : ends[border]]
        other = theirs.positions[other_ends[start] : other_ends[border]]
        if not np.array_equal(one, other):
            places = np.flatnonzero(one != other) + ends[start]
            odd[np.searchsorted(ends, places, side="right") - 1] = True
        start = border + 1
    return odd


def _find_heads(tokens: TokenStream, holders: Rows, ends: Rows) -> tuple[Numbers, Rows, Rows]:
    """Each position in some documents, the document above it, how many tokens stand there, and
    the rows of all these tokens."""
    rows = expand_runs(ends[holders], ends[holders + 1] - ends[holders])
    places: Numbers = np.repeat(holders << _SHIFT, tokens.counts[holders])
    places += tokens.positions[rows]
    heads = np.flatnonzero(np.diff(places, prepend=-1))
    return places[heads], np.diff(heads, append=len(places)), rows


def match_terms(
    terms: Unsigned,
    lender_terms: Unsigned,
    known: Numbers,
    alone: tuple[Rows, Rows],
) -> Partners:
    """Who stands beside whom in some documents: the terms of the tokens of both fields, whose numbers
    are below the length of `known`, and what `align` gives.

    `known` is who stood beside each of the lender's terms before, or `NONE`; it is brought up to date,
    so that tokens are compared with it once and only what is new is looked at again. A term that
    stands beside another than before is as one beside two.
    """
    whole, mixed = np.zeros(len(known), np.bool_), np.zeros(len(known), np.bool_)
    here, there = alone
    if len(here) or len(there):
        whole[terms[here]] = True
        mixed[lender_terms[there]] = True
        terms, lender_terms = _leave_out(terms, here), _leave_out(lender_terms, there)
    if (known == NONE).all():
        known[lender_terms] = terms
    rows = _find_others(known, lender_terms, terms)
    lent, beside = lender_terms[rows], terms[rows]
    is_new = known[lent] == NONE
    known[lent[is_new]] = beside[is_new]
    odd = known[lent] != beside
    mixed[lent[odd]] = True
    whole[beside[odd]] = True
    partners = known[mixed]
    whole[partners[partners != NONE]] = True
    return _settle(known.copy(), mixed, whole)


def _find_others(known: Numbers, lent: Unsigned, beside: Unsigned) -> Rows:
    """The tokens of a lender that stand beside another term than is known."""
    narrow = known.astype(np.uint32)
    found = [np.zeros(0, np.intp)]
    for start in range(0, len(lent), _PIECE):
        piece = slice(start, start + _PIECE)
        found.append(np.flatnonzero(narrow[lent[piece]] != beside[piece]) + start)
    return np.concatenate(found)


def _leave_out(terms: Unsigned, rows: Rows) -> Unsigned:
    """The terms but for those at a few rows."""
    first, *others = np.split(terms, np.sort(rows))
    return np.concatenate((first, *(part[1:] for part in others)))


def agree(parts: Iterable[tuple[Numbers, Numbers, Numbers]], counts: tuple[int, int]) -> Partners:
    """The partners in a field merged from segments: where each of the lender's terms has gone
    (below 0: nowhere), where the term beside it has, and where the terms that are whole have.
    `counts` is how many terms field and lender have."""
    whole, mixed = np.zeros(counts[0], np.bool_), np.zeros(counts[1], np.bool_)
    beside = np.full(counts[1], NONE)
    found = list(parts)
    for targets, terms, wholes in found:
        alive = targets >= 0
        known = beside[targets[alive]]
        differs = (known != NONE) & (known != terms[alive])
        mixed[targets[alive][differs | (terms[alive] == NONE)]] = True
        beside[targets[alive]] = terms[alive]
        whole[wholes[wholes >= 0]] = True
    for targets, terms, _ in found:
        partners = terms[np.append(mixed, False)[targets]]
        whole[partners[partners >= 0]] = True
    return _settle(beside, mixed, whole)


def _settle(beside: Numbers, mixed: Mask, whole: Mask) -> Partners:
    """Without those that do not always stand beside the same term, and beside terms that are whole
    anyway."""
    beside[mixed] = NONE
    beside[whole[beside] & (beside != NONE)] = NONE
    return Partners(beside, whole)


def divide(partners: Partners) -> Lending:
    """Who borrows what. A term that is not whole is beside some term of the lender."""
    lent = np.flatnonzero(partners.beside != NONE)
    beside = partners.beside[lent]
    counts = np.bincount(beside, minlength=len(partners.whole))
    own = (counts > 1) | partners.whole
    lists = np.zeros(len(own), np.int64)
    lists[beside] = lent
    order = order_of(beside)
    return Lending(
        own=own,
        numbers=np.where(own, len(partners.beside) - 1 + np.cumsum(own), lists).astype(np.uint32),
        parts=lent[order[own[beside[order]]]].astype(np.uint32),
        counts=counts[own],
    )


def write_lending(file: ArrayFileWriter, field: str, lending: Lending) -> None:
    """Write it as `TermLists` and `PostingLists` read it."""
    for name, numbers in (("lists", lending.numbers), ("parts", lending.parts)):
        writer = PackedWriter(file, f"{field}/{name}", len(numbers), largest(numbers))
        writer.append(numbers)
        writer.finish()
    write_offsets(file, f"{field}/parts/starts", lending.counts)
