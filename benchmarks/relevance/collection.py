"""A test collection: documents, queries, and which document answers which query."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

__all__ = ["VARIANTS", "Collection", "Document", "remove_accents"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be found; the title is empty where the collection has none."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, the queries that somebody has judged (text by id), and the judgements.

    `judgements` gives the relevance (0: not relevant) by query id and document id.
    """

    name: str
    documents: tuple[Document, ...]
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a folder as the package describes it. Raises OSError or ValueError."""
        judgements = _read_judgements(folder / "qrels.tsv")
        queries = {_id(row): str(row["text"]) for row in _rows(folder / "queries.jsonl")}
        judged = {key: text for key, text in queries.items() if key in judgements}
        if not judged:
            raise ValueError(f"{folder}: no query of queries.jsonl is judged in qrels.tsv")
        documents = tuple(_read_documents(folder))
        return cls(
            folder.resolve().name, documents, judged, {key: judgements[key] for key in judged}
        )

    def sample(self, queries: int | None = None, documents: int | None = None) -> Self:
        """The same collection with so many of its queries and documents: always the same ones.

        They are chosen by a digest of their id, so that the choice depends on nothing else. The
        documents that a chosen query is judged on always stay.
        """
        asked = _choose(self.queries, queries)
        judgements = {key: found for key, found in self.judgements.items() if key in asked}
        judged = {key for found in judgements.values() for key in found}
        kept = judged | _choose([document.id for document in self.documents], documents)
        return replace(
            self,
            documents=tuple(document for document in self.documents if document.id in kept),
            queries={key: text for key, text in self.queries.items() if key in asked},
            judgements=judgements,
        )


def remove_accents(text: str) -> str:
    """As typed on a keyboard without accents: no diacritics, no ligatures, case kept."""
    apart = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})

VARIANTS: dict[str, Callable[[str], str]] = {
    "as typed": str,
    "without accents": remove_accents,
    "in capitals": str.upper,
}
"""The ways in which every query is typed."""


def _read_documents(folder: Path) -> Iterator[Document]:
    corpus, titled = folder / "corpus.jsonl", True
    if not corpus.exists():
        corpus, titled = _named_corpus(folder)
    for row in _rows(corpus):
        title = str(row.get("title") or "") if titled else ""
        yield Document(_id(row), title, str(row["text"] if "text" in row else row["body"]))


def _named_corpus(folder: Path) -> tuple[Path, bool]:
    """The file that CORPUS names, and whether its titles are to be indexed."""
    said = (folder / "CORPUS").read_text("utf-8")
    named = re.search(r"\S+\.jsonl", said)
    if named is None:
        raise ValueError(f"{folder}: neither corpus.jsonl nor a CORPUS that names one")
    return folder.parent / named.group(), "body only" not in said


def _read_judgements(path: Path) -> dict[str, dict[str, int]]:
    judgements: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        query, document, relevance = line.split("\t")
        if number == 0 and not relevance.lstrip("-").isdigit():
            continue  # the header of BEIR's files
        judgements.setdefault(query, {})[document] = int(relevance)
    return judgements


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _id(row: dict[str, Any]) -> str:
    return str(row["id"] if "id" in row else row["_id"])


def _choose(keys: Iterable[str], count: int | None) -> set[str]:
    if count is None:
        return set(keys)
    return set(sorted(keys, key=lambda key: hashlib.sha256(key.encode()).digest())[:count])
