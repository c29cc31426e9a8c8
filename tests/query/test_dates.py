"""Periods as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.errors import InvalidRequest
from newsearch.query.dates import parse_period

TODAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2013-02", "2013-02-01", "2013-02-28"),
        ("2013-03-04", "2013-03-04", "2013-03-04"),
        ("04/03/2013", "2013-03-04", "2013-03-04"),
        ("3/2013", "2013-03-01", "2013-03-31"),
        ("mars 2013", "2013-03-01", "2013-03-31"),
        ("Août 2013", "2013-08-01", "2013-08-31"),
        ("1er FÉVRIER 2012", "2012-02-01", "2012-02-01"),
        (" 4  mars 2013 ", "2013-03-04", "2013-03-04"),
        ("7d", "2024-03-24", "2024-03-31"),
        ("7 j", "2024-03-24", "2024-03-31"),
        ("2w", "2024-03-17", "2024-03-31"),
        ("2s", "2024-03-17", "2024-03-31"),
        ("1m", "2024-02-29", "2024-03-31"),
        ("4m", "2023-11-30", "2024-03-31"),
        ("1y", "2023-03-31", "2024-03-31"),
        ("1a", "2023-03-31", "2024-03-31"),
        ("today", "2024-03-31", "2024-03-31"),
        ("aujourd’hui", "2024-03-31", "2024-03-31"),
        ("hier", "2024-03-30", "2024-03-30"),
    ],
)
def test_a_typed_period_means_these_days(typed: str, first: str, last: str) -> None:
    assert parse_period(typed, today=TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed", ["", "soon", "2013-13", "31/02/2013", "99999y", "0000", "7", "mars"]
)
def test_what_is_no_period_is_refused_with_the_forms_accepted(typed: str) -> None:
    with pytest.raises(InvalidRequest, match="mars 2013"):
        parse_period(typed, today=TODAY)


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_is_refused(typed: str) -> None:
    try:
        first, last = parse_period(typed, today=TODAY)
    except InvalidRequest:
        return
    assert first <= last
