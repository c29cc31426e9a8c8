"""Offsets give back where every run begins, one at a time, in slices and at scattered places."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.offsets import Offsets, write_offsets

sizes = st.one_of(st.integers(0, 9), st.integers(250, 260), st.integers(0, 2**34))


@given(st.lists(sizes, max_size=150), st.data())
def test_runs_begin_where_those_before_end(lengths: list[int], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with ArrayFileWriter(path) as file:
            write_offsets(file, "x", np.array(lengths, np.int64))
            file.finish()
        offsets = Offsets(ArrayFile(path), "x")
    starts = [sum(lengths[:run]) for run in range(len(lengths) + 1)]
    assert len(offsets) == len(lengths)
    assert [offsets[run] for run in range(len(starts))] == starts
    assert offsets.all().tolist() == starts
    first, last = sorted(
        data.draw(st.lists(st.sampled_from(range(len(starts))), min_size=2, max_size=2))
    )
    assert offsets.slice(first, last).tolist() == starts[first : last + 1]
    if lengths:
        some = np.array(
            data.draw(st.lists(st.sampled_from(range(len(lengths))), max_size=9)), np.int64
        )
        assert offsets.span(0) == (0, lengths[0])
        assert offsets.count(some).tolist() == [lengths[run] for run in some]
        assert offsets.take(some).tolist() == [starts[run] for run in some]


def test_there_is_nothing_after_the_end(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "file") as file:
        write_offsets(file, "x", np.array([3] * 64))
        file.finish()
    with pytest.raises(IndexError):
        Offsets(ArrayFile(tmp_path / "file"), "x")[96]
