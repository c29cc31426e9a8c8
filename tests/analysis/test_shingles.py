"""Texts as sets of runs of words."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.analysis.french import fold
from newsearch.analysis.shingles import WIDTH, shingle

SEVEN = "Les ministres ont signé un accord hier"


def runs(text: str) -> list[tuple[str, ...]]:
    """The runs of words, plainly."""
    words = re.findall(r"[^\W_]+", fold(text))
    width = min(WIDTH, len(words))
    return [tuple(words[at : at + width]) for at in range(len(words) - width + 1)] if words else []


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
    assert shingle(same).tolist() == shingle(SEVEN).tolist()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" … — ! ", 0),
        ("mot", 1),
        ("un deux trois", 1),
        (SEVEN, 1),
        (f"{SEVEN} soir", 2),
        ("新闻 记者 报道 中国 北京 上海 广州 深圳", 2),
    ],
)
def test_a_text_has_a_number_for_each_run_of_words(text: str, count: int) -> None:
    assert len(shingle(text)) == count


def test_numbers_stay_what_they_are_as_indexes_hold_what_is_made_of_them() -> None:
    assert shingle(SEVEN).tolist() == [PINNED]


PINNED = 0x43E587E30D3A993B


words = st.sampled_from(
    ["le", "la", "maire", "port", "eau", "é", "œuf", "3", "中", "国", "😀a", "\udc80b"]
)
texts = st.lists(words, max_size=30).map(" ".join)


@given(st.lists(texts, min_size=1, max_size=4))
def test_runs_have_equal_numbers_if_and_only_if_they_are_equal(many: list[str]) -> None:
    known: dict[tuple[str, ...], int] = {}
    for text in many:
        expected, numbers = runs(text), shingle(text).tolist()
        assert len(numbers) == len(expected)
        for run, number in zip(expected, numbers, strict=True):
            assert known.setdefault(run, number) == number
    assert len(set(known.values())) == len(known)


@given(texts, texts)
def test_what_is_cut_off_takes_nothing_from_the_rest(text: str, more: str) -> None:
    if len(runs(text)) > 1:
        assert set(shingle(text).tolist()) <= set(shingle(f"{text} {more}").tolist())


@settings(max_examples=200)
@given(st.text())
def test_any_text_has_shingles(text: str) -> None:
    numbers = shingle(text)
    assert numbers.dtype == np.uint64
    assert shingle(text).tolist() == numbers.tolist()


def test_a_long_text_is_no_trouble() -> None:
    text = " ".join(f"mot{number}" for number in range(200_000))
    assert len(np.unique(shingle(text))) == 200_000 - WIDTH + 1
