from __future__ import annotations

import signal
from dataclasses import replace

import pytest

from tests.conftest import RunNode
from tuiinspect.errors import NoSuchTarget, NotAttachable
from tuiinspect.targets import procfs
from tuiinspect.targets.binaries import Binary
from tuiinspect.targets.identity import name_of, prove_node, send_sigusr1

LISTENER = """
process.on('SIGUSR1', () => console.log('signalled'));
process.on('SIGUSR2', () => console.log('done'));
process.stdin.resume();
console.log('up');
"""


def test_signal_reaches_the_process_that_was_proven(run_node: RunNode) -> None:
    process = run_node(LISTENER)
    process.wait_line("up")
    send_sigusr1(prove_node(process.pid))
    process.wait_line("signalled")


def test_successor_of_the_same_number_is_not_signalled(run_node: RunNode) -> None:
    process = run_node(LISTENER)
    process.wait_line("up")
    identity = prove_node(process.pid)
    former = replace(identity, started=identity.started - 60)
    assert (identity.lives, former.lives) == (True, False)
    with pytest.raises(NoSuchTarget, match="has ended"):
        send_sigusr1(former)
    process.process.send_signal(signal.SIGUSR2)
    process.wait_line("done")
    assert "signalled" not in process.lines


def test_process_that_ended_is_gone(run_node: RunNode) -> None:
    process = run_node("console.log('up')")
    identity = prove_node(process.pid) if process.alive else None
    process.wait_exit()
    if identity is not None:
        with pytest.raises(NoSuchTarget):
            send_sigusr1(identity)
    with pytest.raises(NoSuchTarget):
        prove_node(process.pid)


def test_process_that_is_not_ours_to_know(run_node: RunNode, monkeypatch: pytest.MonkeyPatch) -> None:
    process = run_node(LISTENER)
    process.wait_line("up")
    monkeypatch.setattr(procfs, "is_node", lambda _pid: None)
    with pytest.raises(NotAttachable, match="another user") as caught:
        prove_node(process.pid)
    assert "sudo" in str(caught.value)


def test_lookalike_is_named(run_node: RunNode, monkeypatch: pytest.MonkeyPatch) -> None:
    process = run_node(LISTENER)
    process.wait_line("up")
    monkeypatch.setattr(procfs, "is_node", lambda _pid: False)
    monkeypatch.setattr(procfs, "binary", lambda _pid: Binary(is_node=False, lookalike="Electron"))
    with pytest.raises(NotAttachable, match=r"is Electron, not Node\.js"):
        prove_node(process.pid)


def test_name_is_safe_to_print(run_node: RunNode) -> None:
    process = run_node(LISTENER, "\x1b[31mred")
    process.wait_line("up")
    assert "\x1b" not in name_of(process.pid)
    assert "program0.js" in name_of(process.pid)
