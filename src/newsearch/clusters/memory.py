"""What a run remembers of the texts it has met: some 200 bytes an article, and a file."""

from array import array
from collections.abc import Sequence
from io import FileIO
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray

from newsearch.clusters.likeness import Text

__all__ = ["Buckets", "Spool"]

_IN_MEMORY = 2**18
"""So many bytes of texts; the rest waits on disk."""

_SHIFT = np.uint64(32)

_LONGEST_CHAIN = 64
"""So many clusters with one key are looked at: more have it from a set phrase."""


class Spool:
    """Texts by number, in memory while they are few."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._file: FileIO | None = None
        self._moved = 0
        self._tail = bytearray()
        """What is not in the file yet, which ends at `_moved`."""
        self._ends = array("Q", [0])
        self.published = array("d")

    def append(self, text: Text, published: float) -> int:
        """Keep a text and when it was published; its number counts from 0."""
        return self.extend([text], [published])

    def extend(self, texts: Sequence[Text], published: Sequence[float]) -> int:
        """As `append`, for one or more; gives the number of the first. Raises OSError."""
        first, end = len(self._ends) - 1, self._ends[-1]
        self._tail += np.concatenate(texts).data
        self._ends.extend(accumulate([text.nbytes for text in texts], initial=end))
        del self._ends[first]
        self.published.extend(published)
        if len(self._tail) > _IN_MEMORY:
            self._move()
        return first

    def __getitem__(self, number: int) -> Text:
        start, end = self._ends[number : number + 2]
        if self._file is None or start >= self._moved:
            return np.frombuffer(
                bytes(self._tail[start - self._moved : end - self._moved]), np.uint32
            )
        self._file.seek(start)
        return np.frombuffer(self._file.read(end - start), np.uint32)

    def size(self, number: int) -> int:
        """How many runs of words a text has."""
        return (self._ends[number + 1] - self._ends[number]) // 4

    def close(self) -> None:
        """Let go of the file, which the system then removes."""
        if self._file is not None:
            self._file.close()

    def _move(self) -> None:
        """Write what waits in memory."""
        if self._file is None:
            self._file = TemporaryFile(buffering=0, dir=self._directory)  # noqa: SIM115 - see close
        self._file.seek(self._moved)
        waiting = memoryview(bytes(self._tail))
        while waiting:
            waiting = waiting[self._file.write(waiting) :]
        self._moved += len(self._tail)
        self._tail.clear()


class Buckets:
    """Which clusters have a key in their sketch: a chained hash table in flat arrays, where a dict
    of lists takes ten times the memory."""

    def __init__(self) -> None:
        self._keys = array("I")
        self._clusters = array("I")
        self._next = array("i")
        self._heads = array("i", [-1]) * 2**12

    def find(self, keys: Sequence[int], most: int) -> list[int]:
        """At most so many clusters with any of the keys, those with most of them first."""
        counts: dict[int, int] = {}
        for key in keys:
            for cluster in self._chain(key):
                counts[cluster] = counts.get(cluster, 0) + 1
        return sorted(counts, key=counts.__getitem__, reverse=True)[:most] if counts else []

    def are_known(self, keys: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Which of the keys any cluster has."""
        known = np.zeros(len(keys), np.bool_)
        column, follows = np.frombuffer(self._keys, np.uint32), np.frombuffer(self._next, np.int32)
        entries = np.frombuffer(self._heads, np.int32)[keys % len(self._heads)]
        rows = np.flatnonzero(entries >= 0)
        while len(rows):
            entries = entries[entries >= 0]
            same = column[entries] == keys[rows]
            known[rows[same]] = True
            entries, rows = follows[entries[~same]], rows[~same]
            rows = rows[entries >= 0]
        return known

    def add_new(self, keys: NDArray[np.uint32], clusters: NDArray[np.uint32]) -> None:
        """Say which cluster has each of the keys, none of which any had, or two of these."""
        # Sorted by slot and then by place: a sort of numbers, where a stable one of slots is slow.
        places = (keys % len(self._heads)).astype(np.uint64) << _SHIFT
        places += np.arange(len(keys), dtype=np.uint64)
        places.sort()
        order, slots = places.astype(np.uint32), places >> _SHIFT
        entries = order.astype(np.int32) + np.int32(len(self._keys))
        follows = np.flatnonzero(slots[1:] == slots[:-1]) + 1
        heads = np.frombuffer(self._heads, np.int32)
        chain = np.empty(len(keys), np.int32)
        chain[order] = heads[slots]
        chain[order[follows]] = entries[follows - 1]
        heads[slots] = entries  # the last of those that share a slot stays
        del heads
        self._next.frombytes(chain.tobytes())
        self._keys.frombytes(keys.tobytes())
        self._clusters.frombytes(clusters.tobytes())
        while len(self._keys) > len(self._heads):
            self._grow()

    def add(self, keys: Sequence[int], cluster: int) -> None:
        """Say that a cluster has these keys."""
        for key in keys:
            if cluster not in self._chain(key):
                slot = key % len(self._heads)
                self._next.append(self._heads[slot])
                self._heads[slot] = len(self._keys)
                self._keys.append(key)
                self._clusters.append(cluster)
        if len(self._keys) > len(self._heads):
            self._grow()

    def _chain(self, key: int) -> Sequence[int]:
        """The clusters with a key, the newest first; no more than are worth counting."""
        entry = self._heads[key % len(self._heads)]
        if entry < 0:
            return ()
        keys, follows = self._keys, self._next
        found: list[int] = []
        while entry >= 0 and len(found) < _LONGEST_CHAIN:
            if keys[entry] == key:
                found.append(self._clusters[entry])
            entry = follows[entry]
        return found

    def _grow(self) -> None:
        """Twice as many slots: chains stay short."""
        size = 2 * len(self._heads)
        slots = np.frombuffer(self._keys, np.uint32) % size
        order = np.argsort(slots, kind="stable")
        follows = np.flatnonzero(slots[order][1:] == slots[order][:-1])
        chain = np.full(len(order), -1, np.int32)
        chain[order[follows + 1]] = order[follows]
        heads = np.full(size, -1, np.int32)
        np.maximum.at(heads, slots, np.arange(len(slots), dtype=np.int32))
        self._next, self._heads = array("i", chain.tobytes()), array("i", heads.tobytes())
