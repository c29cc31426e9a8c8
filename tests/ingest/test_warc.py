"""Crawls become Articles: which records, under what addresses, and what is damaged."""

import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import read_file

from newsearch.article import RawDocument
from newsearch.ingest import read_articles

SENTENCE = (
    "La rivière est montée de trois mètres en une nuit, et la rue s’est réveillée sous l’eau."
)
PAGE = (
    "<!doctype html><html><head><title>Crue à Brest</title></head><body><article>"
    f"<h1>Crue à Brest</h1>{f'<p>{SENTENCE}</p>' * 4}</article></body></html>"
)


def make_record(
    address: str,
    body: bytes,
    content_type: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    kind: str = "response",
    headers: str = "",
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}\r\n".encode() + body
    warc = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2021-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return warc.encode() + http + b"\r\n\r\n"


RECORDS = [
    make_record("https://exemple.fr/a", PAGE.encode()),
    make_record("https://exemple.fr/photo", b"\x89PNG\0\0", content_type="image/png"),
    make_record("https://exemple.fr/gone", PAGE.encode(), status="404 Not Found"),
    make_record("https://exemple.fr/ask", PAGE.encode(), kind="request"),
    make_record(
        "https://exemple.fr/b",
        gzip.compress(PAGE.replace("Brest", "Lyon").encode()),
        headers="Content-Encoding: gzip\r\n",
    ),
    make_record("https://exemple.fr/empty", b"<html></html>"),
    make_record(
        "https://exemple.fr/c.txt", f"Un titre\n\n{SENTENCE}".encode("cp1252"), "text/plain"
    ),
]
PLAIN = b"".join(RECORDS)
PACKED = b"".join(map(gzip.compress, RECORDS))
OFFSETS = [sum(map(len, map(gzip.compress, RECORDS[:n]))) for n in range(len(RECORDS))]


@pytest.mark.parametrize("content", [PLAIN, PACKED, gzip.compress(PLAIN)])
def test_pages_and_texts_that_were_found_are_read(tmp_path: Path, content: bytes) -> None:
    outcome = read_file(tmp_path, "crawl.warc.gz", content)
    assert [(one.title, one.url) for one in outcome.articles] == [
        ("Crue à Brest", "https://exemple.fr/a"),
        ("Crue à Lyon", "https://exemple.fr/b"),
        ("Un titre", "https://exemple.fr/c.txt"),
    ]
    assert len(outcome.failures) == 1
    assert "without any article text" in outcome.failures[0]
    assert len({one.id for one in outcome.articles}) == 3


def test_locators_are_offsets_in_the_file(tmp_path: Path) -> None:
    outcome = read_file(tmp_path, "c.warc.gz", PACKED)
    assert outcome.places == [f"c.warc.gz:{OFFSETS[n]}" for n in (0, 4, 6)]


def test_when_a_page_was_fetched_does_not_date_it(tmp_path: Path) -> None:
    articles = read_file(tmp_path, "c.warc", PLAIN).articles
    assert all(article.published is None for article in articles)


def test_a_crawl_in_an_archive_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("c.warc.gz", PACKED)
    outcome = read_file(tmp_path, "a.zip", (tmp_path / "made.zip").read_bytes())
    assert outcome.places == [f"a.zip!/c.warc.gz:{OFFSETS[n]}" for n in (0, 4, 6)]


def test_a_crawl_that_is_cut_gives_what_is_there_and_a_failure(tmp_path: Path) -> None:
    outcome = read_file(tmp_path, "c.warc.gz", PACKED[:-60])
    assert [one.title for one in outcome.articles][:2] == ["Crue à Brest", "Crue à Lyon"]
    assert "is cut" in outcome.failures[-1] or "is damaged" in outcome.failures[-1]


def test_a_record_that_unpacks_without_end_is_left_off(tmp_path: Path) -> None:
    bomb = gzip.compress(make_record("https://exemple.fr/bomb", b"a" * (150 << 20)))
    outcome = read_file(tmp_path, "c.warc.gz", PACKED + bomb + PACKED)
    assert len(outcome.articles) == 3
    assert "times its size" in outcome.failures[-1]


def test_a_page_that_unpacks_without_end_is_left_off(tmp_path: Path) -> None:
    body = gzip.compress(b"<html>" + b"a" * (40 << 20))
    bomb = make_record("https://exemple.fr/bomb", body, headers="Content-Encoding: gzip\r\n")
    outcome = read_file(tmp_path, "c.warc", bomb + PLAIN)
    assert len(outcome.articles) == 3
    assert "more than 16 MiB" in outcome.failures[0]


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_crawls_are_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([PLAIN, PACKED])))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    failures: list[Exception] = []
    raw = RawDocument("a", bytes(content), "application/warc", "")
    assert all(one.body for one in read_articles(raw, on_error=failures.append))
