"""The HTTP side of an inspector: it tells the session's address to anybody who asks by IP or localhost."""

from __future__ import annotations

import http.client
import re
from contextlib import closing

import msgspec

from tuiinspect.cdp.sockets import InspectorSocket, place, unreachable
from tuiinspect.errors import NotAttachable

_LARGEST_ANSWER = 1 << 20
_LARGEST_REFUSAL = 1 << 10
_REFUSAL = b"WebSockets request was expected"
# Node's is one UUID; anything that could leave the path of a URL is not an inspector's.
_SESSION = re.compile(r"ws://[^/\s]+(/[\w./-]{1,200})")


class _Listed(msgspec.Struct, rename="camel"):
    type: str = ""
    web_socket_debugger_url: str = ""


def is_inspector(sock: InspectorSocket, *, timeout: float = 2.0) -> bool:
    """Whether a Node inspector is at the other end of `sock` (which is closed), asked so that a program's
    own server does not notice: Node hands a CONNECT to no request handler, and its inspector refuses it in
    words of its own.

    A GET for a path that only an inspector knows would be a visit to the program, which some do not survive.
    """
    answer = b""
    with closing(sock):
        try:
            sock.allow(timeout)
            sock.sendall(
                f"CONNECT {sock.host_header()} HTTP/1.1\r\nHost: {sock.host_header()}\r\n\r\n".encode()
            )
            while len(answer) < _LARGEST_REFUSAL and (part := sock.recv(_LARGEST_REFUSAL)):
                answer += part
        except OSError:
            pass
    return _REFUSAL in answer


def session_url(sock: InspectorSocket, host: str, port: int, *, timeout: float = 2.0) -> str:
    """Ask `/json/list` over `sock` (and close it) for the session's `ws://` URL.

    The URL's host is the one we reached: through a tunnel the target knows only its own.

    Raises:
        NoSuchTarget: no answer in time.
        NotAttachable: an answer, but not a Node inspector's.
    """
    for listed in _list(_get(sock, host, port, "/json/list", timeout), host, port):
        found = _SESSION.fullmatch(listed.web_socket_debugger_url)
        if listed.type == "node" and found is not None:
            return f"ws://{place(host, port)}{found.group(1)}"
    raise _no_inspector(host, port)


def _get(sock: InspectorSocket, host: str, port: int, path: str, timeout: float) -> bytes:
    client = http.client.HTTPConnection(host, port)
    client.sock = sock
    with closing(client):
        try:
            sock.allow(timeout)
            client.request("GET", path, headers={"Host": sock.host_header()})
            response = client.getresponse()
            body = response.read(_LARGEST_ANSWER + 1)
        except http.client.HTTPException as error:
            raise _no_inspector(host, port) from error
        except OSError as error:
            raise unreachable(host, port, error) from error
    if response.status != http.client.OK or len(body) > _LARGEST_ANSWER:
        raise _no_inspector(host, port)
    return body


def _list(body: bytes, host: str, port: int) -> list[_Listed]:
    try:
        return msgspec.json.decode(body, type=list[_Listed])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _no_inspector(host, port) from error


def _no_inspector(host: str, port: int) -> NotAttachable:
    return NotAttachable(
        f"what listens at {place(host, port)} is not a Node.js inspector that tells its address",
        advice="A program's own port is not its inspector's: give the pid, or see `tuiinspect ps`.",
    )
