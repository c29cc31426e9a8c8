"""What a run remembers of texts."""

from collections import Counter
from math import inf
from pathlib import Path
from random import Random

import numpy as np
import pytest

from newsearch.clusters import memory
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
