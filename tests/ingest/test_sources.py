"""Files and folders become raw documents: which, in what order, under what names."""

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from newsearch.errors import UnreadableArticle
from newsearch.ingest import documents, sources
from newsearch.ingest.sources import find_files, locate, read_document

PAGE = b"<!doctype html><html><head><title>T</title></head><body><p>Bonjour.</p></body></html>"


def write(folder: Path, name: str, content: bytes = b"Bonjour.") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def names(folder: Path, *paths: str | Path) -> list[str]:
    return [locate(file, folder) for file in find_files(paths or [folder])]


def test_folders_are_searched_in_depth_in_the_order_of_path_parts(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/b/c.htm", "a-b.txt", "a/a.xhtml", "É.txt"):
        write(tmp_path, name)
    assert names(tmp_path) == ["a/a.xhtml", "a/b/c.htm", "a/z.html", "a-b.txt", "b.txt", "É.txt"]


def test_what_may_hold_articles_is_taken_from_folders_and_hidden_files_never(
    tmp_path: Path,
) -> None:
    for name in ("a.txt", "b.HTML", "c.pdf", "d.jpg", "e", ".f.txt", ".git/g.txt", "h~", "i.js"):
        write(tmp_path, name)
    for name in ("j.jsonl.gz", "k.csv", "l.tar.xz", "m.warc.gz", "n.zip", "o.md", "p.xml"):
        write(tmp_path, name)
    assert names(tmp_path) == [
        *("a.txt", "b.HTML", "c.pdf"),
        *("j.jsonl.gz", "k.csv", "l.tar.xz", "m.warc.gz", "n.zip", "o.md", "p.xml"),
    ]


def test_an_index_is_no_source(tmp_path: Path) -> None:
    for name in ("a.txt", "index/manifest.json", "index/lock", "index/g000001/a.json"):
        write(tmp_path, name)
    write(tmp_path, "other/manifest.json")
    assert names(tmp_path) == ["a.txt", "other/manifest.json"]
    failed: list[UnreadableArticle] = []
    assert find_files([tmp_path / "index"], on_error=failed.append) == []
    assert [error.reason for error in failed] == [
        "is an index of newsearch, and no folder of articles"
    ]


def test_a_file_given_by_name_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    odd = write(tmp_path, "article.2021")
    hidden = write(tmp_path, ".cache/page", PAGE)
    found = list(documents([odd, hidden], base=tmp_path))
    assert [(raw.locator, raw.media_type) for raw in found] == [
        (".cache/page", "text/html"),
        ("article.2021", "text/plain"),
    ]


def test_each_file_comes_once_however_it_is_reached(tmp_path: Path) -> None:
    file = write(tmp_path, "a/b.txt")
    write(tmp_path, "a/c.txt")
    (tmp_path / "a" / "again.txt").symlink_to(file)
    (tmp_path / "link").symlink_to(tmp_path / "a", target_is_directory=True)
    given = (tmp_path, tmp_path / "a", file, f"{tmp_path}/a/../a/b.txt", tmp_path / "link")
    assert names(tmp_path, *given) == ["a/b.txt", "a/c.txt"]


def test_links_that_go_round_in_circles_end(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert names(tmp_path) == ["a/b.txt"]


def test_a_tree_deeper_than_the_stack_is_walked(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 400)
    write(deep, "a.txt")
    assert len(find_files([tmp_path])) == 1


def test_locators_are_relative_to_the_base_even_outside_it(tmp_path: Path) -> None:
    file = write(tmp_path, "in/a.txt")
    assert locate(file, tmp_path) == "in/a.txt"
    assert locate(file, tmp_path / "out") == "../in/a.txt"


def test_locators_are_relative_to_the_current_directory_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "in/a.txt")
    monkeypatch.chdir(tmp_path)
    assert [raw.locator for raw in documents(["in"])] == ["in/a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_not_text_gives_a_locator_that_is(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")  # noqa: PTH118 - paths of bytes
    try:
        with open(path, "wb") as stream:  # noqa: PTH123 - same
            stream.write(b"Bonjour.")
    except OSError:
        pytest.skip("this file system admits only names in UTF-8")
    (raw,) = documents([tmp_path], base=tmp_path)
    assert raw.locator == "caf\\xe9.txt"


def test_a_raw_document_holds_the_bytes_and_their_digest(tmp_path: Path) -> None:
    raw = read_document(write(tmp_path, "a.txt", "Été".encode()), base=tmp_path)
    assert raw.content == "Été".encode()
    assert raw.digest == hashlib.sha256("Été".encode()).hexdigest()


def test_one_bad_path_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt", b"\0")
    write(tmp_path, "c.txt")
    errors: list[UnreadableArticle] = []
    found = list(
        documents([tmp_path, tmp_path / "gone.txt"], base=tmp_path, on_error=errors.append)
    )
    assert [raw.locator for raw in found] == ["a.txt", "c.txt"]
    assert [error.reason for error in errors] == [
        "there is no such file or folder",
        "is a binary file: what it holds is unknown",
    ]
    assert errors[1].locator == "b.txt"


def test_without_a_handler_the_first_bad_path_is_raised(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArticle, match="no such file"):
        list(documents([tmp_path / "gone"]))


def test_a_file_over_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1 << 20)
    assert read_document(write(tmp_path, "a.txt", b"x" * (1 << 20)))
    with pytest.raises(UnreadableArticle, match="larger than 1 MiB"):
        read_document(write(tmp_path, "b.txt", b"x" * ((1 << 20) + 1)))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert find_files([tmp_path]) == []
    with pytest.raises(UnreadableArticle, match="not a regular file"):
        list(documents([tmp_path / "pipe.txt"]))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_reported(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt")
    file.chmod(0)
    with pytest.raises(UnreadableArticle, match="cannot be read"):
        read_document(file)


def test_standard_input_is_read_like_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt")
    for content, media_type in (
        (b"Bonjour.", "text/plain"),
        (PAGE, "text/html"),
        (b'{"title": "a"}\n{"title": "b"}\n', "application/x-ndjson"),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        _, raw = documents([tmp_path / "a.txt", "-"])
        assert (raw.locator, raw.media_type) == ("-", media_type)
        assert raw.digest == hashlib.sha256(content).hexdigest()
        for _ in range(2):
            with raw.open() as stream:
                assert stream.read() == content


def test_what_may_be_large_is_not_held_in_memory(tmp_path: Path) -> None:
    content = b'{"title": "a", "text": "b"}\n' * 1000
    raw = read_document(write(tmp_path, "a.jsonl", content), base=tmp_path)
    assert raw.content == b""
    assert raw.digest == hashlib.sha256(content).hexdigest()
    with raw.open() as stream:
        assert stream.read() == content
