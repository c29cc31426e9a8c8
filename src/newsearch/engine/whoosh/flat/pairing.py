"""Which text fields of new documents borrow lists from which, found out a run at a time."""

from collections.abc import Mapping

import numpy as np

from newsearch.engine.whoosh.arrays import Numbers, Rows
from newsearch.engine.whoosh.flat.lending import NONE, Partners, agree, align, match_terms
from newsearch.engine.whoosh.flat.tokens import TokenStream

__all__ = ["Pairs"]


class Pairs:
    """A field finds its lender in the first run that it is met in, and may lose it in any other."""

    def __init__(self) -> None:
        self.lenders: dict[str, str | None] = {}
        """Of each field that was met, the field it borrows from."""
        self._parts: dict[str, list[tuple[Numbers, Numbers, Numbers]]] = {}

    def add(self, streams: Mapping[str, TokenStream], terms: Mapping[str, Rows]) -> None:
        """Compare the tokens of a run: those of each field that has any, and the numbers of the
        terms that these are."""
        for name, lender in self.lenders.items():
            met = lender is not None and (name in streams or lender in streams)
            if lender and met and not self._match(name, lender, streams, terms):
                self.lenders[name] = None
        fresh = [name for name in streams if name not in self.lenders]
        lenders: list[str] = []
        # Those with many terms come first, as lenders: forms outnumber stems.
        for name in sorted(fresh, key=lambda name: (-len(terms[name]), name)):
            found = (one for one in lenders if self._match(name, one, streams, terms))
            self.lenders[name] = next(found, None)
            if self.lenders[name] is None:
                lenders.append(name)

    def partners(self, name: str, ranks: Mapping[str, Numbers]) -> Partners:
        """Who stands beside whom in all runs, of a field that borrows and its lender, given the
        places of the numbers of terms among the terms of each."""
        lender = self.lenders[name] or ""
        ours, theirs = (np.append(ranks[field], NONE) for field in (name, lender))
        parts = [
            (theirs[lent], ours[beside], ours[whole]) for lent, beside, whole in self._parts[name]
        ]
        return agree(parts, (_count(ranks[name]), _count(ranks[lender])))

    def _match(
        self,
        name: str,
        lender: str,
        streams: Mapping[str, TokenStream],
        terms: Mapping[str, Rows],
    ) -> bool:
        """Remember who stands beside whom; whether the fields stand at the same positions."""
        if name not in streams or lender not in streams:
            return False
        ours, theirs = streams[name], streams[lender]
        alone = align(ours, theirs)
        if alone is None:
            return False
        counts = len(ours.terms), len(theirs.terms)
        partners = match_terms(ours.ids, theirs.ids, counts, alone)
        part = terms[lender], partners.beside[terms[lender]], np.flatnonzero(partners.whole)
        self._parts.setdefault(name, []).append(part)
        return True


def _count(ranks: Numbers) -> int:
    return int(ranks.max()) + 1
