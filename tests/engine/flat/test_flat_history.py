"""Random histories: the evaluator finds on flat segments what the slow, obvious oracle finds."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from flatindex import create_flat
from oracle import OracleEngine, Shelf
from test_against_oracle import SCHEMA, act, check_content, check_same, invent_query

EXAMPLES = int(os.environ.get("NEWSEARCH_EXAMPLES", "30"))


@pytest.fixture(scope="module", autouse=True)
def _do_not_wait_for_the_disk() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: None)
        yield


def test_a_flat_index_agrees_with_the_oracle_whatever_happened(tmp_path: Path) -> None:
    for seed in range(EXAMPLES):
        chance = Random(seed)  # noqa: S311 - no secret
        directory = tmp_path / str(seed)
        directory.mkdir()
        first = create_flat(directory, SCHEMA)
        engine, oracle = act(first, OracleEngine(Shelf(SCHEMA)), chance)
        check_content(engine, oracle)
        for _ in range(20):
            check_same(engine, oracle, invent_query(chance, depth=3))
        assert first.count() == 0
        engine.close()
