"""newsearch query --group: one hit a story."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from program import Outcome, run_here

from samples import article, make_index

BODY = " ".join(f"Le navire numéro {at} quitte le port de Brest." for at in range(1, 12))
OTHER = (
    "La pêche au thon a repris au port, où une flotte de douze bateaux attendait le beau temps. "
    "Les marins, qui n'avaient rien vendu depuis huit jours, parlent d'un mois de mai sans pareil."
)

SHELF = (
    article(1, "Les navires partent", BODY, source="AFP", published=datetime(2021, 3, 1)),
    article(2, "Brest se vide", BODY, source="Le Courrier", published=datetime(2021, 3, 2)),
    article(3, "Départs du port, port vide", BODY, source="La Gazette\x1b[31m"),
    article(4, "Le thon", OTHER, source="Le Courrier", published=datetime(2020, 1, 1)),
    article(5, "Le thon encore", f"{OTHER} Bis.", published=datetime(2020, 1, 2)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    make_index(folder / "index", SHELF).close()
    return folder


Run = Callable[..., Outcome]


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *words, **more: run_here(folder, "query", "--group", *words, **more)


def test_a_story_is_one_line_with_the_number_of_its_articles(run: Run) -> None:
    done = run("port", "--sort", "oldest")
    rows = [line.split("\t") for line in done.lines]
    assert [(row[4], row[7], row[8]) for row in rows] == [("a4", "full", "2"), ("a1", "full", "3")]
    assert done.errors.startswith("5 articles in 2 stories · ")


def test_on_a_screen_a_story_says_who_took_it_and_who_had_it_first(run: Run) -> None:
    done = run("port", "--sort", "newest", screen=True, COLUMNS="100", NO_COLOR="1")
    lines = [line.strip() for line in done.lines]
    assert "repris par 2 titres, d'abord : AFP · 2021-03-01 · a1" in lines
    assert "repris par 1 titre, d'abord : Le Courrier · 2020-01-01 · a4" in lines
    assert "5 articles in 2 stories · " in done.output
    first = run("navire", "--sort", "oldest", screen=True, COLUMNS="100", NO_COLOR="1")
    assert "repris par 2 titres" in [line.strip() for line in first.lines]


def test_versions_of_one_source_are_no_titles(tmp_path: Path) -> None:
    same = (SHELF[0], article(9, "Bis", BODY, source="AFP", published=datetime(2021, 3, 3)))
    make_index(tmp_path / "index", same).close()
    shown = run_here(tmp_path, "query", "--group", "navire", "--sort", "oldest", screen=True)
    assert "1 autre version" in shown.output


def test_json_counts_articles_and_stories(run: Run) -> None:
    found = json.loads(run("port", "--json", "-n", "1", "--sort", "newest").output)
    assert (found["total"], found["stories"], found["partial_stories"]) == (5, 2, 0)
    [hit] = found["hits"]
    assert hit["id"] == "a2"
    assert (hit["story"]["size"], hit["story"]["lead"], hit["story"]["titles"]) == (3, "a1", 2)
    [line] = run("thon", "-f", "jsonl", "-n", "1").lines
    assert json.loads(line)["story"]["size"] == 2


def test_csv_names_the_story_and_its_size(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("port", "-f", "csv", "--sort", "oldest").output)))
    assert [row["story_size"] for row in rows] == ["2", "3"]
    assert len({row["story"] for row in rows}) == 2


def test_counting_counts_stories_and_pages_hold_them(run: Run) -> None:
    assert run("port", "--count").output == "2\n"
    assert run("port", "--ids", "--sort", "oldest", "--offset", "1").output == "a1\n"
    page = run("port", "-n", "1", screen=True, COLUMNS="100", NO_COLOR="1")
    assert "5 articles in 2 stories · shown 1 · " in page.output


def test_nothing_found_is_no_story(run: Run) -> None:
    done = run("introuvable")
    assert done.status == 1
    assert "0 articles in 0 stories" in done.errors
