"""An index directory may hold anything. What it says is read as data, never obeyed."""

import pickle
import random
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from contract import BODY, SCHEMA, commit, fill, term, write

from newsearch.engine import Engine, create_engine, open_engine
from newsearch.engine.whoosh.library import TOC, StructFile, W3Segment
from newsearch.engine.whoosh.safety import Inert, Refused, load_inert, load_plain
from newsearch.engine.whoosh.schema import make_schema
from newsearch.engine.whoosh.storage import DurableStorage
from newsearch.engine.whoosh.toc import read_toc
from newsearch.errors import IndexCorrupt, IndexIncompatible, IndexNotFound, IndexUnavailable
from newsearch.query.queries import MatchAllQuery, PhraseQuery, PrefixQuery, RangeQuery


class Evil:
    """Unpickled by an ordinary loader, it makes a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.marker,)


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "executed"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """An index of a few notes in two segments."""
    folder = tmp_path / "index"
    folder.mkdir()
    engine = fill(create_engine("whoosh", folder, SCHEMA))
    engine = commit(engine, write("late", "bateau tardif", date=4, source="AFP"))
    engine.close()
    return folder


def ask_everything(folder: Path) -> list[object]:
    """Open, and use every kind of file that an index has."""
    engine = open_engine("whoosh", folder)
    try:
        return [
            engine.search(PhraseQuery(BODY, ("le", "bateau")), limit=10),
            engine.search(PrefixQuery(BODY, "b"), limit=10),
            engine.search(RangeQuery("date"), limit=10),
            engine.search(MatchAllQuery(), limit=10),
            engine.get("port"),
            list(engine.terms("source")),
        ]
    finally:
        engine.close()


def rewrite(folder: Path) -> None:
    """Merge the segments, which reads them through Whoosh's own merger."""
    engine = open_engine("whoosh", folder)
    writer = engine.writer()
    for name in ("port", "bateau", "pilote"):
        writer.delete("id", name)
    writer.add(write("new", "neuf"))
    writer.commit()
    engine.close()


# Planting: each makes a real index with something in it that runs when unpickled.


def plant_in_schema(folder: Path, evil: Evil) -> None:
    schema = make_schema(SCHEMA)
    schema._fields["body"].extra = evil
    TOC(schema, [], 7).write(DurableStorage(folder), "MAIN")


def plant_in_segments(folder: Path, evil: Evil) -> None:
    TOC(make_schema(SCHEMA), [evil], 7).write(DurableStorage(folder), "MAIN")


PLANTS = {"schema": plant_in_schema, "segments": plant_in_segments}


@pytest.mark.parametrize("place", PLANTS)
def test_code_planted_in_an_index_is_refused_and_not_run(
    directory: Path, marker: Path, place: str
) -> None:
    PLANTS[place](directory, Evil(marker))
    with pytest.raises(IndexCorrupt, match="newsearch index PATHS --rebuild"):
        ask_everything(directory)
    assert not marker.exists()


@pytest.mark.parametrize("place", PLANTS)
def test_code_planted_in_an_index_is_not_run_by_a_writer_either(
    directory: Path, marker: Path, place: str
) -> None:
    PLANTS[place](directory, Evil(marker))
    with pytest.raises(IndexCorrupt):
        rewrite(directory)
    assert not marker.exists()


def test_the_plants_would_work_on_an_ordinary_loader(marker: Path) -> None:
    pickle.loads(pickle.dumps(Evil(marker), 2))  # noqa: S301 - the point of this test
    assert marker.exists()


def test_no_unpickling_of_whooshs_own_is_reached(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("Whoosh unpickled something by itself")

    for name in ("codec.whoosh3.loads", "columns.loads", "formats.loads"):
        monkeypatch.setattr(f"whoosh.{name}", refuse)
    monkeypatch.setattr("whoosh.filedb.structfile.load_pickle", refuse)
    monkeypatch.setattr("whoosh.index.TOC.read", refuse)
    before = ask_everything(directory)
    rewrite(directory)
    assert ask_everything(directory) != before


# The loaders


@pytest.mark.parametrize(
    "value",
    [
        0,
        -(2**70),
        1.5,
        "é\ud800",
        b"",
        b"\0\xff",
        None,
        True,
        (1, (2.0,)),
        [[], {}],
        {"a": {1, 2}},
    ],
    ids=repr,
)
@pytest.mark.parametrize("protocol", [2, 5])
def test_plain_values_are_loaded(value: object, protocol: int) -> None:
    if isinstance(value, dict) and protocol == 2:
        value = {"a": [1, 2]}  # This protocol spells a set as a call.
    assert load_plain(BytesIO(pickle.dumps(value, protocol))) == value


@pytest.mark.parametrize(
    "named",
    [print, eval, Path, StructFile, W3Segment, getattr, type, object, complex, random.Random],
    ids=repr,
)
def test_anything_with_a_name_is_refused(named: object) -> None:
    for load in (load_plain, lambda stream: load_inert(stream, frozenset({("os", "system")}))):
        with pytest.raises(Refused, match="no index holds"):
            load(BytesIO(pickle.dumps(named)))


def test_admitted_classes_become_bags_without_behaviour() -> None:
    segment = W3Segment(None, "MAIN", 3)
    name = (W3Segment.__module__, W3Segment.__qualname__)
    found = load_inert(BytesIO(pickle.dumps(segment)), frozenset({name}))
    assert isinstance(found, Inert)
    assert found.origin == name
    assert vars(found)["_doccount"] == 3


def test_a_pickle_cannot_change_a_class_by_setting_its_state() -> None:
    # GLOBAL W3Segment, then BUILD with slot state: an ordinary loader sets class attributes.
    forged = b"\x80\x02cwhoosh.codec.whoosh3\nW3Segment\n(N}X\x05\x00\x00\x00codecK\x01stb."
    before = W3Segment.codec
    load_inert(BytesIO(forged), frozenset({("whoosh.codec.whoosh3", "W3Segment")}))
    assert W3Segment.codec is before


# Forged but plain


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("segid", "../../etc/passwd"),
        ("segid", ""),
        ("segid", 7),
        ("indexname", "OTHER"),
        ("documents", -1),
        ("documents", 2**40),
        ("documents", 1_000_000),
        ("documents", "many"),
        ("live", np.ones(99, np.bool_)),
    ],
    ids=repr,
)
def test_a_segment_that_cannot_be_is_refused(
    directory: Path, attribute: str, value: object
) -> None:
    toc = read_toc(directory)
    setattr(toc.segments[0], attribute, value)
    TOC(toc.schema, toc.segments, toc.generation + 1).write(DurableStorage(directory), "MAIN")
    with pytest.raises(IndexCorrupt, match="newsearch index PATHS --rebuild"):
        ask_everything(directory)


def test_a_schema_of_other_fields_is_refused(directory: Path) -> None:
    from whoosh.fields import KEYWORD, Schema  # noqa: PLC0415 - as above

    TOC(Schema(body=KEYWORD), [], 9).write(DurableStorage(directory), "MAIN")
    with pytest.raises(IndexCorrupt, match="no index holds"):
        open_engine("whoosh", directory)


def test_another_format_is_incompatible(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whoosh.index._CURRENT_TOC_VERSION", -112)
    TOC(make_schema(SCHEMA), [], 9).write(DurableStorage(directory), "MAIN")
    with pytest.raises(IndexIncompatible, match="newsearch index PATHS --rebuild"):
        open_engine("whoosh", directory)


# Damage


def test_no_index_is_not_found(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("hello")
    for place in (tmp_path, tmp_path / "missing", file):
        with pytest.raises(IndexNotFound, match="newsearch index"):
            open_engine("whoosh", place)


@pytest.mark.parametrize("suffix", ["postings", "stored", "toc"])
def test_a_file_cut_short_is_corrupt(directory: Path, suffix: str) -> None:
    for path in directory.glob(f"*.{suffix}"):
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2 + 1])
    with pytest.raises(IndexCorrupt, match="newsearch index PATHS --rebuild"):
        ask_everything(directory)


@pytest.mark.parametrize("suffix", ["postings", "stored"])
def test_a_missing_file_is_corrupt(
    directory: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsearch.engine.whoosh._PAUSE_SECONDS", 0)
    for path in directory.glob(f"*.{suffix}"):
        path.unlink()
    with pytest.raises(IndexCorrupt, match="newsearch index PATHS --rebuild"):
        ask_everything(directory)


def test_damage_raises_index_errors_only(directory: Path) -> None:
    """Whatever byte is changed: an answer, perhaps wrong, or an error of ours; never another."""
    chance = random.Random(2021)  # noqa: S311 - no secret
    files = sorted(path for path in directory.iterdir() if path.stat().st_size)
    refused = 0
    for _ in range(150):
        path = chance.choice(files)
        content = path.read_bytes()
        damaged = bytearray(content)
        for _ in range(chance.choice([1, 1, 4])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            ask_everything(directory)
        except IndexUnavailable:
            refused += 1
        path.write_bytes(content)
    assert refused > 30
    assert ask_everything(directory)


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_an_ordinary_whoosh_searcher_finds_the_same(directory: Path) -> None:
    from whoosh.index import open_dir  # noqa: PLC0415 - as above
    from whoosh.query import Phrase, Term  # noqa: PLC0415 - as above

    ours: Engine = open_engine("whoosh", directory)
    with open_dir(str(directory)).searcher() as searcher:
        assert searcher.doc_count() == ours.count()
        for theirs, query in [
            (Term("body", "bateau"), term("bateau")),
            (Phrase("body", ["le", "bateau"]), PhraseQuery(BODY, ("le", "bateau"))),
        ]:
            assert len(searcher.search(theirs)) == ours.search(query, limit=0).total
    ours.close()
