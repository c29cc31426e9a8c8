"""Are copies of an article found, and nothing else? At what price? Needs the real articles.

    python -m benchmarks.duplicates [--articles N]

Copies are made of real articles as newspapers make them of a wire copy: another title, sentences
cut off the end or out of the middle, another footer, other quotation marks. All are put in clusters
together with the originals, in random order, once by one writer and once by several, one after
another. Prints precision and recall over pairs (two articles of one cluster, two copies of one
original) and the CPU time an article costs, beside the time that indexing it takes in all.

What `news` itself holds twice counts against precision: nobody says that it is no copy.
The same functions hold the floors in tests/test_duplicate_floors.py.
"""

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from benchmarks.news import read_news
from newsearch import Article, Index
from newsearch.clusters import Clusters, TraitsReader
from newsearch.query.queries import TermInSetQuery

FOOTERS = (
    "© 2020 L'Écho du Matin. Tous droits réservés.",
    "(avec une agence)",
    "Suivez l'actualité de votre région sur notre application et recevez chaque matin l'essentiel.",
    "La rédaction vous conseille : nos abonnés ont aussi lu cet article, abonnez-vous pour un euro.",
)
KEPT = (0.4, 0.95)
"""How much of the text a copy keeps."""

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Copy:
    """An article and the number of the original that it is, or is a copy of."""

    article: Article
    original: int


def make_copies(articles: Sequence[Article], *, each: int = 2, seed: int = 1) -> list[Copy]:
    """The articles and so many copies of each, shuffled."""
    chance = Random(seed)  # noqa: S311 - no secret
    made = [Copy(article, number) for number, article in enumerate(articles)]
    for number, article in enumerate(articles):
        for copy in range(each):
            title = chance.choice(articles).title
            text = rework(article.body, chance)
            later = article.published and article.published + timedelta(
                minutes=chance.randrange(1, 999)
            )
            name = f"{article.id}-{copy}"
            other = replace(article, id=name, title=title, body=text, published=later)
            made.append(Copy(other, number))
    chance.shuffle(made)
    return made


def rework(text: str, chance: Random) -> str:
    """A text cut, with another footer and other typography."""
    sentences = re.split(r"(?<=[.!?»\"])\s+", text)
    wanted = chance.uniform(*KEPT) * len(text)
    if chance.random() < 0.7:
        while len(sentences) > 1 and sum(map(len, sentences[:-1])) >= wanted:
            sentences.pop()
    else:
        while len(sentences) > 1:
            place = chance.randrange(len(sentences))
            if sum(map(len, sentences)) - len(sentences[place]) < wanted:
                break
            del sentences[place]
    if chance.random() < 0.5:
        sentences = [one.replace("'", "’").replace('"', "”") for one in sentences]
    if chance.random() < 0.6:
        sentences.append(f"\n\n{chance.choice(FOOTERS)}")
    return " ".join(sentences)


def find_clusters(copies: Iterable[Copy]) -> list[str]:
    """The cluster of each, as one writer of a new index finds it."""
    with (
        tempfile.TemporaryDirectory() as place,
        Index.create(place) as index,
        index.writer() as writer,
        closing(Clusters(writer.engine, Path(place))) as found,
    ):
        reader = TraitsReader()
        traits = (one for copy in copies for one in reader.analyze([copy.article]))
        names = [found.place([one])["cluster"][0][0] for one in traits]
        return [found.resolve(name) for name in names]


def find_clusters_in_parts(copies: Sequence[Copy], parts: int) -> tuple[list[str], float, float]:
    """The same where several writers index one part each, one after another; CPU seconds that
    indexing took, and those of them that finding clusters did."""
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as place, Index.create(place) as index, timed() as spent:
        start = time.process_time()
        for part in range(parts):
            with index.writer() as writer:
                writer.add_all(copy.article for copy in copies[part::parts])
        seconds = time.process_time() - start
        with index.writer() as writer:
            for name, size in writer.engine.terms("cluster"):
                members = writer.engine.search(TermInSetQuery("cluster", (name,)), limit=size)
                found.update((document.id, name) for document in members.documents)
    return [found[copy.article.id] for copy in copies], seconds, spent[0]


@contextmanager
def timed() -> Iterator[list[float]]:
    """Add up the CPU seconds that articles' clusters cost."""
    spent = [0.0]

    def measure(work: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*given: Any) -> Any:
            start = time.process_time()
            try:
                return work(*given)
            finally:
                spent[0] += time.process_time() - start

        return measured

    with (
        mock.patch.object(Clusters, "place", measure(Clusters.place)),
        mock.patch.object(TraitsReader, "read", measure(TraitsReader.read)),
    ):
        yield spent


def score(copies: Sequence[Copy], clusters: Sequence[str]) -> Scores:
    """Precision and recall over pairs."""
    right = count_pairs((copy.original, name) for copy, name in zip(copies, clusters, strict=True))
    found = count_pairs(clusters)
    true = count_pairs(copy.original for copy in copies)
    return {"precision": right / found, "recall": right / true}


def count_pairs(values: Iterable[object]) -> int:
    """How many pairs of equal values there are."""
    return sum(count * (count - 1) // 2 for count in Counter(values).values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=int, metavar="N", help="only the first N, each copied")
    parser.add_argument("--parts", type=int, default=5, metavar="N", help="writers, in turn")
    options = parser.parse_args()
    articles = list(read_news(options.articles))
    alone = find_clusters([Copy(article, number) for number, article in enumerate(articles)])
    print(
        f"{len(articles)} articles, of which {count_pairs(alone)} pairs share a cluster as they are"
    )
    copies = make_copies(articles)
    whole = find_clusters(copies)
    show("one writer", score(copies, whole))
    for parts in (1, options.parts):
        found, seconds, spent = find_clusters_in_parts(copies, parts)
        show(f"{parts} writer(s)", score(copies, found))
        both = count_pairs(zip(whole, found, strict=True))
        print(f"  {both / count_pairs(whole):.4f} of the pairs of the first are found again")
        each = 1000 / len(copies)
        print(f"  {spent * each:.2f} of {seconds * each:.2f} CPU ms an article")


def show(name: str, scores: Scores) -> None:
    print(name + "".join(f"  {measure} {value:.4f}" for measure, value in scores.items()))


if __name__ == "__main__":
    main()
