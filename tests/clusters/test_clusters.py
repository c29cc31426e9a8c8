"""Copies share a cluster, whatever the order in which they come and whatever becomes of the others."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from newsearch import Article, Index, IndexUnavailable, IndexWriter
from newsearch.clusters import Clusters, TraitsReader
from newsearch.clusters.likeness import is_copy
from newsearch.hits import read_article
from newsearch.query.queries import MatchAllQuery, TermInSetQuery
from samples import article, spell

START = datetime(2021, 11, 24, 8, 0)
WORDS = [spell(number) for number in range(4000)]


def text(*ranges: tuple[int, int]) -> str:
    return " ".join(word for start, end in ranges for word in WORDS[start:end])


def write(number: int, body: str, hours: int | None = 0) -> Article:
    published = None if hours is None else START + timedelta(hours=hours)
    return article(number, f"Titre {number}", body, published=published)


WHOLE = write(1, text((0, 300)))
COPIES = (
    write(2, text((0, 300)), hours=1),
    write(3, text((0, 130)), hours=2),
    write(4, text((0, 60), (150, 300), (2000, 2030)), hours=3),
    write(5, text((160, 300)), hours=4),
)
OTHERS = (write(8, text((1000, 1300))), write(9, text((1300, 1500))), write(10, ""), write(11, ""))


def clusters_of(place: Path) -> dict[str, str]:
    """The cluster of each article, as the index has it."""
    with Index.open(place) as index, index.writer() as writer:
        engine = writer.engine
        ids = [one.id for one in engine.search(MatchAllQuery(), limit=10_000).documents]
        found = {}
        for name, size in engine.terms("cluster"):
            hits = engine.search(TermInSetQuery("cluster", (name,)), limit=10_000)
            assert hits.total == size
            found.update((hit.id, name) for hit in hits.documents)
        assert sorted(found) == sorted(ids)
        return found


def partition(place: Path) -> set[frozenset[str]]:
    by_name: dict[str, set[str]] = {}
    for name, cluster in clusters_of(place).items():
        by_name.setdefault(cluster, set()).add(name)
    return {frozenset(members) for members in by_name.values()}


def ids(articles: Iterable[Article]) -> frozenset[str]:
    return frozenset(one.id for one in articles)


def commit(place: Path, *articles: Article, deleted: Sequence[str] = ()) -> None:
    with IndexWriter(place) as writer:
        for name in deleted:
            writer.delete(name)
        writer.add_all(articles)


STORY = (WHOLE, *COPIES)
EXPECTED = {ids(STORY), *(ids([one]) for one in OTHERS)}


def test_copies_share_a_cluster_and_others_stand_alone(tmp_path: Path) -> None:
    commit(tmp_path, *STORY, *OTHERS)
    assert partition(tmp_path) == EXPECTED


@pytest.mark.parametrize("seed", range(12))
def test_neither_order_nor_commits_matter(tmp_path: Path, seed: int) -> None:
    """Articles 3 and 5 have nothing in common: only the whole text, if it comes last, joins them."""
    chance = Random(seed)  # noqa: S311 - no secret
    articles = chance.sample([*STORY, *OTHERS], len(STORY) + len(OTHERS))
    while articles:
        count = chance.randrange(1, 6)
        commit(tmp_path, *articles[:count])
        del articles[:count]
    assert partition(tmp_path) == EXPECTED
    rebuilt = tmp_path / "rebuilt"
    commit(rebuilt, *STORY, *OTHERS)
    assert partition(rebuilt) == EXPECTED


def test_articles_that_are_joined_later_stay_as_they_were(tmp_path: Path) -> None:
    commit(tmp_path, COPIES[1], COPIES[3], OTHERS[0])
    assert len(partition(tmp_path)) == 3
    commit(tmp_path, WHOLE)
    assert partition(tmp_path) == {ids([WHOLE, COPIES[1], COPIES[3]]), ids(OTHERS[:1])}
    with Index.open(tmp_path) as index:
        assert len(index) == 4
        for one in (WHOLE, COPIES[1], COPIES[3]):
            assert index.get(one.id) == one
        assert {hit.article.id for hit in index.search(spell(200))} == {WHOLE.id, COPIES[3].id}


@pytest.mark.parametrize("gone", [WHOLE.id, COPIES[0].id, COPIES[2].id])
def test_a_cluster_outlives_any_of_its_articles(tmp_path: Path, gone: str) -> None:
    commit(tmp_path, WHOLE, *COPIES[:3])
    commit(tmp_path, deleted=[gone])
    rest = ids([WHOLE, *COPIES[:3]]) - {gone}
    assert partition(tmp_path) == {rest}
    late = write(20, text((0, 290)), hours=9)
    commit(tmp_path, late)
    assert partition(tmp_path) == {rest | {late.id}}


def test_the_first_published_leads_and_the_next_one_after_it(tmp_path: Path) -> None:
    commit(tmp_path, *COPIES[:3])
    commit(tmp_path, WHOLE, write(6, text((0, 299)), hours=None))
    with Index.open(tmp_path) as index:
        for lead in (WHOLE, *COPIES[:3]):
            [hit] = index.search(spell(10), group=True)
            assert hit.story is not None
            assert hit.story.lead == lead
            with index.writer() as writer:
                writer.delete(lead.id)
        [hit] = index.search(spell(10), group=True)
        assert hit.story is not None
        assert (hit.story.lead.id, hit.story.size) == ("a6", 1)


def test_an_article_that_is_rewritten_leaves_its_cluster_and_one_that_is_mended_stays(
    tmp_path: Path,
) -> None:
    commit(tmp_path, WHOLE, *COPIES[:2])
    commit(tmp_path, replace(WHOLE, body=text((0, 280))))
    assert partition(tmp_path) == {ids([WHOLE, *COPIES[:2]])}
    commit(tmp_path, replace(WHOLE, body=text((3000, 3300))))
    assert partition(tmp_path) == {ids([WHOLE]), ids(COPIES[:2])}
    commit(tmp_path, WHOLE)
    assert partition(tmp_path) == {ids([WHOLE, *COPIES[:2]])}


def test_an_id_added_twice_counts_as_it_was_last(tmp_path: Path) -> None:
    old = replace(OTHERS[0], body=text((0, 300)))
    commit(tmp_path, old, WHOLE, OTHERS[0], COPIES[0])
    assert partition(tmp_path) == {ids([WHOLE, COPIES[0]]), ids(OTHERS[:1])}


def test_what_is_rolled_back_has_no_cluster(tmp_path: Path) -> None:
    commit(tmp_path, COPIES[1], COPIES[3])
    before = clusters_of(tmp_path)
    writer = IndexWriter(tmp_path)
    writer.add(WHOLE)
    writer.rollback()
    assert clusters_of(tmp_path) == before
    assert [place.name for place in tmp_path.iterdir() if place.name.startswith("tmp")] == []


def test_a_cluster_whose_first_article_comes_back_apart_is_joined_once(tmp_path: Path) -> None:
    """Article 3 begins a cluster with the whole and with 5; gone and come back, it is unlike 5."""
    commit(tmp_path, COPIES[1], replace(WHOLE, published=START + timedelta(hours=9)), COPIES[3])
    [name] = set(clusters_of(tmp_path).values())
    commit(tmp_path, deleted=[COPIES[1].id, WHOLE.id])
    # The cluster that it begins now has the same name, which is made of its id and text.
    commit(tmp_path, COPIES[1], replace(WHOLE, id="b1"))
    assert set(clusters_of(tmp_path).values()) == {name}
    assert partition(tmp_path) == {ids([COPIES[1], COPIES[3]]) | {"b1"}}


def test_a_chain_of_likenesses_makes_no_giant(tmp_path: Path) -> None:
    """Each article has four fifths of the next one's words, and nothing of the sixth."""
    links = [write(n, text((40 * n, 40 * n + 200)), hours=n) for n in range(60)]
    assert is_copy(*(one.text for one in TraitsReader().analyze(links[:2])))
    chain = Random(3).sample(links, len(links))  # noqa: S311 - no secret
    commit(tmp_path, *chain[:30])
    commit(tmp_path, *chain[30:])
    assert max(map(len, partition(tmp_path))) <= 5


def test_a_crowd_with_one_phrase_in_common_costs_little_and_joins_nothing(tmp_path: Path) -> None:
    phrase = text((0, 30))
    crowd = [
        write(n, f"{phrase} {' '.join(f'seul{n}x{at}' for at in range(60))}") for n in range(300)
    ]
    commit(tmp_path, *crowd[:150])
    commit(tmp_path, *crowd[150:])
    assert len(partition(tmp_path)) == 300


def test_when_joining_fails_all_articles_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path, COPIES[1], COPIES[3])

    def fail(*_: object) -> None:
        raise IndexUnavailable("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(IndexWriter, "_join_clusters", fail)
        with pytest.raises(IndexUnavailable):
            commit(tmp_path, WHOLE)
    assert sorted(map(len, partition(tmp_path))) == [1, 2]
    commit(tmp_path, WHOLE)
    assert partition(tmp_path) == {ids([WHOLE, COPIES[1], COPIES[3]])}


def test_the_stored_article_is_untouched(tmp_path: Path) -> None:
    commit(tmp_path, *STORY)
    with Index.open(tmp_path) as index, index.writer() as writer:
        stored = writer.engine.search(MatchAllQuery(), limit=9).documents
        assert [read_article(one.stored) for one in stored] == list(STORY)


@pytest.mark.parametrize("seed", range(5))
def test_articles_are_placed_together_as_they_would_be_one_by_one(
    tmp_path: Path, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    articles = []
    for number in range(60):
        start = chance.randrange(0, 2000, 200)
        articles.append(write(number, text((start, start + chance.choice([3, 150, 200, 300])))))
    traits = TraitsReader().analyze(articles)
    with Index.create(tmp_path) as index, index.writer() as writer:
        together, alone = (Clusters(writer.engine, tmp_path) for _ in range(2))
        with closing(together), closing(alone):
            expected = [alone.place([one])["cluster"][0] for one in traits]
            parts = [together.place(traits[:5]), together.place(traits[5:])]
            found = [name for part in parts for name in part["cluster"]]
        assert found == expected
        assert together.joined == alone.joined
        assert len(set(found)) < len(articles)
