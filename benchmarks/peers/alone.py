"""One job in a process of its own, which loads that engine and nothing else.

    python -m benchmarks.peers.alone build LIBRARY DIRECTORY FILE ARTICLES
    python -m benchmarks.peers.alone open LIBRARY PEER DIRECTORY QUESTIONS

Prints JSON: the seconds that building took, or the MB of memory at most while questions (JSON) were
answered with snippets. PEER is a number in the library's PEERS; LIBRARY "-" opens nothing.
"""

import importlib
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.peers.peer import Library, Question

__all__ = ["load", "run"]


def load(library: str) -> Library:
    """A module of this package. Raises ImportError where its engine is not installed."""
    module: Any = importlib.import_module(f"benchmarks.peers.{library}")
    return module


def run(*job: object) -> dict[str, float]:
    """Have a job done in a new process. Raises CalledProcessError when it fails."""
    command = (sys.executable, "-m", "benchmarks.peers.alone", *map(str, job))
    result = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return json.loads(result.stdout.splitlines()[-1])


def build(library: str, place: str, file: str, articles: str) -> dict[str, float]:
    from benchmarks.peers.corpus import read_rows  # noqa: PLC0415 - not for who only opens

    builder = load(library)
    for name in builder.LOADS_TO_WRITE:  # no engine's clock runs while it loads
        importlib.import_module(name)
    cpu, wall = time.process_time(), time.perf_counter()
    builder.build(Path(place), read_rows(Path(file), int(articles)))
    return {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}


def open_and_answer(library: str, number: str, place: str, questions: str) -> dict[str, float]:
    if library != "-":
        peer = load(library).PEERS[int(number)](Path(place))
        for values in json.loads(questions):
            question = Question(*values)
            if question.kind in peer.kinds:
                peer.ask(question, snippets=True)
    return {"rss_mb": peak()}


def peak() -> float:
    """The most memory this process has had, in MB; what its parent had before does not count."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


if __name__ == "__main__":
    jobs = {"build": build, "open": open_and_answer}
    print(json.dumps(jobs[sys.argv[1]](*sys.argv[2:])))
