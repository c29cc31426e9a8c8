"""A date that contradicts what else is said is kept, and called suspect."""

from datetime import UTC, datetime

import pytest
from pages import page, read

from newsearch.ingest.dates import StatedDate, parse_date
from newsearch.ingest.doubt import is_placeholder, is_suspect

NOW = datetime(2022, 1, 1, tzinfo=UTC)


def stated(text: str | None) -> StatedDate | None:
    return parse_date(text) if text else None


@pytest.mark.parametrize(
    ("published", "modified", "witness", "suspect"),
    [
        ("2021-05-03", None, None, False),
        ("2021-05-03", "2021-05-03", "2021-05-03", False),
        (None, "2021-05-03", "2021-05-03", False),
        # The evening before, in another zone, is the same day.
        ("2021-05-03T23:30:00Z", None, "2021-05-04", False),
        ("2021-05-03T18:30:00+02:00", "2021-05-02T10:00:00Z", None, False),
        ("2021-05-03", None, "2021-05-08", True),
        ("2021-05-03", "2021-05-01", None, True),
        ("2021-05-03", "2021-09-01", None, False),
        ("2022-01-02", None, None, False),
        ("2022-01-05", None, None, True),
        ("1970-01-01T00:00:00Z", None, None, True),
        ("1970-01-02", None, None, False),
        # Only what both state can differ.
        ("2021-05-28", None, "2021-05", False),
        ("2021-06-02", None, "2021-05", False),
        ("2021-08-02", None, "2021-05", True),
        ("2020", None, "2021-05-03", False),
        ("2018", None, "2021-05-03", True),
        ("2021-05", "2021-05-03", None, False),
    ],
)
def test_what_cannot_be_or_is_contradicted_is_suspect(
    published: str | None, modified: str | None, witness: str | None, suspect: bool
) -> None:
    dates = stated(published), stated(modified), [stated(witness)]
    assert is_suspect(*dates, now=NOW) is suspect


def test_placeholders_are_dates_of_machines() -> None:
    assert all(
        is_placeholder(StatedDate(datetime(*day), "day")) for day in ((1970, 1, 1), (1900, 1, 1))
    )
    assert not is_placeholder(StatedDate(datetime(1900, 1, 1), "year"))


def meta(date: str) -> str:
    return f'<meta property="article:published_time" content="{date}">'


LINKED = '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Crue", "datePublished": "{}"}}</script>'
ADDRESS = '<link rel="canonical" href="https://gazette.example/2021/05/03/crue">'


@pytest.mark.parametrize(
    ("head", "top", "day", "origin", "suspect"),
    [
        (LINKED.format("2021-05-03"), "", "2021-05-03", "json-ld", False),
        (LINKED.format("2021-05-03") + meta("2021-05-03"), "", "2021-05-03", "json-ld", False),
        (meta("2021-05-03T18:30:00"), "", "2021-05-03", "meta", False),
        (ADDRESS, "", "2021-05-03", "url", False),
        (ADDRESS + meta("2021-05-04"), "", "2021-05-04", "meta", False),
        (ADDRESS + meta("2021-07-04"), "", "2021-07-04", "meta", True),
        (meta("2021-05-03"), "<p>Publié le 3 mai 2021 à 8h</p>", "2021-05-03", "meta", False),
        (meta("2021-05-03"), "<div><p>Publié le 30 mai 2021</p><p>à 8h</p></div>", "2021-05-03", "meta", True),
        ("", "<p>Publié le 3 mai 2021, mis à jour le 4 mai 2021</p>", "2021-05-03", "text", False),
        ("", "<p>Publié le 3 mai 2021, mis à jour le 1er mai 2021</p>", "2021-05-03", "text", True),
        # A machine's "no date" counts only where there is no other.
        (meta("1970-01-01T00:00:00+00:00"), "<p>Publié le 3 mai 2021</p>", "2021-05-03", "text", False),
        (meta("1970-01-01T00:00:00+00:00") + ADDRESS, "", "2021-05-03", "url", False),
        (LINKED.format("1970-01-01") + meta("2021-05-03"), "", "2021-05-03", "meta", False),
        (meta("1970-01-01T00:00:00+00:00"), "", "1970-01-01", "meta", True),
        (meta("2098-05-03"), "", "2098-05-03", "meta", True),
        (meta("demain"), "", None, "none", False),
    ],
)  # fmt: skip
def test_pages_say_where_their_date_comes_from_and_whether_it_can_be(
    head: str, top: str, day: str | None, origin: str, suspect: bool
) -> None:
    article = read(page(head + "<title>Crue</title>", f"<h1>Crue</h1>{top}"))
    assert (article.published.date().isoformat() if article.published else None) == day
    assert (article.published_origin, article.suspect) == (origin, suspect)


def test_a_dateline_dates_a_page_that_says_nothing_else() -> None:
    body = "<p>RABAT, 24 nov 2021 (AFP) - Un accord a été signé mercredi dans la capitale.</p>" * 3
    article = read(page("", "<h1>Accord</h1>", body))
    assert article.published
    assert article.published.date().isoformat() == "2021-11-24"
    assert article.published_origin == "text"


def test_a_zone_is_never_invented() -> None:
    naive = read(page(meta("2021-05-03T18:30:00"), "<h1>Crue</h1>")).published
    aware = read(page(meta("2021-05-03T18:30:00+02:00"), "<h1>Crue</h1>")).published
    assert naive
    assert aware
    assert (naive.tzinfo, aware.isoformat()) == (None, "2021-05-03T18:30:00+02:00")


def test_a_page_without_any_date_is_never_dated_today() -> None:
    article = read(page("<title>Crue</title>", "<h1>Crue</h1><p>il y a 2 heures</p>"))
    assert (article.published, article.modified, article.suspect) == (None, None, False)
