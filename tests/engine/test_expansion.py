"""What prefixes, patterns and misspellings stand for, and what is said when that is too much."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import edits

from newsearch.engine import Document, Engine, Schema, Terms, create_engine
from newsearch.engine.whoosh import expansion
from newsearch.engine.whoosh.expansion import measure_distances
from newsearch.query.queries import (
    BooleanQuery,
    FuzzyQuery,
    PrefixQuery,
    Query,
    TextField,
    TextFields,
    WildcardQuery,
)

BODY = TextFields((TextField("body"), TextField("title")))

texts = st.text("abcé😀", max_size=7)


@given(texts | st.integers(10, 70).map(lambda size: "abé" * size), st.lists(texts, max_size=8))
def test_distances_are_levenshtein_s(term: str, candidates: list[str]) -> None:
    """Terms of all the widths that the bits of an integer set, and of more."""
    candidates = [*candidates, term[: len(term) // 2] + "x" + term[len(term) // 2 + 1 :], term]
    letters = np.frombuffer("".join(candidates).encode("utf-32-le"), np.uint32)
    lengths = np.array([len(candidate) for candidate in candidates], np.intp)
    found = measure_distances(term, letters, lengths)
    short = [(one, int(n)) for one, n in zip(candidates, found, strict=True) if len(one) < 10]
    assert all(n == edits(term, one) for one, n in short if len(term) < 10)
    assert all(n >= len(term) - len(one) for one, n in short)
    assert found[-1] == 0
    assert found[-2] == edits(*map(str, ("x", term[len(term) // 2 : len(term) // 2 + 1])))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Two segments; the number of a word is also how rare it is."""
    engine = create_engine("whoosh", tmp_path, Schema(("body", "title"), (), ()))
    for start in (0, 5):
        writer = engine.writer()
        for number in range(start, start + 5):
            words = [f"w{n}" for n in range(10) if n <= number]
            terms = Terms(words, range(len(words)))
            writer.add(Document(str(number), "", {"body": terms, "title": Terms(["w0"], [0])}))
        writer.commit()
        engine = engine.refresh()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "query",
    [PrefixQuery(BODY, "w"), WildcardQuery(BODY, "w*"), FuzzyQuery(BODY, "w")],
    ids=["prefix", "wildcard", "fuzzy"],
)
def test_the_most_frequent_terms_are_kept_and_the_cut_is_said(
    engine: Engine, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = engine.search(query, limit=20)
    assert (whole.total, whole.cut) == (10, ())
    monkeypatch.setattr(expansion, "MAX_EXPANSIONS", 10)
    assert engine.search(query, limit=20).cut == ()
    monkeypatch.setattr(expansion, "MAX_EXPANSIONS", 3)
    excluded = BooleanQuery(should=(query, query), must_not=(FuzzyQuery(BODY, "w0", 0),))
    assert engine.search(excluded, limit=20).cut == (query,)
    monkeypatch.setattr(expansion, "_find_most_frequent", lambda parts: [r[:0] for _, r in parts])
    assert engine.search(query, limit=20).total == 0


def test_terms_are_ranked_over_fields_and_segments(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "MAX_EXPANSIONS", 2)
    query = PrefixQuery(TextFields((TextField("body"),)), "w")
    writer = engine.writer()
    writer.delete("id", "0")
    for number in range(10, 30):
        writer.add(Document(str(number), "", {"body": Terms(["w9"], [0])}))
    writer.commit()
    newer = engine.refresh()
    # w9 is in 21 documents now, w0 and w1 in 9: w9 and w0 are kept.
    assert newer.search(query, limit=50).total == 29
    rest = BooleanQuery(must=(query,), must_not=(FuzzyQuery(query.fields, "w0", 0),))
    assert newer.search(rest, limit=50).total == 20
    newer.close()
