"""Who analyses the articles that a writer is given: this process, or several others."""

from collections.abc import Iterator, Sequence

from newsearch.article import Article
from newsearch.conversion import Conversion, Converter, Receiver, convert_elsewhere
from newsearch.engine import Documents
from newsearch.workers import Line, Workers

__all__ = ["Analysts"]


class Analysts:
    """Some processes, or this one."""

    def __init__(self, workers: Workers | None) -> None:
        self._line: Line[Sequence[Article], Conversion] | None = None
        if workers is not None:
            self._line = Line(workers, convert_elsewhere)
            self._receiver = Receiver()
        else:
            self._converter = Converter()

    def give(self, articles: Sequence[Article]) -> Iterator[Documents]:
        """Have articles analysed; gives those that are, in the order in which they were given."""
        if self._line is None:
            yield self._converter.convert(articles)
        else:
            yield from map(self._receiver.receive, self._line.give(articles))

    def finish(self) -> Iterator[Documents]:
        """All that were given and have not come back yet."""
        if self._line is not None:
            yield from map(self._receiver.receive, self._line.finish())
