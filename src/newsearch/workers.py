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

__all__ = ["Workers"]

_Given = TypeVar("_Given")
_Result = TypeVar("_Result")

_AHEAD = 24
"""So much work for each process may wait, or have results that nobody has taken."""


class Workers(Generic[_Given, _Result]):
    """Processes that do one kind of work. The function must be one that they can import."""

    def __init__(self, work: Callable[[_Given], _Result], count: int) -> None:
        self._work = work
        self._limit = count * _AHEAD
        self._waiting: deque[Future[_Result]] = deque()
        # A process that is forked might inherit locks that are held by threads it does not have.
        context = get_context("spawn")
        self._pool = ProcessPoolExecutor(count, context, _ignore_interrupts)

    def give(self, work: _Given) -> Iterator[_Result]:
        """Add work; gives the results that have to be taken before more can be."""
        self._waiting.append(self._pool.submit(self._work, work))
        while len(self._waiting) > self._limit or (self._waiting and self._waiting[0].done()):
            yield self._take()

    def finish(self) -> Iterator[_Result]:
        """The results of all the work given."""
        while self._waiting:
            yield self._take()

    def close(self) -> None:
        """End the processes, whether they have finished or not."""
        self._waiting.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

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
