"""Archives and compressed files are opened; what would harm is left off, by name."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from reading import read_file

from newsearch.ingest import guards

TEXT = "Un titre\n\nLa rivière est montée de trois mètres.\n"
LINES = "".join(json.dumps({"title": f"N{n}", "text": "Un texte."}) + "\n" for n in range(3))

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


def make_zip(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_tar(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


MEMBERS: dict[str, bytes | str] = {
    "b.txt": TEXT,
    "dossier/a.jsonl": LINES,
    "dossier/.cache.txt": TEXT,
    "__MACOSX/b.txt": TEXT,
    "image.jpg": b"\xff\xd8\xff\0",
    "c.txt.gz": gzip.compress(TEXT.encode()),
}
PLACES = ["!/b.txt", *(f"!/dossier/a.jsonl:{n}" for n in (1, 2, 3)), "!/c.txt.gz"]


@pytest.mark.parametrize("suffix", PACKERS)
def test_compressed_files_are_read_as_what_is_in_them(tmp_path: Path, suffix: str) -> None:
    text = read_file(tmp_path, f"a.txt{suffix}", PACKERS[suffix](TEXT.encode()))
    assert [(one.locator, one.title) for one in text.articles] == [(f"a.txt{suffix}", "Un titre")]
    lines = read_file(tmp_path, f"d.jsonl{suffix}", PACKERS[suffix](LINES.encode()))
    assert lines.places == [f"d.jsonl{suffix}:{n}" for n in (1, 2, 3)]
    assert {one.path for one in lines.articles} == {f"d.jsonl{suffix}"}


@pytest.mark.parametrize("suffix", ["", *PACKERS])
def test_archives_are_read_member_by_member(tmp_path: Path, suffix: str) -> None:
    packed = PACKERS.get(suffix, bytes)(make_tar(MEMBERS))
    outcome = read_file(tmp_path, f"a.tar{suffix}", packed)
    assert outcome.failures == []
    assert [one.within for one in outcome.articles] == PLACES
    assert read_file(tmp_path, "a.bin", packed).places == [f"a.bin{place}" for place in PLACES]


def test_zips_are_read_member_by_member_whatever_they_are_called(tmp_path: Path) -> None:
    outcome = read_file(tmp_path, "a.txt", make_zip(MEMBERS))
    assert outcome.failures == []
    assert outcome.places == [f"a.txt{place}" for place in PLACES]


def test_archives_in_archives_are_opened(tmp_path: Path) -> None:
    inner = make_zip({"x.tar.gz": gzip.compress(make_tar({"a.txt": TEXT}))})
    outcome = read_file(tmp_path, "a.tar", make_tar({"in.zip": inner, "b.txt": TEXT}))
    assert outcome.places == ["a.tar!/in.zip!/x.tar.gz!/a.txt", "a.tar!/b.txt"]


def test_the_name_of_a_member_is_data(tmp_path: Path) -> None:
    names = ["../../etc/a.txt", "/b.txt", "c\x1b[31m\n.txt", "..\\d.txt"]
    outcome = read_file(tmp_path, "a.tar", make_tar(dict.fromkeys(names, TEXT)))
    assert [one.within for one in outcome.articles] == [
        "!/../../etc/a.txt",
        "!/b.txt",
        "!/c .txt",
        "!/../d.txt",
    ]
    assert list(tmp_path.iterdir()) == [tmp_path / "a.tar"], "nothing is ever written"


def test_a_damaged_member_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    packed = bytearray(make_zip({"a.txt": TEXT * 50, "b.txt": TEXT, "c.pdf": "x", "d.txt": "\0"}))
    packed[40:60] = bytes(20)
    outcome = read_file(tmp_path, "a.zip", bytes(packed))
    assert outcome.places == ["a.zip!/b.txt", "a.zip!/c.pdf"]
    assert [one.split(": ")[0] for one in outcome.failures] == ["a.zip!/a.txt", "a.zip!/d.txt"]
    assert "is damaged" in outcome.failures[0]


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_file_that_is_cut_gives_what_is_there_and_a_failure(tmp_path: Path, suffix: str) -> None:
    lines = "".join(
        json.dumps({"title": f"N{n}", "text": f"Un texte {n * n * n % 9973}. " * 9}) + "\n"
        for n in range(9000)
    )
    packed = PACKERS[suffix](lines.encode())
    outcome = read_file(tmp_path, f"a.jsonl{suffix}", packed[: len(packed) * 2 // 3])
    assert len(outcome.failures) == 1
    assert len(outcome.articles) < 9000


def test_what_is_encrypted_is_named(tmp_path: Path) -> None:
    packed = bytearray(make_zip({"a.txt": TEXT}))
    packed[packed.rfind(b"PK\x01\x02") + 8] |= 1
    packed[6] |= 1
    (failure,) = read_file(tmp_path, "a.zip", bytes(packed)).failures
    assert failure.startswith("a.zip!/a.txt: is damaged or cannot be unpacked: ")
    assert "encrypted" in failure


def test_links_and_devices_are_passed_over(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            entry = tarfile.TarInfo("a.txt")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    outcome = read_file(tmp_path, "a.tar", buffer.getvalue())
    assert (outcome.articles, outcome.failures) == ([], ["a.tar: holds no article"])


def zeros(packer: Callable[[bytes], bytes], size: int) -> bytes:
    return packer(b"0" * size)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a.txt.gz": (lambda: zeros(gzip.compress, 80 << 20), "is larger than 64 MiB"),
    "a.jsonl.gz": (lambda: zeros(gzip.compress, 80 << 20), "times its size"),
    "a.csv.bz2": (lambda: zeros(bz2.compress, 80 << 20), "times its size"),
    "a.jsonl.zst": (
        lambda: zeros(zstandard.ZstdCompressor().compress, 80 << 20),
        "times its size",
    ),
    "a.zip": (lambda: make_zip({"a.jsonl": b"\n" * (80 << 20)}), "times its size"),
    "deep.gz": (
        lambda: gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x"))))),
        "packed more than 4 times over",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_left_off_early(tmp_path: Path, name: str) -> None:
    make, reason = BOMBS[name]
    content = make()
    started = time.process_time()
    outcome = read_file(tmp_path, name, content)
    assert outcome.articles == []
    assert reason in " ".join(outcome.failures)
    assert time.process_time() - started < 20


def test_no_archive_has_more_files_than_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "MAX_MEMBERS", 10)
    names = [f"{n}.txt" for n in range(20)]
    outcome = read_file(tmp_path, "a.zip", make_zip(dict.fromkeys(names, TEXT)))
    assert 0 < len(outcome.articles) < 10
    assert outcome.failures == ["a.zip: holds more than 10 files"]


def test_office_documents_are_told_apart_from_archives(tmp_path: Path) -> None:
    for first in ("[Content_Types].xml", "mimetype"):
        (failure,) = read_file(tmp_path, "a.docx", make_zip({first: "x", "b.txt": TEXT})).failures
        assert "an office document or an e-book" in failure
