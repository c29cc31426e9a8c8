"""Field lengths as Whoosh's own codec gives them back.

Whoosh keeps a length as one byte, in 256 steps, and scores by what the byte stands for. Our segments
hold lengths exactly; through Whoosh's interface they appear as the byte would, so that an ordinary
Whoosh searcher gives the scores that it would give on Whoosh's own files.
"""

import numpy as np

from newsearch.engine.whoosh.flat.library import byte_to_length
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.postings import Unsigned

__all__ = ["QuantisedLengths"]

_STEPS = np.array([byte_to_length(byte) for byte in range(256)], np.uint32)


class QuantisedLengths:
    """The quantised lengths of each field of a segment; all 0 in a field without lengths."""

    def __init__(self, reader: FlatReader) -> None:
        self._reader = reader
        self._found: dict[str, Unsigned] = {}

    def __getitem__(self, field: str) -> Unsigned:
        if field not in self._found:
            places = np.searchsorted(_STEPS, self._reader.lengths(field))
            self._found[field] = _STEPS[np.minimum(places, len(_STEPS) - 1)]
        return self._found[field]
