"""A few articles written for the tests, and ways to make more."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsearch import Article, Index, Ranking


def article(number: int, title: str, body: str, **facts: Any) -> Article:
    """An article with an id and path of its own."""
    return Article(
        id=f"a{number}", title=title, body=body, path=f"{number}.txt", digest=f"d{number}", **facts
    )


def spell(number: int) -> str:
    """A word for each number, in letters alone."""
    return "mot" + str(number).translate(str.maketrans("0123456789", "bcdfghjklm"))


ARTICLES = (
    article(
        1,
        "Rabat et Tel-Aviv signent",
        "Un accord de coopération sécuritaire a été signé à Rabat par Abdellatif Loudyi.",
        source="Le Courrier",
        published=datetime(2021, 11, 24, 18, 30, tzinfo=UTC),
        published_precision="time",
    ),
    article(
        2,
        "La coopération agricole progresse",
        "Les éleveurs parlent d'une coopération utile. Le comité sécuritaire se réunira plus tard.",
        source="La Gazette",
        published=datetime(2013, 3, 4, tzinfo=UTC),
        published_precision="day",
    ),
    article(
        3,
        "Le côté obscur de la cote",
        "Abdeltif Loudyi a parlé de la côte. La cote du port monte ; la coopération attendra.",
        source="Le Courrier",
        published=datetime(2022, 1, 2, tzinfo=UTC),
        published_precision="day",
    ),
    article(4, "Sans date", "Un texte que personne n'a daté, sur la pêche au thon."),
)


def make_index(
    directory: Path, articles: tuple[Article, ...] = ARTICLES, ranking: Ranking | None = None
) -> Index:
    """An open index of these articles."""
    index = Index.create(directory, ranking=ranking)
    with index.writer() as writer:
        writer.add_all(articles)
    return index
