"""newsearch as its users have it; what else it is compared as stands in `plain`."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.peers import peer
from benchmarks.peers.peer import Found, Question, Row
from benchmarks.peers.plain import Stems, Words
from newsearch import Article, Index, SearchResults

__all__ = ["LOADS_TO_WRITE", "PEERS", "VERSION", "Full", "build"]

VERSION = "newsearch"
LOADS_TO_WRITE = ("newsearch.writer", "newsearch.analysts", "newsearch.engine.whoosh.flat.writer")


def build(place: Path, rows: Iterable[Row]) -> None:
    with Index.create(place) as index, index.writer() as writer:
        writer.add_all(map(to_article, rows))


def to_article(row: Row) -> Article:
    return Article(
        id=row.id,
        title=row.title,
        body=row.body,
        path="articles.jsonl",
        digest=row.id,
        url=row.url,
        source=row.source or None,
        authors=(row.author,) if row.author else (),
        section=row.section or None,
        published=datetime(row.day // 10000, row.day // 100 % 100, row.day % 100),
        published_precision="day",
        language="fr",
    )


class Full:
    """Three levels of evidence over title and body, places of words, exact totals, two passages."""

    name, matching, kinds = "newsearch", "French stems, title too", peer.KINDS
    makes_snippets = True

    def __init__(self, place: Path) -> None:
        self.index = Index.open(place)

    def ask(self, question: Question, *, snippets: bool) -> list[Found]:
        return [
            Found(
                hit.article.id,
                hit.article.title,
                " … ".join(one.text for one in hit.snippets if one.spans),
            )
            for hit in self.search(question, snippets=2 if snippets else 0)
        ]

    def count(self, question: Question) -> int:
        return self.search(question, snippets=0).total

    def close(self) -> None:
        self.index.close()

    def search(self, question: Question, **options: Any) -> SearchResults:
        if question.kind == peer.DATES:
            options["since"], options["until"] = map(iso, (question.since, question.until))
        if question.kind == peer.FACET:
            options["facets"] = ("source",)
        return self.index.search(type_query(question), **options)


def iso(day: int) -> str:
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}"


def type_query(question: Question) -> str:
    match question.kind:
        case peer.PHRASE:
            return f'"{" ".join(question.words)}"'
        case peer.PREFIX:
            return f"{question.words[0]}*"
        case peer.FUZZY:
            return f"{question.words[0]}~1"
        case kind:
            return (" OU " if kind in peer.OR_ONLY else " ").join(question.words)


PEERS = (Full, Stems, Words)
