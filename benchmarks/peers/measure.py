"""Each engine builds, opens and answers; figures are plain values, ready for JSON."""

import json
import statistics
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers import alone, peer
from benchmarks.peers.corpus import Corpus
from benchmarks.peers.peer import Found, Library, Peer, Question

__all__ = ["Counts", "answer_all", "build", "compare_counts", "measure_memory"]

Figures = dict[str, Any]
Counts = dict[tuple[str, str], list[int]]
"""How many articles match each question, by peer and kind."""


def build(library: str, place: Path, corpus: Corpus) -> Figures:
    """Index the articles in a process of their own, into a new directory."""
    print(f"building {library} …", file=sys.stderr)
    place.mkdir()
    cost = alone.run("build", library, place, corpus.file, corpus.articles)
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    return {
        "body_mb_per_cpu_s": corpus.body_bytes / 1e6 / cost["cpu_s"],
        "articles_per_cpu_s": corpus.articles / cost["cpu_s"],
        **cost,
        "index_to_raw": size / corpus.raw_bytes,
    }


def measure_memory(
    libraries: Mapping[str, Library], places: Mapping[str, Path], questions: Sequence[Question]
) -> dict[str, float]:
    """The most MB that a new process has when it has answered one question of each kind."""
    first = json.dumps(
        [next(q for q in questions if q.kind == kind) for kind in kinds_of(questions)]
    )
    used = {"bare Python": alone.run("open", "-", 0, "", "[]")["rss_mb"]}
    for name, library in libraries.items():
        for number, each in enumerate(library.PEERS):
            used[each.name] = alone.run("open", name, number, places[name], first)["rss_mb"]
    return used


def answer_all(
    peers: Sequence[Peer], questions: Sequence[Question], *, snippets: bool = True
) -> tuple[Figures, Counts]:
    """Times by kind and peer, who take turns; and what they count, which is not timed.

    Every question is asked once bare and once with snippets, so that nobody profits from remembering
    an answer; the index has just been written, so files are in memory.
    """
    times: Figures = {}
    counts: Counts = {}
    for kind in kinds_of(questions):
        asked = [question for question in questions if question.kind == kind]
        print(f"asking {kind} …", file=sys.stderr)
        times[kind] = {}
        for each in peers:
            if kind not in each.kinds:
                continue
            figures, _ = time_all(each, asked, snippets=False)
            if snippets and each.makes_snippets:
                more, pages = time_all(each, asked, snippets=True)
                figures |= {f"snippets_{name}": value for name, value in more.items()}
                figures["marked"] = share(bool(hit.snippet) for page in pages for hit in page)
            found = counts[each.name, kind] = [each.count(question) for question in asked]
            figures["hits"] = statistics.median(found)
            times[kind][each.name] = figures
    return times, counts


def time_all(
    each: Peer, questions: Iterable[Question], *, snippets: bool
) -> tuple[Figures, list[list[Found]]]:
    """Median milliseconds of CPU, of all threads, and of wall; and the answers."""
    costs, pages = [], []
    for question in questions:
        cpu, wall = time.process_time(), time.perf_counter()
        pages.append(each.ask(question, snippets=snippets))
        costs.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = (statistics.median(column) * 1000 for column in zip(*costs, strict=True))
    return {"cpu_ms": cpu, "wall_ms": wall}, pages


def compare_counts(peers: Sequence[Peer], counts: Counts) -> Figures:
    """By matching and kind, the share of questions for which all peers of a matching count the same.

    Misspelt words are left out: where they may be misspelt differs.
    """
    agreement: Figures = {}
    for matching in dict.fromkeys(each.matching for each in peers):
        same = [each.name for each in peers if each.matching == matching]
        for kind in peer.KINDS:
            found = [counts[name, kind] for name in same if (name, kind) in counts]
            if len(found) > 1 and kind != peer.FUZZY:
                equal = share(len(set(row)) == 1 for row in zip(*found, strict=True))
                group = agreement.setdefault(matching, {"peers": same, "equal": {}})
                group["equal"][kind] = equal
    return agreement


def kinds_of(questions: Iterable[Question]) -> list[str]:
    return list(dict.fromkeys(question.kind for question in questions))


def share(values: Iterable[bool]) -> float:
    every = list(values)
    return sum(every) / len(every) if every else 0.0
