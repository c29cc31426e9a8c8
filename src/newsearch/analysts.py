"""Who analyses the articles that a writer is given: this process, or several others."""

from collections.abc import Iterator, Sequence

from newsearch.article import Article
from newsearch.conversion import Conversion, Converter, Receiver, convert_elsewhere
from newsearch.engine import Documents
from newsearch.workers import Workers

__all__ = ["Analysts"]


class Analysts:
    """So many processes, or none but this one."""

    def __init__(self, jobs: int) -> None:
        self._workers: Workers[Sequence[Article], Conversion] | None = None
        if jobs > 1:
            self._workers = Workers(convert_elsewhere, jobs)
            self._receiver = Receiver()
        else:
            self._converter = Converter()

    def give(self, articles: Sequence[Article]) -> Iterator[Documents]:
        """Have articles analysed; gives those that are, in the order in which they were given."""
        if self._workers is None:
            yield self._converter.convert(articles)
        else:
            yield from map(self._receiver.receive, self._workers.give(articles))

    def finish(self) -> Iterator[Documents]:
        """All that were given and have not come back yet."""
        if self._workers is not None:
            yield from map(self._receiver.receive, self._workers.finish())

    def close(self) -> None:
        """End the processes."""
        if self._workers is not None:
            self._workers.close()
