"""An index that follows folders."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsearch import Index, SyncFailed, UnreadableArticle, synchronise

TEXT = "Un titre court\n\nUn texte sur {}, écrit pour cet essai. Il a deux phrases.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("maroc", "mali", "thon"):
        (folder / f"{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


def found(place: Path, query: str) -> list[str]:
    with Index.open(place) as index:
        return [hit.article.path for hit in index.search(query)]


def test_new_files_are_added_and_the_second_time_skipped(place: Path, folder: Path) -> None:
    first = synchronise(place, [folder])
    assert (first.read, first.added, first.skipped) == (3, 3, 0)
    second = synchronise(place, [folder])
    assert (second.read, second.added, second.skipped) == (3, 0, 3)
    assert found(place, "maroc") == ["articles/maroc.txt"]


def test_a_changed_file_is_replaced_whatever_its_time(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    file = folder / "mali.txt"
    times = file.stat()
    file.write_text(TEXT.format("brume"), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    report = synchronise(place, [folder])
    assert (report.updated, report.added, report.skipped) == (1, 0, 2)
    assert found(place, "mali") == []
    assert found(place, "brume") == ["articles/mali.txt"]


def test_a_vanished_file_is_removed_only_under_the_folders_given(
    place: Path, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "paix.txt").write_text(TEXT.format("paix"), encoding="utf-8")
    synchronise(place, [folder, other])
    (folder / "thon.txt").unlink()
    (other / "paix.txt").unlink()
    report = synchronise(place, [folder])
    assert report.removed == 1
    assert found(place, "thon") == []
    assert found(place, "paix") == ["other/paix.txt"]


def test_a_folder_that_is_missing_as_a_whole_removes_nothing(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    folder.rename(folder.with_name("elsewhere"))
    report = synchronise(place, [folder])
    assert (report.removed, len(report.failed)) == (0, 1)
    assert found(place, "maroc") == ["articles/maroc.txt"]


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(place: Path, folder: Path) -> None:
    (folder / "vide.txt").write_bytes(b"")
    (folder / "image.txt").write_bytes(b"\x89PNG\0\0\0\x01")
    failures: list[UnreadableArticle] = []
    report = synchronise(place, [folder], on_error=failures.append)
    assert report.added == 3
    assert [failure.locator for failure in failures] == ["articles/image.txt", "articles/vide.txt"]
    assert all(failure.reason for failure in failures)


def test_what_cannot_be_read_any_more_stays_as_it_was(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    (folder / "thon.txt").write_bytes(b"\0\0\0")
    synchronise(place, [folder])
    assert found(place, "thon") == ["articles/thon.txt"]


def test_strict_commits_nothing_when_anything_fails(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    (folder / "maroc.txt").write_text(TEXT.format("brume"), encoding="utf-8")
    (folder / "vide.txt").write_bytes(b"")
    with pytest.raises(SyncFailed):
        synchronise(place, [folder], strict=True)
    assert found(place, "brume") == []


def test_a_rebuild_gives_what_updates_gave(place: Path, folder: Path) -> None:
    synchronise(place, [folder])
    (folder / "thon.txt").unlink()
    (folder / "mali.txt").write_text(TEXT.format("accord"), encoding="utf-8")
    synchronise(place, [folder])
    before = answers(place)
    synchronise(place, [folder], rebuild=True)
    assert answers(place) == before


def answers(place: Path) -> list[tuple[str, float]]:
    with Index.open(place) as index:
        hits = index.search("texte maroc accord", limit=10)
        return sorted((hit.article.path, round(hit.score, 9)) for hit in hits)


def test_index_and_articles_can_move_together(place: Path, folder: Path, tmp_path: Path) -> None:
    synchronise(place, [folder])
    moved = tmp_path / "moved"
    moved.mkdir()
    place.rename(moved / "index")
    folder.rename(moved / "articles")
    report = synchronise(moved / "index", [moved / "articles"])
    assert (report.skipped, report.added, report.removed) == (3, 0, 0)


def read_index(place: Path) -> list[bytes]:
    """What is in the files of an index, but for those that say when it was made."""
    files = [file for file in place.rglob("*") if file.suffix in (".postings", ".stored")]
    return sorted(file.read_bytes() for file in files)


def test_the_index_is_the_same_however_many_processes_read(folder: Path, tmp_path: Path) -> None:
    for number in range(60):
        text = TEXT.format(f"sujet{number} Œuvré l'État") * 40
        (folder / f"n{number}.txt").write_text(text, encoding="utf-8")
    (folder / "vide.txt").write_bytes(b"")
    (folder / "image.txt").write_bytes(b"\x89PNG\0\0\0\x01")
    indexes = []
    for jobs in (1, 2, 3):
        place, failed = tmp_path / f"index{jobs}", []
        report = synchronise(place, [folder], jobs=jobs, on_error=failed.append)
        assert (report.added, [str(error) for error in failed]) == (
            63,
            list(map(str, report.failed)),
        )
        assert [error.locator for error in failed] == ["articles/image.txt", "articles/vide.txt"]
        indexes.append(read_index(place))
    assert indexes[0] == indexes[1] == indexes[2] != []


def test_the_index_of_a_long_file_of_lines_is_the_same_too(folder: Path, tmp_path: Path) -> None:
    lines = ["", "{", '{"titre": "vide"}']
    for number in range(900):
        body = f"{TEXT.format(f'sujet{number} Œuvré')} {number} " * 30
        record = {
            "id": f"a{number % 880}",
            "source": "La Gazette",
            "texte": body + "\n\nSuivez-nous.",
        }
        lines.append(json.dumps(record, ensure_ascii=False))
    (folder / "long.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "other.jsonl").write_text("\n".join(lines[-3:]) + "\n\n", encoding="utf-8")
    (folder / "strange.jsonl").write_text('{"a": 1}\n' * 3, encoding="utf-8")
    (folder / "utf16.jsonl").write_bytes("\n".join(lines[3:6]).encode("utf-16"))
    with zipfile.ZipFile(folder / "packed.zip", "w") as packed:
        for name in ("maroc", "mali"):
            packed.writestr(f"{name}.txt", TEXT.format(name))
        packed.writestr("empty.txt", "")
        packed.writestr("long.jsonl", "\n".join(lines[:5]))
    assert (folder / "long.jsonl").stat().st_size > 2_500_000
    runs = []
    for jobs in (1, 2):
        failed: list[UnreadableArticle] = []
        notices: list[str] = []
        place = tmp_path / f"index{jobs}"
        report = synchronise(
            place, [folder], jobs=jobs, on_error=failed.append, on_notice=notices.append
        )
        assert report.added == 906 + 3 + 4
        assert len(failed) == 2 + 3 + 3
        assert len(notices) == 4
        runs.append((list(map(str, failed)), notices, read_index(place)))
    assert runs[0] == runs[1]


def test_updates_by_several_processes_are_as_by_one(folder: Path, tmp_path: Path) -> None:
    places = [tmp_path / "one", tmp_path / "two"]
    for place in places:
        synchronise(place, [folder])
    (folder / "mali.txt").write_text(TEXT.format("brume"), encoding="utf-8")
    (folder / "thon.txt").unlink()
    (folder / "neuf.txt").write_text(TEXT.format("neuf"), encoding="utf-8")
    reports = [synchronise(place, [folder], jobs=jobs) for jobs, place in enumerate(places, 1)]
    assert reports[0] == reports[1]
    assert (reports[0].read, reports[0].added, reports[0].updated, reports[0].removed) == (
        3,
        1,
        1,
        1,
    )
    assert answers(places[0]) == answers(places[1])


def test_progress_counts_every_file(place: Path, folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    synchronise(place, [folder], on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def kill_when(ready: Callable[[], bool], *arguments: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", *arguments])
    deadline = time.monotonic() + 60
    while not ready() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.1, 0.3])
def test_a_killed_rebuild_never_breaks_the_index(place: Path, folder: Path, delay: float) -> None:
    synchronise(place, [folder])
    for number in range(60):
        (folder / f"n{number}.txt").write_text(TEXT.format(f"sujet{number}"), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from newsearch import synchronise\n"
        "synchronise(Path(sys.argv[1]), [sys.argv[2]], rebuild=True)"
    )

    def begun() -> bool:
        if len(list(place.glob("g*"))) > 1:
            time.sleep(delay)
            return True
        return False

    kill_when(begun, code, str(place), str(folder))
    with Index.open(place) as index:
        assert len(index) in (3, 63)
    synchronise(place, [folder])
    with Index.open(place) as index:
        assert len(index) == 63
    assert len(list(place.glob("g*"))) == 1
