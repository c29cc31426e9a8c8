"""Scores of what was found in text fields: BM25F, or one score for all.

BM25F as `newsearch.query.queries.TextFields` writes it down (Robertson, Zaragoza & Taylor 2004:
the fields' term frequencies are normalised and summed before they saturate).
"""

from functools import partial
from math import log
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.collection import Collection, Found
from newsearch.engine.whoosh.documents import unite
from newsearch.engine.whoosh.postings import SegmentReader, Unsigned
from newsearch.frozen import frozen
from newsearch.query.queries import TextFields

__all__ = ["Finder", "Matches", "score_constant", "score_fields"]


class Finder(Protocol):
    """Looks for something in one text field of one segment."""

    def __call__(self, segment: SegmentReader, field: str) -> Found | None: ...


@frozen
class Matches:
    """Documents, strictly increasing, and the score of each."""

    documents: Unsigned
    scores: NDArray[np.float64]


def score_constant(documents: Unsigned, score: float) -> Matches:
    """The same score for each document."""
    return Matches(documents, np.full(len(documents), score, np.float64))


def score_fields(
    collection: Collection,
    fields: TextFields,
    boost: float,
    find: Finder,
) -> Matches:
    """BM25F over what `find` finds in each of the fields of each segment."""
    parts = [(field, collection.gather(partial(find, field=field.name))) for field in fields.fields]
    documents = unite([found.documents for _, found in parts], collection.size)
    frequencies = np.zeros(len(documents))
    for field, found in parts:
        norms = collection.norms(field.name, field.b)[found.documents]
        rows = np.searchsorted(documents, found.documents)
        frequencies[rows] += field.weight * found.frequencies / norms
    idf = _inverse_frequency(len(documents), collection.document_count)
    # A field of weight 0 may leave 0 / 0 where k1 is 0 too.
    saturated = np.divide(
        frequencies, fields.k1 + frequencies, out=np.zeros(len(documents)), where=frequencies > 0
    )
    return Matches(documents, boost * idf * (fields.k1 + 1.0) * saturated)


def _inverse_frequency(documents: int, total: int) -> float:
    return log(1.0 + (total - documents + 0.5) / (documents + 0.5))
