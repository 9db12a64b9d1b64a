"""Hands events to whoever listens; a listener that fails harms nobody else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from tuiinspect.events import SessionEvent

Listener = Callable[[SessionEvent], None]
log = logging.getLogger(__name__)


class Publisher:
    """Thread-safe; events reach every listener in the order in which one thread published them."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.append(listener)

    def publish(self, event: SessionEvent) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(event)
            except Exception:
                log.exception("a listener failed on %s", type(event).__name__)
