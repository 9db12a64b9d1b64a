"""Work that two threads share, piece by piece: whoever comes to a piece first does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """A piece of work that is done once. It may take other pieces, as long as none of them needs it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work: Callable[[], T] | None = work
        self._lock = Lock()
        self._result: Future[T] = Future()

    def attempt(self) -> None:
        """Do it unless somebody has begun it. What goes wrong is told to those who `take` the result."""
        with self._lock:
            work, self._work = self._work, None
        if work is None:
            return
        try:
            self._result.set_result(work())
        except BaseException as error:
            self._result.set_exception(error)

    def take(self) -> T:
        """The result, done here and now unless somebody has begun it; raises what the work raised."""
        self.attempt()
        return self._result.result()

    def cancel(self) -> None:
        """Have nobody begin it any more. Who takes it all the same is told so, with a CancelledError."""
        with self._lock:
            work, self._work = self._work, None
        if work is not None:
            self._result.cancel()

    def forget(self) -> None:
        """Let go of the result, which is large and was taken for the last time."""
        self._result = Future()


def begin(pieces: Iterable[Once[Any]], pool: Executor) -> None:
    """Have the thread of the `pool` attempt the pieces, one after another."""
    for piece in pieces:
        pool.submit(piece.attempt)
