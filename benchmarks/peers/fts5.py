"""SQLite FTS5: words without accents, no stems; the articles are in a table that it indexes."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.peers import peer
from benchmarks.peers.peer import Found, Question, Row

__all__ = ["LOADS_TO_WRITE", "PEERS", "VERSION", "Fts5", "build"]

VERSION = f"SQLite {sqlite3.sqlite_version}, FTS5"
LOADS_TO_WRITE: tuple[str, ...] = ()
TABLES = """
CREATE VIRTUAL TABLE texts USING fts5(
    title, body, content=articles, tokenize="unicode61 remove_diacritics 2"
);
CREATE TABLE articles(
    rowid INTEGER PRIMARY KEY,
    id TEXT, title TEXT, body TEXT, author TEXT, source TEXT, section TEXT, day INTEGER, url TEXT
);
"""
MATCHING = "FROM texts JOIN articles a ON a.rowid = texts.rowid WHERE texts MATCH ?"
FILE = "articles.sqlite"

try:
    sqlite3.connect(":memory:").executescript(TABLES)
except sqlite3.OperationalError as error:
    raise ImportError(f"this Python's SQLite has no FTS5 ({error})") from error


def build(place: Path, rows: Iterable[Row]) -> None:
    base = sqlite3.connect(place / FILE)
    base.executescript(TABLES)
    base.executemany("INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    base.execute("INSERT INTO texts(texts) VALUES ('rebuild')")
    base.commit()
    base.close()


class Fts5:
    """SQL: one statement for the best ten, another one to count."""

    name, matching = "SQLite FTS5", peer.FOLDED
    kinds = tuple(kind for kind in peer.KINDS if kind != peer.FUZZY)
    makes_snippets = True

    def __init__(self, place: Path) -> None:
        self.base = sqlite3.connect(f"file:{place / FILE}?mode=ro", uri=True)

    def ask(self, question: Question, *, snippets: bool) -> list[Found]:
        passage = "snippet(texts, 1, '[', ']', '…', 40)" if snippets else "''"
        best = (
            f"SELECT a.id, a.title, {passage} {MATCHING}{{}} ORDER BY texts.rank LIMIT {peer.PAGE}"
        )
        page = [Found(*row) for row in self.select(best, question)]
        if question.kind == peer.FACET:
            self.select(f"SELECT a.source, count(*) {MATCHING}{{}} GROUP BY a.source", question)
        return page

    def count(self, question: Question) -> int:
        return int(self.select(f"SELECT count(*) {MATCHING}{{}}", question)[0][0])

    def close(self) -> None:
        self.base.close()

    def select(self, statement: str, question: Question) -> list[tuple[str, ...]]:
        """The rows of a statement, in which braces stand for the condition on dates."""
        values: list[object] = [write(question)]
        condition = ""
        if question.kind == peer.DATES:
            condition = " AND a.day BETWEEN ? AND ?"
            values += [question.since, question.until]
        return self.base.execute(statement.format(condition), values).fetchall()


def write(question: Question) -> str:
    """The question in FTS5's language."""
    match question.kind:
        case peer.PHRASE:
            text = f'"{" ".join(question.words)}"'
        case peer.PREFIX:
            text = f"{question.words[0]}*"
        case kind:
            text = (" OR " if kind in peer.OR_ONLY else " AND ").join(question.words)
    return f"body : ({text})"


PEERS = (Fts5,)
