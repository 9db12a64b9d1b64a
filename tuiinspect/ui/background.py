"""Work that would hold up the keys, in daemon threads: none of them can hold up the exit either."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from textual.message_pump import MessagePump

from tuiinspect.errors import InspectError

T = TypeVar("T")


def in_background(
    owner: MessagePump,
    work: Callable[[], T],
    done: Callable[[T], object] | None = None,
    failed: Callable[[InspectError], object] | None = None,
) -> threading.Thread:
    """Run `work` in a thread; `done` or `failed` is then called on `owner`'s own message loop.

    An error that is not an InspectError ends the app as one in the loop itself would.
    """

    def run() -> None:
        try:
            result = work()
        except InspectError as error:
            if failed is not None:
                _hand_over(owner, failed, error)
        except Exception as error:
            _hand_over(owner, _raise, error)
        else:
            if done is not None:
                _hand_over(owner, done, result)

    thread = threading.Thread(target=run, name=f"background of {type(owner).__name__}", daemon=True)
    thread.start()
    return thread


def _hand_over(owner: MessagePump, callback: Callable[[T], object], value: T) -> None:
    try:
        owner.call_later(callback, value)
    except RuntimeError:
        # The event loop is closed: nobody is left to tell.
        return


def _raise(error: Exception) -> None:
    raise error
