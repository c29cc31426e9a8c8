"""What is wrong with articles is found, and nothing is found in what is right."""

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from newsearch import Article, InvalidRequest
from newsearch.checks import KINDS, Checker, Finding, Limits
from samples import article, make_index

NOW = datetime(2024, 5, 10, 12, 0, tzinfo=UTC)
FRENCH = (
    "Le conseil municipal a voté jeudi soir le budget de la ville, qui prévoit la rénovation du port "
    "et l'ouverture d'une école. Les élus de l'opposition ont quitté la salle avant la fin du débat."
)
ENGLISH = (
    "The city council voted on Thursday evening for the new budget, which provides for the renovation "
    "of the harbour and the opening of a school. Members of the opposition left the room early."
)
GOOD = article(1, "Le budget est voté", FRENCH, published=NOW - timedelta(days=1))


def check(*articles: Article, **options: Any) -> list[Finding]:
    with Checker(now=NOW, **options) as checker:
        found = list(checker.check_articles(articles))
        assert checker.checked == len(articles)
        assert checker.counts.total() == len(found)
        return found


def kinds(*articles: Article, **options: Any) -> list[str]:
    return [found.kind for found in check(*articles, **options)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"published": None}, ["undated"]),
        ({"published": NOW + timedelta(minutes=1)}, ["future"]),
        ({"published": NOW.astimezone(timezone(timedelta(hours=9)))}, []),
        ({"published": datetime(2024, 5, 11, 23, 0)}, []),
        ({"published": datetime(2024, 5, 12)}, ["future"]),
        ({"body": ""}, ["empty"]),
        ({"body": " — … \n\n* * *"}, ["empty"]),
        ({"body": "Trop court pour un article."}, ["short"]),
        ({"body": FRENCH * 700}, ["long"]),
        ({"title": "L'Ã©tÃ© est arrivÃ©"}, ["mojibake"]),
        ({"body": f"{FRENCH} Il sâ€™est tu."}, ["mojibake"]),
        ({"body": f"{FRENCH} Les \x90États-Unis."}, ["mojibake"]),
        ({"body": f"{FRENCH} L'\ufffdt\ufffd."}, ["mojibake"]),
        ({"title": "À « Noël », l’œuvre d’Agnès — 3 000 € … ½"}, []),
        ({"body": ENGLISH}, ["language"]),
        ({"language": "en"}, ["language"]),
        ({"language": "fr-CA"}, []),
        ({"language": "FR_fr"}, []),
        ({"body": ENGLISH, "published": None}, ["undated", "language"]),
    ],
    ids=repr,
)
def test_an_article_is_examined(change: dict[str, Any], expected: list[str]) -> None:
    assert kinds(replace(GOOD, **change)) == expected


def test_what_is_there_twice_names_the_first() -> None:
    same_id = replace(GOOD, path="b.txt", body=f"{FRENCH} Et plus.")
    same_text = replace(GOOD, id="c", path="c.txt", title="Bis", body=f"\n{FRENCH.upper()}  ")
    found = check(GOOD, same_id, same_text, replace(GOOD, path="d.txt"))
    assert [(one.kind, one.path) for one in found] == [
        ("same-id", "b.txt"),
        ("same-text", "c.txt"),
        ("same-id", "d.txt"),
        ("same-text", "d.txt"),
    ]
    assert all("1.txt" in one.detail for one in found)


def test_articles_without_text_are_not_the_same() -> None:
    empty = [article(number, "", "", published=GOOD.published) for number in range(3)]
    assert kinds(*empty) == ["empty"] * 3


def test_details_say_how_much_and_where() -> None:
    [short] = check(replace(GOOD, body="Quatre mots, pas plus."), limits=Limits(min_words=5))
    assert short == Finding("short", "1.txt", "a1", "4 words, fewer than 5")
    [lost] = check(replace(GOOD, body=f"{FRENCH} La marÃ©e monte."))
    assert "La marÃ©e monte" in lost.detail
    [other] = check(replace(GOOD, body=ENGLISH))
    assert other.detail == "reads like en"


def test_kinds_can_be_ignored_and_limits_set() -> None:
    bad = replace(GOOD, published=None, body=ENGLISH)
    assert kinds(bad, bad, ignored=("language", "same-id")) == ["undated", "undated", "same-text"]
    assert kinds(bad, ignored=KINDS) == []
    assert kinds(GOOD, limits=Limits(min_words=10, max_words=20)) == ["long"]
    assert kinds(replace(GOOD, body="Oui."), limits=Limits(min_words=0)) == []
    with pytest.raises(InvalidRequest, match="'dates'"):
        Checker(ignored=["dates"])
    with pytest.raises(InvalidRequest, match="at least 9"):
        Limits(min_words=9, max_words=8)


def test_files_are_read_as_for_an_index_and_what_cannot_be_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "2024-05-01_bon.txt").write_text(f"Le budget\n\n{FRENCH}\n", encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "z.txt").write_bytes(bytes(range(256)) * 20)
    with Checker(now=NOW) as checker:
        found = [(one.kind, Path(one.path).name) for one in checker.check_paths([tmp_path])]
    assert found == [("unreadable", "a.txt"), ("unreadable", "z.txt")]
    assert (checker.checked, checker.counts) == (1, {"unreadable": 2})
    with Checker(ignored=["unreadable"], now=NOW) as checker:
        assert list(checker.check_paths([tmp_path])) == []
    with Checker() as checker, pytest.raises(InvalidRequest, match="nowhere"):
        list(checker.check_paths([tmp_path, tmp_path / "nowhere"]))


def test_an_index_gives_all_its_articles_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsearch.index._PAGE", 3)
    articles = tuple(replace(GOOD, id=f"n{number}") for number in range(10))
    with make_index(tmp_path, articles) as index:
        assert tuple(index.articles()) == articles
        with index.writer() as writer:
            writer.delete("n4")
        assert [one.id for one in index.articles()] == [f"n{n}" for n in range(10) if n != 4]


def test_memory_stays_flat_over_many_articles() -> None:
    """So many strings and sets of them would take ten times as much."""
    ignored = [kind for kind in KINDS if not kind.startswith("same")]
    count = 20_000
    stream = (
        replace(GOOD, id=f"id{number}", path=f"{number:060}.txt", body=f"{FRENCH} {number}")
        for number in range(count)
    )
    tracemalloc.start()
    try:
        with Checker(ignored=ignored, now=NOW) as checker:
            assert list(checker.check_articles(stream)) == []
            again = replace(GOOD, id="id17", path="late.txt", body=f"{FRENCH} 17")
            found = [one.detail for one in checker.check(again)]
            assert all(f"{17:060}.txt has the same" in detail for detail in found)
            assert len(found) == 2
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Two tables of two numbers, half empty at worst, while they grow; and the names kept in memory.
    assert peak < count * 2 * 100 + 2 * 2**22 + 2**20
