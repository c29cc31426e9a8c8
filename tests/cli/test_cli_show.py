"""What `newsearch show` tells of an article beside its text."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from program import run_here

from samples import article, make_index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    one = article(
        1,
        "Crue",
        "La rivière monte.",
        published=datetime(1970, 1, 1),
        published_precision="day",
        published_origin="url",
        suspect=True,
        truncated=True,
        removed=(("pointer", "À lire aussi : le barrage"), ("box (newsletter)", "Notre lettre")),
    )
    make_index(tmp_path / "index", (one, article(2, "Mer", "La mer est basse."))).close()
    return tmp_path


def test_what_was_left_out_is_shown_with_its_reason_when_asked_for(folder: Path) -> None:
    lines = run_here(folder, "show", "a1", "--removed").output.splitlines()
    assert lines[-2:] == ["pointer: À lire aussi : le barrage", "box (newsletter): Notre lettre"]
    assert "barrage" not in run_here(folder, "show", "a1").output
    assert run_here(folder, "show", "a2", "--removed").output.endswith("\nnothing was left out\n")


def test_doubts_about_a_date_and_a_text_that_breaks_off_are_told(folder: Path) -> None:
    output = run_here(folder, "show", "a1").output
    assert "date: 1970-01-01 (suspect) (from the address)" in output
    assert "note: only the beginning: the rest is for subscribers" in output


def test_json_of_an_article_has_what_was_left_out_and_that_of_a_hit_has_not(folder: Path) -> None:
    shown = json.loads(run_here(folder, "show", "a1", "--json").output)
    assert shown["removed"][0] == ["pointer", "À lire aussi : le barrage"]
    (hit,) = json.loads(run_here(folder, "query", "rivière", "--json").output)["hits"]
    assert "removed" not in hit
    assert (hit["truncated"], hit["suspect"]) == (True, True)
