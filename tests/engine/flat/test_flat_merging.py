"""Segments merged hold what one segment of the same documents would have held."""

import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsearch.engine import Codes, Document, Documents, TermColumn, Terms
from newsearch.engine.whoosh.flat import waiting
from newsearch.engine.whoosh.flat.batch import Batch
from newsearch.engine.whoosh.flat.fields import FieldInfo
from newsearch.engine.whoosh.flat.gathering import gather
from newsearch.engine.whoosh.flat.merging import merge_segments
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.flat.segment import FlatSegment
from newsearch.engine.whoosh.flat.stored import StoredWriter, encode_record

FIELDS = {
    "id": FieldInfo("keyword"),
    "source": FieldInfo("keyword"),
    "code": FieldInfo("keyword"),
    "form": FieldInfo("text"),
    "stem": FieldInfo("text"),
    "title": FieldInfo("text"),
    "date": FieldInfo("number", step=8),
}
KEYWORDS = [name for name, field in FIELDS.items() if field.kind == "keyword"]
FORMS = ["port", "ports", "porte", "quai", "quais", "mer", "mers", "île", "\udc80", "", "phare"]
CODES = ["AAAA", "AAA-", "zz_9", "0000", "mere"]


STEMS = {form: form.rstrip("s").removesuffix("e") for form in FORMS}


def write_segment(
    folder: Path,
    documents: Iterable[Document],
    deleted: Sequence[int] = (),
    runs: Collection[str] = (),
) -> FlatReader:
    """A segment of documents; `runs` are the ids of those that end a run."""
    segment, batch = FlatSegment("MAIN"), Batch(FIELDS, folder)
    with StoredWriter(folder / segment.make_filename(segment.STORED)) as records:
        for document in documents:
            batch.add(document)
            records.append(encode_record({"stored": document.stored}))
            if document.id in runs:
                batch.finish_run()
        records.finish()
    batch.write_postings(folder / segment.make_filename(segment.POSTINGS))
    segment.documents = batch.document_count
    for number in deleted:
        segment.delete_document(number)
    return FlatReader(folder, segment)


def describe(reader: FlatReader) -> dict[str, Any]:
    """All that a segment holds."""
    found: dict[str, Any] = {}
    for name in sorted(FIELDS):
        lists = reader.terms(name)
        for ordinal in range(len(lists.terms) if lists else 0):
            assert lists
            postings = lists.open(ordinal)
            places = np.sort(postings.places(postings.holders))
            found[name, lists.terms[ordinal]] = (
                postings.documents.tolist(),
                postings.frequencies.tolist(),
                places.tolist(),
            )
        numbers, present = reader.numbers(name)
        found[name] = (
            reader.lengths(name).tolist(),
            np.where(present, numbers, 0).tolist(),
            present.tolist(),
            [reader.keywords(name, d) for d in range(reader.document_count) if name in KEYWORDS],
            reader.fields[name].length if reader.has(name) else 0,
        )
    found["stored"] = [stored for _, stored in reader.load(range(reader.document_count))]
    return found


def invent_document(
    chance: Random,
    number: int,
    stems: Mapping[str, str],
    *,
    exceptions: float = 0.0,
    without: float = 0.02,
) -> Document:
    forms = chance.choices(FORMS, k=chance.choice([0, 1, 5, 30]))
    positions = [place // 2 for place in range(len(forms))]
    title = chance.choices(FORMS, k=chance.randrange(3))
    text = {
        "form": Terms(forms, positions),
        "stem": Terms([stems[form] for form in forms], positions),
        "title": Terms(title, range(len(title))),
    }
    if chance.random() < exceptions:
        text["stem"] = stack_stems(forms, positions, stems)
    if chance.random() < without:
        del text["stem"]
    return Document(
        f"{chance.randrange(10**6)}-{number}",
        f"stored {number}",
        text,
        {
            "source": tuple(chance.choices("XYZ", k=chance.randrange(3))),
            "code": tuple(chance.choices(CODES, k=chance.randrange(3))),
        },
        {"date": chance.randrange(-5, 5)} if chance.random() < 0.7 else {},
    )


def stack_stems(forms: Sequence[str], positions: Sequence[int], stems: Mapping[str, str]) -> Terms:
    """Each stem once at a position, and some in two spellings."""
    stacked: dict[tuple[int, str], None] = {}
    for form, position in zip(forms, positions, strict=True):
        stacked[position, stems[form]] = None
        if not form.isascii():
            stacked[position, "ile"] = None
    return Terms([stem for _, stem in stacked], [position for position, _ in stacked])


def merge(folder: Path, readers: Sequence[FlatReader]) -> FlatReader:
    target = FlatSegment("MAIN")
    merge_segments(readers, folder, target)
    merged = FlatReader(folder, target)
    merged.verify()
    return merged


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.booleans(), st.sampled_from([1, 5, 60]))
@example(236452074, False, 1)  # lender and borrower change places, and not all lists are whole
def test_merging_is_as_writing_at_once(seed: int, consistent: bool, size: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    folder = Path(tempfile.mkdtemp())
    readers, survivors = [], []
    for _ in range(chance.randrange(1, 5)):
        stems = dict(STEMS)
        if not consistent:
            stems[chance.choice(FORMS)] = chance.choice(list(STEMS.values()))
        exceptions = chance.choice([0, 0.05, 0.9])
        documents = [
            invent_document(chance, number, stems, exceptions=exceptions)
            for number in range(chance.randrange(1, size + 1))
        ]
        count = len(documents)
        deleted = (
            [n for n in range(count) if chance.random() < 0.2] if chance.random() < 0.6 else []
        )
        readers.append(write_segment(folder, documents, deleted))
        survivors += [d for number, d in enumerate(documents) if number not in deleted]
    merged = merge(folder, readers)
    assert describe(merged) == describe(write_segment(folder, survivors))
    assert describe(merge(folder, [merged])) == describe(merged)
    shutil.rmtree(folder)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([3, 20, 80]), st.sampled_from([0.0, 0.02]))
def test_sorting_in_runs_is_as_sorting_at_once(seed: int, size: int, without: float) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    documents: list[Document] = []
    ends = []
    for _ in range(chance.randrange(1, 5)):
        stems, exceptions = dict(STEMS), chance.choice([0, 0, 0.05, 0.9])
        if chance.random() < 0.4:
            stems[chance.choice(FORMS)] = chance.choice(list(STEMS.values()))
        for _ in range(chance.randrange(1, size)):
            document = invent_document(
                chance, len(documents), stems, exceptions=exceptions, without=without
            )
            documents.append(document)
        ends.append(documents[-1].id)
    folder = Path(tempfile.mkdtemp())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(waiting, "_IN_MEMORY", chance.choice([0, 100, 2**20]))
        found = write_segment(folder, documents, runs=ends)
    found.verify()
    assert describe(found) == describe(write_segment(folder, documents))
    shutil.rmtree(folder)


def test_stems_go_on_borrowing_from_forms_when_merged(tmp_path: Path) -> None:
    chance = Random(1)  # noqa: S311 - no secret
    documents = [invent_document(chance, number, STEMS) for number in range(300)]
    documents = [d for d in documents if "stem" in d.text]
    pieces = [documents[:1], documents[1:3], documents[3:150], documents[150:]]
    merged = merge(tmp_path, [write_segment(tmp_path, piece) for piece in pieces])
    assert merged.fields["stem"].lender == "form"
    assert merged.fields["form"].lender is None
    stems = merged.terms("stem")
    assert stems
    assert 0 < len(stems.own) < len(stems.terms)
    assert stems.own.positions is None


def test_a_few_exceptions_leave_all_other_stems_borrowing(tmp_path: Path) -> None:
    chance = Random(4)  # noqa: S311 - no secret
    documents = [invent_document(chance, number, STEMS) for number in range(100)]
    documents = [d for d in documents if "stem" in d.text]
    forms, positions = ["île", "quai", "mer", "mers"], [0, 1, 2, 2]
    text = {"form": Terms(forms, positions), "stem": stack_stems(forms, positions, STEMS)}
    pieces = [documents[:50], [Document("odd", "", text)], documents[50:]]
    readers = [write_segment(tmp_path, piece) for piece in pieces]
    for reader in (
        write_segment(tmp_path, [d for p in pieces for d in p]),
        merge(tmp_path, readers),
    ):
        stems = reader.terms("stem")
        assert stems
        assert reader.fields["stem"].lender == "form"
        whole = [stems.terms[row].decode() for row in np.flatnonzero(stems.partners().whole)]
        assert whole == ["ile", "mer", "îl"]


def test_documents_may_come_as_columns(tmp_path: Path) -> None:
    chance = Random(2)  # noqa: S311 - no secret
    documents = [invent_document(chance, number, STEMS) for number in range(50)]
    documents += [replace(document, stored="again") for document in documents[::7]]
    batch = Batch(FIELDS)
    for part in (documents[:20], documents[20:21], documents[21:]):
        batch.add_all(share_vocabulary(gather(part)))
    one_by_one = Batch(FIELDS)
    for document in documents:
        one_by_one.add(document)
    batch.write_postings(tmp_path / "columns")
    one_by_one.write_postings(tmp_path / "rows")
    assert (tmp_path / "columns").read_bytes() == (tmp_path / "rows").read_bytes()
    assert batch.deleted == one_by_one.deleted
    assert batch.ids == one_by_one.ids


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(st.text("AZaz09-_", min_size=4, max_size=4), max_size=4), min_size=1),
    st.data(),
)
def test_keywords_of_four_letters_may_come_as_codes(
    rows: list[list[str]], data: st.DataObject
) -> None:
    columns = [Batch(FIELDS) for _ in range(3)]
    for start in range(0, len(rows), 3):
        part = rows[start : start + 3]
        letters = "".join(value for row in part for value in row).encode()
        codes = Codes(np.frombuffer(letters, np.uint8), np.array([*map(len, part)], np.intp))
        plain = [tuple(row) for row in part]
        assert list(codes) == plain
        mixed = data.draw(st.sampled_from([codes, plain]))
        for batch, column in zip(columns, (codes, plain, mixed), strict=True):
            ids = [f"d{number}" for number in range(start, start + len(part))]
            batch.add_all(Documents(ids, [b""] * len(part), keywords={"source": column}))
    with tempfile.TemporaryDirectory() as folder:
        for number, batch in enumerate(columns):
            batch.write_postings(Path(folder) / str(number))
        first, *others = ((Path(folder) / str(number)).read_bytes() for number in range(3))
    assert [first] * 2 == others


VOCABULARY = ["never used"]
"""A list that grows while documents come."""


def share_vocabulary(documents: Documents) -> Documents:
    return replace(documents, text={n: renumber(c) for n, c in documents.text.items()})


def renumber(column: TermColumn) -> TermColumn:
    VOCABULARY.extend(term for term in column.vocabulary if term not in VOCABULARY)
    places = np.array([VOCABULARY.index(term) for term in column.vocabulary], np.uint32)
    return replace(column, vocabulary=VOCABULARY, numbers=places[column.numbers])


def test_columns_are_documents() -> None:
    chance = Random(3)  # noqa: S311 - no secret
    documents = [invent_document(chance, number, STEMS) for number in range(50)]
    again = gather(list(gather(documents)))
    assert describe_documents(again) == describe_documents(gather(documents))
    assert [d.id for d in again] == [d.id for d in documents]
    assert [d.keywords for d in again] == [d.keywords for d in documents]
    assert [d.numbers for d in again] == [d.numbers for d in documents]


def describe_documents(documents: Documents) -> list[Any]:
    return [
        (d.stored, {n: (list(t.terms), list(t.positions)) for n, t in d.text.items()})
        for d in documents
    ]


BAD = [
    ({"text": {"form": Terms(["a"], [])}}, "positions"),
    ({"text": {"form": Terms(["a", "b"], [2, 1])}}, "go down"),
    ({"text": {"form": Terms(["a"], [-1])}}, "range"),
    ({"text": {"form": Terms(["a"], [2**31])}}, "range"),
    ({"text": {"form": Terms(["a"], [0.5])}}, "range"),
    ({"text": {"source": Terms(["a"], [0])}}, "no text field"),
    ({"text": {"unheard": Terms(["a"], [0])}}, "no text field"),
    ({"keywords": {"id": ("a",)}}, "apart"),
    ({"keywords": {"date": ("a",)}}, "no keyword field"),
    ({"numbers": {"date": 2**63}}, "64 bits"),
    ({"numbers": {"form": 1}}, "no number field"),
]


@pytest.mark.parametrize(("parts", "reason"), BAD)
def test_a_document_that_does_not_fit_changes_nothing(
    tmp_path: Path, parts: dict[str, Any], reason: str
) -> None:
    batch = Batch(FIELDS)
    good = Document("good", "", {"form": Terms(["port"], [0])})
    batch.add(good)
    with pytest.raises(ValueError, match=reason):
        batch.add(Document("good", "", **parts))
    batch.write_postings(tmp_path / "file")
    assert batch.document_count == 1
    assert not batch.deleted
