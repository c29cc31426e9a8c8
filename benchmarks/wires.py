"""How well are agency files read? Needs the real wires.

    python -m benchmarks.wires

Of every French file: a title, a date, and the words of its body, against a plain extraction that
knows nothing of the readers: regular expressions that take the elements of the body and strip the
tags. Of every other file: an article or a reason. The floors are in tests/ingest/test_wire_floors.py.
"""

import html
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsearch.article import Article
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles
from newsearch.ingest.encoding import decode
from newsearch.ingest.sources import read_document

ROOT = Path(__file__).resolve().parent.parent
BODIES = {
    "AE-XML": r"<lead>(.*?)</lead>|<contentSet>.*?<HTML5>(.*?)</HTML5>",
    "AE-legacy-XML": r"<Para>(.*?)</Para>",
    "NITF": r"<body\.content>(.*?)</body\.content>",
    "NewsML-1.2": r"<DataContent>(.*?)</DataContent>",
    "NewsML-G2": r"<inline(?:XML|Data)\b[^>]*>(.*?)</inline(?:XML|Data)>",
    "RSS/Atom": r"<item>.*?(?:<content:encoded>(.*?)</content:encoded>|<description>(.*?)</description>)",
}
"""Where the text of a format stands, for a reader who has only regular expressions."""
HIDDEN = r"<(head|style|script|media|img|EnSavoirPlus|hedline|header|figure|body\.head)\b[^>]*[^/>]?>.*?</\1>"
FULL = 0.98


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: its articles, the reasons of what is none, and the share of the
    words of its body that are in the articles (None where it has no body)."""

    file: str
    form: str
    french: bool
    articles: list[Article]
    reasons: list[str]
    recall: float | None


def read_all(folder: Path) -> list[Reading]:
    rows = [
        json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()
    ]
    return [_read(folder, row) for row in rows]


def _read(folder: Path, row: dict[str, Any]) -> Reading:
    file, form = folder / row["file"], row["format"]
    articles: list[Article] = []
    failures: list[UnreadableArticle] = []
    try:
        raw = read_document(file, base=folder)
        articles = list(read_articles(raw, on_error=failures.append))
    except UnreadableArticle as error:
        failures.append(error)
    found = " ".join(
        f"{article.title} {article.body} {article.rights or ''}" for article in articles
    )
    gold = words(plain_body("JSON" if file.suffix == ".json" else form, file.read_bytes()))
    kept = (gold & words(found)).total()
    recall = kept / gold.total() if gold else None
    reasons = [failure.reason for failure in failures]
    return Reading(row["file"], form, row["french"], articles, reasons, recall)


def plain_body(form: str, content: bytes) -> str:
    """The text of a file's body, by regular expressions alone; empty where there is none."""
    text = decode(content, markup=True)
    if "JSON" in form:
        return " ".join(map(_strip, _json_bodies(text)))
    if form not in BODIES:
        return ""
    text = re.sub(r"<!\[CDATA\[|\]\]>", "", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    found = re.findall(BODIES[form], text, flags=re.DOTALL)
    return " ".join(_strip("".join(parts)) for parts in found)


def _json_bodies(text: str) -> Iterator[str]:
    value = json.loads(text)
    for item in value if isinstance(value, list) else [value]:
        bodies = [item.get(name) for name in ("body_html", "body_xhtml", "body_text", "body_main")]
        bodies += [body.get("value") for body in item.get("bodies", [])]
        yield max((body for body in bodies if isinstance(body, str)), key=len, default="")


def _strip(text: str) -> str:
    text = re.sub(HIDDEN, " ", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"</?(?:p|br|li|tr|td|div|h\d|hl2|Para)\b[^>]*>", " ", text)
    return html.unescape(html.unescape(re.sub(r"<[^>]*>", "", text)))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def score(readings: list[Reading]) -> dict[str, tuple[float, int]]:
    """By measure: a share between 0 and 1, and of how many files."""
    with_body = [one for one in readings if one.recall is not None]
    french = [one for one in readings if one.french and one.articles]
    bodies = [one for one in with_body if one.french]
    silent = [one for one in readings if not one.articles and not one.reasons]
    measures = {
        "French: title": [all(a.title_origin == "meta" for a in one.articles) for one in french],
        "French: date": [all(a.published for a in one.articles) for one in french],
        "French: full text": [(one.recall or 0) >= FULL for one in bodies],
        "all: article or reason": [one not in silent for one in readings],
        "all: full text": [(one.recall or 0) >= FULL for one in with_body],
    }
    return {name: (sum(held) / len(held), len(held)) for name, held in measures.items()}


def main() -> None:
    data = Path(os.environ.get("NEWSEARCH_DATA") or ROOT.parent / "shared" / "data")
    if not (data / "wire").is_dir():
        sys.exit("no real wires: set NEWSEARCH_DATA to the folder that holds them")
    started = time.process_time()
    readings = read_all(data / "wire")
    for name, (share, files) in score(readings).items():
        print(f"{name:24} {share:6.3f}  {files:4} files")
    articles = sum(len(one.articles) for one in readings)
    reasons = Counter(reason for one in readings for reason in one.reasons)
    print(f"{articles} articles in {time.process_time() - started:.2f} s of CPU; no articles:")
    for reason, count in reasons.most_common():
        print(f"{count:4}  {reason}")
    for one in readings:
        if one.recall is not None and one.recall < FULL:
            print(f"{one.recall:6.3f}  {'fr ' if one.french else ''}{one.file}")


if __name__ == "__main__":
    main()
