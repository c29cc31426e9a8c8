"""The articles that every engine indexes: a file of JSON lines, read the same way for all."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.news import find_data
from benchmarks.peers.peer import Row

__all__ = ["Corpus", "find_corpus", "read_rows"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """So many articles of a file, their bytes as JSON lines and those of their bodies."""

    name: str
    file: Path
    articles: int
    raw_bytes: int
    body_bytes: int

    @classmethod
    def take(cls, name: str, file: Path, limit: int) -> "Corpus":
        """The first articles of a file."""
        raw = body = articles = 0
        with file.open("rb") as lines:
            for line in islice(lines, limit):
                articles += 1
                raw += len(line)
                body += len(json.loads(line)["body"].encode())
        return cls(name, file, articles, raw, body)


def read_rows(file: Path, limit: int) -> Iterator[Row]:
    """The first rows of a file with id, title, body and date, and perhaps author, source, section, url."""
    with file.open(encoding="utf-8") as lines:
        for line in islice(lines, limit):
            row = json.loads(line)
            day = int(row["date"][:10].replace("-", ""))
            facts = (row.get(name) or "" for name in ("author", "source", "section"))
            yield Row(row["id"], row["title"], row["body"], *facts, day, row.get("url") or "")


def find_corpus(name: str, articles: int, directory: Path) -> Corpus:
    """The articles that a name stands for; synthetic ones are written into the directory."""
    if name == "news":
        return Corpus.take("news", find_data() / "news" / "articles.jsonl", articles)
    if name != "synthetic":
        return Corpus.take(Path(name).stem, Path(name), articles)
    try:
        from benchmarks.synthesis import write_articles  # noqa: PLC0415 - wordfreq is an extra
    except ImportError as error:
        sys.exit(f'{error}: pip install -e ".[bench]", or see --corpus')
    file = directory / f"{articles}.jsonl"
    write_articles(file, articles)
    return Corpus.take("synthetic", file, articles)
