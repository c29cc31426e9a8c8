"""Writing the terms and posting lists of new documents."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from newsearch.engine.whoosh.flat.columns import write_keywords
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.dictionary import write_terms
from newsearch.engine.whoosh.flat.inversion import add_postings, find_used, invert, largest, look_up
from newsearch.engine.whoosh.flat.lending import (
    NONE,
    Lending,
    Partners,
    align,
    divide,
    match_terms,
    write_lending,
)
from newsearch.engine.whoosh.flat.lists import Plan, PostingListsWriter
from newsearch.engine.whoosh.flat.pieces import Piece, without_places
from newsearch.engine.whoosh.flat.tokens import TokenStream
from newsearch.engine.whoosh.postings import Mask, Numbers, Unsigned
from newsearch.engine.whoosh.schema import encode_term

__all__ = ["write_keyword", "write_texts"]


@dataclass(frozen=True, slots=True)
class _Field:
    """The tokens of a field with their terms sorted: `ranks` says of each token which it is."""

    tokens: TokenStream
    terms: list[bytes]
    ranks: Unsigned


@dataclass(frozen=True, slots=True)
class _Lender:
    """A field that others may borrow from, and its lists without positions."""

    field: _Field
    lists: Piece


def write_keyword(
    file: ArrayFileWriter, name: str, tokens: TokenStream, document_count: int
) -> None:
    """Write the values of a keyword field, the documents that hold each, and the other way."""
    field = _SortedTerms(tokens.terms).of(tokens)
    write_terms(file, name, field.terms)
    lists = invert(field.ranks, tokens.documents(), None, len(field.terms))
    _write_lists(file, name, lists, Plan(document_count, lists.lengths))
    write_keywords(file, name, lists.lengths, lists.documents, document_count)


def write_texts(
    file: ArrayFileWriter, texts: Mapping[str, TokenStream], document_count: int
) -> dict[str, str | None]:
    """Write all text fields, which share the numbers of their terms; gives the field, if any, that
    each borrows lists from.

    Those with many terms come first, as lenders: forms outnumber stems.
    """
    lenders: dict[str, str | None] = {}
    done: dict[str, _Lender] = {}
    if not texts:
        return lenders
    every = _SortedTerms(next(iter(texts.values())).terms)
    fields = {name: every.of(tokens) for name, tokens in texts.items()}
    for name in sorted(fields, key=lambda name: (-len(fields[name].terms), name)):
        field = fields.pop(name)
        write_terms(file, name, field.terms)
        lenders[name], partners = _find_lender(field, done)
        if partners is None:
            lists = invert(
                field.ranks, field.tokens.documents(), field.tokens.positions, len(field.terms)
            )
            places: Numbers | None = lists.places
            kept = without_places(lists.lengths, lists.documents, lists.frequencies)
            done[name] = _Lender(field, kept)
        else:
            lending = divide(partners)
            write_lending(file, name, lending)
            lists = _sum_lists(field, done[lenders[name] or ""].lists, partners, lending)
            places = lists.places if lending.whole.any() else None
        bounds = largest(lists.frequencies), largest(lists.positions)
        sizes = field.tokens.lengths(document_count)
        plan = Plan(document_count, lists.lengths, places, *bounds, sizes)
        _write_lists(file, name, lists, plan)
    return lenders


class _SortedTerms:
    """Numbered terms in order."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        terms = sorted(numbers)
        self._order = np.fromiter(map(numbers.__getitem__, terms), np.intp, len(terms))
        self._encoded = np.array([encode_term(term) for term in terms], np.object_)

    def of(self, tokens: TokenStream) -> _Field:
        """The terms that stand somewhere in a field."""
        used = np.zeros(len(self._order), np.bool_)
        used[find_used(tokens.ids, len(used))] = True
        stands = used[self._order]
        numbers = self._order[stands]
        ranks = np.zeros(len(used), np.uint32)
        ranks[numbers] = np.arange(len(numbers))
        return _Field(tokens, self._encoded[stands].tolist(), look_up(ranks, tokens.ids))


def _find_lender(
    field: _Field, candidates: Mapping[str, _Lender]
) -> tuple[str | None, Partners | None]:
    """The field to borrow from, and how."""
    for name, lender in candidates.items():
        alone = align(field.tokens, lender.field.tokens)
        if alone is not None:
            counts = len(field.terms), len(lender.field.terms)
            return name, match_terms(field.ranks, lender.field.ranks, counts, alone)
    return None, None


def _sum_lists(field: _Field, lent: Piece, partners: Partners, lending: Lending) -> Piece:
    """The own lists of a field that borrows: sums of the lender's lists, whole ones from tokens,
    which alone have positions."""
    numbers = np.full(len(lending.own) + 1, NONE)
    numbers[np.flatnonzero(lending.own)] = np.arange(len(lending.counts))
    summed = np.repeat(numbers[partners.beside], lent.lengths)
    rows = np.flatnonzero(summed != NONE)
    whole = _invert_whole(field, partners.whole, numbers, len(lending.counts))
    lists = np.repeat(np.arange(len(lending.counts)), whole.lengths)
    lists = np.concatenate((summed[rows], lists))
    documents = np.concatenate((lent.documents[rows], whole.documents))
    frequencies = np.concatenate((lent.frequencies[rows], whole.frequencies))
    found = add_postings(lists, documents, frequencies, len(lending.counts))
    return replace(found, places=whole.places, positions=whole.positions)


def _invert_whole(field: _Field, whole: Mask, numbers: Numbers, count: int) -> Piece:
    """The lists of the terms that are whole, among all of the field's own."""
    rows = np.flatnonzero(look_up(whole, field.ranks)) if whole.any() else np.zeros(0, np.intp)
    documents = np.searchsorted(np.cumsum(field.tokens.counts), rows, side="right")
    lists = numbers[field.ranks[rows]].astype(np.uint32)
    return invert(lists, field.tokens.holders[documents], field.tokens.positions[rows], count)


def _write_lists(file: ArrayFileWriter, name: str, lists: Piece, plan: Plan) -> None:
    writer = PostingListsWriter(file, name, plan)
    writer.append(lists)
    writer.finish()
