"""What the clusters of articles depend on, found out for many at once from the terms of their texts."""

from collections.abc import Sequence
from hashlib import blake2b
from math import inf
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.bulk import BulkAnalyzer
from newsearch.analysis.shingles import WIDTH, Shingles, TermHashes, shingle
from newsearch.article import Article
from newsearch.clusters.likeness import Text, make_sketches, shorten
from newsearch.engine import Documents
from newsearch.moments import epoch_seconds

__all__ = ["Traits", "TraitsReader"]

_FEW_WORDS = 20
"""With fewer, a text is a copy only of the same text under the same title."""


class Traits(NamedTuple):
    """What the cluster of an article depends on; `published` is in seconds since 1970, infinite
    without a date."""

    id: str
    published: float
    text: Text
    keys: list[int]


class _Terms(Protocol):
    """Texts one after another: the numbers and positions of their terms, and how many each has."""

    @property
    def numbers(self) -> NDArray[np.uint32]: ...
    @property
    def positions(self) -> NDArray[np.uint32]: ...
    @property
    def counts(self) -> NDArray[np.intp]: ...


class _Words(NamedTuple):
    """The words of texts, one text after another, and where each text's begin and end."""

    words: Shingles
    begins: NDArray[np.intp]
    ends: NDArray[np.intp]

    def of(self, row: int) -> Shingles:
        """Those of one text."""
        return self.words[self.begins[row] : self.ends[row]]


class TraitsReader:
    """Remembers the hashes of terms."""

    def __init__(self) -> None:
        self._hashes = TermHashes()
        self._analyzer: BulkAnalyzer | None = None

    def read(self, documents: Documents) -> list[Traits]:
        """The traits of one or more articles as documents."""
        titles, bodies = documents.text["title_surface"], documents.text["body_surface"]
        hashes = self._hashes.of(bodies.vocabulary)
        return _read(documents.ids, documents.numbers["published"], hashes, titles, bodies)

    def analyze(self, articles: Sequence[Article]) -> list[Traits]:
        """The traits of one or more articles that are not documents yet."""
        analyzer = self._analyzer = self._analyzer or BulkAnalyzer()
        texts = [one.title for one in articles] + [one.body for one in articles]
        analysed = analyzer.analyze(texts)
        titles = analysed.surface.part(0, len(articles))
        bodies = analysed.surface.part(len(articles), len(texts))
        dates = [epoch_seconds(one.published) if one.published else None for one in articles]
        hashes = self._hashes.of(analysed.vocabulary)
        return _read([one.id for one in articles], dates, hashes, titles, bodies)


def _read(
    ids: Sequence[str],
    published: Sequence[int | None],
    hashes: Shingles,
    titles: _Terms,
    bodies: _Terms,
) -> list[Traits]:
    shingles, ends = _shingle_texts(hashes, titles, bodies)
    dates = [inf if seconds is None else seconds for seconds in published]
    columns = (ids, dates, shorten(shingles, ends), make_sketches(shingles, ends))
    return [Traits(*row) for row in zip(*columns, strict=True)]


def _shingle_texts(hashes: Shingles, titles: _Terms, bodies: _Terms) -> tuple[Shingles, list[int]]:
    """What texts are compared by, and where it ends for each: the runs of the body, as copies get
    other titles; of a few words only all of them at once, with the title's."""
    body = _take_words(hashes, bodies)
    counts = body.ends - body.begins
    sizes = np.where(counts < _FEW_WORDS, 0, counts - WIDTH + 1)
    ends = np.cumsum(sizes)
    places = np.arange(sizes.sum()) + np.repeat(body.begins - (ends - sizes), sizes)
    found = shingle(body.words)[places]
    short = np.flatnonzero(sizes == 0).tolist()
    if not short:
        return found, ends.tolist()
    title = _take_words(hashes, titles)
    wholes = {row: title.of(row).tobytes() + body.of(row).tobytes() for row in short}
    digests = {
        row: blake2b(whole, digest_size=8).digest() for row, whole in wholes.items() if whole
    }
    rows = list(digests)
    found = np.insert(found, ends[rows], np.frombuffer(b"".join(digests.values()), "<u8"))
    sizes[rows] = 1
    return found, np.cumsum(sizes).tolist()


def _take_words(hashes: Shingles, texts: _Terms) -> _Words:
    """The first term at each position."""
    ends = np.cumsum(texts.counts)
    is_first = np.ones(len(texts.numbers), np.bool_)
    np.not_equal(texts.positions[1:], texts.positions[:-1], out=is_first[1:])
    is_first[(ends - texts.counts)[texts.counts > 0]] = True
    rows = np.flatnonzero(is_first)
    borders = np.searchsorted(rows, np.append(0, ends))
    return _Words(hashes[texts.numbers[rows]], borders[:-1], borders[1:])
