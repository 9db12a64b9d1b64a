from __future__ import annotations

import contextlib
import os
import socket

import pytest

from tuiinspect.cdp import namespaces
from tuiinspect.cdp.namespaces import connect_beside, reach
from tuiinspect.cdp.sockets import InspectorSocket, connect
from tuiinspect.errors import NoSuchTarget, NotAttachable


def test_host_header_is_the_address_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with connect("localhost", port, 5) as reached:
            assert reached.host_header() == f"127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("peer", "header"), [(("::1", 9229, 0, 0), "[::1]:9229"), (("fe80::1%eth0", 1), "[fe80::1]:1")]
)
def test_host_header_of_ipv6(peer: tuple[object, ...], header: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with InspectorSocket(socket.AF_INET, socket.SOCK_STREAM) as unconnected:
        monkeypatch.setattr(unconnected, "getpeername", lambda: peer, raising=False)
        assert unconnected.host_header() == header


def test_writer_is_not_kept_waiting_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuiinspect.cdp.sockets._SEND_PATIENCE_S", 0.05)
    ours, theirs = socket.socketpair()
    with theirs, InspectorSocket.adopt(ours) as adopted:
        adopted.setblocking(False)
        fill(adopted)
        adopted.setblocking(True)
        with pytest.raises(TimeoutError, match="takes no more"):
            adopted.send(b"x" * 65536)


def fill(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            sock.send(b"x" * 65536)


def test_network_is_entered_only_where_it_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[int] = []
    monkeypatch.setattr(namespaces, "_enter_network_of", entered.append)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        reach(os.getpid(), "127.0.0.1", port, 5).close()
        assert entered == []
        monkeypatch.setattr(namespaces, "_shares_our_network", lambda _pid: False)
        reach(os.getpid(), "127.0.0.1", port, 5).close()
    assert entered == [os.getpid()]


def test_another_network_takes_root(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_pid: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(namespaces, "_enter_network_of", refuse)
    with pytest.raises(NotAttachable, match="root") as caught:
        connect_beside(4242, "127.0.0.1", 9229, 1)
    assert "sudo" in str(caught.value)


def test_socket_made_in_another_network_is_ours_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[int] = []
    monkeypatch.setattr(namespaces, "_enter_network_of", entered.append)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with connect_beside(4242, "127.0.0.1", port, 5) as reached:
            assert reached.getpeername() == ("127.0.0.1", port)
    assert entered == [4242]
    with pytest.raises(NoSuchTarget, match="refused"):
        connect_beside(4242, "127.0.0.1", port, 5)
