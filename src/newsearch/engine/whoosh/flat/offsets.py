"""Where each of many runs that follow one another begins, in little more than a byte a run.

Most terms and most posting lists are short. So what is kept is a byte for each length, the sum of
those before every so-manieth run, and what is above a byte of the few lengths that are: a beginning
is looked up by adding a few bytes, and all of them by one running sum.
"""

from bisect import bisect_left
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Numbers, Unsigned
from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.integers import narrowest

__all__ = ["OFFSETS_BLOCK", "Offsets", "encode_starts", "write_offsets"]

OFFSETS_BLOCK = 32
"""Bytes are summed up before each so-manieth run."""

_LARGEST = 255

_FEW = 8
"""So many are looked up one by one in less time than all at once."""


class Offsets:
    """Runs as `write_offsets` wrote their lengths."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._octets: NDArray[np.uint8] = file.array(name)
        self._sums: NDArray[Any] = file.array(f"{name}/sums")
        self._long: Unsigned = file.array(f"{name}/long")
        self._beyond: NDArray[Any] = file.array(f"{name}/beyond")
        # For one at a time, these are faster than arrays.
        self._octet_memory, self._sum_memory = self._octets.data, self._sums.data
        self._long_memory, self._beyond_memory = self._long.data, self._beyond.data
        self._has_long = len(self._long) > 0

    def __len__(self) -> int:
        """How many runs."""
        return len(self._octets)

    def __getitem__(self, run: int) -> int:
        """Where a run begins; of the number of runs, where the last one ends. Raises IndexError
        beyond that."""
        block = run // OFFSETS_BLOCK
        start: int = self._sum_memory[block] + sum(self._octet_memory[block * OFFSETS_BLOCK : run])
        if self._has_long:
            start += self._beyond_memory[bisect_left(self._long_memory, run)]
        return start

    def span(self, run: int) -> tuple[int, int]:
        """Where a run begins and ends. Raises IndexError."""
        length, start = self._octet_memory[run], self[run]
        return start, start + length if length < _LARGEST else self[run + 1]

    def few(self, start: int, stop: int) -> list[int]:
        """As `slice`, faster for some dozens of runs."""
        lengths = self._octet_memory[start:stop].tolist()
        first = bisect_left(self._long_memory, start)
        for place in range(first, bisect_left(self._long_memory, stop, first)):
            beyond = self._beyond_memory[place + 1] - self._beyond_memory[place]
            lengths[self._long_memory[place] - start] += beyond
        return list(accumulate(lengths, initial=self[start]))

    def spans(self, runs: NDArray[Any]) -> tuple[Numbers, Numbers]:
        """Where each of these runs begins, and how long it is."""
        if len(runs) > _FEW:
            return self.take(runs), self.count(runs)
        spans = np.array([self.span(run) for run in runs.tolist()], np.int64).reshape(-1, 2)
        return spans[:, 0], spans[:, 1] - spans[:, 0]

    def count(self, runs: NDArray[Any]) -> Numbers:
        """How long each of these runs is."""
        counts: Numbers = self._octets.take(runs).astype(np.int64)
        large = (counts == _LARGEST).nonzero()[0]
        if len(large) and len(self._long):
            wanted = runs.take(large)
            places = self._long.searchsorted(wanted)
            places[places == len(self._long)] = 0
            beyond = self._beyond.take(places + 1) - self._beyond.take(places)
            counts[large] += np.where(self._long.take(places) == wanted, beyond, 0).astype(np.int64)
        return counts

    def take(self, runs: NDArray[Any]) -> Numbers:
        """Where each of these runs begins."""
        if len(runs) <= _FEW:
            return np.array([self[run] for run in runs.tolist()], np.int64)
        if len(runs) * OFFSETS_BLOCK > len(self):
            every: Numbers = self.all()[runs]
            return every
        blocks = np.asarray(runs, np.int64) // OFFSETS_BLOCK
        columns = np.arange(OFFSETS_BLOCK)
        firsts = blocks * OFFSETS_BLOCK
        octets = self._octets.take(firsts[:, None] + columns, mode="clip")
        octets[columns >= (runs - firsts)[:, None]] = 0
        starts: Numbers = octets.sum(axis=1, dtype=np.int64)
        starts += self._sums.take(blocks).astype(np.int64)
        starts += self._beyond.take(self._long.searchsorted(runs)).astype(np.int64)
        return starts

    def all(self) -> Numbers:
        """Where every run begins, and the last one ends."""
        return self.slice(0, len(self))

    def slice(self, start: int, stop: int) -> Numbers:
        """Where each of the runs from start up to stop begins, and the last one ends."""
        lengths = self._octets[start:stop].astype(np.int64)
        first, last = np.searchsorted(self._long, (start, stop))
        beyond = self._beyond[first : last + 1].astype(np.int64)
        lengths[self._long[first:last].astype(np.int64) - start] += np.diff(beyond)
        return self[start] + np.append(0, np.cumsum(lengths))


def write_offsets(file: ArrayFileWriter, name: str, lengths: NDArray[Any]) -> None:
    """Write how long each run is."""
    octets = np.minimum(lengths, _LARGEST).astype(np.uint8)
    long = np.flatnonzero(lengths > _LARGEST)
    sums = encode_starts(octets)[::OFFSETS_BLOCK]
    file.add(name, octets)
    file.add(f"{name}/sums", sums)
    file.add(f"{name}/long", long.astype(np.uint32))
    file.add(f"{name}/beyond", encode_starts(lengths[long].astype(np.int64) - _LARGEST))


def encode_starts(lengths: NDArray[Any]) -> NDArray[np.unsignedinteger[Any]]:
    """Where each of the runs begins, and where the last one ends."""
    ends = np.cumsum(lengths, dtype=np.int64)
    kind = np.promote_types(narrowest(int(ends[-1]) if len(ends) else 0), np.uint32)
    return np.concatenate((np.zeros(1, kind), ends.astype(kind)))
