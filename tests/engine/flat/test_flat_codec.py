"""The codec under Whoosh's own writer, for fields and searches as any Whoosh user has them."""

import warnings
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from newsearch.engine.whoosh.flat.codec import FlatCodec
from newsearch.engine.whoosh.flat.tiers import TierTerms
from newsearch.engine.whoosh.library import FileIndex, FileStorage

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Whoosh's source predates today's syntax rules.
    from whoosh import fields, query
    from whoosh.analysis import SpaceSeparatedTokenizer

WORDS = [f"w{number}" for number in range(30)]
SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True, sortable=True),
    body=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
    number=fields.NUMERIC(int, bits=64, signed=True, sortable=True, stored=True),
    small=fields.NUMERIC(int),
    tags=fields.KEYWORD,
)
QUERIES = [
    query.Term("body", "w3"),
    query.And([query.Term("body", "w1"), query.Term("body", "w2")]),
    query.Or([query.Term("body", "w1"), query.Term("body", "w25")]),
    query.Phrase("body", ["w1", "w2"]),
    query.Prefix("body", "w1"),
    query.Wildcard("body", "w?3*"),
    query.NumericRange("number", -500_000, 300_000),
    query.NumericRange("small", 3, 40),
    query.Every(),
    query.Every("tags"),
    query.Not(query.Term("body", "w1")),
    query.Term("tags", "x"),
    query.FuzzyTerm("body", "w11"),
    query.TermRange("body", "w2", "w3"),
]


class Pair:
    """The same index twice: Whoosh's own codec and ours."""

    def __init__(self, folder: Path) -> None:
        self.folders = folder / "stock", folder / "flat"
        for path in self.folders:
            path.mkdir()
            FileIndex.create(FileStorage(str(path)), SCHEMA)

    def open(self) -> tuple[FileIndex, FileIndex]:
        stock, flat = (FileIndex(FileStorage(str(path))) for path in self.folders)
        return stock, flat

    def writers(self) -> tuple[Any, Any]:
        stock, flat = self.open()
        return stock.writer(), flat.writer(codec=FlatCodec())

    def check(self) -> None:
        stock, flat = self.open()
        with stock.searcher() as ours, flat.searcher() as theirs:
            for one in QUERIES:
                for limit in (None, 5):
                    expected = [
                        (h["id"], h.score, h.fields()) for h in ours.search(one, limit=limit)
                    ]
                    found = [
                        (h["id"], h.score, h.fields()) for h in theirs.search(one, limit=limit)
                    ]
                    assert found == expected, one
            for field in ("number", "id"):
                found, expected = (
                    [h["id"] for h in s.search(query.Every(), sortedby=field, limit=None)]
                    for s in (theirs, ours)
                )
                assert found == expected
            assert list(theirs.reader().all_terms()) == list(ours.reader().all_terms())
            assert list(theirs.suggest("body", "w1")) == list(ours.suggest("body", "w1"))


def fill(pair: Pair, chance: Random, count: int, first: int) -> None:
    writers = pair.writers()
    for number in range(first, first + count):
        document = {
            "id": str(number),
            "body": " ".join(chance.choices(WORDS, range(30, 0, -1), k=chance.randrange(1, 10))),
            "number": chance.randrange(-(10**6), 10**6),
            "small": number % 50,
            "tags": chance.choice(["x y", "z", "x"]),
        }
        for writer in writers:
            writer.add_document(**document)
    for writer in writers:
        if first:
            writer.delete_by_term("id", "5")
            writer.delete_by_term("tags", "z")
        writer.commit(merge=False)


def test_whoosh_writes_and_merges_flat_segments(tmp_path: Path) -> None:
    """Fields are short here: only longer lengths are rounded, and again by each of Whoosh's own
    merges."""
    pair, chance = Pair(tmp_path), Random(3)  # noqa: S311 - no secret
    for first in (0, 40, 300):
        fill(pair, chance, 200 if first == 40 else 40, first)
        pair.check()
    for writer in pair.writers():
        writer.commit(optimize=True)
    pair.check()
    assert len(list((tmp_path / "flat").glob("*.postings"))) == 1
    pair.open()[1].reader().close()


def test_whoosh_may_cancel_a_flat_segment(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    for writer in pair.writers():
        writer.add_document(id="1", body="w1")
        writer.cancel()
    pair.check()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (fields.KEYWORD(), "x x", "no weights"),
        (fields.NUMERIC(int, bits=64, signed=True), [1, 2], "several numbers"),
        (fields.TEXT(field_boost=2.0), "word", "no weights"),
        (fields.COLUMN(fields.columns.NumericColumn("i")), 3, "FlatWriter"),
    ],
)
def test_what_a_flat_segment_cannot_hold_is_refused(
    tmp_path: Path, field: Any, value: Any, reason: str
) -> None:
    index = FileIndex.create(FileStorage(str(tmp_path)), fields.Schema(field=field))
    writer = index.writer(codec=FlatCodec())

    def write() -> None:
        writer.add_document(field=value)
        writer.commit()

    with pytest.raises(ValueError, match=reason):
        write()
    writer.cancel()


def test_tiers_are_those_that_whoosh_would_index() -> None:
    numbers = [-(2**63), -17, -1, 0, 1, 255, 256, 2**62, 2**63 - 1, 5, 5]
    present = [True] * 10 + [False]
    for step in (4, 8, 0):
        field = fields.NUMERIC(int, bits=64, signed=True, shift_step=step)
        expected: dict[bytes, list[int]] = {}
        for document, (number, there) in enumerate(zip(numbers, present, strict=True)):
            for term, *_ in field.index(number) if there else ():
                expected.setdefault(term, []).append(document)
        tiers = TierTerms(np.array(numbers), np.array(present), step)
        assert list(tiers.terms_from(b"")) == sorted(expected)
        for start in [*sorted(expected)[::3], b"\x04", b"\x08\xff", b"\x05" * 12, b"\xff"]:
            assert list(tiers.terms_from(start)) == [t for t in sorted(expected) if t >= start]
        for term, documents in expected.items():
            found = tiers.find(term)
            assert found is not None
            assert found.tolist() == documents
        for absent in (b"", b"\x00", field.to_bytes(77), b"\x03" + bytes(8), b"\x04" + b"\xff" * 8):
            assert tiers.find(absent) is None


def test_no_numbers_have_no_tiers() -> None:
    tiers = TierTerms(np.zeros(3, np.int64), np.zeros(3, np.bool_), 4)
    assert list(tiers.terms_from(b"")) == []
    assert tiers.find(bytes(9)) is None
