"""The real news articles that benchmarks run on; they are not part of the project."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from newsearch import Article

__all__ = ["find_data", "read_news"]


def find_data() -> Path:
    """The folder that NEWSEARCH_DATA names, else the one beside the project. Exits without one."""
    given = os.environ.get("NEWSEARCH_DATA")
    folder = Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        sys.exit("no real articles here: set NEWSEARCH_DATA to the folder that holds them")
    return folder


def read_news(limit: int | None = None) -> Iterator[Article]:
    """The articles of news/articles.jsonl, in their order."""
    with (find_data() / "news" / "articles.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == limit:
                return
            row = json.loads(line)
            yield Article(
                id=row["id"],
                title=row["title"],
                title_origin="meta",
                body=row["body"],
                path=f"articles.jsonl:{number + 1}",
                digest=row["id"],
                url=row["url"],
                source=row["source"],
                source_origin="meta",
                authors=(row["author"],) if row["author"] else (),
                authors_origin="meta" if row["author"] else "none",
                published=datetime.fromisoformat(row["date"]),
                published_precision="time",
                published_origin="meta",
                language="fr",
            )
