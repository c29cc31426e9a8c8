"""Narrow unsigned integers that numpy can still read at a glance.

`PackedIntegers` cuts a number in two: its low one or two bytes in one array, the few bits above
them packed in another (1, 2, 4 or 8 bits each, the first number in the lowest bits). A slice of
both is decoded by a handful of whole-array operations, about half a nanosecond a number, and
numbers at scattered places without decoding those between.
"""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Unsigned, expand_runs
from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter

__all__ = [
    "PackedIntegers",
    "PackedWriter",
    "StoredIntegers",
    "are_neighbours",
    "narrowest",
    "pack_bits",
    "unpack_bits",
]

_GROUP = 8
"""So many numbers at once fill whole bytes, however few bits each has."""


def are_neighbours(begins: NDArray[Any], counts: NDArray[Any]) -> bool:
    """Whether each of these runs begins where the one before ends, so that they are one."""
    return len(begins) > 0 and bool((begins[1:] == begins[:-1] + counts[:-1]).all())


def narrowest(largest: int) -> np.dtype[Any]:
    """The smallest unsigned type that holds this number."""
    return np.dtype(np.min_scalar_type(largest))


class StoredIntegers(ABC):
    """An array of numbers in a file, in whatever way they are written there."""

    @abstractmethod
    def slice(self, start: int, stop: int) -> Unsigned:
        """The numbers from start up to stop, which lie inside the array."""

    @abstractmethod
    def take(self, indices: NDArray[np.intp]) -> Unsigned:
        """The numbers at these places. Raises IndexError."""

    def join(self, begins: NDArray[np.intp], counts: NDArray[np.intp]) -> Unsigned:
        """The numbers of several runs, one run after another."""
        if are_neighbours(begins, counts):
            return self.slice(int(begins[0]), int(begins[-1] + counts[-1]))
        return self.take(expand_runs(begins, counts))


class PackedIntegers(StoredIntegers):
    """An array of numbers below 2³² as `PackedWriter` wrote it."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._width: int = file.meta["widths"][name]
        self._low = file.array(name)
        self._shift = 8 * self._low.itemsize
        self._bits = _high_bits(self._width)
        self._high = file.array(f"{name}/high") if self._bits else None
        # For one at a time, these are faster than arrays.
        self._low_memory = self._low.data
        self._high_memory = None if self._high is None else self._high.data

    def __len__(self) -> int:
        return len(self._low)

    def __getitem__(self, index: int) -> int:
        """One number. Raises IndexError."""
        number: int = self._low_memory[index]
        if self._high_memory is not None:
            octet, place = divmod(index * self._bits, 8)
            high = self._high_memory[octet] >> place & ((1 << self._bits) - 1)
            number |= high << self._shift
        return number

    @property
    def largest(self) -> int:
        """No number is above it."""
        return (1 << self._width) - 1

    def slice(self, start: int, stop: int) -> Unsigned:
        """The numbers from start up to stop, which lie inside the array."""
        numbers: Unsigned = self._low[start:stop].astype(np.uint32)
        if self._high is not None:
            high = unpack_bits(self._high, self._bits, start, stop)
            numbers |= high.astype(np.uint32) << np.uint32(self._shift)
        return numbers

    def take(self, indices: NDArray[np.intp]) -> Unsigned:
        """The numbers at these places. Raises IndexError."""
        numbers: Unsigned = self._low.take(indices).astype(np.uint32)
        if self._high is not None:
            per_byte = 8 // self._bits
            places = indices.astype(np.uint8) & np.uint8(per_byte - 1)
            high = self._high.take(indices >> (per_byte.bit_length() - 1)) >> places * self._bits
            high &= np.uint8((1 << self._bits) - 1)
            numbers |= high.astype(np.uint32) << np.uint32(self._shift)
        return numbers


class PackedWriter:
    """Writes so many numbers, none above `largest`, a piece at a time."""

    def __init__(self, file: ArrayFileWriter, name: str, count: int, largest: int) -> None:
        width = max(largest.bit_length(), 1)
        file.meta.setdefault("widths", {})[name] = width
        kind = _low_type(width)
        self._shift = 8 * kind.itemsize
        self._bits = _high_bits(width)
        self._low = file.reserve(name, kind, count)
        size = -(-count * self._bits // 8)
        self._high = file.reserve(f"{name}/high", np.uint8, size) if self._bits else None
        self._pending = np.zeros(0, np.uint8)

    def append(self, numbers: NDArray[Any]) -> None:
        """Write more numbers."""
        self._low.append(numbers.astype(self._low.kind))
        if self._high is not None:
            high = (numbers >> numbers.dtype.type(self._shift)).astype(np.uint8)
            high = np.concatenate((self._pending, high))
            whole = len(high) - len(high) % _GROUP
            self._high.append(pack_bits(high[:whole], self._bits))
            self._pending = high[whole:]

    def finish(self) -> None:
        """Write what does not fill a group."""
        if self._high is not None and len(self._pending):
            padded = np.pad(self._pending, (0, -len(self._pending) % _GROUP))
            size = -(-len(self._pending) * self._bits // 8)
            self._high.append(pack_bits(padded, self._bits)[:size])


def _low_type(width: int) -> np.dtype[Any]:
    """Two bytes where one would leave more than four bits above it, and four beyond three."""
    return np.dtype(np.uint8 if width <= 12 else np.uint16 if width <= 24 else np.uint32)


def _high_bits(width: int) -> int:
    over = width - 8 * _low_type(width).itemsize
    return next(bits for bits in (0, 1, 2, 4, 8) if bits >= over)


def pack_bits(values: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """So many bits of each value; their number is a multiple of _GROUP. The values that share a
    byte are moved together in a wider integer, all at once."""
    if bits == 8:
        return values
    if bits == 1:
        return np.packbits(values, bitorder="little")
    values = np.ascontiguousarray(values)
    if bits == 4:
        pairs: NDArray[np.uint16] = values.view("<u2")
        return (pairs | pairs >> np.uint16(4)).astype(np.uint8)
    fours: NDArray[np.uint32] = values.view("<u4")
    fours = fours | fours >> np.uint32(6)
    return (fours | fours >> np.uint32(12)).astype(np.uint8)


def unpack_bits(data: NDArray[np.uint8], bits: int, start: int, stop: int) -> NDArray[np.uint8]:
    """The values from start up to stop."""
    per_byte = 8 // bits
    data = data[start // per_byte : -(-stop // per_byte)]
    if bits == 1:
        data = np.unpackbits(data, bitorder="little")
    elif bits < 8:
        data = _spread(data, bits)
    skip = start % per_byte
    return data[skip : skip + stop - start]


def _spread(data: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """Values of two or four bits, a byte each: the halves of each byte are moved apart in a wider
    integer, all bytes at once."""
    if bits == 4:
        wide = data.astype("<u2")
        wide |= wide << 4
        wide &= 0x0F0F
    else:
        wide = data.astype("<u4")
        wide |= wide << 12
        wide &= 0x000F000F
        wide |= wide << 6
        wide &= 0x03030303
    return wide.view(np.uint8)
