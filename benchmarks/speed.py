"""How fast does newsearch index and answer, beside stock Whoosh in the same run?

    python -m benchmarks.speed [--articles N] [--repeat N]

Both index the same real articles (title, body, source, date, stored) and answer the same queries.
Hit counts stand beside times: a fast wrong answer is no answer. Times are CPU time for indexing,
medians of wall time for queries; machines are noisy, so trust the ratios.
"""

import argparse
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.news import read_news
from newsearch import Article, Index

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import fields, index
    from whoosh.analysis import LanguageAnalyzer
    from whoosh.qparser import QueryParser

QUERIES = {
    "1 common word": "gouvernement",
    "1 rare word": "préfecture",
    "AND of 2": "président ministre",
    "OR of 3": "police OR justice OR tribunal",
    "OR of 5 common": "président OR ministre OR france OR paris OR ans",
    "phrase": '"premier ministre"',
    "prefix": "gouv*",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=None, metavar="N", help="only the first N")
    parser.add_argument("--repeat", type=int, default=7, metavar="N", help="runs of each query")
    options = parser.parse_args()
    articles = list(read_news(options.articles))
    size = sum(len(article.body.encode()) for article in articles)
    print(f"{len(articles)} articles, {size / 1e6:.1f} MB of body text")
    with tempfile.TemporaryDirectory() as directory:
        ours, theirs = Path(directory, "newsearch"), Path(directory, "whoosh")
        build("newsearch", lambda: build_newsearch(ours, articles), ours, size)
        build("stock Whoosh fr", lambda: build_whoosh(theirs, articles), theirs, size)
        compare(ours, theirs, options.repeat)


def build(name: str, work: Callable[[], None], place: Path, size: int) -> None:
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    on_disk = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    print(
        f"index  {name:16} {seconds:7.1f} CPU s  {size / 1e6 / seconds:6.2f} MB/s  "
        f"{on_disk / 1e6:6.1f} MB on disk"
    )


def build_newsearch(place: Path, articles: list[Article]) -> None:
    with Index.create(place) as built, built.writer() as writer:
        writer.add_all(articles)


def build_whoosh(place: Path, articles: list[Article]) -> None:
    place.mkdir()
    french = LanguageAnalyzer("fr")
    schema = fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=fields.TEXT(analyzer=french, stored=True),
        body=fields.TEXT(analyzer=french, stored=True),
        source=fields.ID(stored=True),
        date=fields.DATETIME(stored=True, sortable=True),
    )
    writer = index.create_in(place, schema).writer()
    for article in articles:
        writer.add_document(
            id=article.id,
            title=article.title,
            body=article.body,
            source=article.source,
            date=article.published.replace(tzinfo=None) if article.published else None,
        )
    writer.commit()


def compare(ours: Path, theirs: Path, repeat: int) -> None:
    print(
        "p50 ms, top 10 (hits)     newsearch: bare  with snippets    stock Whoosh: bare  with snippets"
    )
    stock = index.open_dir(theirs)
    parser = QueryParser("body", stock.schema)
    with Index.open(ours) as opened, stock.searcher() as searcher:
        for name, text in QUERIES.items():
            compare_query(opened, searcher, name, text, parser.parse(text), repeat)


def compare_query(
    opened: Index, searcher: Any, name: str, text: str, query: Any, repeat: int
) -> None:
    typed = text.replace(" OR ", " OU ")
    bare, hits = measure(lambda: opened.search(typed, snippets=0).total, repeat)
    whole, _ = measure(lambda: opened.search(typed).total, repeat)
    stock_bare, stock_hits = measure(lambda: len(searcher.search(query, limit=10)), repeat)
    stock_whole, _ = measure(
        lambda: [hit.highlights("body") for hit in searcher.search(query, limit=10)], repeat
    )
    print(
        f"{name:16}{bare:20.1f} {whole:10.1f} ({hits:5})"
        f"{stock_bare:19.1f} {stock_whole:10.1f} ({stock_hits:5})"
    )


def measure(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The median time of some runs after a first, in ms, and what the work gave."""
    result = work()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000, result


if __name__ == "__main__":
    main()
