"""The measured quality of extraction never falls; the floors stand a little below what was measured.

Needs the real pages, which are not part of the project.
"""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

FLOORS = {
    "orange title": 0.99,
    "orange date": 0.99,
    "orange body F1": 0.99,
    "news contains": 0.95,
    "news does not contain": 0.95,
    "news title": 0.95,
    "news date": 0.95,
}


Scores = dict[str, tuple[float, int]]


@pytest.fixture(scope="module")
def extraction() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT)  # benchmarks are no part of what is installed
        return importlib.import_module("benchmarks.extraction")


@pytest.fixture(scope="module")
def ours(extraction: ModuleType, data_dir: Path) -> Scores:
    return measure(extraction, extraction.by_newsearch, data_dir)


def measure(extraction: ModuleType, extract: object, data_dir: Path) -> Scores:
    orange = extraction.score_orange(data_dir / "html-orange", extract)
    return orange | extraction.score_news(data_dir / "html-news", extract)


def test_extraction_stands_above_its_floors(ours: Scores) -> None:
    assert ours.keys() == FLOORS.keys()
    assert {name: score for name, (score, _) in ours.items() if score < FLOORS[name]} == {}


def test_extraction_is_never_behind_trafilatura_alone(
    extraction: ModuleType, ours: Scores, data_dir: Path
) -> None:
    theirs = measure(extraction, extraction.by_trafilatura, data_dir)
    assert {name: score for name, (score, _) in ours.items() if score < theirs[name][0]} == {}
