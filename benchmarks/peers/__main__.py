"""How fast are newsearch and its peers, with the same articles and questions, in one run?

    python -m benchmarks.peers [--articles N] [--corpus synthetic|news|FILE.jsonl] [--without PEER …]
    python -m benchmarks.peers --growth 10000 100000

One core, one thread each. An engine that is not installed is left out (all: pip install -e ".[bench]").
Prints tables and writes them as JSON; the second form asks only how times grow with the archive.
Stock Whoosh takes five minutes for 100,000 articles and longer: see --without.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers import alone, peer
from benchmarks.peers.comparison import compare, measure_growth
from benchmarks.peers.conditions import describe
from benchmarks.peers.corpus import find_corpus, read_rows
from benchmarks.peers.peer import Library
from benchmarks.peers.queries import draw
from benchmarks.peers.report import format_run

LIBRARIES = ("newsearch", "tantivy", "fts5", "bm25s", "whoosh")
RUNS = Path(__file__).resolve().parents[1] / "runs"

Run = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    options = read_options(arguments)
    libraries = dict(load_all(options.without))
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        sizes = options.growth or [options.articles]
        corpora = [find_corpus(options.corpus, size, place) for size in sizes]
        rows = read_rows(corpora[0].file, corpora[0].articles)
        kinds = [peer.OR_5] if options.growth else options.classes
        questions = draw(rows, options.questions, kinds)
        run = {"conditions": describe(corpora[-1], options.questions)}
        if options.growth:
            run["growth"] = measure_growth(libraries, corpora, questions, place)
        else:
            run |= compare(libraries, corpora[0], questions, place)
    print(format_run(run))
    write_run(run, options.runs)


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    add = parser.add_argument
    add("--articles", type=int, default=10_000, metavar="N", help="only the first N")
    add("--corpus", default="synthetic", help="synthetic, news, or a file of JSON lines")
    add("--classes", nargs="+", choices=peer.KINDS, default=peer.KINDS, metavar="CLASS")
    add("--questions", type=int, default=100, metavar="N", help="so many of each class")
    add("--without", nargs="+", choices=LIBRARIES[1:], default=(), metavar="PEER")
    add("--growth", nargs="+", type=int, metavar="N", help="numbers of articles")
    add("--runs", type=Path, default=RUNS, metavar="DIR", help="where the run is written")
    return parser.parse_args(arguments)


def load_all(without: Sequence[str]) -> Iterator[tuple[str, Library]]:
    for name in LIBRARIES:
        if name not in without:
            try:
                yield name, alone.load(name)
            except ImportError as error:
                print(f"without {name}: {error}", file=sys.stderr)


def write_run(run: Run, directory: Path) -> None:
    given = run["conditions"]
    kind = "growth" if "growth" in run else given["articles"]
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / f"{given['date']}-{given['corpus']}-{kind}.json"
    file.write_text(json.dumps(shorten(run), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten: {file}", file=sys.stderr)


def shorten(value: Any) -> Any:
    """The same with four digits that count in each number."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {name: shorten(one) for name, one in value.items()}
    return value


if __name__ == "__main__":
    main()
