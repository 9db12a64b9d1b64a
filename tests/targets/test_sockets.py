from __future__ import annotations

import os
import socket
from pathlib import Path

from tests.targets.fake_proc import FakeProc
from tuiinspect.targets.sockets import (
    Listener,
    listeners_on,
    listening,
    listening_sockets,
    owner_of_port,
    visitors,
)


def test_our_own_listeners_are_found_and_connections_are_not() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as connection,
    ):
        port = server.getsockname()[1]
        found = listening(os.getpid())
        assert Listener("127.0.0.1", port) in found
        assert connection.getsockname()[1] not in {listener.port for listener in found}
        assert owner_of_port(port) == os.getpid()
        assert listeners_on(port) == (Listener("127.0.0.1", port),)
    assert owner_of_port(port) is None
    assert listeners_on(port) == ()


def test_addresses_are_read_word_by_word(tmp_path: Path) -> None:
    fake = FakeProc(tmp_path)
    fake.add(4242, inodes=[1, 2, 5])
    fake.listen(4242, ("0100007F", 9229, 1), ("00000000", 80, 2), ("0100007F", 9230, 3))
    fake.listen(
        4242,
        ("0" * 24 + "01000000", 9231, 4),
        ("0000000000000000FFFF00000100007F", 9232, 5),
        ("B80D01200000000000000000452301EF", 9233, 6),
        table="tcp6",
    )
    own = listening(4242, proc=fake.root)
    assert own == (
        Listener("127.0.0.1", 9229),
        Listener("0.0.0.0", 80),
        Listener("127.0.0.1", 9232),
    )
    assert [listener.loopback for listener in own] == [True, False, True]
    others = [found.listener for found in listening_sockets(4242, proc=fake.root)]
    assert Listener("::1", 9231) in others
    assert Listener("2001:db8::ef01:2345", 9233) in others
    assert {found.listener.port for found in listening_sockets(4242, proc=fake.root)} == {
        80,
        *range(9229, 9234),
    }


def test_the_owner_of_a_port_may_be_out_of_sight(tmp_path: Path) -> None:
    fake = FakeProc(tmp_path)
    fake.add(7, inodes=[70])
    fake.add(8, inodes=[80])
    fake.listen("self", ("0100007F", 9229, 80), ("0100007F", 9230, 90))
    assert owner_of_port(9229, proc=fake.root) == 8
    assert owner_of_port(9230, proc=fake.root) is None
    assert listeners_on(9230, proc=fake.root) == (Listener("127.0.0.1", 9230),)


def test_visitors_are_counted_and_those_that_it_visits_are_not() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_server(("127.0.0.1", 0)) as inspector,
    ):
        port, apart = server.getsockname()[1], inspector.getsockname()[1]
        before = visitors(os.getpid(), but=apart)
        with socket.create_connection(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", apart)):
            taken, _ = server.accept()
            aside, _ = inspector.accept()
            with taken, aside:
                assert visitors(os.getpid(), but=apart) == before + 1
                assert visitors(os.getpid(), but=port) == before + 1
        assert visitors(os.getpid(), but=apart) == before
