"""The measured quality of extraction never falls; the floors stand a little below what was measured.

Needs the real pages, which are not part of the project.
"""

from pathlib import Path

import pytest

from benchmarks.extraction import Scores, by_newsearch, by_trafilatura, score_news, score_orange

FLOORS = {
    "orange title": 0.98,
    "orange date": 0.98,
    "orange body F1": 0.99,
    "news contains": 0.95,
    "news does not contain": 0.95,
    "news title": 0.95,
    "news date": 0.95,
}


@pytest.fixture(scope="module")
def ours(data_dir: Path) -> Scores:
    orange = score_orange(data_dir / "html-orange", by_newsearch)
    return orange | score_news(data_dir / "html-news", by_newsearch)


def test_extraction_stands_above_its_floors(ours: Scores) -> None:
    below = {name: score for name, (score, _) in ours.items() if score < FLOORS[name]}
    assert ours.keys() == FLOORS.keys()
    assert below == {}


def test_extraction_is_never_behind_trafilatura_alone(ours: Scores, data_dir: Path) -> None:
    orange = score_orange(data_dir / "html-orange", by_trafilatura)
    theirs = orange | score_news(data_dir / "html-news", by_trafilatura)
    assert {name: score for name, (score, _) in ours.items() if score < theirs[name][0]} == {}
