"""Stories in answers: the best article of each, counted over all matches."""

from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsearch import Article, Index, SearchRequest
from newsearch.search import Sort
from samples import article, make_index

START = datetime(2021, 1, 1)
TOPICS = 12


def invent(seed: int = 5) -> list[Article]:
    """Stories of one to six copies about the same few words, in random order."""
    chance = Random(seed)  # noqa: S311 - no secret
    made: list[Article] = []
    for topic in range(TOPICS):
        words = [f"sujet{topic}n{at}" for at in range(80)]
        words[10:10] = ["accord"] * (topic % 4 + 1)
        words[40:40] = chance.sample(["côte", "cote", "port", "pêche"], 2)
        for _ in range(topic % 6 + 1):
            number = len(made)
            body = " ".join(words[: chance.randrange(60, len(words) + 1)])
            title = chance.choice(["Un accord", "Le port", "La pêche au thon", "La côte"])
            source = chance.choice(["Le Courrier", "La Gazette", "L'Écho", None])
            published = chance.choice([None, START + timedelta(hours=chance.randrange(999))])
            made.append(article(number, title, body, source=source, published=published))
    chance.shuffle(made)
    return made


ARTICLES = invent()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return make_index(tmp_path_factory.mktemp("stories"), tuple(ARTICLES))


def topic_of(one: Article) -> str:
    return one.body.split("n")[0]


def listed(index: Index, **options: Any) -> list[tuple[str, bool]]:
    found = index.search(SearchRequest(**{"limit": 200, "snippets": 0, **options}))
    return [(hit.article.id, hit.partial) for hit in found]


QUERIES = (
    "accord",
    "accord port",
    "côte pêche",
    "port OU pêche",
    "titre:accord",
    "",
    "introuvable",
)
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "fresh")


@pytest.mark.parametrize(("query", "sort"), [*product(QUERIES, SORTS)])
@pytest.mark.parametrize("accents", ["ignore", "strict"])
def test_each_story_shows_once_where_its_best_article_stands(
    index: Index, query: str, sort: Sort, accents: str
) -> None:
    options = {"query": query, "sort": sort, "accents": accents}
    topics = {one.id: topic_of(one) for one in ARTICLES}
    expected, seen = [], set()
    for name, partial in listed(index, **options):
        if topics[name] not in seen:
            seen.add(topics[name])
            expected.append((name, partial))
    assert listed(index, **options, group=True) == expected
    plain = index.search(limit=200, request=query, sort=sort, accents=accents)
    grouped = index.search(limit=200, request=query, sort=sort, accents=accents, group=True)
    assert grouped.total == plain.total
    assert grouped.stories == sum(not partial for _, partial in expected)
    assert grouped.partial_stories == sum(partial for _, partial in expected)
    assert plain.stories is None


@pytest.mark.parametrize(
    ("query", "sort"), [*product(("accord", "accord port", "côte pêche"), SORTS)]
)
def test_pages_of_stories_are_cut_from_one_list(index: Index, query: str, sort: Sort) -> None:
    everything = listed(index, query=query, sort=sort, group=True)
    full = [one for one in everything if not one[1]]
    for size in (1, 3, 5):
        pages = [
            listed(index, query=query, sort=sort, group=True, limit=size, offset=offset)
            for offset in range(0, len(full) + size, size)
        ]
        joined = [one for page in pages for one in page]
        assert joined[: len(full)] == full
        assert len(set(joined)) == len(joined)


def test_a_story_says_who_had_it_first_and_who_took_it(tmp_path: Path) -> None:
    body = " ".join(f"mot{at}" for at in range(60))

    def write(number: int, hours: int | None, source: str | None) -> Article:
        published = None if hours is None else START + timedelta(hours=hours)
        return article(number, "Titre", body, published=published, source=source)

    written = (
        write(1, 5, "Le Courrier"),
        write(2, 1, "AFP"),
        write(3, 7, "La Gazette"),
        write(4, 9, "La Gazette"),
        write(5, None, None),
        write(6, 3, "AFP"),
    )
    with make_index(tmp_path, written) as index:
        found = index.search("mot1", group=True)
        [hit] = found
        assert (found.total, found.stories) == (6, 1)
        assert hit.story is not None
        assert hit.story.lead == written[1]
        assert hit.story.sources == ("AFP", "Le Courrier", "La Gazette")
        assert (hit.story.size, hit.story.titles) == (6, 3)
        json = found.to_dict()
        assert (json["total"], json["stories"], json["partial_stories"]) == (6, 1, 0)
        assert json["hits"][0]["story"] == {
            "id": hit.story.id,
            "size": 6,
            "lead": "a2",
            "sources": ["AFP", "Le Courrier", "La Gazette"],
            "titles": 3,
        }
        assert "stories" not in index.search("mot1").to_dict()
        assert index.search("mot1", since="2021-01-01", until="2021-01-01", group=True).total == 5


def test_stories_with_some_of_the_words_are_marked_as_any_hit_is(index: Index) -> None:
    results = index.search("accord port", group=True, limit=200)
    assert any(hit.partial for hit in results)
    assert all(hit.match_count for hit in results)
