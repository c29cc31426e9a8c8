"""An index that follows files which hold many articles each."""

import gzip
import io
import json
import sys
import tracemalloc
from pathlib import Path

import pytest

from newsearch import Index, SyncReport, UnreadableArticle, synchronise
from newsearch import writer as writing

BODY = "Un texte sur {}, écrit pour cet essai. Il a deux phrases."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder / "dump.jsonl", "maroc", "mali", "thon")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


def lines(*topics: str, prefix: str = "doc") -> str:
    records = ({"id": f"{prefix}-{t}", "title": t, "text": BODY.format(t)} for t in topics)
    return "".join(json.dumps(record) + "\n" for record in records)


def write(file: Path, *topics: str, prefix: str = "doc") -> None:
    file.write_text(lines(*topics, prefix=prefix), encoding="utf-8")


def found(place: Path, query: str) -> list[str]:
    with Index.open(place) as index:
        return sorted(hit.article.locator for hit in index.search(query))


def size(place: Path) -> int:
    with Index.open(place) as index:
        return len(index)


def numbers(report: SyncReport) -> tuple[int, int, int, int, int]:
    return (report.read, report.added, report.updated, report.removed, report.skipped)


def test_every_article_of_a_file_is_indexed_under_its_place(place: Path, folder: Path) -> None:
    assert numbers(synchronise(place, [folder])) == (1, 3, 0, 0, 0)
    assert found(place, "mali") == ["articles/dump.jsonl:2"]
    with Index.open(place) as index:
        article = index.get("doc-mali")
    assert article is not None
    assert (article.path, article.within) == ("articles/dump.jsonl", ":2")


def test_a_file_that_has_not_changed_is_skipped_whole(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    assert numbers(synchronise(place, [folder])) == (1, 0, 0, 0, 1)


def test_a_changed_file_is_replaced_whole(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    write(folder / "dump.jsonl", "brume", "maroc")
    assert numbers(synchronise(place, [folder])) == (1, 0, 2, 1, 0)
    assert found(place, "mali") == []
    assert found(place, "thon") == []
    assert found(place, "maroc") == ["articles/dump.jsonl:2"]
    write(folder / "dump.jsonl", "brume", "maroc", "sel", "port")
    assert numbers(synchronise(place, [folder])) == (1, 2, 2, 0, 0)
    assert size(place) == 4


def test_a_vanished_file_takes_all_its_articles_along(place: Path, folder: Path) -> None:
    write(folder / "other.jsonl", "sel", "port")
    synchronise(place, [folder])
    (folder / "dump.jsonl").unlink()
    assert numbers(synchronise(place, [folder])) == (1, 0, 0, 3, 1)
    assert size(place) == 2


def test_a_record_that_fails_loses_nothing_else(place: Path, folder: Path) -> None:
    (folder / "dump.jsonl").write_text(lines("maroc") + "{broken\n" + lines("thon"))
    failures: list[UnreadableArticle] = []
    report = synchronise(place, [folder], on_error=failures.append)
    assert report.added == 2
    assert [failure.locator for failure in failures] == ["articles/dump.jsonl:2"]


def test_what_is_cut_in_the_middle_keeps_what_came_before(place: Path, folder: Path) -> None:
    packed = gzip.compress(lines(*(f"sujet{n * n}" for n in range(2000))).encode())
    (folder / "dump.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    report = synchronise(place, [folder])
    assert len(report.failed) == 1
    assert report.added > 3


def test_a_file_that_gives_nothing_any_more_keeps_what_it_had(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    (folder / "dump.jsonl").write_text("{broken\n")
    assert synchronise(place, [folder]).removed == 0
    assert size(place) == 3


def test_copies_of_a_dump_do_not_take_each_others_place(place: Path, folder: Path) -> None:
    write(folder / "copy.jsonl", "maroc", "mali", "thon")
    (folder / "z.jsonl.gz").write_bytes(gzip.compress(lines("maroc").encode()))
    assert numbers(synchronise(place, [folder])) == (3, 7, 0, 0, 0)
    assert numbers(synchronise(place, [folder])) == (3, 0, 0, 0, 3)
    assert len(found(place, "maroc")) == 3
    (folder / "copy.jsonl").unlink()
    assert numbers(synchronise(place, [folder])) == (2, 0, 0, 3, 2)
    assert found(place, "maroc") == ["articles/dump.jsonl:1", "articles/z.jsonl.gz:1"]


def test_a_copy_that_comes_later_leaves_the_first_alone(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    write(folder / "a.jsonl", "maroc")
    synchronise(place, [folder])
    assert found(place, "maroc") == ["articles/a.jsonl:1", "articles/dump.jsonl:1"]
    with Index.open(place) as index:
        article = index.get("doc-maroc")
    assert article is not None
    assert article.path == "articles/dump.jsonl"


def test_a_renamed_file_keeps_the_ids_of_its_records(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    (folder / "dump.jsonl").rename(folder / "renamed.jsonl")
    assert numbers(synchronise(place, [folder])) == (1, 3, 0, 3, 0)
    with Index.open(place) as index:
        assert index.get("doc-maroc") is not None
        assert len(index) == 3


def test_an_id_that_comes_again_in_a_file_replaces(place: Path, folder: Path) -> None:
    (folder / "dump.jsonl").write_text(
        lines("maroc") + lines("maroc").replace("deux phrases", "trois phrases")
    )
    synchronise(place, [folder])
    assert found(place, "maroc") == ["articles/dump.jsonl:2"]


def test_a_rebuild_gives_what_updates_gave(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    write(folder / "dump.jsonl", "maroc", "sel")
    write(folder / "other.csv", "port")
    (folder / "other.csv").write_text("titre;texte\nport;Un texte sur le port.\n")
    synchronise(place, [folder])
    before = answers(place)
    synchronise(place, [folder], rebuild=True)
    assert answers(place) == before


def answers(place: Path) -> list[tuple[str, str, float]]:
    with Index.open(place) as index:
        hits = index.search("texte maroc port", limit=10)
        return sorted((hit.article.id, hit.article.locator, round(hit.score, 9)) for hit in hits)


def test_standard_input_is_added_to_what_is_there(
    place: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pipe(text: str) -> SyncReport:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return synchronise(place, [folder, "-"])

    assert numbers(pipe(lines("sel", prefix="piped"))) == (2, 4, 0, 0, 0)
    assert numbers(pipe(lines("port", prefix="piped"))) == (2, 1, 0, 0, 1)
    assert numbers(synchronise(place, [folder])) == (1, 0, 0, 0, 1)
    assert found(place, "sel") == ["-:1"]
    assert size(place) == 5


def test_fields_can_be_said_and_guesses_are_told(place: Path, folder: Path) -> None:
    (folder / "dump.jsonl").write_text(json.dumps({"x": "Un titre", "y": BODY, "title": "non"}))
    notices: list[str] = []
    synchronise(place, [folder], fields={"title": "x", "body": "y"}, on_notice=notices.append)
    assert notices == ["articles/dump.jsonl: title=x, body=y"]
    assert found(place, "titre:titre") == ["articles/dump.jsonl:1"]


def test_articles_of_a_file_are_never_all_in_memory(
    place: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing.IndexWriter, "add_batch", lambda _writer, _batch: None)

    def peak(count: int) -> int:
        record = json.dumps({"title": "Un titre", "text": BODY * 40})
        (folder / "dump.jsonl").write_text(f"{record}\n" * count)
        tracemalloc.start()
        synchronise(place, [folder], rebuild=True)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(1500) < peak(100) + 1_000_000
