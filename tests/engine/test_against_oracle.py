"""Random documents, changes and queries: an engine finds what the oracle finds, with the same
scores, in the same order, whatever the commits."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import OracleEngine, OracleWriter, Shelf

from newsearch.engine import Document, Engine, Grouping, Order, Schema, Terms, Writer, create_engine
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    FuzzyQuery,
    LeadQuery,
    MatchAllQuery,
    MatchNoneQuery,
    NearQuery,
    PairQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    Rescore,
    TermInSetQuery,
    TermQuery,
    TextField,
    TextFields,
    WildcardQuery,
)

SCHEMA = Schema(text=("body", "title"), keyword=("source",), number=("date",))
EXAMPLES = int(os.environ.get("NEWSEARCH_EXAMPLES", "30"))
"""How many random histories."""

FACETS = tuple(
    Grouping(*one) for one in [("source",), ("id",), ("unheard",), ("date", 1), ("date", 3)]
)
ORDERS = (None, Order("date"), Order("date", descending=True))

WORDS = ("a", "b", "ab", "ba", "abc", "bac", "é", "aé", "😀", "")
DATES = (-(2**63), -3, -1, 0, 1, 2, 2**63 - 1)

words = st.sampled_from(WORDS)
sources = st.sampled_from(["X", "Y", "Z"])
dates = st.sampled_from(DATES)
boosts = st.sampled_from([1.0, 0.5, 2.0])
names = st.integers(0, 7).map(str)

fields = st.builds(
    TextFields,
    st.lists(
        st.builds(
            TextField,
            st.sampled_from(["body", "body", "title", "unheard"]),
            st.sampled_from([1.0, 2.0, 0.0]),
            st.sampled_from([0.6, 0.0, 1.0]),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    st.sampled_from([0.9, 1.2, 0.0]),
)
phrases = st.lists(st.sampled_from(WORDS[:4]), min_size=1, max_size=3).map(tuple)
edges = st.none() | dates

scored: st.SearchStrategy[Query] = st.one_of(
    st.builds(TermQuery, fields, words, boosts),
    st.builds(PhraseQuery, fields, phrases, st.integers(0, 4), boosts),
    st.builds(NearQuery, fields, phrases, st.integers(1, 6), boosts),
    st.builds(PairQuery, fields, words, words, boosts),
    st.builds(LeadQuery, fields, words, st.integers(1, 9), boosts),
)
constant: st.SearchStrategy[Query] = st.one_of(
    st.builds(PrefixQuery, fields, words, boosts),
    st.builds(WildcardQuery, fields, st.text("ab?*é", max_size=4), boosts),
    st.builds(FuzzyQuery, fields, words, st.integers(0, 2), st.integers(0, 2), boosts),
    st.builds(TermInSetQuery, st.just("source"), st.lists(sources, max_size=2).map(tuple)),
    st.builds(TermInSetQuery, st.just("id"), st.lists(names, max_size=3).map(tuple)),
    st.builds(RangeQuery, st.just("date"), edges, edges),
    st.builds(DistanceFeatureQuery, st.just("date"), dates, st.integers(1, 9), boosts),
    st.just(MatchAllQuery()),
    st.just(MatchNoneQuery()),
)


def combine(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    few = st.lists(parts, max_size=1).map(tuple)
    some = st.lists(parts, max_size=2).map(tuple)
    more = st.lists(parts, max_size=3).map(tuple)
    return st.one_of(
        st.builds(BooleanQuery, should=more, must_not=few, minimum_should_match=st.integers(0, 2)),
        st.builds(BooleanQuery, some, more, few, few, st.integers(0, 3)),
        st.builds(EvidenceQuery, parts, some),
    )


queries = st.recursive(scored | constant, combine, max_leaves=6)
few_queries = st.lists(queries, max_size=2).map(tuple)
rescores = st.builds(
    Rescore, few_queries, few_queries, st.sampled_from([0.0, 0.3, 1.0]), st.integers(0, 5)
)


def invent_fields(chance: Random) -> TextFields:
    names = chance.choices(["body", "title", "unheard"], [6, 3, 1], k=chance.choice([1, 1, 2]))
    return TextFields(
        tuple(
            TextField(name, chance.choice([1.0, 2.0, 0.0]), chance.choice([0.6, 0.0, 1.0]))
            for name in names
        ),
        chance.choice([0.9, 1.2, 0.0]),
    )


def invent_leaf(chance: Random) -> Query:
    fields, boost = invent_fields(chance), chance.choice([1.0, 0.5, 2.0])
    word = chance.choice(WORDS)
    phrase = tuple(chance.choices(WORDS[:5], [4, 4, 2, 2, 1], k=chance.choice([1, 2, 2, 2, 3])))
    edges = sorted(chance.choices(DATES, k=2))
    pattern = "".join(chance.choices("ab?*é", [3, 3, 2, 3, 1], k=chance.randrange(1, 5)))
    leaves: list[Query] = [
        TermQuery(fields, word, boost),
        PhraseQuery(fields, phrase, chance.randrange(4), boost),
        PhraseQuery(fields, phrase, 0, boost),
        NearQuery(fields, phrase, chance.randrange(7), boost),
        PairQuery(fields, word, chance.choice(WORDS), boost),
        LeadQuery(fields, word, chance.randrange(1, 9), boost),
        PrefixQuery(fields, word, boost),
        WildcardQuery(fields, pattern, boost),
        FuzzyQuery(fields, word, chance.randrange(3), chance.randrange(3), boost),
        TermInSetQuery("source", tuple(chance.choices("XYZ", k=chance.randrange(3)))),
        TermInSetQuery("id", tuple(chance.choices("01234567", k=4))),
        RangeQuery("date", chance.choice([None, edges[0]]), chance.choice([None, edges[1]])),
        DistanceFeatureQuery("date", edges[0], chance.choice([1, 5]), boost),
        MatchAllQuery(),
        MatchNoneQuery(),
    ]
    return chance.choices(leaves, [4, 2, 2, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.3])[0]


def invent_query(chance: Random, depth: int) -> Query:
    if depth == 0 or chance.random() < 0.5:
        return invent_leaf(chance)

    def parts(*counts: int) -> tuple[Query, ...]:
        return tuple(invent_query(chance, depth - 1) for _ in range(chance.choice(counts)))

    if chance.random() < 0.2:
        return EvidenceQuery(invent_query(chance, depth - 1), parts(0, 1, 2))
    return BooleanQuery(
        must=parts(0, 0, 1, 2),
        should=parts(0, 1, 2, 3),
        must_not=parts(0, 0, 0, 1),
        filter=parts(0, 0, 0, 1),
        minimum_should_match=chance.choice([0, 0, 1, 2, 3]),
    )


@dataclass(frozen=True)
class Delete:
    field: str
    value: str


@dataclass(frozen=True)
class Batch:
    changes: Sequence[Document | Delete]
    kept: bool


def invent_terms(chance: Random) -> Terms:
    """Terms with stacked ones, gaps, and the same term twice at one position."""
    steps = chance.choices([0, 1, 2], [1, 5, 1], k=chance.randrange(14))
    return Terms(
        chance.choices(WORDS, [6, 6, 4, 4, 2, 2, 1, 1, 1, 1], k=len(steps)), list(accumulate(steps))
    )


def invent_document(chance: Random) -> Document:
    document = Document(str(chance.randrange(8)), chance.choice(["", "stored", "é\0"]), {}, {}, {})
    for name, mapping, value in [
        ("body", document.text, invent_terms(chance)),
        ("title", document.text, invent_terms(chance)),
        ("source", document.keywords, tuple(chance.choices("XYZ", k=chance.randrange(3)))),
        ("date", document.numbers, chance.choice(DATES)),
    ]:
        if chance.random() < 0.8:
            mapping[name] = value
    return document


def invent_batch(chance: Random) -> Batch:
    changes: list[Document | Delete] = []
    for _ in range(chance.randrange(9)):
        kind = chance.random()
        if kind < 0.08:
            changes.append(Delete("id", str(chance.randrange(8))))
        elif kind < 0.12:
            changes.append(Delete("source", chance.choice("XYZ")))
        else:
            changes.append(invent_document(chance))
    return Batch(changes, kept=chance.random() < 0.85)


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
        page = engine.search(query, limit=2, offset=1, order=order, facets=FACETS)
        assert page.documents == found.documents[1:3]
        assert page.facets == oracle.search(query, limit=0, facets=FACETS).facets
        check_groups(engine, oracle, query, order)


def check_groups(engine: Engine, oracle: OracleEngine, query: Query, order: Order | None) -> None:
    for field in ("source", "id", "unheard"):
        found = engine.search(query, limit=100, order=order, group=field, facets=FACETS)
        expected = oracle.search(query, limit=100, order=order, group=field, facets=FACETS)
        assert [(d.id, d.group) for d in found.documents] == [
            (d.id, d.group) for d in expected.documents
        ]
        assert (found.total, found.groups) == (expected.total, expected.groups)
        assert found.facets == expected.facets
        page = engine.search(query, limit=2, offset=1, order=order, group=field)
        assert page.documents == found.documents[1:3]
        assert (page.total, page.groups) == (found.total, found.groups)


def create_whoosh(directory: Path) -> Engine:
    return create_engine("whoosh", directory, SCHEMA)


def act(engine: Engine, oracle: OracleEngine, chance: Random) -> tuple[Engine, OracleEngine]:
    """A few batches of changes on both."""
    for _ in range(chance.randrange(1, 7)):
        batch = invent_batch(chance)
        assert apply(batch, engine.writer()) == apply(batch, oracle.writer())
        engine, oracle = engine.refresh(), oracle.refresh()
    return engine, oracle


def check_content(engine: Engine, oracle: OracleEngine) -> None:
    assert engine.count() == oracle.count()
    for field in ("body", "title", "source", "id"):
        for prefix in ("", "a", "é"):
            assert list(engine.terms(field, prefix)) == list(oracle.terms(field, prefix))
    for name in map(str, range(8)):
        assert engine.get(name) == oracle.get(name)


@pytest.fixture(scope="module", autouse=True)
def _do_not_wait_for_the_disk() -> Iterator[None]:
    """Half of the time would go into making commits durable, which other tests look at."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: None)
        yield


@pytest.mark.parametrize("create", [create_whoosh], ids=["whoosh"])
def test_an_engine_agrees_with_the_oracle_whatever_happened(
    create: Callable[[Path], Engine], tmp_path: Path
) -> None:
    """Seeds, not hypothesis: drawn value by value, histories are mostly too poor to match."""
    for seed in range(EXAMPLES):
        chance = Random(seed)  # noqa: S311 - no secret
        directory = tmp_path / str(seed)
        directory.mkdir()
        first = create(directory)
        engine, oracle = act(first, OracleEngine(Shelf(SCHEMA)), chance)
        check_content(engine, oracle)
        for _ in range(20):
            check_same(engine, oracle, invent_query(chance, depth=3))
        assert first.count() == 0
        engine.close()


@pytest.fixture(scope="module", params=[create_whoosh], ids=["whoosh"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, OracleEngine]]:
    """An engine and the oracle with the same history of several segments and deletions."""
    engine = request.param(tmp_path_factory.mktemp("index"))
    oracle, chance = OracleEngine(Shelf(SCHEMA)), Random(7)  # noqa: S311 - no secret
    for _ in range(4):
        engine, oracle = act(engine, oracle, chance)
    yield engine, oracle
    engine.close()


@settings(deadline=None, max_examples=150)
@given(query=queries)
def test_an_engine_agrees_with_the_oracle_on_any_query(
    both: tuple[Engine, OracleEngine], query: Query
) -> None:
    check_same(*both, query)


@settings(deadline=None, max_examples=150)
@given(query=queries, rescore=rescores)
def test_an_engine_agrees_with_the_oracle_on_the_best_matches_weighed_once_more(
    both: tuple[Engine, OracleEngine], query: Query, rescore: Rescore
) -> None:
    engine, oracle = both
    found = engine.search(query, limit=100, rescore=rescore)
    expected = oracle.search(query, limit=100, rescore=rescore)
    assert [d.id for d in found.documents] == [d.id for d in expected.documents]
    assert [d.score for d in found.documents] == pytest.approx(
        [d.score for d in expected.documents], rel=1e-5, abs=1e-12
    )
    page = engine.search(query, limit=2, offset=1, rescore=rescore)
    assert page.documents == found.documents[1:3]
    newest = Order("date", descending=True)
    assert engine.search(query, limit=100, order=newest, rescore=rescore) == engine.search(
        query, limit=100, order=newest
    )
    grouped = engine.search(query, limit=100, rescore=rescore, group="source")
    wanted = oracle.search(query, limit=100, rescore=rescore, group="source")
    assert [(d.id, d.group) for d in grouped.documents] == [
        (d.id, d.group) for d in wanted.documents
    ]
    assert [d.score for d in grouped.documents] == pytest.approx(
        [d.score for d in wanted.documents], rel=1e-5, abs=1e-12
    )
    assert (grouped.total, grouped.groups) == (wanted.total, wanted.groups)
