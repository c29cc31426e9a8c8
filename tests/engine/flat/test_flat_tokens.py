"""From terms to numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.whoosh.flat.tokens import TermNumbers


@given(st.lists(st.tuples(st.integers(0, 2), st.lists(st.text("abc", min_size=1, max_size=2)))))
def test_lists_of_terms_that_grow_are_translated_into_one_numbering(
    steps: list[tuple[int, list[str]]],
) -> None:
    numbers = TermNumbers()
    lists: list[list[str]] = [[], [], []]
    for one, terms in steps:
        lists[one].extend(dict.fromkeys(term for term in terms if term not in lists[one]))
        places = np.arange(len(lists[one]), dtype=np.uint32)[::-1]
        found = numbers.translate(lists[one], places)
        known = {term: number for number, term in enumerate(numbers)}
        assert len(known) == len(numbers)
        assert found.tolist() == [known[term] for term in reversed(lists[one])]


def test_terms_of_one_list_are_known_when_others_come() -> None:
    numbers, only = TermNumbers(), ["a", "b"]
    assert numbers.translate(only, np.arange(2)).tolist() == [0, 1]
    only.append("c")
    assert len(numbers) == 2
    assert numbers.number(["c", "b", "d"]).tolist() == [2, 1, 3]
    assert [*numbers] == ["a", "b", "c", "d"]
    assert numbers.translate(only, np.arange(3)).tolist() == [0, 1, 2]
