"""`triage` on a live process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuiinspect.cli import run
from tuiinspect.leaks.catalogue import find_leak
from tuiinspect.leaks.launcher import DemoProcess, start
from tuiinspect.node import find_node
from tuiinspect.targets import procfs

CHEAP = ("--no-snapshot", "--no-census")


@pytest.fixture
def leaking() -> Iterator[DemoProcess]:
    with start(find_leak("listeners"), node=find_node(), flags=("--inspect-port=0",)) as program:
        yield program


def test_what_the_user_counts_is_told_beside_the_suspects(
    leaking: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    counters = (
        "listening=process._getActiveHandles().length && require('events').defaultMaxListeners",
        "ticks=globalThis.ticks = (globalThis.ticks ?? 0) + 3",
        "wrong=no.such.thing",
    )
    given = [word for counter in counters for word in ("--counter", counter)]
    assert run(["triage", str(leaking.pid), "--for", "12s", *CHEAP, "--json", *given]) == 0
    said = capsys.readouterr()
    assert "counter ticks: runs your code in the target" in said.err
    document = json.loads(said.out)
    assert document["verdict"] == "leak"
    told = {fact["name"]: fact for fact in document["counters"]}
    assert (told["listening"]["last"], told["listening"]["grows"]) == (10, False)
    assert told["ticks"]["grows"]
    assert "no is not defined" in told["wrong"]["why"]
    pairs = {one["name"]: one for one in document["side_by_side"]}
    assert pairs["listeners per ticks"]["value"] > 0
    assert {picture["name"] for picture in document["pictures"]} >= {"ticks", "listening"}


def test_what_is_no_counter_is_refused_before_anything_is_done(
    leaking: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["triage", str(leaking.pid), "--for", "12s", *CHEAP, "--counter", "nothing"]) == 2
    assert "a counter is NAME=EXPRESSION" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_analysis_of_snapshots_is_not_kept_waiting(
    leaking: DemoProcess, number: signal.Signals, tmp_path: Path
) -> None:
    before = {at.port for at in procfs.listening(leaking.pid)}
    # Without its compiler the engine needs a quarter of an hour for these snapshots.
    slow = {**os.environ, "NUMBA_DISABLE_JIT": "1", "XDG_STATE_HOME": str(tmp_path)}
    triaging = subprocess.Popen(
        [sys.executable, "-m", "tuiinspect", "triage", str(leaking.pid), "--for", "8s", "--yes", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=slow,
    )
    assert triaging.stderr is not None
    for line in triaging.stderr:
        if line.startswith("reading:"):
            break
    triaging.send_signal(number)
    out, said = triaging.communicate(timeout=60)
    assert triaging.returncode == 130
    assert out == ""
    assert said.endswith("interrupted\n")
    assert {at.port for at in procfs.listening(leaking.pid)} == before
    assert leaking.count()["requests"]
    assert not list((tmp_path / "tuiinspect").glob("triage-*"))
