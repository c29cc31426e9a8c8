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
        assert found.tolist() == [numbers[term] for term in reversed(lists[one])]
        assert sorted(numbers.values()) == list(range(len(numbers)))
