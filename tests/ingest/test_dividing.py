"""A document read in parts gives what it gives read as a whole, in the same order."""

import bz2
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_warc import PACKED, PAGE, PLAIN, SENTENCE

from newsearch import Article
from newsearch.article import RawDocument
from newsearch.ingest import divide_document, lines, read_articles
from newsearch.ingest.sources import read_document

Outcomes = list[Article | str]


def read_whole(raw: RawDocument) -> tuple[Outcomes, list[str]]:
    found: Outcomes = []
    notices: list[str] = []
    for article in read_articles(
        raw, on_error=lambda error: found.append(str(error)), on_notice=notices.append
    ):
        found.append(article)
    return found, notices


def read_parts(raw: RawDocument) -> tuple[Outcomes, list[str]]:
    found: Outcomes = []
    notices: list[str] = []
    for part in divide_document(raw, on_notice=notices.append):
        if isinstance(part, RawDocument):
            outcomes, said = read_whole(part)
            found += outcomes
            notices += said
        else:
            found.append(part if isinstance(part, Article) else str(part))
    return found, notices


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def record(number: int) -> str:
    return json.dumps({"id": f"n{number}", "titre": f"Titre {number}", "texte": SENTENCE * 3})


LINES = "\n".join(["{", "", '{"a": 1}', *map(record, range(20)), "[1]", "null", record(21)])
STRANGE = '{"a": 1}\n' * 30
TABLE = f"titre;texte\nUn;{SENTENCE}\nDeux;\n"
MEMBERS = {
    "a.html": PAGE.encode(),
    "b.txt": f"Un titre\n\n{SENTENCE}".encode("cp1252"),
    "c.jsonl": LINES.encode(),
    "d.txt": b"",
    "e.csv": TABLE.encode(),
    "f.warc": PLAIN,
    "g.jsonl.gz": gzip.compress(LINES.encode()),
    "h.txt": b"\x89PNG\0\0",
    "i.zip": zipped({"j.txt": SENTENCE.encode(), "k.jsonl": STRANGE.encode()}),
    "l.gz": gzip.compress(b"{")[:-9],
    "m.jsonl": LINES.encode("utf-16"),
}
DOCUMENTS = {
    "lines.jsonl": LINES.encode(),
    "strange.jsonl": STRANGE.encode(),
    "blank.jsonl": b"{}\n" + b"\n" * 500,
    "lines.jsonl.gz": gzip.compress(LINES.encode()),
    "strange.jsonl.bz2": bz2.compress(STRANGE.encode()),
    "cut.jsonl.gz": gzip.compress(LINES.encode())[:-30],
    "wide.jsonl": LINES.encode("utf-16"),
    "crawl.warc": PLAIN,
    "crawl.warc.gz": PACKED,
    "cut.warc.gz": PACKED[:-20],
    "all.zip": zipped(MEMBERS),
    "all.tgz": tarred(MEMBERS),
    "empty.zip": zipped({}),
    "page.html": PAGE.encode(),
    "table.csv": TABLE.encode(),
    "records.json": json.dumps([json.loads(record(n)) for n in range(3)]).encode(),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_parts_give_what_the_whole_gives(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_PIECE", 700)
    (tmp_path / name).write_bytes(DOCUMENTS[name])
    raw = read_document(tmp_path / name, tmp_path)
    whole = read_whole(raw)
    assert whole[0]
    assert read_parts(raw) == whole


def test_lines_and_members_are_parts_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_PIECE", 700)
    (tmp_path / "all.zip").write_bytes(DOCUMENTS["all.zip"])
    parts = divide_document(read_document(tmp_path / "all.zip", tmp_path))
    apart = [part.locator for part in parts if isinstance(part, RawDocument)]
    assert {"all.zip!/a.html", "all.zip!/b.txt", "all.zip!/c.jsonl"} <= set(apart)
    assert apart.count("all.zip!/c.jsonl") > 3


@given(st.lists(st.sampled_from([*LINES.split("\n"), "\ufeff", "x" * 300]), max_size=12))
def test_any_lines_can_be_divided(chosen: list[str]) -> None:
    content = "\n".join(chosen).encode()
    raw = RawDocument("a.jsonl", content, "application/x-ndjson", "digest")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_PIECE", 100)
        patch.setattr(lines, "LONGEST_LINE", 250)
        assert read_parts(raw) == read_whole(raw)
