"""How long does it take to make ten hits of ten stored articles: read, find matches, cut passages?

    python -m benchmarks.snippets [--articles N] [--repeat N]

CPU time in milliseconds for ten hits. Cold is the first time in a process that has analysed nothing
but the query; warm the median of further times, and below it its steps. "All words" is what the
plain chain takes, warm, that analyses every word of the ten articles. On POSIX systems only.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks.news import read_news
from newsearch import Article, Index, SearchRequest
from newsearch.analysis.french import STEM
from newsearch.engine import open_engine
from newsearch.hits import read_article
from newsearch.manifest import Manifest
from newsearch.matches import MatchFinder
from newsearch.query.parser import parse
from newsearch.query.ranking import Ranking
from newsearch.searcher import rewrite_request
from newsearch.snippets import best_passages, mark_all

QUERIES = {
    "1 common word": "gouvernement",
    "1 rare word": "préfecture",
    "irregular verb": "aller",
    "AND of 2": "président ministre",
    "OR of 5 common": "président OU ministre OU france OU paris OU ans",
    "phrase": '"premier ministre"',
    "phrase of stop words": '"de la"',
    "near": '"président france"~20',
    "prefix": "gouv*",
    "wildcard": "gouv*ment",
    "fuzzy": "gouvernment~1",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=None, metavar="N", help="only the first N")
    parser.add_argument("--repeat", type=int, default=21, metavar="N", help="warm runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        apart(lambda: build(directory, options.articles))
        print("ms for ten hits          cold   warm =   read  match    cut   all words")
        for label, typed in QUERIES.items():
            apart(lambda label=label, typed=typed: report(directory, label, typed, options.repeat))


def apart(work: Callable[[], object]) -> None:
    """Run in a process of its own, whose memories are empty as ours are."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        sys.exit(1)


def build(directory: Path, limit: int | None) -> None:
    with Index.create(directory) as built, built.writer() as writer:
        writer.add_all(read_news(limit))


def report(directory: Path, label: str, typed: str, repeat: int) -> None:
    manifest = Manifest.read(directory)
    engine = open_engine(manifest.engine, directory / manifest.generation)
    query = rewrite_request(parse(typed), SearchRequest(query=typed), Ranking()).full
    stored = [one.stored for one in engine.search(query, limit=10).documents]
    cold = measure(lambda: make_hits(query, stored))
    articles = [read_article(one) for one in stored]
    finder = MatchFinder(query)
    matches = [finder.find(article.parts) for article in articles]
    steps = (
        lambda: make_hits(query, stored),
        lambda: [read_article(one) for one in stored],
        lambda: [finder.find(article.parts) for article in articles],
        lambda: [cut(*pair) for pair in zip(articles, matches, strict=True)],
        lambda: [STEM.analyze(text) for article in articles for text in article.parts.values()],
    )
    warm, *parts, plain = (
        statistics.median(measure(step) for _ in range(repeat)) for step in steps
    )
    times = "".join(f"{part:7.2f}" for part in parts)
    print(
        f"{label:22}{cold:7.2f}{warm:7.2f}  {times}{plain:12.2f}  ({len(stored)} hits)", flush=True
    )


def make_hits(query: object, stored: list[str]) -> None:
    finder = MatchFinder(query)  # type: ignore[arg-type]
    for one in stored:
        article = read_article(one)
        cut(article, finder.find(article.parts))


def cut(article: Article, matches: dict[str, list]) -> None:  # type: ignore[type-arg]
    mark_all("title", article.title, matches["title"])
    best_passages("body", article.body, matches["body"], 2)


def measure(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
