"""One socket to one inspector: a thread that reads, calls from anywhere, sub-sessions for worker threads."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from urllib.parse import urlsplit

import msgspec
import websocket

from tuiinspect.cdp.channel import Call, Caller, Channel, TroubleHook
from tuiinspect.cdp.domains import WORKER_DETACHED, WorkerDetached
from tuiinspect.cdp.messages import decode, open_envelope
from tuiinspect.cdp.sockets import InspectorSocket, connect, place, unreachable
from tuiinspect.errors import ConnectionLost, InspectError, NotAttachable, TargetEnding, UsageError

_FROM_WORKER = "NodeWorker.receivedMessageFromWorker"

# A target that is not blocked answers what is under way within milliseconds.
DRAIN_S = 0.3


# Node's I/O thread may be in the middle of a batch of events when it announces that it closes.
FAREWELL_S = 0.005


class _PatientWebSocket(websocket.WebSocket):
    def send_close(self, *_args: object, **_options: object) -> None:
        """Left out: the library would answer a closing frame at once, see `_read`."""


class Connection(Channel):
    """A session with the target's main thread. Thread-safe; ends by `close`, by the target or by nonsense."""

    def __init__(self, url: str, web: websocket.WebSocket, sock: InspectorSocket) -> None:
        super().__init__()
        self.url = url
        self._web = web
        self._sock = sock
        self._workers: dict[str, SubSession] = {}
        self._hung_up = threading.Event()
        self._leaving = False
        self._reader = threading.Thread(target=self._read, name="inspector-reader", daemon=True)
        self._reader.start()

    @classmethod
    def open(cls, url: str, *, sock: socket.socket | None = None, timeout: float = 5.0) -> Connection:
        """Start a session at `url`; `sock` is for a target that only a socket of the caller's reaches."""
        host, port = address_of(url)
        own = InspectorSocket.adopt(sock) if sock is not None else connect(host, port, timeout)
        try:
            own.allow(timeout)
            web = websocket.create_connection(
                url,
                class_=_PatientWebSocket,
                socket=own,
                skip_utf8_validation=True,
                enable_multithread=True,
                host=own.host_header(),
                suppress_origin=True,
                redirect_limit=0,
                timeout=timeout,
            )
            own.allow(None)
        except websocket.WebSocketBadStatusException as error:
            own.close()
            raise NotAttachable(
                f"the inspector at {place(host, port)} refused the session (HTTP {error.status_code})",
                advice="Its address changes with every start: give the pid or the port instead.",
            ) from error
        except (websocket.WebSocketException, OSError, ValueError) as error:
            own.close()
            raise unreachable(host, port, error) from error
        return cls(url, web, own)

    def close(self, reason: InspectError | None = None) -> None:
        """End the session: nothing more is sent, and the socket closes when the last replies are in.

        A reply that Node (18 to 22) writes to a socket we have just closed crashes the target, so what is
        under way is waited for, DRAIN_S at most. From the reader thread this returns at once. Idempotent.
        """
        self._leaving = True
        if self._refuse_calls(reason) and not self._hang_up_if_idle():
            bound = threading.Timer(DRAIN_S, self._hang_up)
            bound.daemon = True
            bound.start()
        if threading.current_thread() is not self._reader:
            self._hung_up.wait(2 * DRAIN_S)

    def reserve(self) -> None:
        """Send only this thread's calls from here on; others are refused as on a closed connection.

        What is in the air while the target closes its inspector can crash it (18, 20): whoever has that in
        mind sees to it that nothing else is.
        """
        with self._lock:
            self._reserved_for = threading.get_ident()

    def sub_session(self, session_id: str, name: str = "the worker thread") -> SubSession:
        """The session of a worker thread whose `NodeWorker.attachedToWorker` named this id."""
        with self._lock:
            if _FROM_WORKER not in self._handlers:
                self._handlers[_FROM_WORKER] = (self._hear_worker,)
                before = self._handlers.get(WORKER_DETACHED, ())
                self._handlers[WORKER_DETACHED] = (*before, self._lose_worker)
            if session_id not in self._workers:
                self._workers[session_id] = SubSession(self, session_id, name, self.trouble)
            return self._workers[session_id]

    def _send(self, frame: bytes, call: Call) -> None:
        try:
            self._web.send(frame, websocket.ABNF.OPCODE_TEXT)
        except (websocket.WebSocketException, OSError) as error:
            self._refuse_calls(ConnectionLost(f"the connection to the target broke: {_words(error)}"))
            self._give_up(call, self._lost(call.method))
            self._hang_up()

    def _read(self) -> None:
        reason: InspectError | None
        try:
            while True:
                opcode, data = self._web.recv_data()
                if opcode == websocket.ABNF.OPCODE_CLOSE:
                    # An answer or our own end within the batch that sent this frame crashes Node (18, 20).
                    time.sleep(FAREWELL_S)
                    raise ConnectionLost("the target ended the session")  # noqa: TRY301
                self._deliver(open_envelope(data))
                self._sock.acknowledge()
                if self._leaving:
                    self._hang_up_if_idle()
        except ConnectionLost as lost:
            reason = lost
        except websocket.WebSocketConnectionClosedException:
            reason = ConnectionLost(
                "the target closed the connection", advice="The process ended or its inspector was closed."
            )
        except websocket.WebSocketException as error:
            reason = ConnectionLost(f"the other end does not speak WebSocket properly: {_words(error)}")
        except (OSError, ValueError) as error:
            reason = ConnectionLost(f"the connection to the target broke: {_words(error)}")
        self._refuse_calls(reason)
        self._hang_up()
        self._sock.close()
        for worker in tuple(self._workers.values()):
            worker.end(self._reason)
        self._finish()

    def _hang_up_if_idle(self) -> bool:
        if not (self.idle and all(worker.idle for worker in tuple(self._workers.values()))):
            return False
        self._hang_up()
        return True

    def _hang_up(self) -> None:
        """Wake the reader, which closes the descriptor: nobody else does, or it might read a reused one."""
        with contextlib.suppress(OSError):  # the other end was faster
            self._sock.shutdown(socket.SHUT_RDWR)
        self._hung_up.set()

    def _refuse_to_wait_for_itself(self, method: str) -> None:
        if threading.current_thread() is self._reader:
            raise RuntimeError(f"{method}: a handler on the reader thread would wait for itself")

    def _hear_worker(self, params: msgspec.Raw) -> None:
        heard = decode(params, _FromWorker)
        worker = self._workers.get(heard.session_id)
        if worker is not None:
            worker.hear(heard.message)

    def _lose_worker(self, params: msgspec.Raw) -> None:
        with self._lock:
            worker = self._workers.pop(decode(params, WorkerDetached).session_id, None)
        if worker is not None:
            worker.end(TargetEnding(f"{worker.name} has ended"))


class SubSession(Channel):
    """A session with one worker thread, carried by the main thread's connection."""

    def __init__(self, connection: Connection, session_id: str, name: str, trouble: TroubleHook) -> None:
        super().__init__(trouble)
        self.session_id = session_id
        self.name = name
        self._connection = connection

    def hear(self, message: str) -> None:
        self._deliver(open_envelope(message.encode("utf-8", "replace")))

    def end(self, reason: InspectError | None) -> None:
        self._refuse_calls(reason)
        self._finish()

    def _send(self, frame: bytes, call: Call) -> None:
        carrier = self._connection.start(
            "NodeWorker.sendMessageToWorker", {"sessionId": self.session_id, "message": frame.decode()}
        )

        def check(carried: Call) -> None:
            if carried.error is not None:
                self._give_up(call, carried.error)

        carrier.on_done(check)

    def _refuse_to_wait_for_itself(self, method: str) -> None:
        self._connection._refuse_to_wait_for_itself(method)


class _FromWorker(msgspec.Struct, rename="camel"):
    session_id: str
    message: str


def url_of(caller: Caller) -> str | None:
    """Where the inspector listens; only a connection to the main thread knows."""
    return caller.url if isinstance(caller, Connection) else None


def address_of(url: str) -> tuple[str, int]:
    """Host and port of a `ws://` URL; the path (a secret) never appears in what is raised."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or parts.scheme != "ws":
        raise UsageError("not an inspector's address", advice="It looks like ws://127.0.0.1:9229/….")
    return host, port


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
