"""Changing an index of flat segments: documents in, segments out, one table of contents a commit.

Added documents gather in a batch; a full batch becomes a segment that no commit names yet. At the
commit small segments are merged, everything is on the disk before the table of contents is, and
that file's new name is the one step by which all changes are seen. Whoosh's own lock keeps other
writers out, Whoosh's own clean-up removes what no commit names.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsearch.engine import Document, Documents
from newsearch.engine.whoosh.flat.batch import Batch
from newsearch.engine.whoosh.flat.fields import FieldInfo
from newsearch.engine.whoosh.flat.gathering import gather
from newsearch.engine.whoosh.flat.merging import merge_segments
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.flat.segment import FlatSegment
from newsearch.engine.whoosh.flat.stored import StoredWriter, encode_text
from newsearch.engine.whoosh.library import TOC, clean_files
from newsearch.engine.whoosh.merging import plan_merges
from newsearch.engine.whoosh.safety import REMEDY
from newsearch.engine.whoosh.schema import ID, encode_term
from newsearch.engine.whoosh.storage import DurableStorage, writing
from newsearch.engine.whoosh.toc import INDEX_NAME
from newsearch.errors import IndexIncompatible, IndexLocked, IndexUnavailable

__all__ = ["BATCH_TOKENS", "FlatWriter"]

RUN_TOKENS = 2**22
"""So many tokens of texts are sorted together: some 100 MB meanwhile."""

BATCH_TOKENS = 2**27
"""A batch is full when its fields have so many tokens together, which wait on disk: some 160,000
articles, half a gigabyte."""

_BATCH_TERMS = 2**21
"""It is full, too, when it has so many different terms and keywords, which stay in memory."""


@dataclass(slots=True)
class _Batch:
    """A segment in the making."""

    segment: FlatSegment
    documents: Batch
    records: StoredWriter


class FlatWriter:
    """An `engine.Writer`. Deletions are marked in the copy of the segments that this writer read,
    which nobody else sees until the commit names it."""

    def __init__(
        self,
        directory: Path,
        read_toc: Callable[[Path], Any],
        *,
        batch_tokens: int = BATCH_TOKENS,
        run_tokens: int = RUN_TOKENS,
    ) -> None:
        """`read_toc` gives the newest `whoosh.index.TOC` of a directory.

        Raises IndexLocked, IndexIncompatible for segments of another codec, or as it does.
        """
        self._directory = directory
        self._storage = DurableStorage(directory)
        self._batch_tokens = batch_tokens
        self._run_tokens = run_tokens
        with writing(directory):
            self._lock = self._storage.lock(f"{INDEX_NAME}_WRITELOCK")
            if not self._lock.acquire():
                raise IndexLocked(
                    f"another process is writing to the index in {self._directory}; "
                    "wait for it to finish"
                )
        try:
            self._toc = read_toc(self._directory)
            self._fields = {n: FieldInfo.of(field) for n, field in self._toc.schema.items()}
            self._readers = [self._open(segment) for segment in self._toc.segments]
        except BaseException:
            self._lock.release()
            raise
        self._batch: _Batch | None = None
        self._dictionary: bytes | None = None
        self._changed = False
        self._optimizing = False
        self._failed = False
        self._closed = False

    def add(self, document: Document) -> None:
        """As `Writer` says. Raises ValueError, having changed nothing, for a document that does
        not fit the schema."""
        self.add_all(gather([document]))

    def add_all(self, documents: Documents) -> None:
        """As `Writer` says. Raises ValueError, having changed nothing, when a document does not
        fit the schema."""
        self._check_open()
        records = list(map(encode_text, documents.stored))
        with self._writing():
            batch = self._batch = self._batch or self._start_batch()
        batch.documents.add_all(documents)
        with self._writing():
            for record in records:
                batch.records.append(record)
            self._changed = True
            if self._is_full(batch.documents):
                self._finish_batch()
            elif batch.documents.waiting_count >= self._run_tokens:
                batch.documents.finish_run()

    def delete(self, field: str, value: str) -> int:
        """As `Writer` says. Raises ValueError for a field that holds no keywords."""
        self._check_open()
        info = self._fields.get(field)
        if info is None or info.kind != "keyword":
            raise ValueError(f"{field!r} is no keyword field")
        with self._writing():
            if field != ID:
                self._finish_batch()
            in_batch = self._batch is not None and self._batch.documents.delete(value)
            deleted = self._delete_terms(field, [encode_term(value)])
            # A document of the batch replaced the one in a segment, which is marked only now.
            deleted = 1 if in_batch else deleted
            self._changed = self._changed or deleted > 0
            return deleted

    def optimize(self) -> None:
        """Let the commit leave one segment, without deleted documents."""
        self._check_open()
        self._optimizing = self._changed = True

    def commit(self) -> None:
        """As `Writer` says. When it fails, nothing has changed and the writer is closed."""
        self._check_open()
        try:
            with self._writing():
                self._finish_batch()
                if self._changed:
                    self._merge()
                    self._write_toc()
        finally:
            self._close()

    def rollback(self) -> None:
        """As `Writer` says."""
        self._check_open()
        self._close()

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("this writer is closed: get another from the engine")

    def _open(self, segment: Any) -> FlatReader:
        if not isinstance(segment, FlatSegment):
            raise IndexIncompatible(
                f"the index in {self._directory} has segments of another kind; {REMEDY}"
            )
        return FlatReader(self._directory, segment)

    def _start_batch(self) -> _Batch:
        segment = FlatSegment(INDEX_NAME)
        path = self._directory / segment.make_filename(segment.STORED)
        return _Batch(
            segment, Batch(self._fields, self._directory), StoredWriter(path, self._dictionary)
        )

    def _is_full(self, documents: Batch) -> bool:
        return documents.token_count >= self._batch_tokens or documents.term_count >= _BATCH_TERMS

    def _finish_batch(self) -> None:
        """Make a segment of the batch, and mark what it replaces as deleted."""
        if self._batch is None:
            return
        batch, self._batch = self._batch, None
        segment, documents = batch.segment, batch.documents
        with closing(documents):
            with batch.records as records:
                if not documents.document_count:
                    return
                records.finish()
                self._dictionary = records.dictionary or None
            documents.write_postings(self._directory / segment.make_filename(segment.POSTINGS))
        segment.documents = documents.document_count
        for number in documents.deleted:
            segment.delete_document(number)
        self._delete_terms(ID, sorted(map(encode_term, documents.ids)))
        self._readers.append(self._open(segment))

    def _delete_terms(self, field: str, terms: list[bytes]) -> int:
        """Mark the documents of finished segments that hold any of these sorted terms; how many
        were not marked yet."""
        return sum(_delete_terms(reader, field, terms) for reader in self._readers)

    def _merge(self) -> None:
        """Merge neighbours, so that documents stay in order of addition."""
        self._readers = [r for r in self._readers if r.segment.doc_count()]
        if self._optimizing:
            runs = [range(len(self._readers))] if self._needs_merge() else []
        else:
            segments = [reader.segment for reader in self._readers]
            runs = plan_merges(
                [segment.doc_count() for segment in segments],
                [segment.deleted_count() for segment in segments],
            )
        for run in reversed(runs):
            merged = FlatSegment(INDEX_NAME)
            merge_segments(self._readers[run.start : run.stop], self._directory, merged)
            self._readers[run.start : run.stop] = [self._open(merged)]

    def _needs_merge(self) -> bool:
        return len(self._readers) > 1 or any(r.live is not None for r in self._readers)

    def _write_toc(self) -> None:
        known = {segment.segment_id() for segment in self._toc.segments}
        segments = [reader.segment for reader in self._readers]
        for segment in segments:
            if segment.segment_id() not in known:
                for extension in (segment.POSTINGS, segment.STORED):
                    _flush(self._directory / segment.make_filename(extension))
        toc = TOC(self._toc.schema, segments, self._toc.generation + 1)
        toc.write(self._storage, INDEX_NAME)
        self._toc = toc

    def _close(self) -> None:
        """Remove what no commit names, and let the next writer in."""
        self._closed = True
        try:
            if self._batch is not None:
                self._batch.records.close()
                self._batch.documents.close()
            for reader in self._readers:
                reader.close()
            self._storage.abandon()
            # Whoosh forgets those of a commit that was killed before it renamed them.
            for path in self._directory.glob(f"_{INDEX_NAME}_*.toc.*"):
                with suppress(OSError):
                    path.unlink()
            clean_files(self._storage, INDEX_NAME, self._toc.generation, self._toc.segments)
        finally:
            self._lock.release()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Remember a failure: the next commit would miss what was lost."""
        if self._failed:
            raise IndexUnavailable(
                f"a change to the index in {self._directory} failed before; "
                "it is as it was before: roll back and begin again"
            )
        try:
            with writing(self._directory):
                yield
        except BaseException:
            self._failed = True
            raise


def _delete_terms(reader: FlatReader, field: str, terms: list[bytes]) -> int:
    before: int = reader.segment.deleted_count()
    for document in reader.find_documents(field, terms):
        reader.segment.delete_document(document)
    after: int = reader.segment.deleted_count()
    return after - before


def _flush(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
