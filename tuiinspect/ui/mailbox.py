"""Where a session's threads leave their events and the screen picks them up, all at once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from tuiinspect.events import CaptureProgressed, SessionEvent

MOST_KEPT = 10_000


class Mailbox:
    """Thread-safe. However many events come in, the reader is woken once until it has emptied the box."""

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._events: deque[SessionEvent] = deque(maxlen=MOST_KEPT)

    def put(self, event: SessionEvent) -> None:
        with self._lock:
            first = not self._events
            # Of progress only the newest is news.
            if (
                not first
                and isinstance(event, CaptureProgressed)
                and isinstance(self._events[-1], CaptureProgressed)
            ):
                self._events.pop()
            self._events.append(event)
        if first:
            self._wake()

    def take_all(self) -> list[SessionEvent]:
        with self._lock:
            events = list(self._events)
            self._events.clear()
        return events
