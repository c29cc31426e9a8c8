"""The default engine: Whoosh's schema, segments, table of contents and lock, with queries
evaluated on whole arrays of postings.

    bytes      library (the one import of Whoosh) · storage · safety · toc · schema · values
    arrays     arrays · documents (sets of them) · impacts (bounds of what a block can score)
    segments   postings (what a segment answers) · flat/ (segments of memory-mapped arrays, and the
               writer that makes them) · collection (all of them as one)
    queries    evaluator · clauses · leaves · combinations · closeness · proximity · expansion · top · rescoring ·
               groups · facets
    changes    flat.writer · merging

Opening and searching import nothing of Whoosh, which takes longer to load than a search: so what
writes is imported when something is written.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from newsearch.engine import Grouping, Order, Schema, ScoredDocument, TopDocs
from newsearch.engine.whoosh.collection import Collection
from newsearch.engine.whoosh.evaluator import Evaluation
from newsearch.engine.whoosh.facets import count_groups
from newsearch.engine.whoosh.flat.reader import FlatReader
from newsearch.engine.whoosh.groups import rank_groups
from newsearch.engine.whoosh.rescoring import rank_anew
from newsearch.engine.whoosh.safety import REMEDY
from newsearch.engine.whoosh.toc import (
    INDEX_NAME,
    find_generation,
    has_index,
    read_contents,
    read_toc,
)
from newsearch.engine.whoosh.top import Ranked, divide, rank
from newsearch.engine.whoosh.values import ID
from newsearch.errors import IndexCorrupt, IndexNotFound, IndexUnavailable, InvalidRequest
from newsearch.query.queries import Query, Rescore

if TYPE_CHECKING:
    from newsearch.engine.whoosh.flat.writer import FlatWriter

__all__ = ["WhooshEngine", "create", "open_directory"]

_ATTEMPTS = 10
_PAUSE_SECONDS = 0.02


class WhooshEngine:
    """An `engine.Engine` on one commit of an index directory."""

    def __init__(self, directory: Path, generation: int, segments: list[FlatReader]) -> None:
        self._directory = directory
        self._generation = generation
        self._segments = segments
        self._collection = Collection(segments)
        self._closed = False

    def writer(self) -> "FlatWriter":
        """As `Engine` says. The writer starts from the newest commit, seen here or not."""
        from newsearch.engine.whoosh.flat.writer import FlatWriter  # noqa: PLC0415 - see above

        self._check_open()
        return FlatWriter(self._directory, read_toc)

    def refresh(self) -> "WhooshEngine":
        """As `Engine` says. This engine stays open; the two are closed apart."""
        self._check_open()
        if find_generation(self._directory) == self._generation:
            return self
        return open_directory(self._directory)

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        order: Order | None = None,
        rescore: Rescore | None = None,
        facets: Sequence[Grouping] = (),
        group: str | None = None,
    ) -> TopDocs:
        """As `Engine` says. Raises InvalidRequest for a negative limit or offset and for a query
        nested too deeply for Python."""
        self._check_open()
        if limit < 0 or offset < 0:
            raise InvalidRequest("limit and offset cannot be negative")
        try:
            evaluation = Evaluation(self._collection, query)
            matches = [evaluation.clause.documents(n) for n in range(len(self._segments))]
            total, groups = sum(map(len, matches)), None
            if group is not None:
                matches, page = rank_groups(
                    self._collection, evaluation, order, rescore, group, limit=limit, offset=offset
                )
                groups = sum(map(len, matches))
            elif rescore is None or order is not None:
                page = rank(self._collection, evaluation.clause, order, limit=limit, offset=offset)
            else:
                page = rank_anew(self._collection, evaluation, rescore, limit=limit, offset=offset)
        except RecursionError:
            raise InvalidRequest("the query is nested too deeply") from None
        return TopDocs(
            total=total,
            documents=tuple(self._load(page, group)),
            facets=tuple(count_groups(self._collection, matches, one) for one in facets),
            cut=tuple(evaluation.cut),
            groups=groups,
        )

    def get(self, document_id: str) -> str | None:
        """As `Engine` says."""
        self._check_open()
        for segment in self._segments:
            postings = segment.postings(ID, document_id)
            for number in [] if postings is None else postings.documents.tolist():
                if segment.live is None or segment.live[number]:
                    return segment.load([number])[0][1]
        return None

    def count(self) -> int:
        """As `Engine` says."""
        self._check_open()
        return self._collection.document_count

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """As `Engine` says."""
        self._check_open()
        counts: dict[str, int] = {}
        for segment in self._segments:
            found = segment.dictionary(field, prefix)
            if found is not None:
                for term, count in zip(found.texts(), found.counts.tolist(), strict=True):
                    counts[term] = counts.get(term, 0) + count
        return iter(sorted((term, count) for term, count in counts.items() if count))

    def close(self) -> None:
        """As `Engine` says; closing twice does nothing."""
        if not self._closed:
            self._closed = True
            for segment in self._segments:
                segment.close()

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("this engine is closed")

    def _load(self, page: Ranked, group: str | None) -> list[ScoredDocument]:
        """The documents of a page; those of one segment are read together."""
        documents, scores = page
        values = None if group is None else self._collection.keywords(group)
        found: dict[int, ScoredDocument] = {}
        for segment, rows, candidates in divide(self._collection, documents):
            numbers = candidates.documents.tolist()
            loaded = self._segments[segment].load(numbers)
            each = zip(rows.tolist(), numbers, scores.take(rows).tolist(), loaded, strict=True)
            for row, number, score, (identifier, stored) in each:
                value = None if values is None else values.find(segment, number)
                found[row] = ScoredDocument(identifier, score, stored, value)
        return [found[row] for row in range(len(documents))]


def create(directory: Path, schema: Schema) -> WhooshEngine:
    """Make an empty index in an existing directory.

    Raises IndexNotFound without that directory, IndexUnavailable when it holds an index already or
    cannot be written to, and ValueError for names that cannot be fields.
    """
    from newsearch.engine.whoosh.library import TOC  # noqa: PLC0415 - see above
    from newsearch.engine.whoosh.schema import make_schema  # noqa: PLC0415
    from newsearch.engine.whoosh.storage import DurableStorage, writing  # noqa: PLC0415

    if not directory.is_dir():
        raise IndexNotFound(f"there is no directory {directory} to make an index in")
    if has_index(directory):
        raise IndexUnavailable(f"{directory} holds an index already; open that, or remove it")
    with writing(directory):
        TOC(make_schema(schema), [], 0).write(DurableStorage(directory), INDEX_NAME)
    return open_directory(directory)


def open_directory(directory: Path) -> WhooshEngine:
    """Open the newest commit. Raises IndexNotFound, IndexCorrupt or IndexIncompatible.

    A commit at the same moment may replace files between finding and opening them, so a missing
    file, or a table of contents that is no longer the newest, is a reason to look again.
    """
    for _ in range(_ATTEMPTS):
        try:
            engine = _open_newest(directory)
        except FileNotFoundError as error:
            missing = error.filename
        except OSError as error:
            raise IndexUnavailable(f"cannot read the index in {directory}: {error}") from error
        else:
            if engine is not None:
                return engine
            missing = "the newest table of contents"
        sleep(_PAUSE_SECONDS)
    raise IndexCorrupt(f"the index in {directory} lacks {missing}; {REMEDY}")


def _open_newest(directory: Path) -> WhooshEngine | None:
    """None when a newer commit came in between: its removal of files may have left holes."""
    toc = read_contents(directory)
    segments = [FlatReader(directory, segment) for segment in toc.segments]
    if find_generation(directory) != toc.generation:
        return None
    return WhooshEngine(directory, toc.generation, segments)
