"""From tokens and postings to lists, by sorting."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.whoosh.flat.inversion import add_postings

POSTINGS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from([0, 1, 7, 2**32 - 1]),
        st.sampled_from([1, 2, 3, 2**25 - 1]),
    ),
    max_size=40,
)


@given(POSTINGS)
def test_postings_of_one_document_in_one_list_are_added_up(
    postings: list[tuple[int, int, int]],
) -> None:
    expected: Counter[tuple[int, int]] = Counter()
    for one, document, frequency in postings:
        expected[one, document] += frequency
    columns = np.array(postings, np.int64).reshape(-1, 3).T
    documents, frequencies = columns[1].astype(np.uint32), columns[2].astype(np.uint32)
    found = add_postings(columns[0], documents, frequencies, 6)
    lists = np.repeat(np.arange(6), found.lengths)
    keys = zip(lists.tolist(), found.documents.tolist(), strict=True)
    assert list(keys) == sorted(expected)
    assert found.frequencies.tolist() == [expected[key] for key in sorted(expected)]
