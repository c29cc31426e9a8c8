"""What was stored with each document, compressed one by one with a dictionary of their own kind.

Articles are short and alike: alone they compress to half, with a dictionary trained on some of
them to little more than a third, and still each can be had without its neighbours. A run of
documents that share a dictionary is a chunk. A large chunk is copied as it is when segments are
merged; the documents of small ones, whose dictionary would weigh too much or which had none, are
compressed anew.
"""

import json
from _thread import allocate_lock  # what `threading` has, which takes longer to load
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from zstandard import (
    STRATEGY_DFAST,
    ZstdCompressionDict,
    ZstdCompressionParameters,
    ZstdCompressor,
    ZstdDecompressor,
    ZstdError,
    train_dictionary,
)

from newsearch.engine.whoosh.flat.container import ArrayFile, ArrayFileWriter
from newsearch.engine.whoosh.flat.integers import narrowest
from newsearch.engine.whoosh.postings import Mask
from newsearch.engine.whoosh.values import STORED

__all__ = ["StoredReader", "StoredWriter", "decode_record", "encode_record", "encode_text"]

_PLAIN = b"\0"
_DICTIONARY_BYTES = 112 * 1024
"""What zstd itself takes. With 64 KB records are two to three per cent larger."""

_TRAINING_RECORDS = 1000
_LEAST_RECORDS = 100
_BUFFER_BYTES = 2**20

_PARAMETERS = {
    "strategy": STRATEGY_DFAST,
    "window_log": 18,
    "hash_log": 18,
    "chain_log": 17,
    "min_match": 5,
}
"""Records are three per cent smaller than at zstd's level 3, in two thirds of the time. A greedy search
makes them three per cent smaller still, and takes twice as long."""

_SEGMENT, _DMER = 1024, 8
"""What zstd cuts samples into. Left to itself it tries several, four times as long for half a per
cent."""

_LARGE_CHUNK = 2000
"""From so many documents on, a dictionary takes a few per cent of its chunk."""


_COPIED = 4096
"""So many documents are in memory while others' are copied."""


def encode_record(values: Mapping[str, object]) -> bytes:
    """What is stored with a document, by field. Raises TypeError for what JSON does not know.

    What newsearch stores is one text: it is kept as it is, after a byte with which no JSON begins.
    """
    text = values.get(STORED)
    if len(values) == 1 and type(text) is str:
        return encode_text(text.encode("utf-8", "surrogatepass"))
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")


def encode_text(text: bytes) -> bytes:
    """As `encode_record`, for a text of newsearch in UTF-8."""
    return _PLAIN + text


def decode_record(data: bytes) -> dict[str, Any]:
    """Undo `encode_record`. Raises ValueError."""
    text = data.decode("utf-8", "surrogatepass")
    if data[:1] == _PLAIN:
        return {STORED: text[1:]}
    record = json.loads(text)
    if type(record) is not dict:
        raise ValueError("a stored record is no record")
    return record


class StoredReader:
    """The records of a segment. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Raises IndexCorrupt, IndexIncompatible, or FileNotFoundError."""
        self.file = ArrayFile(path)
        self._ends = self.file.memory("records/ends")
        self._chunks: list[tuple[int, int]] = [
            (int(start), int(dictionary)) for start, dictionary in self.file.meta["chunks"]
        ]
        self._firsts = [start for start, _ in self._chunks]
        self._decompressors: dict[int, ZstdDecompressor] = {}
        self._lock = allocate_lock()

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, document: int) -> bytes:
        """A record. Raises IndexError, or ZstdError when it is damaged."""
        return self.read((document,))[0]

    def read(self, documents: Sequence[int]) -> list[bytes]:
        """Some records. Raises as `[]` does."""
        ends, read = self._ends, self.file.read
        records = [read("records", ends[one - 1] if one else 0, ends[one]) for one in documents]
        places = [bisect_right(self._firsts, one) - 1 for one in documents]
        with self._lock:
            opened = [self._open(self._chunks[place][1]) for place in places]
            return [one.decompress(record) for one, record in zip(opened, records, strict=True)]

    def chunks(self) -> Iterator[tuple[range, bytes]]:
        """The documents that share a dictionary, and the dictionary."""
        stops = [start for start, _ in self._chunks[1:]] + [len(self)]
        for (start, dictionary), stop in zip(self._chunks, stops, strict=True):
            yield range(start, stop), self._dictionary(dictionary)

    def compressed(self, documents: range) -> tuple[bytes, list[int]]:
        """Successive records as they lie, and the size of each."""
        ends = np.asarray(self._ends[documents.start : documents.stop], np.int64)
        start = self._ends[documents.start - 1] if documents.start else 0
        sizes: list[int] = np.diff(ends, prepend=start).tolist()
        return self.file.read("records", int(start), int(ends[-1])), sizes

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def _dictionary(self, index: int) -> bytes:
        return self.file.read(f"dictionary/{index}")

    def _open(self, dictionary: int) -> ZstdDecompressor:
        found = self._decompressors.get(dictionary)
        if found is None:
            data = ZstdCompressionDict(self._dictionary(dictionary))
            found = self._decompressors[dictionary] = ZstdDecompressor(dict_data=data)
        return found


class StoredWriter:
    """A new file of records. Without a dictionary to start with, one is made from the first."""

    def __init__(self, path: Path, dictionary: bytes | None = None) -> None:
        """Raises OSError."""
        self._file = ArrayFileWriter(path)
        self._records = self._file.stream("records", np.uint8)
        self._buffer = bytearray()
        self._sizes = array("I")
        self._chunks: list[tuple[int, int]] = []
        self._dictionaries: list[bytes] = []
        self._compressor: ZstdCompressor | None = None
        self._waiting: list[bytes] = []
        if dictionary is not None:
            self._begin_chunk(dictionary)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def dictionary(self) -> bytes | None:
        """The dictionary in use, once there is one."""
        return self._dictionaries[self._chunks[-1][1]] if self._chunks else None

    def append(self, record: bytes) -> None:
        """Add the next document's record."""
        if self._compressor is not None:
            self._write(self._compressor.compress(record))
        else:
            self._waiting.append(record)
            if len(self._waiting) == _TRAINING_RECORDS:
                self._begin_chunk(_train(self._waiting))

    def copy(self, reader: StoredReader, live: Mask | None) -> None:
        """Add the records of a segment, but for its deleted documents."""
        for documents, dictionary in reader.chunks():
            runs = _live_runs(documents, live)
            if dictionary and len(documents) >= _LARGE_CHUNK:
                self._begin_chunk(dictionary)
                for run in runs:
                    for start in range(0, len(run), _COPIED):
                        self._write_compressed(*reader.compressed(run[start : start + _COPIED]))
            else:
                for run in runs:
                    for document in run:
                        self.append(reader[document])

    def finish(self) -> None:
        """Write what is left, and the tables."""
        if not self._chunks:
            self._begin_chunk(_train(self._waiting))
        self._flush()
        ends = np.cumsum(np.frombuffer(self._sizes, np.uint32), dtype=np.int64)
        largest = int(ends[-1]) if len(ends) else 0
        kind = np.promote_types(narrowest(largest), np.uint32)
        self._file.add("records/ends", ends.astype(kind))
        for index, dictionary in enumerate(self._dictionaries):
            self._file.add(f"dictionary/{index}", np.frombuffer(dictionary, np.uint8))
        self._file.meta["chunks"] = self._chunks
        self._file.finish()

    def close(self) -> None:
        """Close the file, finished or not."""
        self._file.close()

    def _begin_chunk(self, dictionary: bytes) -> None:
        """Use this dictionary from the first document that is not yet written."""
        if dictionary != self.dictionary:
            if dictionary not in self._dictionaries:
                self._dictionaries.append(dictionary)
            self._chunks.append((len(self._sizes), self._dictionaries.index(dictionary)))
            data = ZstdCompressionDict(dictionary)
            parameters = ZstdCompressionParameters(write_dict_id=False, **_PARAMETERS)
            self._compressor = ZstdCompressor(dict_data=data, compression_params=parameters)
        waiting, self._waiting = self._waiting, []
        for record in waiting:
            self.append(record)

    def _write(self, compressed: bytes) -> None:
        self._sizes.append(len(compressed))
        self._buffer += compressed
        if len(self._buffer) > _BUFFER_BYTES:
            self._flush()

    def _write_compressed(self, records: bytes, sizes: list[int]) -> None:
        self._flush()
        self._records.append(np.frombuffer(records, np.uint8))
        self._sizes.extend(sizes)

    def _flush(self) -> None:
        self._records.append(np.frombuffer(self._buffer, np.uint8))
        self._buffer = bytearray()


def _train(records: Sequence[bytes]) -> bytes:
    """A dictionary for records like these; empty when there is too little to learn from."""
    if len(records) < _LEAST_RECORDS or sum(map(len, records)) < 2 * _DICTIONARY_BYTES:
        return b""
    try:
        trained = train_dictionary(_DICTIONARY_BYTES, list(records), k=_SEGMENT, d=_DMER)
        return trained.as_bytes()
    except ZstdError:
        return b""


def _live_runs(documents: range, live: Mask | None) -> Iterator[range]:
    """The longest runs of successive documents that are not deleted."""
    if live is None:
        yield documents
        return
    kept = np.concatenate(([False], live[documents.start : documents.stop], [False]))
    edges = (np.flatnonzero(kept[1:] != kept[:-1]) + documents.start).tolist()
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield range(start, stop)
