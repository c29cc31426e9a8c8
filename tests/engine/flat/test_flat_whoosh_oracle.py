"""An ordinary Whoosh searcher finds in flat segments what it finds in Whoosh's own: the same
documents, scores and order, whatever was added, replaced, deleted and merged."""

import os
import tempfile
import warnings
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flatindex import read_toc
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from stockindex import StockIndex, make_whoosh_schema

from newsearch.engine import Document, Terms
from newsearch.engine.whoosh.flat.writer import FlatWriter
from newsearch.engine.whoosh.library import TOC, FileIndex, FileStorage
from newsearch.engine.whoosh.storage import DurableStorage
from newsearch.engine.whoosh.toc import INDEX_NAME

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Whoosh's source predates today's syntax rules.
    from whoosh import query as q
    from whoosh.matching import ReadTooFar

WORDS = tuple("mangue mangues mangue's figue figues noix é às 😀 noisette".split())
STEMS = {word: word.rstrip("s").removesuffix("'") for word in WORDS}
NUMBERS = (-(2**63), -100, -1, 0, 1, 7, 8, 2**40, 2**63 - 1)
EXAMPLES = int(os.environ.get("NEWSEARCH_EXAMPLES", "12"))

Change = Document | tuple[str, str]


def invent_words(chance: Random) -> list[str]:
    size = chance.choice([0, 1, 3, 6, 12, 12, 150])
    return chance.choices(WORDS, [9, 5, 1, 4, 2, 2, 1, 1, 1, 1], k=size)


def invent_document(chance: Random) -> Document:
    words, title = invent_words(chance), invent_words(chance)[:4]
    positions = [2 * place // 2 + place // 5 for place in range(len(words))]
    text = {
        "body_surface": Terms(words, positions),
        "body_stem": Terms([STEMS[word] for word in words], positions),
        "title": Terms(title, range(len(title))),
    }
    return Document(
        id=str(chance.randrange(40)),
        stored=chance.choice(["", "dit", "é\n\"'"]),
        text={name: terms for name, terms in text.items() if terms.terms},
        keywords={"source": tuple(chance.sample("XYZ", chance.choice([0, 1, 1, 2])))},
        numbers={"date": chance.choice(NUMBERS)} if chance.random() < 0.8 else {},
    )


def invent_change(chance: Random) -> Change:
    if chance.random() < 0.06:
        return chance.choice([("id", str(chance.randrange(40))), ("source", "Z")])
    return invent_document(chance)


class FlatIndex:
    def __init__(self, directory: Path, batch_tokens: int) -> None:
        directory.mkdir()
        self.directory = directory
        self.batch_tokens = batch_tokens
        TOC(make_whoosh_schema(), [], 0).write(DurableStorage(directory), INDEX_NAME)

    def commit(self, changes: list[Change], *, optimize: bool = False) -> None:
        writer = FlatWriter(self.directory, read_toc, batch_tokens=self.batch_tokens)
        for change in changes:
            if isinstance(change, Document):
                writer.add(change)
            else:
                writer.delete(*change)
        if optimize:
            writer.optimize()
        writer.commit()

    def open(self) -> FileIndex:
        return FileIndex(FileStorage(str(self.directory)))


@pytest.fixture(autouse=True)
def _do_not_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


def search(index: FileIndex, query: Any, limit: int | None) -> list[tuple[str, float, str]]:
    with index.searcher() as searcher:
        reader = searcher.reader()
        ids = reader.column_reader("id") if reader.doc_count_all() else {}
        found = searcher.search(query, limit=limit)
        return [(ids[hit.docnum], hit.score, hit["stored"]) for hit in found]


def check_same(flat: FileIndex, stock: FileIndex, query: Any) -> None:
    for limit in (None, 3):
        try:
            expected = search(stock, query, limit)
        except (AssertionError, AttributeError, IndexError, ReadTooFar):
            return  # Whoosh's matchers have bugs of their own.
        found = search(flat, query, limit)
        assert [hit[::2] for hit in found] == [hit[::2] for hit in expected]
        assert [hit[1] for hit in found] == pytest.approx([hit[1] for hit in expected], rel=1e-5)


FIELDS = st.sampled_from(["body_surface", "body_surface", "body_stem", "title"])
LEAVES = st.one_of(
    st.builds(q.Term, FIELDS, st.sampled_from(WORDS), st.sampled_from([1.0, 2.0])),
    st.builds(q.Term, st.just("source"), st.sampled_from("XYZ")),
    st.builds(
        q.Phrase,
        FIELDS,
        st.lists(st.sampled_from(WORDS[:6]), min_size=2, max_size=3),
        st.integers(1, 3),
    ),
    st.builds(q.Prefix, FIELDS, st.sampled_from(["m", "fig", "n", "é", "x"])),
    st.builds(q.Wildcard, FIELDS, st.sampled_from(["*s", "m?ngue*", "?", "no*", "x*y"])),
    st.builds(q.FuzzyTerm, FIELDS, st.sampled_from(WORDS[:6])),
    st.builds(
        q.NumericRange,
        st.just("date"),
        st.none() | st.sampled_from(NUMBERS[1:-1]),
        st.none() | st.sampled_from(NUMBERS[1:-1]),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(q.Every, st.sampled_from([None, "title", "source"])),
)


def combine(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    few = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        st.builds(q.And, few),
        st.builds(q.Or, few),
        st.builds(q.Not, parts),
        st.builds(q.AndNot, parts, parts),
        st.builds(q.AndMaybe, parts, parts),
    )


QUERIES = st.recursive(LEAVES, combine, max_leaves=5)


@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32), st.lists(QUERIES, min_size=10, max_size=20))
def test_whoosh_finds_the_same_in_flat_segments(seed: int, queries: list[Any]) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        # Whoosh counts deleted documents in its statistics until a merge, and scores a prefix that
        # stands for one term of a segment otherwise than one that stands for several: so the
        # segments have to be the same.
        patched.setattr(FlatWriter, "_merge", lambda _: None)
        flat = FlatIndex(Path(folder) / "flat", batch_tokens=10**9)
        stock = StockIndex(Path(folder) / "stock")
        for _ in range(chance.randrange(1, 4)):
            changes = [invent_change(chance) for _ in range(chance.randrange(1, 30))]
            flat.commit(changes)
            stock.commit(changes)
        for query in queries:
            check_same(flat.open(), stock.index, query)


@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32), st.lists(QUERIES, min_size=10, max_size=20))
def test_whoosh_finds_in_a_merged_segment_what_a_fresh_index_would_hold(
    seed: int, queries: list[Any]
) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        flat = FlatIndex(Path(folder) / "flat", batch_tokens=400)
        stock = StockIndex(Path(folder) / "stock")
        living: dict[str, Document] = {}
        for _ in range(chance.randrange(1, 5)):
            changes = [invent_change(chance) for _ in range(chance.randrange(1, 25))]
            flat.commit(changes)
            for change in changes:
                living = replay(change, living)
        flat.commit([], optimize=True)
        stock.commit(list(living.values()))
        for query in queries:
            check_same(flat.open(), stock.index, query)


def replay(change: Change, living: dict[str, Document]) -> dict[str, Document]:
    """The documents after a change, in order of addition."""
    if isinstance(change, Document):
        others = {name: document for name, document in living.items() if name != change.id}
        return {**others, change.id: change}
    field, value = change
    return {
        name: document
        for name, document in living.items()
        if value not in {"id": (name,), **document.keywords}.get(field, ())
    }
