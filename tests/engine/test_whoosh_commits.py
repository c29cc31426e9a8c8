"""A commit is there wholly or not at all, whatever happens around it."""

import os
import threading
from collections.abc import Callable, Iterator
from errno import ENOSPC
from pathlib import Path

import pytest
from contract import BODY, NOTES, SCHEMA, analyse, commit, fill, find, ids, term, write
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine import Document, Engine, Schema, Terms, create_engine, open_engine
from newsearch.engine.whoosh.merging import plan_merges
from newsearch.errors import IndexLocked, IndexNotFound, IndexUnavailable, InvalidRequest
from newsearch.query.queries import BooleanQuery, MatchAllQuery, PhraseQuery, Query


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine("whoosh", tmp_path, SCHEMA)
    yield engine
    engine.close()


def count_segments(folder: Path) -> int:
    return len(list(folder.glob("*.trm")))


# Durability


def test_everything_is_on_the_disk_before_the_contents_name_it(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[object] = []
    fsync, rename = os.fsync, os.rename

    def note_fsync(descriptor: int) -> None:
        events.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    def note_rename(old: str, new: str) -> None:
        events.append("rename")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "rename", note_rename)
    fill(engine)
    renamed = events.index("rename")
    written = {path.stat().st_ino for path in tmp_path.iterdir() if path.name != "MAIN_WRITELOCK"}
    folder = tmp_path.stat().st_ino
    assert written <= set(events[:renamed])
    assert events[renamed - 1] == folder
    assert events[-1] == folder


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_full_disk_leaves_the_old_commit(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Fail at the first such call, then at the second, and so on until none is left."""
    engine = fill(engine)
    real: Callable[..., object] = getattr(os, call)
    reasons: list[str] = []
    for allowed in range(60):
        calls = 0

        def fail(*arguments: object, allowed: int = allowed, **options: object) -> object:
            nonlocal calls
            calls += 1
            if calls > allowed:
                raise OSError(ENOSPC, "No space left on device")
            return real(*arguments, **options)

        with monkeypatch.context() as patched:
            patched.setattr(os, call, fail)
            try:
                writer = engine.writer()
                try:
                    writer.add(write("new", "neuf"))
                except IndexUnavailable:
                    writer.rollback()
                    raise
                writer.delete("id", "train")
                writer.commit()
            except IndexUnavailable as error:
                reasons.append(str(error))
            else:
                break
        after = open_engine("whoosh", tmp_path)
        assert find(after, MatchAllQuery()) == list(NOTES)
        after.close()
    assert 0 < len(reasons) < 60
    assert all("No space left" in reason for reason in reasons)
    assert find(engine.refresh(), MatchAllQuery()) == [*list(NOTES)[:3], "new"]


def test_what_a_killed_commit_left_behind_is_removed_by_the_next(
    engine: Engine, tmp_path: Path
) -> None:
    leftovers = ["MAIN_0123456789abcdef.trm", "MAIN_0123456789abcdef.id.col", "_MAIN_5.toc.17.5"]
    for name in leftovers:
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / "MAIN.tmp").mkdir()
    (tmp_path / "MAIN.tmp" / "half.run").write_bytes(b"half")
    engine = fill(engine)
    assert find(engine, MatchAllQuery()) == list(NOTES)
    assert not any((tmp_path / name).exists() for name in [*leftovers, "MAIN.tmp"])


def test_rollback_leaves_no_files(engine: Engine, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()} | {"MAIN_WRITELOCK"}
    writer = engine.writer()
    writer.add(write("a", "mot"))
    writer.delete("source", "X")
    writer.add(write("b", "mot"))
    writer.rollback()
    assert {path.name for path in tmp_path.iterdir()} == before


def test_committing_nothing_changes_nothing(engine: Engine) -> None:
    writer = engine.writer()
    assert writer.delete("id", "unheard") == 0
    writer.commit()
    assert engine.refresh() is engine


# One writer at a time


def test_a_second_writer_is_locked_out_until_the_first_is_done(engine: Engine) -> None:
    for end in ("commit", "rollback"):
        writer = engine.writer()
        with pytest.raises(IndexLocked, match="another process"):
            engine.writer()
        getattr(writer, end)()
    engine.writer().rollback()


def test_a_writer_starts_from_the_newest_commit(engine: Engine) -> None:
    old = engine
    commit(engine, write("a", "mot"))
    newest = commit(old, write("b", "mot"))
    assert find(newest, term("mot")) == ["a", "b"]


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_closed_writer_is_an_error(engine: Engine, end: str) -> None:
    writer = engine.writer()
    getattr(writer, end)()
    for use in (
        lambda: writer.add(write("a")),
        lambda: writer.delete("id", "a"),
        writer.commit,
        writer.rollback,
    ):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_a_closed_engine_is_an_error(engine: Engine) -> None:
    engine.close()
    engine.close()
    for use in (engine.writer, engine.refresh, engine.count, lambda: engine.get("a")):
        with pytest.raises(ValueError, match="closed"):
            use()


# Documents that do not fit


@pytest.mark.parametrize(
    "document",
    [
        Document("bad", "", text={"unheard": analyse("mot")}),
        Document("bad", "", text={"source": analyse("mot")}),
        Document("bad", "", keywords={"body": ("mot",)}),
        Document("bad", "", keywords={"id": ("other",)}),
        Document("bad", "", numbers={"date": 2**63}),
        Document("bad", "", numbers={"body": 1}),
        Document("bad", "", text={"body": Terms(("a", "b"), (0,))}),
        Document("bad", "", text={"body": Terms(("a", "b"), (1, 0))}),
        Document("bad", "", text={"body": Terms(("a",), (-1,))}),
        Document("bad", "", text={"body": Terms(("a",), (2**31,))}),
    ],
    ids=repr,
)
def test_a_document_that_does_not_fit_is_refused_and_spoils_nothing(
    engine: Engine, document: Document
) -> None:
    engine = commit(engine, write("bad", "ancien"))
    writer = engine.writer()
    writer.add(write("a", "mot"))
    with pytest.raises(ValueError, match="bad"):
        writer.add(document)
    writer.add(write("b", "mot"))
    writer.commit()
    engine = engine.refresh()
    assert find(engine, term("mot")) == ["a", "b"]
    assert find(engine, term("ancien")) == ["bad"]


def test_deleting_by_what_is_no_keyword_is_refused(engine: Engine) -> None:
    writer = engine.writer()
    for field in ("body", "date", "stored", "unheard"):
        with pytest.raises(ValueError, match="no keyword field"):
            writer.delete(field, "x")
    writer.rollback()


@pytest.mark.parametrize(
    "schema",
    [
        Schema(("id",), (), ()),
        Schema((), ("stored",), ()),
        Schema(("a",), ("a",), ()),
        Schema(("a/b",), (), ()),
        Schema((), (), ("_x",)),
        Schema(("é",), (), ()),
    ],
)
def test_names_that_cannot_be_fields_are_refused(tmp_path: Path, schema: Schema) -> None:
    with pytest.raises(ValueError, match="field"):
        create_engine("whoosh", tmp_path, schema)


def test_an_index_is_not_made_over_another_or_nowhere(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    with pytest.raises(IndexUnavailable, match="already"):
        create_engine("whoosh", tmp_path, SCHEMA)
    with pytest.raises(IndexNotFound):
        create_engine("whoosh", tmp_path / "missing", SCHEMA)


# Segments


def test_segments_stay_few_and_documents_in_order(engine: Engine, tmp_path: Path) -> None:
    names = [f"n{number:02}" for number in range(50)]
    for name in names:
        engine = commit(engine, write(name, "mot commun"))
    assert count_segments(tmp_path) <= 7
    assert find(engine, PhraseQuery(BODY, ("mot", "commun"))) == names


sizes = st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1000)), max_size=30)


@given(sizes)
def test_merging_keeps_few_segments_mostly_alive(segments: list[tuple[int, int]]) -> None:
    live, deleted = [live for live, _ in segments], [deleted for _, deleted in segments]
    runs = plan_merges(live, deleted)
    covered = [index for run in runs for index in run]
    assert covered == sorted(set(covered))
    merged = list(live)
    for run in reversed(runs):
        merged[run.start : run.stop] = [sum(live[run.start : run.stop])]
    assert all(size >= sum(merged[i + 1 :]) for i, size in enumerate(merged))
    assert all(deleted[i] <= live[i] for i in range(len(live)) if i not in covered)


# At the same time


def test_readers_open_while_a_writer_commits(engine: Engine, tmp_path: Path) -> None:
    commit(engine, write("n0", "mot"))
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                reader = open_engine("whoosh", tmp_path)
                found = find(reader, term("mot"))
                assert found == [f"n{number}" for number in range(len(found))]
                assert len(found) == reader.count() > 0
                reader.close()
        except BaseException as error:  # It is raised in the main thread.
            failures.append(error)

    reading = threading.Thread(target=read)
    reading.start()
    try:
        for number in range(1, 20):
            commit(engine, write(f"n{number}", "mot")).close()
    finally:
        done.set()
        reading.join()
    if failures:
        raise failures[0]


def test_threads_may_share_an_engine(engine: Engine) -> None:
    texts = {f"n{i}": " ".join(f"w{i * j % 50}" for j in range(1, 300)) for i in range(60)}
    engine = commit(engine, *(write(name, text) for name, text in texts.items()))
    queries = [PhraseQuery(BODY, (f"w{i}", f"w{2 * i % 50}"), slop=3) for i in range(50)]
    expected = [ids(engine.search(query, limit=100)) for query in queries]
    found: dict[int, list[list[str]]] = {}

    def ask(thread: int) -> None:
        found[thread] = [ids(engine.search(query, limit=100)) for query in queries]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == dict.fromkeys(range(4), expected)


def test_a_query_nested_too_deeply_is_refused(engine: Engine) -> None:
    query: Query = MatchAllQuery()
    for _ in range(5000):
        query = BooleanQuery(must=(query,))
    with pytest.raises(InvalidRequest, match="nested"):
        engine.search(query, limit=1)
