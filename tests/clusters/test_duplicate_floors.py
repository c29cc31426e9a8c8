"""Copies of real articles are found, and nothing else. Needs the real articles, which are not part of
the project."""

import pytest
from benchmarks.duplicates import find_clusters, make_copies, score
from benchmarks.news import read_news

FLOORS = {"precision": 0.99, "recall": 0.98}


@pytest.mark.usefixtures("data_dir")
@pytest.mark.parametrize(("seed", "each"), [(1, 1), (2, 3)])
def test_copies_of_real_articles_are_found(seed: int, each: int) -> None:
    copies = make_copies(list(read_news(1000)), each=each, seed=seed)
    scores = score(copies, find_clusters(copies))
    assert {name: value for name, value in scores.items() if value < FLOORS[name]} == {}
