"""Any bytes at all give articles or named failures, whatever format they pretend to be in."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import time
import zipfile
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles

TEXT = "La rivière est montée de trois mètres en une nuit."
RECORDS = [
    {"title": f"N{n}", "text": TEXT, "date": "2021-05-03", "author": "A B"} for n in range(4)
]
LINES = "\n".join(map(json.dumps, RECORDS)).encode()
TABLE = "title;text\n" + "".join(f'N{n};"{TEXT}\n""mot"""\n' for n in range(4))


def read(content: bytes, media_type: str) -> tuple[int, list[UnreadableArticle]]:
    """How many articles, each sound, and the failures; nothing is raised."""
    failures: list[UnreadableArticle] = []
    count = 0
    for article in read_articles(
        RawDocument("a", content, media_type, ""), on_error=failures.append
    ):
        assert article.title
        assert article.body
        json.dumps(article.to_dict(), ensure_ascii=False).encode()
        count += 1
    assert all(failure.locator.startswith("a") and failure.reason for failure in failures)
    return count, failures


def make_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", LINES)
        archive.writestr("b.csv", TABLE)
    return buffer.getvalue()


def make_tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo("a.jsonl")
        entry.size = len(LINES)
        archive.addfile(entry, io.BytesIO(LINES))
    return buffer.getvalue()


SOUND: dict[str, bytes] = {
    "application/x-ndjson": LINES,
    "application/json": json.dumps(RECORDS).encode(),
    "text/csv": TABLE.encode(),
    "text/tab-separated-values": TABLE.replace(";", "\t").encode(),
    "text/markdown": f"---\ntitle: Crue\nauthor: [A, B]\n---\n\n# Crue\n\n**{TEXT}**\n".encode(),
    "application/gzip": gzip.compress(LINES),
    "application/x-bzip2": bz2.compress(LINES),
    "application/x-xz": lzma.compress(LINES),
    "application/zstd": zstandard.ZstdCompressor().compress(LINES),
    "application/zip": make_zip(),
    "application/x-tar": make_tar(),
}


@pytest.mark.parametrize("media_type", SOUND)
@given(content=st.binary(max_size=600))
@settings(max_examples=40, deadline=None)
def test_random_bytes_are_read_or_refused(media_type: str, content: bytes) -> None:
    read(content, media_type)


@pytest.mark.parametrize("media_type", SOUND)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_documents_are_read_or_refused(media_type: str, data: st.DataObject) -> None:
    content = bytearray(SOUND[media_type])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    read(bytes(content), media_type)


@pytest.mark.parametrize("media_type", SOUND)
def test_documents_cut_anywhere_are_read_or_refused(media_type: str) -> None:
    content = SOUND[media_type]
    for end in range(0, len(content), max(1, len(content) // 60)):
        read(content[:end], media_type)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from([TEXT, "<p>" + TEXT, "<html>" + TEXT, "&#0;&nbsp;", "http://[", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    "id title text body url source author date section language rights chapo modified _source".split()
)


@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=8), max_size=4))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_records_of_any_values_are_read_or_refused(records: list[dict[str, object]]) -> None:
    lines = "\n".join(map(json.dumps, records)).encode()
    count, failures = read(lines, "application/x-ndjson")
    assert count + len(failures) == max(1, len(records))
    read(json.dumps(records).encode(), "application/json")


def line(**values: object) -> bytes:
    return json.dumps(values).encode()


LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a line of 50 MB": (lambda: line(title="a", text=TEXT * 1_000_000), "application/x-ndjson"),
    "50 MB of one JSON string": (lambda: b'["' + b"a" * 50_000_000, "application/json"),
    "70 MB of one JSON record": (
        lambda: b'[{"text": "' + b"a" * 70_000_000 + b'"}]',
        "application/json",
    ),
    "10,000 nested arrays": (lambda: b"[" * 10_000, "application/json"),
    "10,000 nested objects": (lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "application/json"),
    "10,000 nested arrays in a line": (
        lambda: b'{"text": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        "application/x-ndjson",
    ),
    "a million spaces and commas": (lambda: b"[" + b" ,\n" * 1_000_000, "application/json"),
    "100,000 numbers": (lambda: b"[" + b"1," * 100_000 + b"1]", "application/json"),
    "a number of a million digits": (lambda: b"[" + b"1" * 1_000_000 + b"]", "application/json"),
    "NUL bytes": (lambda: b"\0" * 5_000_000 + LINES, "application/x-ndjson"),
    "a row of 5,000,000 columns": (lambda: b"title,text\n" + b"a," * 5_000_000, "text/csv"),
    "5,000,000 names": (lambda: b"title," * 5_000_000, "text/csv"),
    "5,000,000 empty rows": (lambda: b"title,text\n" + b"\n" * 5_000_000, "text/csv"),
    "a record of 100,000 fields": (
        lambda: line(**{f"f{n}": TEXT for n in range(100_000)}),
        "application/x-ndjson",
    ),
    "3,000 records of ever other fields": (
        lambda: b"\n".join(line(**{f"f{n}": "a", "text": TEXT}) for n in range(3_000)),
        "application/x-ndjson",
    ),
    "a million authors": (
        lambda: line(text=TEXT, author=["A B"] * 1_000_000),
        "application/x-ndjson",
    ),
    "a title of 5 MB": (lambda: line(text=TEXT, title="é " * 2_500_000), "application/x-ndjson"),
    "5 MB of openings": (lambda: line(text="<p" * 2_500_000), "application/x-ndjson"),
    "5 MB of tags": (lambda: line(text="<p>é" * 1_250_000), "application/x-ndjson"),
    "5 MB of entities": (lambda: line(text="&amp;" * 1_000_000 + TEXT), "application/x-ndjson"),
    "5 MB of brackets": (lambda: b"[" * 5_000_000, "text/markdown"),
    "5 MB of stars": (lambda: b"*a" * 2_500_000, "text/markdown"),
    "5 MB of dashes": (lambda: b"---\n" * 1_250_000, "text/markdown"),
    "5 MB of images": (lambda: b"![a](" * 1_000_000, "text/markdown"),
    "5 MB of backquotes": (lambda: b"`" * 5_000_000, "text/markdown"),
    "a text line of 50 MB": ((TEXT * 1_000_000).encode, "text/plain"),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_large_or_deep_is_read_or_refused_in_seconds(name: str) -> None:
    make, media_type = LARGE[name]
    content = make()
    started = time.process_time()
    read(content, media_type)
    assert time.process_time() - started < 30
