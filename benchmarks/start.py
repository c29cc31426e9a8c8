"""What does a terminal user wait for: `newsearch query` as a whole process, from start to exit?

    python -m benchmarks.start [--index DIR] [--repeat N] [QUERY …]

CPU time (user and system) and wall time in milliseconds, medians; the candidates take turns, so that
a busy machine is busy for all. Bytecode is kept aside and written by a first run that does not count:
an installed program has it. Without --index, real articles are indexed first. On POSIX only.
"""

import argparse
import os
import pty
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest import mock

from benchmarks.news import read_news
from newsearch import Index

__all__ = ["PYTHON", "query_candidates", "take_turns"]

PYTHON = (sys.executable, "-c")

Candidate = tuple[tuple[str, ...], bool]
"""A command, and whether it writes onto a terminal."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--index", metavar="DIR", help="an index that is there already")
    parser.add_argument("--repeat", type=int, default=21, metavar="N", help="runs of each")
    parser.add_argument("words", nargs="*", default=["coopération"], metavar="QUERY")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        if not options.index:
            with Index.create(directory) as built, built.writer() as writer:
                writer.add_all(read_news())
        compare(options.index or directory, options.words, options.repeat)


def compare(index: str | Path, words: Sequence[str], repeat: int) -> None:
    candidates = {
        "bare Python": ((*PYTHON, "pass"), False),
        "import numpy": ((*PYTHON, "import numpy"), False),
        "import typer": ((*PYTHON, "import typer"), False),
        "import whoosh.index": ((*PYTHON, "import whoosh.index"), False),
        "newsearch --version": ((sys.executable, "-m", "newsearch", "--version"), False),
        **query_candidates(index, words),
    }
    print(f"{'':28}{'CPU ms':>8}{'wall ms':>9}")
    for name, (cpu, wall) in take_turns(candidates, repeat).items():
        print(f"{name:28}{cpu:8.1f}{wall:9.1f}")


def query_candidates(index: str | Path, words: Sequence[str]) -> dict[str, Candidate]:
    query = (sys.executable, "-m", "newsearch", "query", "--index", str(index), *words)
    return {"newsearch query, pipe": (query, False), "newsearch query, terminal": (query, True)}


def take_turns(candidates: Mapping[str, Candidate], repeat: int) -> dict[str, tuple[float, float]]:
    """Median CPU and wall milliseconds of each."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in candidates}
    with tempfile.TemporaryDirectory() as bytecode, mock.patch.dict(os.environ):
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = bytecode
        for turn in range(repeat + 1):
            for name, (command, screen) in candidates.items():
                measured = run(command, screen=screen)
                if turn:
                    times[name].append(measured)
    medians = {}
    for name, pairs in times.items():
        cpu, wall = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
        medians[name] = cpu, wall
    return medians


def run(command: Sequence[str], *, screen: bool) -> tuple[float, float]:
    """CPU and wall seconds of a process that writes into a pipe or onto a terminal."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    if screen:
        run_on_terminal(command)
    else:
        subprocess.run(command, capture_output=True, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def run_on_terminal(command: Sequence[str]) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    while True:
        try:
            if not os.read(leader, 1 << 16):
                break
        except OSError:  # what Linux says when the other side has closed
            break
    os.close(leader)
    if process.wait():
        sys.exit(f"{command} failed")


if __name__ == "__main__":
    main()
