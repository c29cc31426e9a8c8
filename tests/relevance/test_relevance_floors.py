"""No change may lower the measured quality of ranking (benchmarks/relevance/floors.json)."""

from pathlib import Path

import pytest
from benchmarks.relevance.floors import read_floors
from benchmarks.relevance.report import format_table


@pytest.mark.parametrize("name", sorted(read_floors()))
def test_ranking_is_as_good_as_it_was_pinned(name: str, data_dir: Path) -> None:
    floor = read_floors()[name]
    report = floor.measure(data_dir / name)
    assert not floor.shortfalls(report), format_table(report)
