"""Sets of documents, as bitmaps and as numbers, are what sets of Python are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.whoosh.documents import DocumentSet, add_up, pack

SIZE = 130
numbers = st.sets(st.integers(0, SIZE - 1))
weighted = st.lists(st.tuples(numbers, st.sampled_from([0.0, 0.5, 1.0, 2.5])), max_size=6)


def words_of(documents: set[int]) -> np.ndarray:
    return pack(np.isin(np.arange(SIZE), list(documents)))


@given(weighted, st.lists(st.sampled_from([0.0, 0.5, 2.0]), max_size=2), st.integers(-1, 20))
def test_weights_of_sets_add_up(
    sets: list[tuple[set[int], float]], of_all: list[float], halves: int
) -> None:
    least = halves / 2
    weights = [*(weight for _, weight in sets), *of_all]
    found = add_up([words_of(documents) for documents, _ in sets], weights, least)
    if isinstance(found, bool):
        found = pack(np.full(SIZE, found))
    sums = [
        sum(of_all) + sum(weight for documents, weight in sets if number in documents)
        for number in range(SIZE)
    ]
    wanted = [number for number, total in enumerate(sums) if total >= least]
    assert DocumentSet(SIZE, words=found).array.tolist() == wanted
