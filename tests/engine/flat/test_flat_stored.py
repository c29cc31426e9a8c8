"""Stored records, one by one compressed."""

from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.whoosh.flat.stored import (
    StoredReader,
    StoredWriter,
    decode_record,
    encode_record,
)


def make_records(count: int, seed: int = 1) -> list[bytes]:
    rng = np.random.default_rng(seed)
    words = [f"mot{number}" for number in range(2000)]
    return [
        encode_record({"stored": f"Dépêche {i}. " + " ".join(rng.choice(words, 40))})
        for i in range(count)
    ]


def write(path: Path, records: list[bytes], dictionary: bytes | None = None) -> StoredReader:
    with StoredWriter(path, dictionary) as writer:
        for record in records:
            writer.append(record)
        writer.finish()
    return StoredReader(path)


@pytest.mark.parametrize("count", [0, 1, 99, 1000, 1001, 2500])
def test_records_come_back(tmp_path: Path, count: int) -> None:
    records = make_records(count)
    reader = write(tmp_path / "records", records)
    assert [reader[number] for number in range(len(reader))] == records
    reader.file.verify()


def test_a_dictionary_saves_a_third_and_can_be_passed_on(tmp_path: Path) -> None:
    records = make_records(1500)
    with StoredWriter(tmp_path / "first") as writer:
        assert writer.dictionary is None
        for record in records:
            writer.append(record)
        writer.finish()
        dictionary = writer.dictionary
    assert dictionary
    write(tmp_path / "second", records[:50], dictionary)
    write(tmp_path / "without", records[:50], b"")
    small = (tmp_path / "second").stat().st_size - len(dictionary)
    assert small < 0.67 * (tmp_path / "without").stat().st_size


def test_merging_copies_large_chunks_and_compresses_small_ones_anew(tmp_path: Path) -> None:
    sources = [make_records(count, seed) for seed, count in enumerate((30, 2200, 150, 2100, 5))]
    readers = [write(tmp_path / f"source{i}", records) for i, records in enumerate(sources)]
    live = np.ones(2200, np.bool_)
    live[[0, 5, 6, 2199]] = False
    with StoredWriter(tmp_path / "merged") as writer:
        for number, reader in enumerate(readers):
            writer.copy(reader, live if number == 1 else None)
        writer.finish()
    merged = StoredReader(tmp_path / "merged")
    sources[1] = [record for record, kept in zip(sources[1], live, strict=True) if kept]
    assert [merged[number] for number in range(len(merged))] == list(chain(*sources))
    assert len(list(merged.chunks())) == 2


def test_all_documents_of_a_segment_may_be_deleted(tmp_path: Path) -> None:
    reader = write(tmp_path / "source", make_records(3))
    with StoredWriter(tmp_path / "merged") as writer:
        writer.copy(reader, np.zeros(3, np.bool_))
        writer.finish()
    assert len(StoredReader(tmp_path / "merged")) == 0


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none())))
def test_records_are_plain_data(values: dict[str, object]) -> None:
    assert decode_record(encode_record(values)) == values


def test_a_lone_surrogate_survives() -> None:
    assert decode_record(encode_record({"stored": "\udc80"})) == {"stored": "\udc80"}


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        encode_record({"stored": object()})
