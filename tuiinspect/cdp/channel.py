"""One conversation with one thread of the target: numbered calls, their replies, events."""

from __future__ import annotations

import itertools
import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar, overload

import msgspec

from tuiinspect.cdp.messages import Envelope, decode, encode
from tuiinspect.errors import CallFailed, CallTimedOut, ConnectionLost, InspectError

T = TypeVar("T")

EventHandler = Callable[[msgspec.Raw], None]
CloseHandler = Callable[[InspectError | None], None]
TroubleHook = Callable[[str, Exception], None]

_log = logging.getLogger(__name__)


class Call:
    """A call on its way. Giving up on it costs nothing: the reply may still be fetched when it comes."""

    def __init__(self, method: str) -> None:
        self.method = method
        self.error: InspectError | None = None
        self._raw: msgspec.Raw | None = None
        self._answered = threading.Event()
        self._lock = threading.Lock()
        self._when_done: list[Callable[[Call], None]] = []

    @property
    def done(self) -> bool:
        return self._answered.is_set()

    @overload
    def result(self, timeout: float) -> dict[str, Any]: ...
    @overload
    def result(self, timeout: float, into: type[T]) -> T: ...
    def result(self, timeout: float, into: Any = dict[str, Any]) -> Any:
        """Wait for the reply; raises CallTimedOut, CallFailed or ConnectionLost."""
        if not self._answered.wait(timeout):
            raise CallTimedOut(self.method, timeout)
        if self.error is not None:
            raise self.error
        assert self._raw is not None
        try:
            return decode(self._raw, into)
        except (msgspec.MsgspecError, ValueError) as error:
            raise CallFailed(self.method, f"the reply is not as expected: {error}") from error

    def on_done(self, handler: Callable[[Call], None]) -> None:
        """Call `handler` on the thread that brings the answer, or now if it is there."""
        with self._lock:
            if not self.done:
                self._when_done.append(handler)
                return
        handler(self)

    def settle(self, raw: msgspec.Raw | None, error: InspectError | None = None) -> None:
        with self._lock:
            if self.done:
                return
            self._raw, self.error = raw, error
            self._answered.set()
        for handler in self._when_done:
            handler(self)
        self._when_done.clear()


class Caller(Protocol):
    """What probes need of a connection or of a worker's sub-session."""

    @property
    def closed(self) -> bool: ...
    def start(self, method: str, params: Mapping[str, object] | None = None) -> Call: ...
    @overload
    def call(
        self, method: str, params: Mapping[str, object] | None = None, *, timeout: float = 10.0
    ) -> dict[str, Any]: ...
    @overload
    def call(
        self, method: str, params: Mapping[str, object] | None = None, *, timeout: float = 10.0, into: type[T]
    ) -> T: ...
    def subscribe(self, event: str, handler: EventHandler) -> Callable[[], None]: ...


class Channel(ABC):
    """Calls and events of one session; how bytes get to the target is the subclass's business."""

    def __init__(self, trouble: TroubleHook | None = None) -> None:
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._waiting: dict[int, Call] = {}
        self._handlers: dict[str, tuple[EventHandler, ...]] = {}
        self._close_handlers: list[CloseHandler] = []
        self._closed = False
        self._told = False
        self._reserved_for: int | None = None
        self._reason: InspectError | None = None
        self.trouble: TroubleHook = trouble or _log_trouble

    @abstractmethod
    def _send(self, frame: bytes, call: Call) -> None:
        """Bring one message on its way; `call` fails when that cannot be done."""

    @property
    def closed(self) -> bool:
        """Whether calls of this thread are refused; the last replies may still be on their way."""
        return self._closed or self._reserved_for not in {None, threading.get_ident()}

    @property
    def idle(self) -> bool:
        """Whether every call has its answer."""
        return not self._waiting

    @property
    def ended_by(self) -> InspectError | None:
        """Why it is over: TargetEnding, ConnectionLost, or None while it lives or when we closed it."""
        return self._reason

    @property
    def close_reason(self) -> str | None:
        """`ended_by` in words."""
        return self._reason.what if self._reason is not None else None

    def start(self, method: str, params: Mapping[str, object] | None = None) -> Call:
        """Send a call and do not wait. On a closed channel the call has failed already."""
        call = Call(method)
        number = next(self._numbers)
        frame = encode(number, method, dict(params or {}))
        with self._lock:
            accepted = not self.closed
            if accepted:
                self._waiting[number] = call
        if accepted:
            self._send(frame, call)
        else:
            call.settle(None, self._lost(method))
        return call

    @overload
    def call(
        self, method: str, params: Mapping[str, object] | None = None, *, timeout: float = 10.0
    ) -> dict[str, Any]: ...
    @overload
    def call(
        self, method: str, params: Mapping[str, object] | None = None, *, timeout: float = 10.0, into: type[T]
    ) -> T: ...
    def call(
        self,
        method: str,
        params: Mapping[str, object] | None = None,
        *,
        timeout: float = 10.0,
        into: Any = dict[str, Any],
    ) -> Any:
        self._refuse_to_wait_for_itself(method)
        return self.start(method, params).result(timeout, into)

    def subscribe(self, event: str, handler: EventHandler) -> Callable[[], None]:
        """Have `handler` called with each event's params, on the reader thread; returns the unsubscriber."""
        with self._lock:
            self._handlers[event] = (*self._handlers.get(event, ()), handler)

        def unsubscribe() -> None:
            with self._lock:
                left = [other for other in self._handlers.get(event, ()) if other is not handler]
                self._handlers[event] = tuple(left)

        return unsubscribe

    def on_close(self, handler: CloseHandler) -> None:
        """Call `handler` once, with the reason (None: we closed it); at once when it is over already."""
        with self._lock:
            if not self._told:
                self._close_handlers.append(handler)
                return
        handler(self._reason)

    def _deliver(self, message: Envelope) -> None:
        if message.id is not None:
            with self._lock:
                call = self._waiting.pop(message.id, None)
            if call is not None:
                self._settle(call, message)
        elif message.method is not None:
            for handler in self._handlers.get(message.method, ()):
                try:
                    handler(message.params)
                except Exception as error:  # a subscriber's mistake must not end the session
                    self.trouble(message.method, error)

    def _settle(self, call: Call, message: Envelope) -> None:
        error = message.error
        failure = CallFailed(call.method, error.message, code=error.code) if error is not None else None
        try:
            call.settle(message.result, failure)
        except Exception as trouble:
            self.trouble(call.method, trouble)

    def _give_up(self, call: Call, error: InspectError) -> None:
        """Fail a call that could not be sent: no reply to it will come."""
        with self._lock:
            self._waiting = {number: other for number, other in self._waiting.items() if other is not call}
        call.settle(None, error)

    def _refuse_calls(self, reason: InspectError | None) -> bool:
        """Take no more calls from here on; False when that was so before (the first reason stands)."""
        with self._lock:
            if self._closed:
                return False
            self._closed = True
            self._reason = reason
        return True

    def _finish(self) -> None:
        """Nothing more will come: fail what still waits, and tell whoever wanted to know, once."""
        with self._lock:
            if self._told:
                return
            self._told = True
            waiting, self._waiting = list(self._waiting.values()), {}
            handlers, self._close_handlers = self._close_handlers, []
        for call in waiting:
            call.settle(None, self._lost(call.method))
        for handler in handlers:
            try:
                handler(self._reason)
            except Exception as error:
                self.trouble("close", error)

    def _lost(self, method: str) -> InspectError:
        reason = self._reason
        if reason is None:
            return ConnectionLost(f"{method} got no answer: the connection was closed")
        kind = type(reason) if isinstance(reason, ConnectionLost) else ConnectionLost
        return kind(f"{method} got no answer: {reason.what}", advice=reason.advice)

    @abstractmethod
    def _refuse_to_wait_for_itself(self, method: str) -> None:
        """Object to the thread that brings the replies waiting for one."""


def _log_trouble(event: str, error: Exception) -> None:
    # The type alone: the text may quote what the target holds.
    _log.warning("a handler of %s failed: %s", event, type(error).__name__)
