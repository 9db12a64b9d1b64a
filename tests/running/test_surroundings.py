"""The environment of a program and its load."""

from __future__ import annotations

import socket

from tuiinspect.running.family import MARK
from tuiinspect.running.listening import Service
from tuiinspect.running.surroundings import free_port, inspector_port, load_surroundings, surroundings
from tuiinspect.targets.sockets import Listener


def test_a_port_that_the_user_has_set_stays() -> None:
    around = surroundings("m", inspect=False, base={"PORT": "3000", "PATH": "/bin"})
    assert around.port == 3000
    assert around.program["PORT"] == "3000"
    assert around.program["PATH"] == "/bin"
    assert around.program[MARK] == "m"


def test_else_it_is_a_free_one() -> None:
    for base in ({}, {"PORT": ""}, {"PORT": "0"}, {"PORT": "/run/app.sock"}):
        around = surroundings("m", inspect=False, base=base)
        assert around.program["PORT"] == str(around.port)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", around.port))


def test_the_users_node_options_stay() -> None:
    around = surroundings("m", inspect=False, base={"NODE_OPTIONS": "--max-old-space-size=200"})
    option, port = around.program["NODE_OPTIONS"].split()[1].split("=")
    assert around.program["NODE_OPTIONS"].startswith("--max-old-space-size=200 ")
    assert option == "--inspect-port"
    assert 20000 <= int(port) < 32000
    opened = surroundings("m", inspect=True, base={})
    assert opened.program["NODE_OPTIONS"] == "--inspect=127.0.0.1:0"


def test_an_inspectors_port_that_is_taken_is_left() -> None:
    taken = inspector_port()
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", taken))
        assert all(inspector_port() != taken for _ in range(20))


def test_the_load_is_told_where_and_whom_and_gets_no_inspector() -> None:
    service = Service(42, Listener("::1", 8080))
    base = {"PORT": "1", "NODE_OPTIONS": "--no-warnings"}
    told = load_surroundings("m", service, 42, base=base)
    assert told == {
        "PORT": "8080",
        "URL": "http://[::1]:8080",
        "TUIINSPECT_TARGET_PID": "42",
        "NODE_OPTIONS": "--no-warnings",
        MARK: "m",
    }
    assert load_surroundings("m", None, 42, base=base)["PORT"] == "1"


def test_free_ports_differ() -> None:
    assert len({free_port() for _ in range(5)}) > 1
