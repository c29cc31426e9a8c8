"""How well are articles taken out of web pages, beside trafilatura alone? Needs the real pages.

    python -m benchmarks.extraction

Prints one line a measure: newsearch's score, trafilatura's, and the number of pages; then how many
pages each takes apart in a second of CPU time, the best of several times for each page, for the
machine has other work. The same functions hold the floors in tests/ingest/test_extraction_floors.py.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles
from newsearch.ingest.sources import read_document

REPEATS = 3
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one extractor made of a page; `day` is YYYY-MM-DD."""

    title: str
    day: str
    body: str


Extractor = Callable[[RawDocument], Extraction]
Scores = dict[str, tuple[float, int]]
"""By measure: the score, between 0 and 1, and the number of pages that have it."""


def by_newsearch(raw: RawDocument) -> Extraction:
    try:
        article = next(read_articles(raw))
    except UnreadableArticle:
        return Extraction("", "", "")
    day = article.published.date().isoformat() if article.published else ""
    return Extraction(article.title, day, article.body)


def by_trafilatura(raw: RawDocument) -> Extraction:
    found: Any = trafilatura.bare_extraction(
        raw.content, favor_precision=True, include_comments=False, with_metadata=True
    )
    if found is None:
        return Extraction("", "", "")
    return Extraction(found.title or "", found.date or "", found.text or "")


def score_orange(folder: Path, extract: Extractor) -> Scores:
    """Title, day and body against the publisher's own record of 60 pages."""
    sums: Counter[str] = Counter()
    rows = _rows(folder / "manifest.jsonl")
    for row in rows:
        gold, found = row["gold"], extract(_read(folder / row["file"]))
        sums["orange title"] += fold(found.title) == fold(gold["title"])
        sums["orange date"] += found.day == gold["date"][:10]
        sums["orange body F1"] += token_f1(found.body, gold["body"])
    return {name: (total / len(rows), len(rows)) for name, total in sums.items()}


def score_news(folder: Path, extract: Extractor) -> Scores:
    """What must and must not be in the body, title and day, where the gold of 17 pages has them."""
    hits: dict[str, list[bool]] = {}
    for gold in _rows(folder / "gold.jsonl"):
        found = extract(_read(folder / gold["file"]))
        body = fold(found.body)
        for name, held in _judge(gold, found, body):
            hits.setdefault(f"news {name}", []).append(held)
    return {name: (sum(held) / len(held), len(held)) for name, held in hits.items()}


def _judge(gold: dict[str, Any], found: Extraction, body: str) -> Iterable[tuple[str, bool]]:
    if wanted := gold.get("body_must_contain"):
        yield "contains", all(fold(text) in body for text in wanted)
    if unwanted := gold.get("body_must_not_contain"):
        yield "does not contain", not any(fold(text) in body for text in unwanted)
    if title := gold.get("title"):
        yield "title", fold(found.title) == fold(title)
    if date := gold.get("date"):
        yield "date", found.day == date[:10]


def fold(text: str) -> str:
    """One space between words: no-break spaces are kept as published, gold has them or not."""
    return " ".join(text.split())


def token_f1(found: str, gold: str) -> float:
    """The harmonic mean of precision and recall over white-space tokens, counted as a bag."""
    left, right = Counter(found.split()), Counter(gold.split())
    common = sum((left & right).values())
    return 2 * common / (left.total() + right.total()) if common else 0.0


def measure_speed(raws: list[RawDocument]) -> list[float]:
    """Pages a second of CPU time, of newsearch and of trafilatura, in turns."""
    sums = [0.0, 0.0]
    for raw in raws:
        best = [float("inf"), float("inf")]
        for _ in range(REPEATS):
            for number, extract in enumerate((by_newsearch, by_trafilatura)):
                started = time.process_time()
                extract(raw)
                best[number] = min(best[number], time.process_time() - started)
        sums = [total + one for total, one in zip(sums, best, strict=True)]
    return [len(raws) / total for total in sums]


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _read(file: Path) -> RawDocument:
    return read_document(file, base=file.parent)


def main() -> None:
    data = Path(os.environ.get("NEWSEARCH_DATA") or ROOT.parent / "shared" / "data")
    if not data.is_dir():
        sys.exit("no real pages: set NEWSEARCH_DATA to the folder that holds them")
    ours, theirs = (
        score_orange(data / "html-orange", extract) | score_news(data / "html-news", extract)
        for extract in (by_newsearch, by_trafilatura)
    )
    print(f"{'measure':24} newsearch  trafilatura  pages")
    for name, (score, pages) in ours.items():
        print(f"{name:24} {score:9.3f}  {theirs[name][0]:11.3f}  {pages:5}")
    for folder in ("html-orange", "html-news"):
        raws = [
            _read(data / folder / row["file"]) for row in _rows(data / folder / "manifest.jsonl")
        ]
        our_speed, their_speed = measure_speed(raws)
        print(
            f"{folder[5:] + ' pages/CPU s':24} {our_speed:9.1f}  {their_speed:11.1f}  {len(raws):5}"
        )


if __name__ == "__main__":
    main()
