"""Unsigned integers most of which are small: two bits each, and the others in a second array.

A code of ones alone stands for a number that does not fit. Where it is in the second array is told
by how many such codes there are before: counts are kept for each stride, and inside a stride the
codes are counted 32 at once, with a few operations on words of 64 bits. So numbers at scattered
places are had without decoding those between. The sum of all before a place is had in the same way,
where it is asked for: where the positions of a posting begin is the sum of the frequencies before.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Unsigned, expand_runs
from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.integers import (
    StoredIntegers,
    narrowest,
    pack_bits,
    unpack_bits,
)

__all__ = ["SkewedIntegers", "SkewedWriter", "SmallIntegers", "SmallWriter"]

_BITS = 2
_ESCAPE = 3
"""In place of a number that is not below it."""

_STRIDE_BITS = 8
_STRIDE = 1 << _STRIDE_BITS
"""How many numbers there are before each so-manieth count of escapes is written down."""

_PER_WORD = 64 // _BITS
_WORDS = _STRIDE // _PER_WORD
_ONE = np.uint64(1)
_LOW_BITS = np.uint64(0x5555555555555555)
"""The lower bit of each code in a word."""
_BYTES = np.uint64(0x0101010101010101)
_LAST_BYTE = np.uint64(56)


def _make_masks() -> NDArray[np.uint64]:
    word, codes = np.divmod(np.arange(_STRIDE), _PER_WORD)
    masks = np.where(np.arange(_WORDS) < word[:, None], _LOW_BITS, _ONE - _ONE)
    masks[np.arange(_STRIDE), word] = _LOW_BITS & (
        (_ONE << (codes * _BITS).astype(np.uint64)) - _ONE
    )
    return masks


_MASKS = _make_masks()
"""For each place in a stride, in words, the low bits of the codes before it."""

_LOW = 8
"""So many bits of a skewed number are in a byte of its own."""


class SmallIntegers(StoredIntegers):
    """An array of numbers as `SmallWriter` wrote it, none below `least`."""

    def __init__(self, file: ArrayFile, name: str, *, least: int = 0) -> None:
        self._least = np.uint32(least)
        self._words: NDArray[np.uint64] = file.array(name)
        self._octets = self._words.view(np.uint8)
        self._strides = self._words.reshape(-1, _WORDS)
        self._large = file.array(f"{name}/large")
        self._escapes: Unsigned = file.array(f"{name}/escapes")
        self._sums = file.array(f"{name}/sums") if f"{name}/sums" in file else None

    @property
    def largest(self) -> int:
        """No number is above it."""
        return int(np.iinfo(self._large.dtype).max) + int(self._least)

    def slice(self, start: int, stop: int) -> Unsigned:
        """The numbers from start up to stop, which lie inside the array."""
        codes = unpack_bits(self._octets, _BITS, start, stop)
        numbers: Unsigned = codes.astype(np.uint32)
        escaped = (codes == _ESCAPE).nonzero()[0]
        if len(escaped):
            first = int(self._count_before(np.array([start]))[0])
            numbers[escaped] = self._large[first : first + len(escaped)]
        numbers += self._least
        return numbers

    def take(self, indices: NDArray[np.intp]) -> Unsigned:
        """The numbers at these places. Raises IndexError."""
        codes = self._octets.take(indices >> 2)
        codes >>= (indices.astype(np.uint8) & np.uint8(3)) << np.uint8(1)
        codes &= np.uint8(_ESCAPE)
        numbers: Unsigned = codes.astype(np.uint32)
        escaped = (codes == _ESCAPE).nonzero()[0]
        if len(escaped):
            numbers[escaped] = self._large.take(self._count_before(indices.take(escaped)))
        numbers += self._least
        return numbers

    def sum_before(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """The sum of all numbers before each of these places, which lie inside the array. Raises
        ValueError where sums were not written."""
        if self._sums is None:
            raise ValueError("no sums of these numbers were written")
        strides, inside = places >> _STRIDE_BITS, places & (_STRIDE - 1)
        codes, masks = self._strides.take(strides, axis=0), _MASKS.take(inside, axis=0)
        low, high = codes & masks, codes >> _ONE & masks
        escapes = _count_bits(low & high)
        sums = _count_bits(high)
        sums <<= 1
        sums += _count_bits(low)
        sums += self._sums.take(strides)
        if self._least:
            sums += inside * int(self._least)
        some = escapes.nonzero()[0]
        if len(some):
            counts = escapes.take(some)
            begins = self._escapes.take(strides.take(some)).astype(np.intp)
            beyond = self._large.take(expand_runs(begins, counts)).astype(np.intp)
            beyond -= _ESCAPE
            sums[some] += np.add.reduceat(beyond, counts.cumsum() - counts)
        return sums

    def _count_before(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """How many escapes stand before each of these places."""
        strides = places >> _STRIDE_BITS
        codes = self._strides.take(strides, axis=0)
        codes &= codes >> _ONE
        codes &= _MASKS.take(places & (_STRIDE - 1), axis=0)
        found = _count_bits(codes)
        found += self._escapes.take(strides)
        return found


def _count_bits(codes: NDArray[np.uint64]) -> NDArray[np.intp]:
    """How many bits are set in the words of each stride, which are fewer than 256."""
    counts = np.bitwise_count(codes).view(np.uint64)[:, 0]
    # The product's last byte is the sum of all eight.
    counts *= _BYTES
    counts >>= _LAST_BYTE
    return counts.view(np.intp)


class SmallWriter:
    """Writes so many numbers, none above `largest` or below `least`, a piece at a time; with
    `summed`, so that sums of them are quickly had.

    The large ones, few as they are, wait in memory.
    """

    def __init__(
        self,
        file: ArrayFileWriter,
        name: str,
        count: int,
        largest: int,
        *,
        least: int = 0,
        summed: bool = False,
    ) -> None:
        self._file = file
        self._summed = summed
        self._least = least
        self._name = name
        self._words = file.reserve(name, np.uint64, -(-count // _STRIDE) * _WORDS)
        self._large = [np.zeros(0, narrowest(max(largest - least, 0)))]
        self._escapes: list[NDArray[np.int64]] = []
        self._sums: list[NDArray[np.int64]] = []
        self._pending = np.zeros(0, np.uint8)

    def append(self, numbers: NDArray[Any]) -> None:
        """Write more numbers."""
        numbers = numbers - numbers.dtype.type(self._least)
        large = np.flatnonzero(numbers >= _ESCAPE)
        self._large.append(numbers[large].astype(self._large[0].dtype))
        codes = np.minimum(numbers, _ESCAPE).astype(np.uint8)
        codes = np.concatenate((self._pending, codes))
        whole = len(codes) - len(codes) % _STRIDE
        self._write(codes[:whole])
        self._pending = codes[whole:]

    def finish(self) -> None:
        """Write what is left, and the large numbers."""
        self._write(np.pad(self._pending, (0, -len(self._pending) % _STRIDE)))
        ends = np.cumsum(np.concatenate([np.zeros(1, np.int64), *self._escapes]))
        large = np.concatenate(self._large)
        self._file.add(f"{self._name}/large", large)
        self._file.add(f"{self._name}/escapes", ends.astype(np.uint32))
        if self._summed:
            sums = np.cumsum(np.concatenate([np.zeros(1, np.int64), *self._sums]))
            beyond = np.cumsum(np.append(0, large.astype(np.int64) - _ESCAPE))
            sums += beyond[ends] + np.arange(len(sums)) * (self._least * _STRIDE)
            self._file.add(f"{self._name}/sums", sums)

    def _write(self, codes: NDArray[np.uint8]) -> None:
        self._words.append(pack_bits(codes, _BITS).view(np.uint64))
        strides = codes.reshape(-1, _STRIDE)
        self._escapes.append(np.count_nonzero(strides == _ESCAPE, axis=1))
        if self._summed:
            self._sums.append(strides.sum(axis=1, dtype=np.int64))


class SkewedIntegers(StoredIntegers):
    """An array of numbers as `SkewedWriter` wrote it: positions, most of which are near the
    beginning of a text, however long the longest is. The lowest byte of each is in one array, and
    what is above it, small for most, in another."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._width: int = file.meta["widths"][name]
        self._low: NDArray[np.uint8] = file.array(name)
        self.lanes = file.lanes(name)
        """The lowest bytes of each and the seven that follow it."""
        self._high = SmallIntegers(file, f"{name}/high") if self._width > _LOW else None

    def __len__(self) -> int:
        return len(self._low)

    @property
    def largest(self) -> int:
        """No number is above it."""
        return (1 << self._width) - 1

    def slice(self, start: int, stop: int) -> Unsigned:
        """The numbers from start up to stop, which lie inside the array."""
        numbers: Unsigned = self._low[start:stop].astype(np.uint32)
        if self._high is not None:
            numbers |= self._high.slice(start, stop) << np.uint32(_LOW)
        return numbers

    def take(self, indices: NDArray[np.intp]) -> Unsigned:
        """The numbers at these places. Raises IndexError."""
        numbers: Unsigned = self._low.take(indices).astype(np.uint32)
        if self._high is not None:
            numbers |= self._high.take(indices) << np.uint32(_LOW)
        return numbers


class SkewedWriter:
    """Writes so many numbers, none above `largest`, a piece at a time."""

    def __init__(self, file: ArrayFileWriter, name: str, count: int, largest: int) -> None:
        width = max(largest.bit_length(), 1)
        file.meta.setdefault("widths", {})[name] = width
        self._low = file.reserve(name, np.uint8, count)
        self._high: SmallWriter | None = None
        if width > _LOW:
            self._high = SmallWriter(file, f"{name}/high", count, largest >> _LOW)

    def append(self, numbers: NDArray[Any]) -> None:
        """Write more numbers."""
        self._low.append((numbers & numbers.dtype.type((1 << _LOW) - 1)).astype(np.uint8))
        if self._high is not None:
            self._high.append(numbers >> numbers.dtype.type(_LOW))

    def finish(self) -> None:
        """Write what was kept back."""
        if self._high is not None:
            self._high.finish()
