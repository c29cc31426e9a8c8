"""The quality that no change may lower, pinned in floors.json.

    python -m benchmarks.relevance.floors FOLDER…        is it still reached?
    python -m benchmarks.relevance.floors --pin FOLDER…  pin what is reached now

To be quick enough for every check, a floor is pinned on a sample of the collection's queries and
documents, and on the first ten answers. Its figures stand above those of the whole collection and
are good for nothing but this comparison.
"""

import argparse
import json
import math
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from benchmarks.relevance.collection import Collection
from benchmarks.relevance.report import Report, compare, format_table

__all__ = ["Floor", "read_floors"]

FILE = Path(__file__).with_name("floors.json")
SYSTEM, BASELINE, MEASURE = "newsearch", "Whoosh fr", "nDCG@10"
AS_TYPED, UNACCENTED = "as typed", "without accents"
NO_LOSS = 0.0005
"""A difference between means that prints as 0.000 (accents may still decide between equal scores)."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What newsearch must reach on one collection.

    `queries`, `documents` and `depth` say how it is sampled. `measures` are the least values by way
    of typing and measure; `ahead` is the least lead over stock Whoosh in nDCG@10, as typed.
    """

    queries: int
    documents: int
    depth: int
    measures: dict[str, dict[str, float]]
    ahead: float

    def measure(self, folder: Path) -> Report:
        """Measure the sample of the collection in a folder."""
        collection = Collection.read(folder).sample(self.queries, self.documents)
        return compare(collection, depth=self.depth)

    def shortfalls(self, report: Report) -> list[str]:
        """Each value that is too low, in words; none if all is well."""
        reached = {run.variant: run.measures for run in report.runs if run.system == SYSTEM}
        found = [
            f"{report.collection} {variant}: {name} is {reached[variant][name]:.4f}, not {least}"
            for variant, floors in self.measures.items()
            for name, least in floors.items()
            if reached[variant][name] < least
        ]
        found += [
            f"{report.collection}: {name} is {value:.4f} with accents, "
            f"{reached[UNACCENTED][name]:.4f} without"
            for name, value in reached[AS_TYPED].items()
            if abs(value - reached[UNACCENTED][name]) >= NO_LOSS
        ]
        if (ahead := lead(report)) < self.ahead:
            found.append(
                f"{report.collection}: {MEASURE} is {ahead:.4f} above {BASELINE}'s, not {self.ahead}"
            )
        return found

    def pin(self, report: Report) -> Self:
        """This floor raised or lowered to what was reached."""
        reached = {
            run.variant: {name: _round_down(value) for name, value in run.measures.items()}
            for run in report.runs
            if run.system == SYSTEM
        }
        ahead = _round_down(lead(report))
        return type(self)(self.queries, self.documents, self.depth, reached, ahead)


def lead(report: Report) -> float:
    """How far newsearch is above stock Whoosh."""
    ours, theirs = (report.figure(name, AS_TYPED, MEASURE) for name in (SYSTEM, BASELINE))
    return ours - theirs


def read_floors() -> dict[str, Floor]:
    """The pinned floors by name of collection."""
    return {name: Floor(**values) for name, values in json.loads(FILE.read_text("utf-8")).items()}


def write_floors(floors: dict[str, Floor]) -> None:
    """Pin these."""
    values = {name: asdict(floor) for name, floor in sorted(floors.items())}
    FILE.write_text(json.dumps(values, indent=2) + "\n", "utf-8")


def _round_down(value: float) -> float:
    return math.floor(value * 1000) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.relevance.floors", description="Check or pin quality floors."
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--pin", action="store_true", help="pin what is reached now")
    options = parser.parse_args()
    floors, fallen = read_floors(), []
    for folder in options.folders:
        name = folder.resolve().name
        floor = floors.get(name, Floor(80, 400, 10, {}, 0.0))
        report = floor.measure(folder)
        print(format_table(report), end="\n\n", flush=True)
        floors[name] = floor.pin(report)
        fallen += floor.shortfalls(report)
    if options.pin:
        write_floors(floors)
    elif fallen:
        sys.exit("\n".join(fallen))


if __name__ == "__main__":
    main()
