"""How fast is the analysis: tokens a second in one thread, many texts at once and one by one?

    python -m benchmarks.analysis [--articles N] [--repeat N]

The texts are titles and bodies of real articles; a token is a term of `SURFACE`. Each text goes
through all the chains that an index holds it under. Cold is the first time, when no word is known
yet; warm is the fastest time after that. Times are CPU time.
"""

import argparse
import time
from collections.abc import Callable

from benchmarks.news import read_news
from newsearch.analysis.bulk import BulkAnalyzer
from newsearch.analysis.french import analyze_both
from newsearch.analysis.names import NAME

BATCH = 200


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=None, metavar="N", help="only the first N")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="warm runs")
    options = parser.parse_args()
    articles = list(read_news(options.articles))
    texts = [text for article in articles for text in (article.title, article.body)]
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(articles)} articles, {size / 1e6:.1f} MB of text")
    analyzer = BulkAnalyzer()
    measure("many at once", lambda: analyze_in_bulk(analyzer, texts), size, options.repeat)
    measure("one by one", lambda: analyze_each(texts), size, options.repeat)


def analyze_in_bulk(analyzer: BulkAnalyzer, texts: list[str]) -> int:
    batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
    return sum(len(analyzer.analyze(batch).surface.numbers) for batch in batches)


def analyze_each(texts: list[str]) -> int:
    tokens = 0
    for text in texts:
        (terms, _), _ = analyze_both(text)
        NAME.terms(text)
        tokens += len(terms)
    return tokens


def measure(name: str, work: Callable[[], int], size: int, repeat: int) -> None:
    cold, tokens = run(work)
    warm = min(run(work)[0] for _ in range(repeat))
    for state, seconds in (("cold", cold), ("warm", warm)):
        print(
            f"{name:14} {state}  {tokens} tokens  {seconds:6.2f} s  "
            f"{tokens / seconds:10,.0f} tokens/s  {size / 1e6 / seconds:6.1f} MB/s"
        )


def run(work: Callable[[], int]) -> tuple[float, int]:
    start = time.process_time()
    tokens = work()
    return time.process_time() - start, tokens


if __name__ == "__main__":
    main()
