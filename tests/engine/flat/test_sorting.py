"""Terms are sorted as bytes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.whoosh.flat.sorting import sort_terms

ALIKE = st.lists(st.sampled_from([b"a", b"\0", b"\xff", b"abcdefgh"]), max_size=5).map(b"".join)


@given(st.lists(st.binary(max_size=40) | ALIKE, unique=True))
def test_terms_are_sorted_as_bytes_are(terms: list[bytes]) -> None:
    assert [terms[place] for place in sort_terms(terms)] == sorted(terms)


@pytest.mark.parametrize("length", [7, 8, 9, 15, 16, 17, 24])
def test_what_begins_alike_is_told_apart(length: int) -> None:
    terms = [b"x" * length + bytes([byte]) for byte in reversed(range(256))]
    terms += [b"x" * length, b"x" * (length - 1), b""]
    assert [terms[place] for place in sort_terms(terms)] == sorted(terms)


def test_a_term_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        sort_terms([b"b", b"a", b"b"])
