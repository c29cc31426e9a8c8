"""A commit of flat segments is there wholly or not at all, whatever happens around it."""

import os
from collections.abc import Callable, Iterator
from errno import ENOSPC
from io import BytesIO
from pathlib import Path
from pickle import dumps
from typing import Any

import pytest
from contract import NOTES, SCHEMA, analyse, fill, find, write
from flatindex import FlatEngine, create_flat, open_flat, read_toc

from newsearch.engine import Document, Engine
from newsearch.engine.whoosh.flat.container import Section
from newsearch.engine.whoosh.flat.segment import FlatSegment
from newsearch.engine.whoosh.flat.writer import FlatWriter
from newsearch.engine.whoosh.library import TOC
from newsearch.engine.whoosh.safety import load_inert
from newsearch.engine.whoosh.schema import make_schema
from newsearch.engine.whoosh.storage import DurableStorage
from newsearch.errors import (
    IndexCorrupt,
    IndexIncompatible,
    IndexLocked,
    IndexUnavailable,
)
from newsearch.query.queries import MatchAllQuery


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[FlatEngine]:
    engine = create_flat(tmp_path, SCHEMA)
    yield engine
    engine.close()


def everything(engine: Engine) -> list[str]:
    return find(engine, MatchAllQuery())


def test_everything_is_on_the_disk_before_the_contents_name_it(
    engine: FlatEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[object] = []
    fsync, rename = os.fsync, os.rename
    monkeypatch.setattr(os, "fsync", lambda fd: (events.append(os.fstat(fd).st_ino), fsync(fd))[1])
    monkeypatch.setattr(
        os, "rename", lambda old, new: (events.append("rename"), rename(old, new))[1]
    )
    fill(engine)
    renamed = events.index("rename")
    written = {path.stat().st_ino for path in tmp_path.iterdir() if path.name != "MAIN_WRITELOCK"}
    assert written <= set(events[:renamed])
    assert events[renamed - 1] == events[-1] == tmp_path.stat().st_ino


class FullDisk:
    """Files that can be written to so many times."""

    def __init__(self, allowed: int) -> None:
        self.left = allowed

    def limit(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def limited(*arguments: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise OSError(ENOSPC, "No space left on device")
            return call(*arguments, **options)

        return limited


def test_a_full_disk_leaves_the_old_commit(
    engine: FlatEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fail at the first write, then at the second, and so on until none fails."""
    engine = fill(engine)
    reasons: list[str] = []
    for allowed in range(200):
        disk = FullDisk(allowed)
        with monkeypatch.context() as patched:
            patched.setattr(Section, "append", disk.limit(Section.append))
            for name in ("fsync", "rename"):
                patched.setattr(os, name, disk.limit(getattr(os, name)))
            writer = engine.writer()
            try:
                writer.add(write("new", "neuf " * 60))
                writer.add(write("newer", "neuf"))
                writer.delete("id", "train")
                writer.commit()
            except IndexUnavailable as error:
                reasons.append(str(error))
                if not writer._closed:
                    with pytest.raises(IndexUnavailable, match="roll back"):
                        writer.add(write("late", "neuf"))
                    writer.rollback()
            else:
                break
        after = open_flat(tmp_path)
        assert everything(after) == list(NOTES)
        after.close()
    assert 20 < len(reasons) < 199
    assert all("No space left" in reason for reason in reasons)
    assert everything(engine.refresh()) == [*list(NOTES)[:3], "new", "newer"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_commit_leaves_the_old_index_or_the_new(
    engine: FlatEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [list(NOTES)]
    engine = fill(engine)
    for number in range(12):
        child = os.fork()
        if not child:
            kill_after(number, monkeypatch)
            writer = FlatWriter(tmp_path, read_toc, batch_tokens=3)
            for name in ("a", "b", "c"):
                writer.add(write(f"{name}{number}", "mot " * 3))
            writer.commit()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        expected.append([*expected[-1], *(f"{name}{number}" for name in "abc")])
        engine = open_flat(tmp_path)
        found = everything(engine)
        assert found == expected[-1 if status == 0 else -2] or found == expected[-1]
        expected.append(found)
        engine.close()
    writer = FlatWriter(tmp_path, read_toc)
    writer.add(write("last", "mot"))
    writer.commit()
    names = {path.name.split(".")[0] for path in tmp_path.glob("MAIN_*.*")}
    assert names == {s.segment_id() for s in read_toc(tmp_path).segments}


def kill_after(allowed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Die, as by SIGKILL, at so-manieth call that commits are made of."""
    calls = iter(range(allowed, -1, -1))

    def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given, **more: call(*given, **more) if next(calls) else os._exit(9)

    for name in ("fsync", "rename", "remove"):
        monkeypatch.setattr(os, name, deadly(getattr(os, name)))


def test_what_a_killed_commit_left_behind_is_removed_by_the_next(
    engine: FlatEngine, tmp_path: Path
) -> None:
    leftovers = ["MAIN_0123456789abcdef.postings", "MAIN_0123456789abcdef.stored", "_MAIN_5.toc.1"]
    for name in leftovers:
        (tmp_path / name).write_bytes(b"half")
    assert everything(fill(engine)) == list(NOTES)
    assert not any((tmp_path / name).exists() for name in leftovers)


def test_rollback_leaves_no_files(engine: FlatEngine, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()} | {"MAIN_WRITELOCK"}
    writer = engine.writer()
    writer.add(write("a", "mot"))
    writer.delete("source", "X")
    writer.add(write("b", "mot"))
    writer.rollback()
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_second_writer_is_locked_out_until_the_first_is_done(engine: FlatEngine) -> None:
    for end in ("commit", "rollback"):
        writer = engine.writer()
        with pytest.raises(IndexLocked, match="another process"):
            engine.writer()
        getattr(writer, end)()
    engine.writer().rollback()


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_closed_writer_is_an_error(engine: FlatEngine, end: str) -> None:
    writer = engine.writer()
    getattr(writer, end)()
    for act in (writer.commit, writer.rollback, writer.optimize):
        with pytest.raises(ValueError, match="closed"):
            act()


def test_a_refused_document_alone_commits_nothing(engine: FlatEngine) -> None:
    writer = engine.writer()
    with pytest.raises(ValueError, match="unheard"):
        writer.add(Document("a", "", {"unheard": analyse("mot")}))
    writer.commit()
    assert engine.refresh() is engine


def test_optimizing_leaves_one_segment_without_deleted_documents(
    engine: FlatEngine, tmp_path: Path
) -> None:
    for name in "abcdefg":
        writer = engine.writer()
        writer.add(write(name, "mot " * 40))
        writer.add(write("again", "mot " * 40))
        writer.commit()
    writer = engine.writer()
    writer.optimize()
    writer.commit()
    (segment,) = read_toc(tmp_path).segments
    assert segment.documents == 8
    assert segment.live is None
    assert everything(engine.refresh()) == [*"abcdefg", "again"]
    assert len(list(tmp_path.glob("*.postings"))) == 1


def test_segments_of_another_codec_are_incompatible(tmp_path: Path) -> None:
    class Foreign:
        pass

    toc = TOC(make_schema(SCHEMA), [Foreign()], 0)
    with pytest.raises(IndexIncompatible, match="--rebuild"):
        FlatWriter(tmp_path, lambda _: toc)


def test_files_of_two_segments_do_not_make_one(engine: FlatEngine, tmp_path: Path) -> None:
    fill(engine)
    (segment,) = read_toc(tmp_path).segments
    segment.documents += 1
    TOC(make_schema(SCHEMA), [segment], 7).write(DurableStorage(tmp_path), "MAIN")
    with pytest.raises(IndexCorrupt, match="belong together"):
        open_flat(tmp_path)


def test_a_segment_is_restored_from_plain_data() -> None:
    segment = FlatSegment("MAIN", 19)
    segment.delete_document(3)
    segment.delete_document(18)
    name = (FlatSegment.__module__, FlatSegment.__qualname__)
    (bag,) = load_inert(BytesIO(dumps([segment])), frozenset({name}))
    restored = FlatSegment.restore(vars(bag))
    assert restored.segment_id() == segment.segment_id()
    assert list(restored.deleted_docs()) == [3, 18]
    assert restored.doc_count_all() == 19
    assert restored.doc_count() == 17


@pytest.mark.parametrize(
    "change",
    [
        {"segid": "../../etc"},
        {"indexname": "../MAIN"},
        {"documents": -1},
        {"documents": True},
        {"documents": "many"},
        {"deleted": b"123456789"},
        {"deleted": "text"},
    ],
)
def test_a_forged_segment_is_refused(change: dict[str, object]) -> None:
    state = {**FlatSegment("MAIN", 19).__getstate__(), **change}
    with pytest.raises((ValueError, TypeError)):
        FlatSegment.restore(state)
