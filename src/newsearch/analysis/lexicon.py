"""Chunks of folded text as numbers: each distinct chunk is learnt once, and known ever after.

A dictionary knows them all. Before it stand tables where short chunks are looked up many at a
time: a chunk of up to eight bytes is one integer, one of up to sixteen two. Integers are compared
whole, so that no collision of hashes can take one chunk for another. What a table has no room
for, and what is longer, is asked of the dictionary.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsearch.analysis.alphabet import Bytes

__all__ = ["LONGEST_KEY", "Lexicon"]

Chunk = TypeVar("Chunk", bound=bytes | str)
"""What is in an array is bytes; what is in none may be a string."""

Words = NDArray[np.uint64]
Places = NDArray[np.intp]
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]

_WORD = 8
LONGEST_KEY = 2 * _WORD
"""So many bytes at most go through the tables."""

_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
_MULTIPLIERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_BITS = (19, 18)
"""The size of the table for one integer, and of that for two."""

_WAYS = range(4)
"""A key is in one of so many slots, neighbours of each other."""

_UNKNOWN = -1

_FREE = 0
"""No key begins so: no byte of a chunk is zero."""


class Lexicon:
    """The numbers of chunks. `learn` is called with those that are new, each once, and has to `add`
    them, and others if it likes; several may have the same number."""

    def __init__(self, learn: Callable[[list[Any]], None]) -> None:
        self._learn = learn
        self._numbers: dict[bytes | str, int] = {}
        self._tables = [_Table(words, bits) for words, bits in enumerate(_BITS, start=1)]

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, chunks: Iterable[bytes | str], numbers: Iterable[int]) -> None:
        """Say the numbers of some chunks."""
        self._numbers.update(zip(chunks, numbers, strict=True))

    def find_new(self, chunks: Iterable[Chunk]) -> list[Chunk]:
        """Those chunks that are not known, each once."""
        known = self._numbers
        return [chunk for chunk in dict.fromkeys(chunks) if chunk not in known]

    def find_each(self, chunks: Sequence[bytes | str]) -> list[int]:
        """The numbers of some chunks."""
        if new := self.find_new(chunks):
            self._learn(new)
        return [*map(self._numbers.__getitem__, chunks)]

    def find_all(self, data: Bytes, starts: Places, lengths: Places) -> Numbers:
        """The numbers of chunks of an array, by where they start and how long they are: 1 or more.
        The array holds no zeros, and goes on for `LONGEST_KEY` bytes after the last chunk."""
        # Most are short: all are looked up as if they were, and the others once more.
        longer = np.flatnonzero(lengths > _WORD)
        found = self._look_up(0, _read_keys(data, starts, lengths, 1), longer)
        starts, lengths = starts[longer], lengths[longer]
        long = np.flatnonzero(lengths > LONGEST_KEY)
        numbers = self._look_up(1, _read_keys(data, starts, lengths, 2), long)
        begins, ends, text = starts[long], starts[long] + lengths[long], data.data
        spans = zip(begins.tolist(), ends.tolist(), strict=True)
        numbers[long] = self.find_each([bytes(text[start:end]) for start, end in spans])
        found[longer] = numbers
        return found

    def _look_up(self, table: int, keys: list[Words], longer: Places) -> Numbers:
        """The numbers of keys of a table; for those that are of longer chunks, anything."""
        found = self._tables[table].look_up(keys)
        found[longer] = _FREE
        missing = np.flatnonzero(found == _UNKNOWN)
        if len(missing):
            lost = [key[missing] for key in keys]
            found[missing] = self.find_each(_spell(lost))
            self._tables[table].insert(lost, found[missing])
        return found


class _Table:
    """Keys of one or more integers and their numbers, found by arithmetic alone. A key and its number
    lie side by side: random places are looked at, and each look costs a line of the cache."""

    def __init__(self, words: int, bits: int) -> None:
        self._words = words
        self._rows = np.zeros((1 << bits, 2 * words), np.uint64)
        self._shift = np.uint64(64 - bits)

    def look_up(self, keys: Sequence[Words]) -> Numbers:
        """The number of each key, `_UNKNOWN` if it is not here."""
        slots = self._slots(keys)
        rows = self._rows.take(slots, axis=0)
        found: Numbers = rows[:, self._words].astype(np.int32)
        missing = np.flatnonzero(~_hold(rows, keys))
        for way in _WAYS[1:]:
            if not len(missing):
                break
            rows = self._rows.take(slots[missing] ^ way, axis=0)
            here = _hold(rows, [key[missing] for key in keys])
            found[missing[here]] = rows[here, self._words]
            missing = missing[~here]
        found[missing] = _UNKNOWN
        return found

    def insert(self, keys: Sequence[Words], numbers: Numbers) -> None:
        """Add keys that are not here, as far as there is room; a key may come several times."""
        new = np.stack((*keys, numbers.astype(np.uint64)), axis=1)
        slots = self._slots(keys)
        for way in _WAYS:
            others = slots ^ way
            free = self._rows[others, 0] == _FREE
            self._rows[others[free], : new.shape[1]] = new[free]
            left = ~_hold(self._rows.take(others, axis=0), new.T[: self._words])
            if not left.any():
                break
            slots, new = slots[left], new[left]

    def _slots(self, keys: Sequence[Words]) -> Places:
        mixed = keys[0] * _MULTIPLIERS[0]
        for key, multiplier in zip(keys[1:], _MULTIPLIERS[1:], strict=False):
            mixed ^= key * multiplier
        mixed >>= self._shift
        return mixed.view(np.int64)


def _hold(rows: NDArray[np.uint64], keys: Sequence[Words] | NDArray[np.uint64]) -> Mask:
    """Whether the key of each row is this."""
    same: Mask = rows[:, 0] == keys[0]
    for column, key in enumerate(keys[1:], start=1):
        same &= rows[:, column] == key
    return same


def _read_keys(data: Bytes, starts: Places, lengths: Places, words: int) -> list[Words]:
    """The bytes of each chunk as so many integers, filled up with zeros; of longer ones what fits."""
    view = np.ndarray(len(data) - _WORD + 1, "<u8", data, strides=(1,))
    keys = [view[starts + word * _WORD] for word in range(words)]
    keys[-1] &= _MASKS.take(lengths - (words - 1) * _WORD, mode="clip")
    return keys


def _spell(keys: Sequence[Words]) -> list[bytes]:
    """The bytes that `_read_keys` made integers of; what strings of bytes end in is no part of them
    if it is zero."""
    letters = np.stack(keys, axis=1).astype("<u8", copy=False).view(f"S{_WORD * len(keys)}")
    spelled: list[bytes] = letters.ravel().tolist()
    return spelled
