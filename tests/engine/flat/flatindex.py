"""An engine on flat segments, put together as the default engine's parts will be."""

from pathlib import Path

from newsearch.engine import Engine, Schema
from newsearch.engine.whoosh import WhooshEngine
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.flat.writer import FlatWriter
from newsearch.engine.whoosh.library import TOC, FileStorage
from newsearch.engine.whoosh.schema import make_schema
from newsearch.engine.whoosh.storage import DurableStorage
from newsearch.engine.whoosh.toc import INDEX_NAME, find_generation


def read_toc(directory: Path) -> TOC:
    """As Whoosh reads it: good enough for files that the test has just written."""
    return TOC.read(FileStorage(str(directory)), INDEX_NAME)


class FlatEngine(WhooshEngine):
    batch_tokens, run_tokens = 200, 40
    """Small, so that a commit is made of several segments."""

    def writer(self) -> FlatWriter:
        self._check_open()
        return FlatWriter(
            self._directory, read_toc, batch_tokens=self.batch_tokens, run_tokens=self.run_tokens
        )

    def refresh(self) -> Engine:
        self._check_open()
        if find_generation(self._directory) == self._generation:
            return self
        return open_flat(self._directory)


def create_flat(directory: Path, schema: Schema) -> FlatEngine:
    TOC(make_schema(schema), [], 0).write(DurableStorage(directory), INDEX_NAME)
    return open_flat(directory)


def open_flat(directory: Path) -> FlatEngine:
    toc = read_toc(directory)
    readers = [FlatReader(directory, segment) for segment in toc.segments]
    return FlatEngine(directory, toc.generation, readers)
