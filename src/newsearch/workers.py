"""Work spread over processes, its results in the order in which it was given.

Results do not depend on how many processes there are. What they raise is raised where their result
is taken. Ctrl-C ends the process that gave the work, and by that the others.
"""

import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Generic, TypeVar

from newsearch.errors import NewsearchError

__all__ = ["Line", "Workers"]

_Given = TypeVar("_Given")
_Result = TypeVar("_Result")

_AHEAD = 24
"""So much work of a kind for each process may wait, or have results that nobody has taken."""


class Workers:
    """So many processes, which begin when they are needed."""

    def __init__(self, count: int) -> None:
        self.count = count
        # A process that is forked might inherit locks that are held by threads it does not have.
        context = get_context("spawn")
        self.pool = ProcessPoolExecutor(count, context, _ignore_interrupts)

    def close(self) -> None:
        """End the processes, whether all work is done or not."""
        self.pool.shutdown(wait=True, cancel_futures=True)


class Line(Generic[_Given, _Result]):
    """Work of one kind, and its results. The function must be one that processes can import."""

    def __init__(self, workers: Workers, work: Callable[[_Given], _Result]) -> None:
        self._pool = workers.pool
        self._work = work
        self._limit = workers.count * _AHEAD
        self._waiting: deque[Future[_Result]] = deque()

    def give(self, work: _Given) -> Iterator[_Result]:
        """Add work; gives the results that have to be taken before more can be."""
        self._waiting.append(self._pool.submit(self._work, work))
        yield from self._give_ready()

    def put(self, result: _Result) -> Iterator[_Result]:
        """Add a result that is there already, which comes in its turn."""
        done: Future[_Result] = Future()
        done.set_result(result)
        self._waiting.append(done)
        yield from self._give_ready()

    def _give_ready(self) -> Iterator[_Result]:
        while len(self._waiting) > self._limit or (self._waiting and self._waiting[0].done()):
            yield self._take()

    def finish(self) -> Iterator[_Result]:
        """The results of all the work given."""
        while self._waiting:
            yield self._take()

    def _take(self) -> _Result:
        try:
            return self._waiting.popleft().result()
        except BrokenProcessPool:
            raise NewsearchError(
                "a process that was reading articles has died, perhaps for want of memory: "
                "try again with fewer --jobs"
            ) from None


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
