"""Some posting lists in memory, and what is done with them on their way into a file."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.whoosh.arrays import Mask, Numbers, Unsigned, expand_runs
from newsearch.frozen import frozen

__all__ = ["Piece", "combine", "cut_evenly", "keep_live", "sum_runs", "without_places"]

_NOTHING = np.zeros(0, np.uint32)


@frozen
class Piece:
    """Some whole lists. `lengths` is how many documents each has and `places` how many positions;
    documents and frequencies have a row for each posting. Without frequencies each is 1; without
    positions `places` says 0."""

    lengths: Numbers
    documents: Unsigned
    frequencies: Unsigned
    places: Numbers
    positions: Unsigned


def without_places(
    lengths: Numbers, documents: Unsigned, frequencies: Unsigned = _NOTHING
) -> Piece:
    """Lists without positions."""
    return Piece(lengths, documents, frequencies, np.zeros_like(lengths), _NOTHING)


def keep_live(piece: Piece, live: Mask, numbers: Unsigned) -> Piece:
    """The lists without deleted documents, the others renumbered; a list may end up empty."""
    kept = live[piece.documents]
    counts = piece.frequencies
    lengths = sum_runs(kept, piece.lengths)
    documents = numbers[piece.documents[kept]]
    if not len(piece.positions):
        return without_places(lengths, documents, counts[kept] if len(counts) else counts)
    return Piece(
        lengths=lengths,
        documents=documents,
        frequencies=counts[kept],
        places=sum_runs(np.where(kept, counts, 0), piece.lengths),
        positions=piece.positions[np.repeat(kept, counts)],
    )


def combine(count: int, parts: Sequence[tuple[NDArray[np.int64], Piece]]) -> Piece:
    """So many lists, made of parts: rows say which of the lists those of a piece belong to, and
    later parts are appended to earlier ones."""
    lengths, places = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for rows, piece in parts:
        lengths[rows] += piece.lengths
        places[rows] += piece.places
    pieces = [piece for _, piece in parts]
    by_posting = [(rows, piece.lengths) for rows, piece in parts]
    by_place = [(rows, piece.places) for rows, piece in parts]
    return Piece(
        lengths=lengths,
        documents=_interleave(lengths, by_posting, [piece.documents for piece in pieces]),
        frequencies=_interleave(lengths, by_posting, [piece.frequencies for piece in pieces]),
        places=places,
        positions=_interleave(places, by_place, [piece.positions for piece in pieces]),
    )


def sum_runs(values: NDArray[np.bool_] | Unsigned, counts: Numbers) -> Numbers:
    """The sum of each run of so many successive values."""
    sums = np.append(0, np.cumsum(values, dtype=np.int64))
    ends = np.cumsum(counts)
    found: Numbers = sums[ends] - sums[ends - counts]
    return found


def cut_evenly(weights: Numbers, piece: int) -> Iterator[slice]:
    """Successive rows whose weights add up to a piece, or a single row that weighs more."""
    ends = np.cumsum(weights)
    start = 0
    while start < len(ends):
        before = int(ends[start - 1]) if start else 0
        stop = max(int(np.searchsorted(ends, before + piece, side="right")), start + 1)
        yield slice(start, stop)
        start = stop


def _interleave(
    lengths: Numbers,
    runs: Sequence[tuple[NDArray[np.int64], Numbers]],
    parts: Sequence[Unsigned],
) -> Unsigned:
    """The runs of all parts, those of a list one after another."""
    if not any(len(part) for part in parts):
        return _NOTHING
    joined = np.empty(int(lengths.sum()), np.uint32)
    begins = np.cumsum(lengths) - lengths
    for (rows, counts), part in zip(runs, parts, strict=True):
        joined[expand_runs(begins[rows], counts)] = part
        begins[rows] += counts
    return joined
