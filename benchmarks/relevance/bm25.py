"""Plain BM25 in memory, over terms: what the baselines are scored with."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["BM25", "Idf", "lucene_idf", "whoosh_idf"]

Idf: TypeAlias = Callable[[int, int], float]
"""The weight of a term from the number of documents and of those that hold it."""


def lucene_idf(documents: int, holding: int) -> float:
    """Robertson's weight, kept above zero as Lucene does."""
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


def whoosh_idf(documents: int, holding: int) -> float:
    """As Whoosh's BM25F has it."""
    return math.log(documents / (holding + 1)) + 1


class BM25:
    """An index of analysed documents.

    score = Σ idf · tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / average length)) over the
    different terms of a query (Robertson & Zaragoza 2009, section 3.4).
    """

    def __init__(
        self, documents: Iterable[Sequence[str]], idf: Idf, *, k1: float = 1.2, b: float = 0.75
    ) -> None:
        holders: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for number, terms in enumerate(documents):
            lengths.append(len(terms))
            for term, frequency in Counter(terms).items():
                holders[term].append((number, frequency))
        length = np.array(lengths, dtype=np.float64)
        norm = k1 * (1 - b + b * length / max(length.mean(), 1.0))
        self._count = len(lengths)
        self._postings: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        for term, found in holders.items():
            numbers, frequencies = np.array(found).T
            weight = idf(self._count, len(found))
            scores = weight * frequencies * (k1 + 1) / (frequencies + norm[numbers])
            self._postings[term] = (numbers, scores)

    def scores(self, terms: Iterable[str]) -> NDArray[np.float64]:
        """The score of every document, in the order of addition."""
        total = np.zeros(self._count)
        for term in dict.fromkeys(terms):
            if term in self._postings:
                numbers, scores = self._postings[term]
                total[numbers] += scores
        return total

    def rank(self, terms: Iterable[str], limit: int) -> list[int]:
        """The numbers of the documents with any of the terms, best first, ties by number."""
        scores = self.scores(terms)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [int(number) for number in order if scores[number] > 0]
