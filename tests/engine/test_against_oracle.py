"""Random documents, changes and queries: an engine finds what the oracle finds, with the same
scores, in the same order, whatever the commits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import OracleEngine, OracleWriter, Shelf

from newsearch.engine import Document, Engine, Order, Schema, Terms, Writer, create_engine
from newsearch.query.queries import (
    BooleanQuery,
    EvidenceQuery,
    FuzzyQuery,
    MatchAllQuery,
    MatchNoneQuery,
    NearQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    TermInSetQuery,
    TermQuery,
    TextField,
    TextFields,
    WildcardQuery,
)

SCHEMA = Schema(text=("body", "title"), keyword=("source",), number=("date",))
ORDERS = (None, Order("date"), Order("date", descending=True))

words = st.sampled_from(["a", "b", "ab", "ba", "abc", "bac", "é", "aé", "😀", ""])
sources = st.sampled_from(["X", "Y", "Z"])
dates = st.integers(-3, 3) | st.sampled_from([-(2**63), 2**63 - 1])
boosts = st.sampled_from([1.0, 0.5, 2.0])
names = st.integers(0, 7).map(str)


@st.composite
def texts(draw: st.DrawFn) -> Terms:
    """Terms with stacked ones, gaps, and the same term twice at one position."""
    terms = draw(st.lists(words, max_size=12))
    steps = draw(st.lists(st.sampled_from([0, 1, 1, 1, 2]), min_size=len(terms), max_size=99))
    places, place = [], 0
    for step in steps[: len(terms)]:
        place += step
        places.append(place)
    return Terms(tuple(terms), tuple(places))


documents = st.builds(
    Document,
    id=names,
    stored=st.text(max_size=3),
    text=st.fixed_dictionaries({}, optional={"body": texts(), "title": texts()}),
    keywords=st.fixed_dictionaries(
        {}, optional={"source": st.lists(sources, max_size=3).map(tuple)}
    ),
    numbers=st.fixed_dictionaries({}, optional={"date": dates}),
)

fields = st.builds(
    TextFields,
    st.lists(
        st.builds(
            TextField,
            st.sampled_from(["body", "title", "unheard"]),
            st.sampled_from([1.0, 2.0, 0.0]),
            st.sampled_from([0.6, 0.0, 1.0]),
        ),
        max_size=3,
    ).map(tuple),
    st.sampled_from([0.9, 1.2, 0.0]),
)
phrases = st.lists(words, max_size=4).map(tuple)
edges = st.none() | dates

leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(TermQuery, fields, words, boosts),
    st.builds(PhraseQuery, fields, phrases, st.integers(0, 4), boosts),
    st.builds(NearQuery, fields, phrases, st.integers(0, 6), boosts),
    st.builds(PrefixQuery, fields, words, boosts),
    st.builds(WildcardQuery, fields, st.text("ab?*é", max_size=4), boosts),
    st.builds(FuzzyQuery, fields, words, st.integers(0, 2), st.integers(0, 2), boosts),
    st.builds(TermInSetQuery, st.just("source"), st.lists(sources, max_size=2).map(tuple)),
    st.builds(TermInSetQuery, st.just("id"), st.lists(names, max_size=3).map(tuple)),
    st.builds(RangeQuery, st.just("date"), edges, edges),
    st.just(MatchAllQuery()),
    st.just(MatchNoneQuery()),
)


def combine(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(parts, max_size=2).map(tuple)
    more = st.lists(parts, max_size=3).map(tuple)
    return st.one_of(
        st.builds(BooleanQuery, some, more, some, some, st.integers(0, 3)),
        st.builds(EvidenceQuery, parts, some),
    )


queries = st.recursive(leaves, combine, max_leaves=8)


@dataclass(frozen=True)
class Delete:
    field: str
    value: str


@dataclass(frozen=True)
class Batch:
    changes: Sequence[Document | Delete]
    kept: bool


changes = st.one_of(
    documents,
    documents,
    documents,
    st.builds(Delete, st.just("id"), names),
    st.builds(Delete, st.just("source"), sources),
)
batches = st.builds(
    Batch, st.lists(changes, max_size=8), st.sampled_from([True, True, True, False])
)


def apply(batch: Batch, writer: Writer | OracleWriter) -> list[int]:
    counts = []
    for change in batch.changes:
        if isinstance(change, Delete):
            counts.append(writer.delete(change.field, change.value))
        else:
            writer.add(change)
    if batch.kept:
        writer.commit()
    else:
        writer.rollback()
    return counts


def check_same(engine: Engine, oracle: OracleEngine, query: Query) -> None:
    for order in ORDERS:
        found = engine.search(query, limit=100, order=order)
        expected = oracle.search(query, limit=100, order=order)
        assert [d.id for d in found.documents] == [d.id for d in expected.documents]
        assert [d.stored for d in found.documents] == [d.stored for d in expected.documents]
        assert [d.score for d in found.documents] == pytest.approx(
            [d.score for d in expected.documents], rel=1e-5, abs=1e-12
        )
        assert found.total == expected.total
        page = engine.search(query, limit=2, offset=1, order=order)
        assert page.documents == found.documents[1:3]


def create_whoosh(directory: Path) -> Engine:
    return create_engine("whoosh", directory, SCHEMA)


@pytest.mark.parametrize("create", [create_whoosh], ids=["whoosh"])
@settings(deadline=None, max_examples=60)
@given(
    history=st.lists(batches, min_size=1, max_size=6),
    asked=st.lists(queries, min_size=1, max_size=6),
)
def test_an_engine_agrees_with_the_oracle(
    create: Callable[[Path], Engine], history: list[Batch], asked: list[Query]
) -> None:
    oracle = OracleEngine(Shelf(SCHEMA))
    with TemporaryDirectory() as directory:
        first = engine = create(Path(directory))
        for batch in history:
            assert apply(batch, engine.writer()) == apply(batch, oracle.writer())
            engine, oracle = engine.refresh(), oracle.refresh()
        assert engine.count() == oracle.count()
        for field in ("body", "title", "source", "id"):
            assert list(engine.terms(field, "")) == list(oracle.terms(field, ""))
            assert list(engine.terms(field, "a")) == list(oracle.terms(field, "a"))
        for name in map(str, range(8)):
            assert engine.get(name) == oracle.get(name)
        for query in asked:
            check_same(engine, oracle, query)
        assert first.count() == 0
        engine.close()
