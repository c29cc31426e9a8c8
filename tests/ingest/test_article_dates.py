"""Dates as articles and pages write them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.dates import (
    find_date,
    find_date_in_address,
    find_date_in_name,
    find_date_in_path,
    parse_date,
)

DATES = [
    ("2021-11-24", "2021-11-24T00:00:00", "day"),
    ("2021-11", "2021-11-01T00:00:00", "month"),
    ("2021", "2021-01-01T00:00:00", "year"),
    ("2021-11-24T18:30", "2021-11-24T18:30:00", "time"),
    ("2021-11-24T18:30:05Z", "2021-11-24T18:30:05+00:00", "time"),
    ("2021-11-24T18:30:05.123456+01:00", "2021-11-24T18:30:05+01:00", "time"),
    ("2021-11-24T18:30:05+0100", "2021-11-24T18:30:05+01:00", "time"),
    ("2021-11-24 18:30:05", "2021-11-24T18:30:05", "time"),
    ("2021-11-24T23:59:60Z", "2021-11-24T23:59:59+00:00", "time"),
    ("20211124", "2021-11-24T00:00:00", "day"),
    ("20211124T183000Z", "2021-11-24T18:30:00+00:00", "time"),
    ("1637778600", "2021-11-24T18:30:00+00:00", "time"),
    ("1637778600000", "2021-11-24T18:30:00+00:00", "time"),
    ("Wed, 24 Nov 2021 18:30:00 +0100", "2021-11-24T18:30:00+01:00", "time"),
    ("24 novembre 2021", "2021-11-24T00:00:00", "day"),
    ("mercredi 24 novembre 2021 à 18h30", "2021-11-24T18:30:00", "time"),
    ("Mercredi 24 Novembre 2021, 18:30", "2021-11-24T18:30:00", "time"),
    ("mer. 24 nov. 2021 18 h 30", "2021-11-24T18:30:00", "time"),
    ("24 NOVEMBRE 2021 à 8h", "2021-11-24T08:00:00", "time"),
    ("1er mars 2020", "2020-03-01T00:00:00", "day"),
    ("premier août 1914", "1914-08-01T00:00:00", "day"),
    ("3 février 2020", "2020-02-03T00:00:00", "day"),
    ("3 fevrier 2020", "2020-02-03T00:00:00", "day"),
    ("15 août 2020", "2020-08-15T00:00:00", "day"),
    ("15 aout 2020", "2020-08-15T00:00:00", "day"),
    ("5 juin 2020", "2020-06-05T00:00:00", "day"),
    ("5 juillet 2020", "2020-07-05T00:00:00", "day"),
    ("5 juil. 2020", "2020-07-05T00:00:00", "day"),
    ("25 décembre 2020", "2020-12-25T00:00:00", "day"),
    ("9 sept. 2020", "2020-09-09T00:00:00", "day"),
    ("03/04/2021", "2021-04-03T00:00:00", "day"),
    ("3.4.2021", "2021-04-03T00:00:00", "day"),
    ("03-04-2021", "2021-04-03T00:00:00", "day"),
    ("24/11/21 à 16h33", "2021-11-24T16:33:00", "time"),
    ("02/01/98", "1998-01-02T00:00:00", "day"),
    ("3 févr. 2020", "2020-02-03T00:00:00", "day"),
    ("24.11.2021", "2021-11-24T00:00:00", "day"),
    ("24/11/2021 | 18:30", "2021-11-24T18:30:00", "time"),
    ("24 novembre 2021 à 18 heures 30", "2021-11-24T18:30:00", "time"),
    ("24 novembre 2021 · 18 h 30 min", "2021-11-24T18:30:00", "time"),
    ("novembre 2021", "2021-11-01T00:00:00", "month"),
    ("Août 2021", "2021-08-01T00:00:00", "month"),
    ("2021/11/24", "2021-11-24T00:00:00", "day"),
    ("2021/11/24 18:30", "2021-11-24T18:30:00", "time"),
    ("20211124T183000+0100", "2021-11-24T18:30:00+01:00", "time"),
    ("2021-11-24T18:30:00+01:00[Europe/Paris]", "2021-11-24T18:30:00+01:00", "time"),
    ("2021-11-24 18:30 CET", "2021-11-24T18:30:00+01:00", "time"),
    ("2021-06-24T18:30:00 CEST", "2021-06-24T18:30:00+02:00", "time"),
    ("Wed Nov 24 2021 18:30:00 GMT+0100 (CET)", "2021-11-24T18:30:00+01:00", "time"),
    ("November 24, 2021", "2021-11-24T00:00:00", "day"),
    ("24 Nov 2021", "2021-11-24T00:00:00", "day"),
    ("Nov 24, 2021 6:30 PM", "2021-11-24T18:30:00", "time"),
    ("Dec 1st, 2021 12:05 am", "2021-12-01T00:05:00", "time"),
]

NONE = [
    "",
    "hier",
    "mercredi 24 novembre",
    "31 juin 2020",
    "2021-02-30",
    "13/13/2020",
    "0021-11-24",
    "9999-01-01",
    "99999999999999999999",
    "24 brumaire 1799",
    "12345",
    "32 mai 2020",
    "2021-11-24T25:00:00Z",
    "2021-11-24T18:30:00+99:00",
    "Wed, 99 Nov 2021 18:30:00 +0100",
    "il y a 2 heures",
    "aujourd’hui à 18h30",
    "1er mars",
    "Nivose 24, 2021",
    "November 31, 2021",
    "12/2021",
]


@pytest.mark.parametrize(("text", "iso", "precision"), DATES)
def test_a_date_is_read_as_finely_as_it_is_stated(text: str, iso: str, precision: str) -> None:
    date = parse_date(text)
    assert date
    assert (date.moment, date.precision) == (datetime.fromisoformat(iso), precision)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert parse_date(text) is None


def test_the_first_possible_date_of_a_text_is_found() -> None:
    date = find_date("Du 31 juin 2020 au 2 juillet 2020, puis le 3 août 2020.")
    assert date
    assert date.moment == datetime.fromisoformat("2020-07-02")
    assert find_date("rendez-vous le 24 novembre") is None


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("2021-11-24_lapresse_accord.txt", "2021-11-24"),
        ("accord_20211124.html", "2021-11-24"),
        ("2021.11.24 accord.txt", "2021-11-24"),
        ("2021_11_24.txt", "2021-11-24"),
        ("000_2f8fd3dca140e16f.txt", None),
        ("article-4060503-x.html", None),
        ("120211124.txt", None),
        ("24-11-2021_accord.txt", "2021-11-24"),
        ("accord_24.11.2021.txt", "2021-11-24"),
        ("2021-1124.txt", None),
        ("2021-13-24.txt", None),
    ],
)
def test_a_file_name_states_a_date_only_in_full(name: str, iso: str | None) -> None:
    date = find_date_in_name(name)
    assert (date.moment if date else None) == (datetime.fromisoformat(iso) if iso else None)


@given(st.text(max_size=100))
def test_no_text_breaks_the_readers_of_dates(text: str) -> None:
    parse_date(text)
    find_date(text)
    find_date_in_name(text)


@given(st.from_regex(r"\A\d{1,4}[-/. ](\d{1,2}|mai|nov\.)[-/. ]\d{1,4}([T ]\d\d?[h:]\d\d)?\Z"))
def test_nothing_that_looks_like_a_date_breaks_them_either(text: str) -> None:
    parse_date(text)
    find_date(text)


@pytest.mark.parametrize(
    ("path", "iso"),
    [
        ("archives/2021/11/24/accord.html", "2021-11-24"),
        ("archives/2021-11-24/accord.html", "2021-11-24"),
        ("archives/2021/11/24/2020-01-02_accord.html", "2020-01-02"),
        ("archives/2021/11/accord.html", None),
        ("2021/11/32/accord.html", None),
        ("accord.html", None),
    ],
)
def test_a_date_is_found_in_folders_too(path: str, iso: str | None) -> None:
    date = find_date_in_path(path)
    assert (date.moment.date().isoformat() if date else None) == iso


@pytest.mark.parametrize(
    ("path", "iso", "precision"),
    [
        ("societe/article/2021/11/24/la-crue_6103.html", "2021-11-24", "day"),
        ("2021/11/la-crue/", "2021-11-01", "month"),
        ("societe/4060503-20211124-la-crue", "2021-11-24", "day"),
        ("la-crue-20211124_AZMTTO7OZBCI3IG7LKHAZVLEQQ/", "2021-11-24", "day"),
        ("id300074/article/2021-11-24/la-crue", "2021-11-24", "day"),
        ("24-11-2021-la-crue.php", "2021-11-24", "day"),
        ("story/18348200", None, None),
        ("20211399/la-crue", None, None),
        ("la-crue-de-2021", None, None),
    ],
)
def test_a_date_is_found_in_addresses(path: str, iso: str | None, precision: str | None) -> None:
    date = find_date_in_address(f"https://www.gazette.example/{path}")
    found = (date.moment.date().isoformat(), date.precision) if date else (None, None)
    assert found == (iso, precision)


@given(st.text(max_size=60))
def test_no_text_breaks_the_finders_of_dates(text: str) -> None:
    find_date_in_path(text)
    find_date_in_address(text)
