"""The measured quality of the readers of wires never falls. Needs the real wires."""

from pathlib import Path

import pytest
from benchmarks.wires import Reading, read_all, score

FLOORS = {
    "French: title": 1.0,
    "French: date": 1.0,
    "French: full text": 1.0,
    "all: article or reason": 1.0,
    "all: full text": 0.95,
}


@pytest.fixture(scope="module")
def readings(data_dir: Path) -> list[Reading]:
    folder = data_dir / "wire"
    if not folder.is_dir():
        pytest.skip("no real wires in NEWSEARCH_DATA")
    return read_all(folder)


def test_wires_are_read_above_the_floors(readings: list[Reading]) -> None:
    scores = score(readings)
    assert scores.keys() == FLOORS.keys()
    assert {name: share for name, (share, _) in scores.items() if share < FLOORS[name]} == {}


def test_what_is_no_article_has_no_text(readings: list[Reading]) -> None:
    french = [one for one in readings if one.french and not one.articles]
    assert [one.file for one in french if one.recall is not None] == []
