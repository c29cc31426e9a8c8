"""What is measured of all engines in one run, in turns."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.measure import answer_all, build, compare_counts, measure_memory
from benchmarks.peers.peer import Library, Peer, Question
from benchmarks.start import PYTHON, query_candidates, take_turns

__all__ = ["compare", "measure_growth"]

Run = dict[str, Any]
COLD = 11
"""So many starts of a process."""


def compare(
    libraries: Mapping[str, Library], corpus: Corpus, questions: Sequence[Question], directory: Path
) -> Run:
    """Everything about one corpus."""
    places = {name: directory / name for name in libraries}
    built = {
        name: {"version": library.VERSION, **build(name, places[name], corpus)}
        for name, library in libraries.items()
    }
    memory = measure_memory(libraries, places, questions)
    with open_all(libraries, places) as peers:
        times, counts = answer_all(peers, questions)
    common = next(question.words for question in questions)
    candidates = {"bare Python": ((*PYTHON, "pass"), False)}
    cold = take_turns({**candidates, **query_candidates(places["newsearch"], common)}, COLD)
    return {
        "build": built,
        "queries": times,
        "agreement": compare_counts(peers, counts),
        "memory_mb": memory,
        "cold_ms": {name: {"cpu": cpu, "wall": wall} for name, (cpu, wall) in cold.items()},
    }


def measure_growth(
    libraries: Mapping[str, Library],
    corpora: Sequence[Corpus],
    questions: Sequence[Question],
    directory: Path,
) -> Run:
    """Bare times of one kind of question by number of articles and peer."""
    growth = {}
    for corpus in corpora:
        places = {name: directory / f"{name}-{corpus.articles}" for name in libraries}
        for name, place in places.items():
            build(name, place, corpus)
        with open_all(libraries, places) as peers:
            times, _ = answer_all(peers, questions, snippets=False)
        growth[str(corpus.articles)] = times[questions[0].kind]
    return growth


@contextmanager
def open_all(libraries: Mapping[str, Library], places: Mapping[str, Path]) -> Iterator[list[Peer]]:
    with ExitStack() as opened:
        peers = []
        for name, library in libraries.items():
            for each in library.PEERS:
                peers.append(each(places[name]))
                opened.callback(peers[-1].close)
        yield peers
