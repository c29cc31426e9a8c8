"""The newest runs put into docs/speed.md, and a chart of the first of them beside it.

    python -m benchmarks.peers.docs

The page says where: between `<!-- newest NAME -->` and `<!-- end -->` stands the newest run of that
name, which is its file's without the date.
"""

import json
import re
from pathlib import Path
from typing import Any

from benchmarks.peers.chart import draw_chart
from benchmarks.peers.report import format_run

__all__ = ["fill_page", "newest_run"]

ROOT = Path(__file__).resolve().parents[2]
PAGE, CHART = ROOT / "docs" / "speed.md", ROOT / "docs" / "speed.svg"
PLACE = re.compile(r"(<!-- newest (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill_page(page: str) -> tuple[str, str]:
    """A page with the newest runs in their places, and the chart of the first."""
    names = [place[2] for place in PLACE.finditer(page)]
    filled = PLACE.sub(
        lambda place: f"{place[1]}{format_run(newest_run(place[2]))}\n{place[3]}", page
    )
    return filled, draw_chart(newest_run(names[0]))


def newest_run(name: str) -> dict[str, Any]:
    """The last run by date. Raises ValueError if there is none."""
    file = max((ROOT / "benchmarks" / "runs").glob(f"????-??-??-{name}.json"))
    run: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return run


if __name__ == "__main__":
    text, chart = fill_page(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(text, encoding="utf-8")
    CHART.write_text(chart, encoding="utf-8")
