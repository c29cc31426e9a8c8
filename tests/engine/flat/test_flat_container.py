"""Files of named arrays."""

import os
from pathlib import Path

import numpy as np
import pytest

from newsearch.engine.whoosh.flat.container import VERSION, ArrayFile, ArrayFileWriter
from newsearch.errors import IndexCorrupt, IndexIncompatible


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "some.arrays"
    with ArrayFileWriter(path) as file:
        file.meta["documents"] = 3
        first = file.reserve("first", np.uint16, 4)
        second = file.reserve("second", np.int64, 2)
        first.append(np.array([1, 2]))
        second.append(np.array([-5]))
        first.append(np.array([3, 65535]))
        second.append(np.array([2**62]))
        stream = file.stream("stream", np.uint8)
        stream.append(np.frombuffer(b"abc", np.uint8))
        file.add("empty", np.zeros(0, np.uint32))
        file.finish()
    return path


def test_arrays_come_back_as_they_were_written(path: Path) -> None:
    file = ArrayFile(path)
    assert file.meta["documents"] == 3
    assert file.array("first").tolist() == [1, 2, 3, 65535]
    assert file.array("second").tolist() == [-5, 2**62]
    assert file.memory("stream").tobytes() == b"abc"
    assert file.array("empty").tolist() == []
    assert "stream" in file
    assert "other" not in file
    file.verify()


def test_arrays_stay_readable_after_the_file_is_gone_and_closed(path: Path) -> None:
    file = ArrayFile(path)
    array = file.array("first")
    path.unlink()
    file.close()
    assert array.tolist() == [1, 2, 3, 65535]


def test_arrays_are_what_they_were_after_their_memory_was_let_go(path: Path) -> None:
    file = ArrayFile(path)
    held = file.array("first")
    before = held.copy()
    file.release()
    assert held.tolist() == before.tolist() == file.array("first").tolist()


def test_bytes_are_read_without_mapping_them_where_asked_for(path: Path) -> None:
    file = ArrayFile(path)
    path.unlink()
    assert file.read("stream") == b"abc"
    assert file.read("stream", 1, 2) == b"b"
    assert file.read("stream", 2, 9) == b"c", "never what lies behind the array"
    assert file.read("stream", 3, 2) == file.read("empty") == b""
    assert file.read("first", 2, 6) == file.array("first")[1:3].tobytes()
    file.close()
    with pytest.raises(ValueError, match="closed"):
        file.read("stream")


def test_bytes_are_read_where_the_system_has_no_pread(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "pread")
    assert ArrayFile(path).read("stream", 1, 9) == b"bc"


def test_arrays_cannot_be_written_to(path: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        ArrayFile(path).array("first")[0] = 9


def test_a_writer_never_overwrites_a_file(path: Path) -> None:
    with pytest.raises(FileExistsError):
        ArrayFileWriter(path)


def test_a_section_that_was_promised_more_is_refused(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "short") as file:
        file.reserve("short", np.uint8, 2)
        with pytest.raises(ValueError, match="promised"):
            file.finish()


@pytest.mark.parametrize("size", [0, 1, 40, 63, 200])
def test_a_file_cut_short_is_corrupt(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(IndexCorrupt):
        ArrayFile(path)


def test_a_file_that_was_never_finished_is_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "unfinished"
    with ArrayFileWriter(path) as file:
        file.add("some", np.ones(100, np.uint8))
    with pytest.raises(IndexCorrupt):
        ArrayFile(path)


def test_every_flipped_byte_is_noticed(path: Path) -> None:
    whole = path.read_bytes()
    used = {*range(36), *range(64, 72), *range(128, 144), *range(192, 195)}
    table = int.from_bytes(whole[16:24], "little")
    for place in [*sorted(used), *range(table, len(whole))]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((IndexCorrupt, IndexIncompatible)):
            ArrayFile(path).verify()


def test_another_version_is_incompatible_and_names_the_remedy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsearch.engine.whoosh.flat.container.VERSION", VERSION + 1)
    with pytest.raises(IndexIncompatible, match="--rebuild"):
        ArrayFile(path)
