"""The comparison with other engines: it runs with whatever is installed, and on the same terms."""

import json
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from benchmarks.peers import comparison, peer
from benchmarks.peers.__main__ import main
from benchmarks.peers.chart import draw_chart
from benchmarks.peers.corpus import read_rows
from benchmarks.peers.docs import CHART, PAGE, fill_page
from benchmarks.peers.peer import Question
from benchmarks.peers.queries import draw

WORDS = """
navire tempête récolte vendange école élève mairie conseil budget impôt forêt incendie pompier
rivière barrage village marché pêcheur tribunal procès verdict hôpital médecin malade théâtre
""".split()
DAYS = 28


def tell(number: int) -> dict[str, str]:
    chance = Random(number)  # noqa: S311 - no secret
    body = " ".join(chance.choice(WORDS) for _ in range(40))
    return {
        "id": f"n{number}",
        "title": f"Nouvelle {number}",
        "body": f"{body}. Un {WORDS[number % 3]} isolé.",
        "date": f"2021-03-{number % DAYS + 1:02}",
        "source": ("Le Matin", "Le Soir")[number % 2],
    }


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "fifty.jsonl"
    path.write_text("".join(json.dumps(tell(k)) + "\n" for k in range(50)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    runs = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "COLD", 1)
        main(["--corpus", str(file), "--questions", "4", "--runs", str(runs)])
    (written,) = runs.iterdir()
    result: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return result


def test_every_class_is_timed_with_hits_beside_it(run: dict[str, Any]) -> None:
    assert list(run["queries"]) == list(peer.KINDS)
    for row in run["queries"].values():
        for name in ("newsearch", "newsearch, plain BM25", "stock Whoosh"):
            assert row[name]["cpu_ms"] > 0
            assert row[name]["snippets_cpu_ms"] > 0
            assert row[name]["hits"] >= 0
    assert run["queries"]["1 common word"]["newsearch"]["marked"] == 1


def test_engines_that_mean_the_same_by_a_word_find_equally_many(run: dict[str, Any]) -> None:
    for group in run["agreement"].values():
        assert set(group["equal"].values()) == {1.0}, group


def test_building_memory_and_starts_are_measured(run: dict[str, Any]) -> None:
    assert {"newsearch", "whoosh"} <= set(run["build"])
    assert run["build"]["newsearch"]["index_to_raw"] > 0
    assert run["memory_mb"]["newsearch"] > run["memory_mb"]["bare Python"] > 1
    assert run["cold_ms"]["newsearch query, pipe"]["cpu"] > run["cold_ms"]["bare Python"]["cpu"]


def test_the_chart_has_a_dot_for_each_time_and_each_name(run: dict[str, Any]) -> None:
    dots = ElementTree.fromstring(draw_chart(run)).iter("{http://www.w3.org/2000/svg}circle")  # noqa: S314
    times = sum(len(row) for row in run["queries"].values())
    names = {name for row in run["queries"].values() for name in row}
    assert len(list(dots)) == times + len(names)


def test_growth_has_a_time_for_each_number_of_articles(file: Path, tmp_path: Path) -> None:
    peers = ["whoosh", "tantivy", "bm25s"]
    sizes = ["--growth", "20", "50", "--questions", "2"]
    main(["--corpus", str(file), *sizes, "--runs", str(tmp_path), "--without", *peers])
    (written,) = tmp_path.iterdir()
    growth = json.loads(written.read_text(encoding="utf-8"))["growth"]
    assert list(growth) == ["20", "50"]
    assert growth["20"]["newsearch"]["cpu_ms"] > 0


def test_questions_are_the_same_for_the_same_articles(file: Path) -> None:
    assert draw(read_rows(file, 50), 3) == draw(read_rows(file, 50), 3)


def test_phrases_stand_in_some_article(file: Path) -> None:
    bodies = [row.body for row in read_rows(file, 50)]
    phrases = draw(read_rows(file, 50), 5, [peer.PHRASE])
    assert len(phrases) == 5
    for phrase in phrases:
        assert any(" ".join(phrase.words) in body for body in bodies)


def test_a_misspelt_word_is_one_letter_short(file: Path) -> None:
    for question in draw(read_rows(file, 50), 5, [peer.FUZZY]):
        (word,) = question.words
        assert any(word == right[:k] + right[k + 1 :] for right in WORDS for k in range(len(right)))


def test_dates_are_asked_for_in_that_class_only(file: Path) -> None:
    for question in draw(read_rows(file, 50), 2):
        dated = question.kind == peer.DATES
        assert question == Question(question.kind, question.words, *question[2:] if dated else ())
        assert (0 < question.since <= question.until) == dated


def test_the_page_on_speed_shows_the_newest_runs() -> None:
    page, chart = PAGE.read_text(encoding="utf-8"), CHART.read_text(encoding="utf-8")
    assert fill_page(page) == (page, chart)
