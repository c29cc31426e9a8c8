"""What a run remembers of texts."""

from collections import Counter
from math import inf
from pathlib import Path
from random import Random

import numpy as np
import pytest

from newsearch.clusters import memory
from newsearch.clusters.likeness import KEYS
from newsearch.clusters.memory import Buckets, Spool


def test_texts_come_back_from_memory_and_from_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_IN_MEMORY", 1000)
    spool = Spool(tmp_path)
    texts = [np.arange(start, start + start % 50, dtype=np.uint32) for start in range(200)]
    assert [spool.append(text, len(text) / 2) for text in texts] == list(range(200))
    order = Random(1).sample(range(200), 200)  # noqa: S311 - no secret
    assert all((spool[number] == texts[number]).all() for number in order)
    assert [spool.size(number) for number in range(200)] == [len(text) for text in texts]
    assert spool.published.tolist() == [len(text) / 2 for text in texts]
    spool.append(np.zeros(3, np.uint32), inf)
    assert spool[200].tolist() == [0, 0, 0]
    spool.close()
    assert list(tmp_path.iterdir()) == []


def test_buckets_are_a_dict_of_lists() -> None:
    chance = Random(2)  # noqa: S311 - no secret
    buckets, known = Buckets(), {}
    for cluster in range(3000):
        keys = [chance.randrange(2000) for _ in range(8)]
        buckets.add(keys, cluster)
        for key in keys:
            known.setdefault(key, set()).add(cluster)
        wanted = chance.sample(range(2000), 8)
        counts = Counter(found for key in wanted for found in known.get(key, ()))
        found = buckets.find(wanted, 10_000)
        assert set(found) == set(counts)
        assert [counts[one] for one in found] == sorted(counts.values(), reverse=True)


def test_what_everything_has_costs_no_more_than_so_much() -> None:
    buckets = Buckets()
    for cluster in range(5000):
        buckets.add([7], cluster)
    found = buckets.find([7], 10_000)
    assert len(found) <= 64
    assert found[0] == 4999


def test_many_new_keys_are_added_as_if_one_by_one() -> None:
    chance = Random(3)  # noqa: S311 - no secret
    together, alone, known = Buckets(), Buckets(), set()
    for first in range(0, 3000, 100):
        rows = [
            chance.sample(range(row * 50, row * 50 + 50), KEYS) for row in range(first, first + 100)
        ]
        chance.shuffle(rows)
        keys = np.array(rows, np.uint32).ravel() * np.uint32(7919)
        assert not together.are_known(keys).any()
        together.add_new(keys, np.arange(first, first + 100, dtype=np.uint32).repeat(KEYS))
        for cluster, row in enumerate(rows, first):
            alone.add([key * 7919 for key in row], cluster)
        known.update(keys.tolist())
        asked = np.array([*chance.sample(sorted(known), 50), *range(50)], np.uint32)
        assert together.are_known(asked).tolist() == [key in known for key in asked.tolist()]
    for key in known:
        assert together.find([key], 10) == alone.find([key], 10)
