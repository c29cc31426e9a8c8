"""Texts as sets of runs of words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.analysis.french import SURFACE
from newsearch.analysis.shingles import WIDTH, Shingles, TermHashes, shingle

SEVEN = "Les ministres ont signé un accord hier"


def hash_words(words: list[str]) -> Shingles:
    return TermHashes().of(words)


def shingle_text(text: str) -> Shingles:
    return shingle(hash_words(list(SURFACE.terms(text)[0])))


def runs(words: list[str]) -> list[tuple[str, ...]]:
    """The runs of words, plainly."""
    return [tuple(words[at : at + WIDTH]) for at in range(len(words) - WIDTH + 1)]


@pytest.mark.parametrize(
    "same",
    [
        "LES MINISTRES ONT SIGNÉ UN ACCORD HIER",
        "« Les ministres ont signe un accord, hier ! »",
        "Les\u00a0ministres — ont\nsigné… un “accord” (hier)",
        "Les ministres ont signe\u0301 un accord hier",
    ],
)
def test_accents_capitals_and_typography_do_not_count(same: str) -> None:
    assert shingle_text(same).tolist() == shingle_text(SEVEN).tolist()


def test_numbers_stay_what_they_are_as_indexes_hold_what_is_made_of_them() -> None:
    assert shingle_text(SEVEN).tolist() == [PINNED]


PINNED = 0x43E587E30D3A993B


words = st.lists(st.sampled_from(["le", "la", "l", "maire", "é", "3", "中", "😀a", "\udc80b"]))


@given(st.lists(words, min_size=1, max_size=4))
def test_runs_have_equal_numbers_if_and_only_if_they_are_equal(many: list[list[str]]) -> None:
    known: dict[tuple[str, ...], int] = {}
    for text in many:
        expected, numbers = runs(text), shingle(hash_words(text)).tolist()
        for run, number in zip(expected, numbers, strict=True):
            assert known.setdefault(run, number) == number
    assert len(set(known.values())) == len(known)


@settings(max_examples=200)
@given(st.lists(st.text(), max_size=20), st.integers(0, 20))
def test_a_term_has_its_number_whichever_terms_stand_beside_it(terms: list[str], cut: int) -> None:
    hashes, growing = TermHashes(), terms[:cut]
    first = hashes.of(growing).tolist()
    growing += terms[cut:]
    numbers = hashes.of(growing).tolist()
    assert numbers[: len(first)] == first
    assert numbers == [int(hash_words([term])[0]) for term in terms]


def test_another_vocabulary_has_its_own_numbers() -> None:
    hashes = TermHashes()
    assert hashes.of(["un", "deux"]).tolist() == hashes.of(["deux", "un"]).tolist()[::-1]


def test_many_terms_have_different_numbers() -> None:
    assert len(np.unique(hash_words([f"mot{number}" for number in range(100_000)]))) == 100_000
