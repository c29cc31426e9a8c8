"""Decoded postings kept for the next query, up to a bound."""

from collections import OrderedDict
from threading import Lock

from newsearch.engine.whoosh.postings import ArrayPostings

__all__ = ["CACHE_BYTES", "Key", "PostingsCache"]

CACHE_BYTES = 64 * 2**20
"""How many bytes of postings an open engine keeps, at most: the most recently used."""

_OVERHEAD = 512
"""About what an entry costs beside its arrays' data."""

Key = tuple[str, str, str]
"""Segment, field and term."""


class PostingsCache:
    """One for all segments of an engine; safe to share between threads."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._bytes = 0
        self._entries: OrderedDict[Key, ArrayPostings] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> ArrayPostings | None:
        """What was put there, if it is still kept."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: Key, postings: ArrayPostings) -> None:
        """Keep these, and let go of those not used for longest."""
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = postings
            self._bytes += _measure(postings)
            while self._bytes > self._limit:
                _, oldest = self._entries.popitem(last=False)
                self._bytes -= _measure(oldest)


def _measure(postings: ArrayPostings) -> int:
    arrays = (postings.documents, postings.frequencies, postings.starts, postings.positions)
    return _OVERHEAD + sum(array.nbytes for array in arrays)
