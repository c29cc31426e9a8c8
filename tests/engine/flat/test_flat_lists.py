"""The documents of posting lists, whichever way they are written."""

import tempfile
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.doclists import DocumentLists
from newsearch.engine.whoosh.flat.doclistswriter import DocumentListsWriter
from newsearch.engine.whoosh.flat.pieces import cut_evenly


def write_lists(
    path: Path, lists: list[list[int]], document_count: int, cuts: list[int]
) -> DocumentLists:
    lengths = np.array([len(documents) for documents in lists], np.int64)
    with ArrayFileWriter(path) as file:
        file.meta["documents"] = document_count
        writer = DocumentListsWriter(file, "x", lengths, document_count)
        for start, stop in zip([0, *cuts], [*cuts, len(lists)], strict=True):
            documents = [number for one in lists[start:stop] for number in one]
            writer.append(np.array(documents, np.uint32), stop - start)
        writer.finish()
        file.finish()
    return DocumentLists(ArrayFile(path), "x")


@pytest.mark.parametrize("document_count", [1, 2, 8, 255, 256, 4096, 4097, 20_000, 70_000])
def test_long_middling_and_short_lists_come_back(tmp_path: Path, document_count: int) -> None:
    rng = np.random.default_rng(document_count)
    sizes = [document_count, document_count // 2, document_count // 9, document_count // 200, 1]
    sizes = [max(size, 1) for size in (*sizes, *reversed(sizes), 1, document_count // 5)]
    lists = [sorted(rng.choice(document_count, size, replace=False).tolist()) for size in sizes]
    found = write_lists(tmp_path / "file", lists, document_count, [3, 3, 7])
    assert [found.open(index).array.tolist() for index in range(len(found))] == lists
    indices = np.array([0, 2, 3, 4, 8, 10, 11])
    assert found.join(indices).tolist() == [n for index in indices for n in lists[index]]
    assert found.join(indices[:0]).tolist() == []
    assert found.counts(indices).tolist() == [len(lists[index]) for index in indices]


@given(st.data(), st.integers(1, 40))
def test_small_segments_too(data: st.DataObject, document_count: int) -> None:
    one = st.sets(st.integers(0, document_count - 1), min_size=1).map(sorted)
    lists = data.draw(st.lists(one, min_size=1, max_size=8))
    cut = data.draw(st.integers(0, len(lists)))
    with tempfile.TemporaryDirectory() as folder:
        found = write_lists(Path(folder) / "file", lists, document_count, [cut])
        assert [found.open(index).array.tolist() for index in range(len(found))] == lists
        assert found.join(np.arange(len(lists))).tolist() == list(chain(*lists))


@given(st.lists(st.integers(1, 30), max_size=30), st.integers(1, 60))
def test_pieces_cover_all_rows_and_are_small(weights: list[int], piece: int) -> None:
    parts = [weights[part] for part in cut_evenly(np.array(weights, np.int64), piece)]
    assert list(chain(*parts)) == weights
    assert all(sum(part) <= piece or len(part) == 1 for part in parts)
