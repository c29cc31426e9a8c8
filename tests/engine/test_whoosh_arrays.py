"""The parts of the evaluator that work on arrays, against the obvious way."""

from pathlib import Path

import numpy as np
from contract import SCHEMA, commit, find, write
from hypothesis import given
from hypothesis import strategies as st
from oracle import edits, fits

from newsearch.engine import create_engine
from newsearch.engine.whoosh.cache import PostingsCache
from newsearch.engine.whoosh.documents import contains, intersect, locate, unite
from newsearch.engine.whoosh.expansion import MAX_EXPANSIONS, compile_pattern, measure_distances
from newsearch.engine.whoosh.postings import ArrayPostings, Unsigned, expand_runs
from newsearch.engine.whoosh.schema import pack_positions, unpack_positions
from newsearch.engine.whoosh.top import _smallest
from newsearch.query.queries import PrefixQuery, TextField, TextFields

BODY = TextFields((TextField("body"),))
SIZE = 500

document_sets = st.sets(st.integers(0, SIZE - 1), max_size=60)
words = st.text("abcé😀\0", max_size=8)


def numbers(found: set[int]) -> Unsigned:
    return np.array(sorted(found), np.uint32)


@given(st.lists(document_sets, max_size=5))
def test_union(sets: list[set[int]]) -> None:
    found = unite([numbers(s) for s in sets], SIZE)
    assert found.tolist() == sorted(set().union(*sets))
    assert found.dtype == np.uint32


@given(st.lists(document_sets, min_size=1, max_size=4))
def test_intersection(sets: list[set[int]]) -> None:
    assert intersect([numbers(s) for s in sets]).tolist() == sorted(set.intersection(*sets))


@given(document_sets, document_sets)
def test_membership_and_place(held: set[int], wanted: set[int]) -> None:
    rows, there = locate(numbers(held), numbers(wanted))
    assert there.tolist() == [number in held for number in sorted(wanted)]
    assert contains(numbers(held), numbers(wanted)).tolist() == there.tolist()
    assert numbers(held)[rows[there]].tolist() == sorted(held & wanted)


@given(st.lists(st.integers(-5, 5), max_size=40), st.integers(0, 45))
def test_the_smallest_in_order_equals_by_place(keys: list[int], count: int) -> None:
    rows = sorted(range(len(keys)), key=keys.__getitem__)[:count]
    assert _smallest(np.array(keys, np.int64), count).tolist() == rows


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4)), max_size=10))
def test_runs(runs: list[tuple[int, int]]) -> None:
    begins = np.array([begin for begin, _ in runs], np.intp)
    counts = np.array([count for _, count in runs], np.intp)
    expected = [begin + i for begin, count in runs for i in range(count)]
    assert expand_runs(begins, counts).tolist() == expected


@given(st.lists(st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=6).map(sorted)))
def test_positions_are_packed_and_unpacked(rows: list[list[int]]) -> None:
    starts = np.cumsum([0, *map(len, rows)])
    data = b"".join(map(pack_positions, rows))
    assert unpack_positions(data, starts).tolist() == [place for row in rows for place in row]


@given(words, st.lists(words, max_size=6))
def test_distances(term: str, candidates: list[str]) -> None:
    expected = [edits(candidate, term) for candidate in candidates]
    assert measure_distances(term, candidates).tolist() == expected


@given(st.text("ab?*.\n[", max_size=8), st.text("ab.\n[", max_size=10))
def test_patterns(pattern: str, term: str) -> None:
    assert bool(compile_pattern(pattern).fullmatch(term)) == fits(pattern, term)


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    pattern = compile_pattern("*a" * 40 + "*b")
    assert not pattern.fullmatch("a" * 5000)
    assert pattern.fullmatch("a" * 5000 + "b")


def test_expansions_are_bounded_and_the_most_frequent_kept(tmp_path: Path) -> None:
    engine = create_engine("whoosh", tmp_path, SCHEMA)
    rare = " ".join(f"mot{number:05}" for number in range(MAX_EXPANSIONS + 50))
    last = f"mot{MAX_EXPANSIONS + 49:05}"
    cut = f"mot{MAX_EXPANSIONS + 10:05}"
    engine = commit(
        engine,
        write("all", rare),
        write("frequent", last),
        write("cut", "rien"),
        write("title", title=cut),
    )
    assert find(engine, PrefixQuery(BODY, "mot")) == ["all", "frequent"]
    title = TextFields((TextField("body"), TextField("title")))
    assert find(engine, PrefixQuery(title, "mot")) == ["all", "frequent", "title"]
    engine.close()


def test_the_cache_forgets_what_was_not_used_for_longest() -> None:
    def postings(size: int) -> ArrayPostings:
        return ArrayPostings(
            np.zeros(size, np.uint32),
            np.zeros(size, np.uint32),
            np.zeros(size + 1, np.intp),
            np.zeros(0, np.uint32),
        )

    cache = PostingsCache(limit=40_000)
    for name in "abc":
        cache.put(("s", "f", name), postings(500))
    assert cache.get(("s", "f", "a")) is not None
    for name in "defg":
        cache.put(("s", "f", name), postings(500))
        assert cache.get(("s", "f", "a")) is not None
    assert cache.get(("s", "f", "b")) is None
    cache.put(("s", "f", "huge"), postings(50_000))
    assert cache.get(("s", "f", "huge")) is None
