"""Packed integers give back what was put in, whole, in slices and at scattered places."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.integers import PackedIntegers, PackedWriter
from newsearch.engine.whoosh.flat.small import (
    SkewedIntegers,
    SkewedWriter,
    SmallIntegers,
    SmallWriter,
)
from newsearch.engine.whoosh.postings import Unsigned

Pieces = list[list[int]]
widths = st.integers(1, 32)


def pieces_of(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[Pieces]:
    return st.lists(st.lists(numbers, max_size=40), max_size=6)


def write(
    build: Callable[[ArrayFileWriter, int], PackedWriter | SmallWriter | SkewedWriter],
    pieces: Pieces,
) -> ArrayFile:
    folder = Path(tempfile.mkdtemp())
    with ArrayFileWriter(folder / "file") as file:
        writer = build(file, sum(map(len, pieces)))
        for piece in pieces:
            writer.append(np.array(piece, np.uint32))
        writer.finish()
        file.finish()
    opened = ArrayFile(folder / "file")
    shutil.rmtree(folder)
    return opened


def all_slices(numbers: Sequence[int]) -> list[tuple[int, int]]:
    edges = sorted({0, 1, 3, 8, 17, len(numbers) // 2, len(numbers)} & set(range(len(numbers) + 1)))
    return [(a, b) for a in edges for b in edges if a <= b]


def check_slices(slice_: Callable[[int, int], Unsigned], numbers: list[int]) -> None:
    for start, stop in all_slices(numbers):
        found = slice_(start, stop)
        assert found.dtype == np.uint32
        assert found.tolist() == numbers[start:stop]


@given(st.data(), widths)
def test_packed_integers_of_every_width(data: st.DataObject, width: int) -> None:
    largest = 2**width - 1
    pieces = data.draw(pieces_of(st.integers(0, largest)))
    file = write(lambda file, count: PackedWriter(file, "x", count, largest), pieces)
    packed, numbers = PackedIntegers(file, "x"), list(chain(*pieces))
    assert len(packed) == len(numbers)
    check_slices(packed.slice, numbers)
    places = data.draw(st.lists(st.integers(0, max(len(numbers) - 1, 0)), max_size=9))
    if numbers:
        taken = packed.take(np.array(places, np.intp))
        assert taken.tolist() == [numbers[place] for place in places]


@given(
    pieces_of(st.one_of(st.integers(1, 4), st.integers(1, 70_000))),
    st.integers(0, 3000),
    st.integers(0, 1),
)
def test_small_integers_with_and_without_large_ones(pieces: Pieces, ones: int, least: int) -> None:
    pieces = [*pieces[:3], [1] * ones, *pieces[3:]]
    file = write(
        lambda file, count: SmallWriter(file, "x", count, 70_000, least=least, summed=True), pieces
    )
    small, numbers = SmallIntegers(file, "x", least=least), list(chain(*pieces))
    check_slices(small.slice, numbers)
    places = np.random.default_rng(len(numbers)).integers(0, max(len(numbers), 1), 50)
    if numbers:
        assert small.take(places).tolist() == [numbers[place] for place in places]
        sums = [0, *accumulate(numbers)]
        assert small.sum_before(places).tolist() == [sums[place] for place in places]


@given(
    pieces_of(st.one_of(st.integers(0, 255), st.integers(0, 2**24 - 1))),
    st.integers(0, 1500),
)
def test_skewed_integers_near_and_far(pieces: Pieces, many: int) -> None:
    pieces = [*pieces, list(range(300, 300 + many))]
    numbers = list(chain(*pieces))
    largest = max(numbers, default=0)
    file = write(lambda file, count: SkewedWriter(file, "x", count, largest), pieces)
    skewed = SkewedIntegers(file, "x")
    assert len(skewed) == len(numbers)
    assert largest <= skewed.largest <= max(2 * largest, 1)
    check_slices(skewed.slice, numbers)
    places = np.random.default_rng(len(numbers)).integers(0, max(len(numbers), 1), 50)
    if numbers:
        assert skewed.take(places).tolist() == [numbers[place] for place in places]
        runs = np.array([0, len(numbers) // 2]), np.array([1, len(numbers) - len(numbers) // 2])
        assert skewed.join(*runs).tolist() == [numbers[0], *numbers[len(numbers) // 2 :]]


def test_a_million_frequencies_take_less_than_four_bits_each() -> None:
    rng = np.random.default_rng(7)
    numbers = np.minimum(rng.zipf(2.2, 2**20), 200)
    file = write(
        lambda file, count: SmallWriter(file, "x", count, 200, least=1), [numbers.tolist()]
    )
    assert SmallIntegers(file, "x", least=1).slice(5000, 2**20).tolist() == numbers[5000:].tolist()
    size = sum(file.array(name).nbytes for name in ("x", "x/large", "x/escapes"))
    assert size < 0.4 * len(numbers)
