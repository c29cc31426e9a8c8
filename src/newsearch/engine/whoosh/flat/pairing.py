"""Which text fields of new documents borrow lists from which, found out a run at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from newsearch.engine.whoosh.arrays import Numbers, Rows
from newsearch.engine.whoosh.flat.inversion import find_used
from newsearch.engine.whoosh.flat.lending import NONE, Partners, agree, align, match_terms
from newsearch.engine.whoosh.flat.tokens import TokenStream

__all__ = ["Loan", "Pairs"]


@dataclass(frozen=True, slots=True)
class Loan:
    """What a field borrows in one run: the lender, its so-manieth run, the numbers of the terms it
    has there, of each the number of the term that always stands beside it, or `NONE`, and the
    numbers of the borrower's terms that are not always beside one of those."""

    lender: str
    run: int
    lent: Rows
    beside: Numbers
    whole: Rows


class Pairs:
    """A field finds its lender in the first run that it is met in, and may lose it in any other."""

    def __init__(self) -> None:
        self.lenders: dict[str, str | None] = {}
        """Of each field that was met, the field it borrows from."""
        self.loans: dict[str, list[Loan]] = {}
        """Of each field that has ever borrowed, in their order."""
        self._known: dict[str, Numbers] = {}

    def match(self, streams: Mapping[str, TokenStream]) -> dict[str, Partners]:
        """Who stands beside whom in a run, for each field that borrows in it, given the tokens of
        all fields that have any."""
        found: dict[str, Partners] = {}
        for name, lender in self.lenders.items():
            if lender is not None and (name in streams or lender in streams):
                partners = self._match(name, lender, streams)
                if partners is None:
                    self.lenders[name] = None
                else:
                    found[name] = partners
        for name, lender, partners in self._match_fresh(streams):
            self.lenders[name] = lender
            if partners is not None:
                found[name] = partners
                self.loans[name] = []
        return found

    def keep(self, name: str, partners: Partners, run: int, lent: Rows) -> None:
        """Remember what a field borrows in its lender's so-manieth run, where that has these terms."""
        loan = Loan(
            lender=self.lenders[name] or "",
            run=run,
            lent=lent,
            beside=partners.beside[lent],
            whole=np.flatnonzero(partners.whole),
        )
        self.loans[name].append(loan)

    def partners(self, name: str, ranks: Mapping[str, Numbers]) -> Partners:
        """Who stands beside whom in all runs, of a field that borrows and its lender, given the
        places of the numbers of terms among the terms of each."""
        lender = self.lenders[name] or ""
        ours, theirs = (np.append(ranks[field], NONE) for field in (name, lender))
        parts = [
            (theirs[loan.lent], ours[loan.beside], ours[loan.whole]) for loan in self.loans[name]
        ]
        return agree(parts, (_count(ranks[name]), _count(ranks[lender])))

    def _match_fresh(
        self, streams: Mapping[str, TokenStream]
    ) -> Iterator[tuple[str, str | None, Partners | None]]:
        """The fields that are met for the first time, and whom they borrow from.

        Those with many terms come first, as lenders: forms outnumber stems.
        """
        fresh = {n: _count_terms(stream) for n, stream in streams.items() if n not in self.lenders}
        lenders: list[str] = []
        for name in sorted(fresh, key=lambda name: (-fresh[name], name)):
            pairs = ((lender, self._match(name, lender, streams)) for lender in lenders)
            lender, partners = next((pair for pair in pairs if pair[1]), (None, None))
            if lender is None:
                lenders.append(name)
            yield name, lender, partners

    def _match(self, name: str, lender: str, streams: Mapping[str, TokenStream]) -> Partners | None:
        """Who stands beside whom, if the fields stand at the same positions."""
        if name not in streams or lender not in streams:
            return None
        ours, theirs = streams[name], streams[lender]
        alone = align(ours, theirs)
        if alone is None:
            return None
        known = self._known.get(name, np.zeros(0, np.int64))
        more = np.full(len(ours.terms) - len(known), NONE)
        self._known[name] = known = np.concatenate((known, more))
        return match_terms(ours.ids, theirs.ids, known, alone)


def _count_terms(stream: TokenStream) -> int:
    return len(find_used(stream.ids, len(stream.terms)))


def _count(ranks: Numbers) -> int:
    return int(ranks.max()) + 1
