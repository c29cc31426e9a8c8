"""The terms and posting lists of new documents, on their way from tokens into a segment's file."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from newsearch.engine import TermColumn
from newsearch.engine.whoosh.arrays import Mask, Numbers, Unsigned
from newsearch.engine.whoosh.flat.columns import write_keywords
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.dictionary import write_terms
from newsearch.engine.whoosh.flat.fieldwriting import write_text
from newsearch.engine.whoosh.flat.inversion import find_used, invert, look_up
from newsearch.engine.whoosh.flat.lending import NONE, divide
from newsearch.engine.whoosh.flat.listswriter import Plan, PostingListsWriter
from newsearch.engine.whoosh.flat.loose import LooseTokens, sort_positions
from newsearch.engine.whoosh.flat.pairing import Pairs
from newsearch.engine.whoosh.flat.runs import FieldRuns, RunLists
from newsearch.engine.whoosh.flat.sorting import sort_terms
from newsearch.engine.whoosh.flat.tokens import TermNumbers, TokenStream
from newsearch.engine.whoosh.schema import encode_term

__all__ = ["TextFields", "write_keyword"]


def write_keyword(
    file: ArrayFileWriter, name: str, tokens: TokenStream, document_count: int
) -> None:
    """Write the values of a keyword field, the documents that hold each, and the other way."""
    used = np.zeros(len(tokens.terms), np.bool_)
    used[find_used(tokens.ids, len(used))] = True
    terms, ranks = _SortedTerms(tokens.terms).of(used)
    write_terms(file, name, terms)
    ids = look_up(ranks.astype(np.uint32), tokens.ids)
    _, lists = invert(ids, tokens.documents(), None)
    writer = PostingListsWriter(file, name, Plan(document_count, lists.lengths))
    writer.append(lists)
    writer.finish()
    write_keywords(file, name, lists.lengths, lists.documents, document_count)


class TextFields:
    """Gathers the tokens of all text fields, which share the numbers of their terms, sorts them a
    run at a time, and in the end writes the lists."""

    def __init__(self, names: Sequence[str], directory: Path | None) -> None:
        """Runs wait in the directory, in files without names."""
        self._terms = TermNumbers()
        self._streams = {name: TokenStream(self._terms) for name in names}
        self._runs = {name: FieldRuns(directory) for name in names}
        self._sizes: dict[str, list[tuple[Unsigned, Unsigned]]] = {name: [] for name in names}
        self._pairs = Pairs()
        self._loose = {name: LooseTokens(directory) for name in names}
        self.token_count = 0
        """How many tokens there are in all."""

    @property
    def waiting_count(self) -> int:
        """How many tokens are in no run yet."""
        return sum(map(len, self._streams.values()))

    @property
    def term_count(self) -> int:
        """How many different terms there are."""
        return len(self._terms)

    def append(self, name: str, first: int, column: TermColumn) -> None:
        """Add a field of successive documents, by the number of the first."""
        ids = self._terms.translate(column.vocabulary, column.numbers)
        self._streams[name].append(first, column.counts, ids, column.positions)
        self.token_count += len(ids)

    def finish_run(self) -> None:
        """Sort the tokens that are in no run. Raises OSError."""
        streams = {name: stream for name, stream in self._streams.items() if len(stream)}
        matched = self._pairs.match(streams)
        terms = {}
        for name, stream in streams.items():
            documents, positions = stream.documents(), stream.positions
            # Where a field borrows, its positions are the lender's, but for a few terms.
            borrows = name in self._pairs.loans
            terms[name], lists = invert(stream.ids, documents, None if borrows else positions)
            self._runs[name].append(terms[name], lists)
            if borrows:
                whole = matched[name].whole if name in matched else None
                self._loose[name].append(stream, documents, whole)
            self._sizes[name].append((stream.holders, stream.counts))
            self._streams[name] = TokenStream(self._terms)
        for name, partners in matched.items():
            lender = self._pairs.lenders[name] or ""
            self._pairs.keep(name, partners, len(self._runs[lender]) - 1, terms[lender])

    def write(
        self, file: ArrayFileWriter, document_count: int
    ) -> dict[str, tuple[str | None, int]]:
        """Write all fields; gives of each that has tokens the field, if any, that it borrows lists
        from, and how many tokens. Nothing can be added any more. Raises OSError."""
        self.finish_run()
        terms = _SortedTerms(self._terms)
        ranks: dict[str, Numbers] = {}
        lenders = self._pairs.lenders
        names = sorted(lenders, key=lambda name: lenders[name] is not None)
        return {
            name: (lenders[name], self._write_field(file, name, terms, ranks, document_count))
            for name in names
        }

    def _write_field(
        self,
        file: ArrayFileWriter,
        name: str,
        terms: "_SortedTerms",
        ranks: dict[str, Numbers],
        document_count: int,
    ) -> int:
        """Write a field, after its lender, and say how many tokens it has; adds the place of each
        number of a term among its terms."""
        runs = self._runs[name]
        names, ranks[name] = terms.of(runs.find_used(len(self._terms)))
        lists = runs.arrange(names, ranks[name])
        partners = self._pairs.partners(name, ranks) if self._pairs.lenders[name] else None
        if name in self._pairs.loans:
            whole = np.ones(len(names), np.bool_) if partners is None else partners.whole
            lists = self._add_positions(name, lists, whole, ranks[name])
        sizes = self._sum_sizes(name, document_count)
        write_text(file, name, lists, None if partners is None else divide(partners), sizes)
        return int(sizes.sum(dtype=np.int64))

    def close(self) -> None:
        """Let go of what waits."""
        for runs in self._runs.values():
            runs.close()
        for tokens in self._loose.values():
            tokens.close()

    def _add_positions(self, name: str, lists: RunLists, whole: Mask, ranks: Numbers) -> RunLists:
        """The lists of a field that has borrowed, with the positions of those that it does not."""
        if not whole.any():
            return lists
        wanted = np.append(whole, False)[ranks]
        loans = self._pairs.loans[name]
        positions = sort_positions(wanted, ranks, self._loose[name], loans, self._runs)
        return lists.with_positions(whole, positions)

    def _sum_sizes(self, name: str, document_count: int) -> Unsigned:
        """How many tokens each document has."""
        sizes = np.zeros(document_count, np.uint32)
        for holders, counts in self._sizes[name]:
            sizes[holders] = counts
        return sizes


class _SortedTerms:
    """Numbered terms in order."""

    def __init__(self, numbers: TermNumbers) -> None:
        encoded = _encode([*numbers])
        self._order = sort_terms(encoded)
        self._encoded = np.array(encoded, np.object_)[self._order]

    def of(self, used: Mask) -> tuple[list[bytes], Numbers]:
        """Some of the terms, and the place of each number among them, `NONE` for those of others."""
        stands = used[self._order]
        numbers = self._order[stands]
        ranks = np.full(len(used), NONE)
        ranks[numbers] = np.arange(len(numbers))
        return self._encoded[stands].tolist(), ranks


def _encode(terms: list[str]) -> list[bytes]:
    """`encode_term` of many terms, at once unless one holds what divides them."""
    joined = "\0".join(terms)
    if not terms or joined.count("\0") >= len(terms):
        return [*map(encode_term, terms)]
    return encode_term(joined).split(b"\0")
