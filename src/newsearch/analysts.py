"""Who analyses the articles that a writer is given: this process, or several others."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from newsearch.article import Article
from newsearch.clusters import Traits, TraitsReader
from newsearch.conversion import Conversion, Converter, Receiver, convert_elsewhere
from newsearch.engine import Documents
from newsearch.waiting import Batch, encode_record

if TYPE_CHECKING:
    from newsearch.workers import Line, Workers

__all__ = ["Analysed", "Analysts"]

Analysed: TypeAlias = tuple[Documents, Sequence[Traits]]
"""Articles as documents, and what their clusters depend on."""


class Analysts:
    """Some processes, or this one."""

    def __init__(self, workers: "Workers | None") -> None:
        self._line: Line[Batch, Conversion] | None = None
        if workers is not None:
            from newsearch.workers import Line as Queue  # noqa: PLC0415 - one process alone needs none

            self._line = Queue(workers, convert_elsewhere)
            self._receiver = Receiver()
        else:
            self._converter = Converter()
            self._traits = TraitsReader()

    def give(self, articles: Sequence[Article]) -> Iterator[Analysed]:
        """Have articles analysed; gives those that are, in the order in which they were given."""
        if self._line is None:
            yield self._convert([encode_record(article) for article in articles])
        else:
            yield from self.give_batch(Batch.of(articles))

    def give_batch(self, batch: Batch) -> Iterator[Analysed]:
        """The same for articles that are packed."""
        if self._line is None:
            yield self._convert(batch.open())
        else:
            yield from map(self._receive, self._line.give(batch))

    def finish(self) -> Iterator[Analysed]:
        """All that were given and have not come back yet."""
        if self._line is not None:
            yield from map(self._receive, self._line.finish())

    def _convert(self, records: Sequence[bytes]) -> Analysed:
        documents = self._converter.convert(records)
        return documents, self._traits.read(documents)

    def _receive(self, conversion: Conversion) -> Analysed:
        return self._receiver.receive(conversion), conversion.traits
