"""Pruning changes nothing but the time: the page is the one that scoring every match would give."""

import os
from collections.abc import Iterator
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.engine import Document, Engine, Order, Schema, Terms, TopDocs, create_engine
from newsearch.engine.whoosh import proximity, top
from newsearch.engine.whoosh.clauses import TextClause, round_up
from newsearch.engine.whoosh.flat import longlists
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    TermQuery,
    TextField,
    TextFields,
)

SCHEMA = Schema(text=("body", "title"), keyword=("source",), number=("date",))
WORDS = [f"w{number}" for number in range(40)]
WEIGHTS = [1 / (number + 1) for number in range(40)]

numbers = st.integers(0, 39)
boosts = st.sampled_from([1.0, 0.5, 3.0, 0.0, -1.0])
fields = st.builds(
    TextFields,
    st.lists(
        st.builds(
            TextField,
            st.sampled_from(["body", "body", "title"]),
            st.sampled_from([1.0, 2.0, 0.0]),
            st.sampled_from([0.6, 0.3, 0.0, 1.0, 1.5]),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    st.sampled_from([0.9, 1.2, 0.0]),
)
words = st.sampled_from(WORDS[:8]) | st.sampled_from(WORDS)
leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(TermQuery, fields, words, boosts),
    st.builds(TermQuery, fields, words),
    st.builds(PhraseQuery, fields, st.lists(words, min_size=2, max_size=2).map(tuple)),
    st.builds(PrefixQuery, fields, st.sampled_from(["w1", "w"]), boosts),
    st.builds(DistanceFeatureQuery, st.just("date"), numbers, st.integers(1, 9), boosts),
    st.builds(RangeQuery, st.just("date"), st.none() | numbers, st.none() | numbers),
)


def combine(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(parts, max_size=2).map(tuple)
    return st.one_of(
        st.builds(BooleanQuery, should=st.lists(parts, min_size=1, max_size=5).map(tuple)),
        st.builds(BooleanQuery, some, some, some, some, st.integers(0, 2)),
        st.builds(EvidenceQuery, parts, some),
    )


queries = st.recursive(leaves, combine, max_leaves=6)


def invent(chance: Random, number: int) -> Document:
    def text(most: int) -> Terms:
        size = chance.randint(1, most)
        return Terms(chance.choices(WORDS, WEIGHTS, k=size), range(size))

    numbers = {"date": chance.randrange(40)} if chance.random() < 0.8 else {}
    sources = ("X",) if chance.random() < 0.5 else ("Y", "Z")
    texts = {"body": text(chance.choice([5, 30, 90])), "title": text(6)}
    return Document(str(number), "", texts, {"source": sources}, numbers)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Several segments, the first with deleted documents, long and short posting lists."""
    engine: Engine = create_engine("whoosh", tmp_path_factory.mktemp("index"), SCHEMA)
    chance = Random(3)  # noqa: S311 - no secret
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: None)
        for numbers in (range(900), range(900, 1000), range(1000, 1600), range(300, 330)):
            writer = engine.writer()
            for number in numbers:
                writer.add(invent(chance, number))
            writer.commit()
            engine = engine.refresh()
    yield engine
    engine.close()


def search(
    engine: Engine, query: Query, *, few: int, wave: int = 1, many: int = 0, limit: int = 10
) -> TopDocs:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(top, "_FEW", few)
        patched.setattr(top, "_WAVE", wave)
        patched.setattr(top, "_LEAST", 3 * wave)
        patched.setattr(top, "_PER_PLACE", 0)
        patched.setattr(top, "_MANY", many)
        return engine.search(query, limit=limit)


@settings(deadline=None, max_examples=300)
@given(
    query=queries,
    limit=st.sampled_from([1, 3, 10, 200]),
    wave=st.integers(1, 9),
    many=st.sampled_from([0, 10**9]),
)
def test_pruning_finds_what_scoring_everything_finds(
    engine: Engine, query: Query, limit: int, wave: int, many: int
) -> None:
    pruned = search(engine, query, few=0, wave=wave, many=many, limit=limit)
    assert pruned == search(engine, query, few=10**9, limit=limit)
    every = engine.search(query, limit=10**6)
    assert pruned.documents == every.documents[:limit]
    assert pruned.total == len(every.documents)


@settings(deadline=None, max_examples=100)
@given(
    fields=fields,
    terms=st.lists(words, min_size=2, max_size=4).map(tuple),
    rounds=st.integers(0, 3),
    dear=st.sampled_from([0, 10**6]),
)
def test_phrases_are_the_same_however_long_lists_are_looked_at(
    engine: Engine, fields: TextFields, terms: tuple[str, ...], rounds: int, dear: int
) -> None:
    query = PhraseQuery(fields, terms)
    plain = engine.search(query, limit=10**6)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(longlists, "_SHORT", 0)
        patched.setattr(longlists, "_MANY", 10**6)
        patched.setattr(longlists, "_SHARE", 10**6)
        patched.setattr(proximity, "_DEAR", dear)
        patched.setattr(proximity, "_MANY", 0)
        patched.setattr(longlists, "_ROUNDS", rounds)
        assert engine.search(query, limit=10**6) == plain


@given(st.lists(st.floats(0, 2.0**60, width=32), min_size=1), st.integers(-60, 60))
def test_bounds_are_kept_a_little_higher_or_as_they_are(numbers: list[float], power: int) -> None:
    bounds = np.array(numbers, np.float32) * np.float32(2.0**power)
    octets, step = round_up(bounds)
    kept = octets * step if len(octets) else np.zeros_like(bounds)
    highest = float(bounds.max())
    assert (kept >= bounds - 1e-6 * highest).all()
    assert (kept <= bounds + highest / 250 + 1e-30).all()
    assert highest < 1e-30 or not kept[bounds == 0].any()


@pytest.mark.parametrize(
    "order", [None, Order("date"), Order("date", descending=True)], ids=["score", "up", "down"]
)
def test_pages_follow_one_another(engine: Engine, order: Order | None) -> None:
    query = BooleanQuery(
        should=tuple(TermQuery(TextFields((TextField("body"),)), word) for word in WORDS[:3])
    )
    every = engine.search(query, limit=10**6, order=order).documents
    pages = [engine.search(query, limit=7, offset=at, order=order).documents for at in (0, 7, 300)]
    assert pages == [every[at : at + 7] for at in (0, 7, 300)]


def test_most_matches_of_a_common_word_are_never_scored(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored = []
    score = TextClause.scores

    def count(self: TextClause, segment: int, documents: object) -> object:
        scored.append(len(documents))  # type: ignore[arg-type]
        return score(self, segment, documents)  # type: ignore[arg-type]

    monkeypatch.setattr(TextClause, "scores", count)
    query = TermQuery(TextFields((TextField("body"),)), "w0")
    total = search(engine, query, few=0, wave=4, limit=3).total
    assert sum(scored) < total / 3
