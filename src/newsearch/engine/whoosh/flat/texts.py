"""Writing the terms and posting lists of new documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from newsearch.engine.whoosh.flat.columns import write_keywords
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.dictionary import write_terms
from newsearch.engine.whoosh.flat.inversion import find_used, invert, largest, look_up
from newsearch.engine.whoosh.flat.lending import Lending, align, divide, match_terms, write_lending
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


def write_keyword(
    file: ArrayFileWriter, name: str, tokens: TokenStream, document_count: int
) -> None:
    """Write the values of a keyword field, the documents that hold each, and the other way."""
    field = _SortedTerms(list(tokens.terms)).of(tokens)
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
    done: dict[str, _Field] = {}
    if not texts:
        return lenders
    every = _SortedTerms(list(next(iter(texts.values())).terms))
    fields = {name: every.of(tokens) for name, tokens in texts.items()}
    for name in sorted(fields, key=lambda name: (-len(fields[name].terms), name)):
        field = fields.pop(name)
        write_terms(file, name, field.terms)
        lenders[name], lending = _find_lender(field, done)
        if lending is None:
            done[name] = field
            lists = _invert(field, np.ones(len(field.terms), np.bool_))
            places: Numbers | None = lists.places
        else:
            write_lending(file, name, lending)
            lists = _invert(field, lending.own)
            lists, places = _keep_whole(lists, lending.whole)
        bounds = largest(lists.frequencies), largest(lists.positions)
        sizes = field.tokens.lengths(document_count)
        plan = Plan(document_count, lists.lengths, places, *bounds, sizes)
        _write_lists(file, name, lists, plan)
    return lenders


class _SortedTerms:
    """Numbered terms in order."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._order = np.array(sorted(range(len(terms)), key=terms.__getitem__), np.intp)
        self._encoded = [encode_term(term) for term in terms]

    def of(self, tokens: TokenStream) -> _Field:
        """The terms that stand somewhere in a field."""
        used = np.zeros(len(self._order), np.bool_)
        used[find_used(tokens.ids, len(used))] = True
        numbers = self._order[used[self._order]]
        ranks = np.zeros(len(used), np.uint32)
        ranks[numbers] = np.arange(len(numbers))
        terms = [self._encoded[number] for number in numbers.tolist()]
        return _Field(tokens, terms, look_up(ranks, tokens.ids))


def _find_lender(
    field: _Field, candidates: Mapping[str, _Field]
) -> tuple[str | None, Lending | None]:
    """The field to borrow from, and how."""
    for name, lender in candidates.items():
        alone = align(field.tokens, lender.tokens)
        if alone is not None:
            counts = len(field.terms), len(lender.terms)
            return name, divide(match_terms(field.ranks, lender.ranks, counts, alone))
    return None, None


def _keep_whole(lists: Piece, whole: Mask) -> tuple[Piece, Numbers | None]:
    """Lists that borrow positions without them, but for the whole ones, and how many each has."""
    if not whole.any():
        return without_places(lists.lengths, lists.documents, lists.frequencies), None
    places = np.where(whole, lists.places, 0)
    positions = lists.positions[np.repeat(whole, lists.places)]
    return replace(lists, places=places, positions=positions), places


def _invert(field: _Field, own: Mask) -> Piece:
    """The lists of these terms."""
    documents, positions, ranks = field.tokens.documents(), field.tokens.positions, field.ranks
    if own.all():
        return invert(ranks, documents, positions, len(own))
    numbers = (np.cumsum(own) - 1).astype(np.uint32)
    kept = look_up(own, ranks)
    lists = look_up(numbers, ranks[kept])
    return invert(lists, documents[kept], positions[kept], int(own.sum()))


def _write_lists(file: ArrayFileWriter, name: str, lists: Piece, plan: Plan) -> None:
    writer = PostingListsWriter(file, name, plan)
    writer.append(lists)
    writer.finish()
