"""What is measured: newsearch through its public library, and two baselines."""

import hashlib
import re
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.relevance.bm25 import BM25, Idf, lucene_idf, whoosh_idf
from benchmarks.relevance.collection import Collection, Document, remove_accents
from benchmarks.relevance.light_stem import light_stem
from newsearch import Article, Index, SearchRequest

with warnings.catch_warnings():
    # Whoosh 2.7.4 predates today's syntax rules: its first import compiles `is 0`.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.analysis import LanguageAnalyzer
    from whoosh.lang.stopwords import stoplists

__all__ = [
    "System",
    "analyze_like_lucene",
    "analyze_like_whoosh",
    "baselines",
    "newsearch",
]


@dataclass(frozen=True, slots=True)
class System:
    """A name, and what finds documents: for a query as typed, and at most so many as asked for,
    their ids, best first."""

    name: str
    rank: Callable[[str, int], Sequence[str]]


@contextmanager
def newsearch(collection: Collection) -> Iterator[System]:
    """The library as a program would use it, on an index that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder, Index.create(folder) as index:
        with index.writer() as writer:
            writer.add_all(map(to_article, collection.documents))

        def rank(query: str, depth: int) -> list[str]:
            request = SearchRequest(query=query, limit=depth, snippets=0)
            return [hit.article.id for hit in index.search(request)]

        yield System("newsearch", rank)


def to_article(document: Document) -> Article:
    """A document of a collection as if it had been read from a file of that name."""
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    return Article(
        id=document.id, title=document.title, body=document.text, path=document.id, digest=digest
    )


def baselines(collection: Collection) -> Iterator[System]:
    """Title and text as one field, any word of the query, BM25 with k1 1.2 and b 0.75."""
    yield _baseline("Whoosh fr", collection, analyze_like_whoosh, whoosh_idf)
    yield _baseline("Lucene-like", collection, analyze_like_lucene, lucene_idf)


def _baseline(
    name: str, collection: Collection, analyze: Callable[[str], list[str]], idf: Idf
) -> System:
    ids = [document.id for document in collection.documents]
    texts = (f"{document.title}\n{document.text}" for document in collection.documents)
    index = BM25(map(analyze, texts), idf)

    def rank(query: str, depth: int) -> list[str]:
        return [ids[number] for number in index.rank(analyze(query), depth)]

    return System(name, rank)


_whoosh = LanguageAnalyzer("fr")


def analyze_like_whoosh(text: str) -> list[str]:
    """The terms of Whoosh's own French analyzer, as it comes."""
    return [token.text for token in _whoosh(text)]


LETTER = r"[^\W\d_]"
WORD = re.compile(rf"\w+(?:(?:(?<={LETTER})['’.:·](?={LETTER})|(?<=\d)['.,;](?=\d))\w+)*")
"""Roughly Unicode's word boundaries (UAX #29), which Lucene's StandardTokenizer follows: an
apostrophe, full stop or colon stays between two letters, a full stop or comma between two digits."""
ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|quoiqu|lorsqu|puisqu)['’]", re.IGNORECASE)
STOP_WORDS = stoplists["fr"]
"""Snowball's list, which Lucene uses too."""


def analyze_like_lucene(text: str) -> list[str]:
    """Lucene's FrenchAnalyzer, rebuilt (words, elision, lower case, stop words, light stemmer),
    then folded, as is done to forgive accents."""
    words = (ELISION.sub("", word).lower() for word in WORD.findall(text))
    return [remove_accents(light_stem(word)) for word in words if word not in STOP_WORDS]
