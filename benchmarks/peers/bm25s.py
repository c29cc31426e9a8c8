"""bm25s: scores of every word computed beforehand in a sparse matrix; it answers OR only."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import bm25s

from benchmarks.peers import peer
from benchmarks.peers.peer import Found, Question, Row

__all__ = ["LOADS_TO_WRITE", "PEERS", "VERSION", "Bm25s", "build"]

VERSION = f"bm25s {bm25s.__version__}"
LOADS_TO_WRITE: tuple[str, ...] = ()
ACCENTS = re.compile("[\u0300-\u036f]")


def fold(words: Iterable[str]) -> list[str]:
    """Words without accents, as SQLite has them."""
    return [ACCENTS.sub("", unicodedata.normalize("NFD", word)) for word in words]


def build(place: Path, rows: Iterable[Row]) -> None:
    articles = list(rows)
    tokens = bm25s.tokenize(
        [article.body for article in articles], stopwords=None, stemmer=fold, show_progress=False
    )
    index = bm25s.BM25(k1=1.2)
    index.index(tokens, show_progress=False)
    corpus = [article._asdict() for article in articles]
    index.save(str(place), corpus=corpus, show_progress=False)


class Bm25s:
    """One sparse matrix, from which the columns of the words are added up."""

    name, matching, kinds = "bm25s", peer.FOLDED, peer.OR_ONLY
    makes_snippets = False

    def __init__(self, place: Path) -> None:
        self.index = bm25s.BM25.load(str(place), load_corpus=True, mmap=True)

    def ask(self, question: Question, *, snippets: bool) -> list[Found]:  # noqa: ARG002 - it makes none
        size = min(peer.PAGE, self.index.scores["num_docs"])
        words = [fold(question.words)]
        documents, _ = self.index.retrieve(words, k=size, n_threads=0, show_progress=False)
        return [Found(one["id"], one["title"]) for one in documents[0]]

    def count(self, question: Question) -> int:
        return int((self.index.get_scores(fold(question.words)) > 0).sum())

    def close(self) -> None:
        del self.index


PEERS = (Bm25s,)
