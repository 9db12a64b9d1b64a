"""`tuiinspect snapshot` on a live Node: what it asks, writes, prints and leaves."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.captures import Target, read_snapshot, start_target, wait_for_size
from tests.support.processes import NodeProcess, wait_until
from tuiinspect.cli import run
from tuiinspect.helpers import helper_environment

PATIENCE = 60.0


@pytest.fixture
def target(run_node: Callable[..., NodeProcess], node: Path) -> Target:
    return start_target(run_node, node, objects=20_000, flag="--inspect-port=127.0.0.1:0")


@pytest.fixture
def slow_target(run_node: Callable[..., NodeProcess], node: Path) -> Target:
    """With a pause long enough to interrupt."""
    return start_target(run_node, node, objects=80_000, flag="--inspect-port=127.0.0.1:0")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "taken.heapsnapshot"


def start(*words: str, **streams: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tuiinspect", "snapshot", *words],
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
        text=True,
        env=helper_environment(),
    )


def check_untouched(target: Target) -> None:
    assert not any("Debugger listening" in line for line in target.process.lines)
    assert target.serves()


def check_let_go(target: Target) -> None:
    wait_until(lambda: not target.listens(), what="the inspector is closed")
    assert target.serves()


def test_the_document_is_all_there_is_on_stdout(target: Target, path: Path) -> None:
    command = start(str(target.pid), "--yes", "--json", "-o", str(path))
    out, err = command.communicate(timeout=PATIENCE)
    assert command.returncode == 0
    document = json.loads(out)
    assert document["schema"] == 1
    assert document["file"] == str(path)
    assert document["bytes"] == path.stat().st_size
    assert document["nodes"] == read_snapshot(path)["snapshot"]["node_count"]
    assert document["cost"]["predicted_s"] == document["predicted"]["pause_s"] > 0
    assert document["cost"]["pause_s"] > 0
    assert document["predicted"]["memory_bytes"] > 0
    assert 0 < document["target_rss_before"] < document["target_rss_after"] <= document["target_rss_peak"]
    assert "stops the process for about" in err
    assert err.count("walking the heap") <= 1
    check_let_go(target)


def test_without_a_document_the_files_name_is_on_stdout(target: Target, tmp_path: Path) -> None:
    command = start(str(target.pid), "--yes", cwd=tmp_path)
    out, err = command.communicate(timeout=PATIENCE)
    assert command.returncode == 0
    written = list(tmp_path.glob("*.heapsnapshot"))
    assert [Path(out.strip())] == written
    assert f"node-{target.pid}-" in written[0].name
    assert "stood still for" in err
    assert "predicted:" in err
    check_let_go(target)


def test_without_a_terminal_and_without_yes_it_is_refused(target: Target, path: Path) -> None:
    command = start(str(target.pid), "-o", str(path))
    _, err = command.communicate(timeout=PATIENCE)
    assert command.returncode == 5
    assert "--yes" in err
    assert not path.exists()
    check_let_go(target)


def test_what_does_not_fit_takes_more_than_yes(
    target: Target, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tuiinspect.session.costs.cgroup_memory", lambda _pid: (3_000_000, 2_000_000))
    assert run(["snapshot", str(target.pid), "--yes", "-o", str(path)]) == 5
    said = capsys.readouterr().err
    assert "1.00 MB are free" in said
    assert "--force" in said
    assert not path.exists()
    check_let_go(target)
    assert run(["snapshot", str(target.pid), "--yes", "--force", "-o", str(path)]) == 0
    assert read_snapshot(path)
    check_let_go(target)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_interrupted_it_drains_and_removes_the_file(slow_target: Target, path: Path, number: int) -> None:
    command = start(str(slow_target.pid), "--yes", "-o", str(path))
    wait_for_size(path, 0)
    command.send_signal(number)
    out, err = command.communicate(timeout=PATIENCE)
    assert command.returncode == 130
    assert "read to its end" in err
    assert "called off" in err
    assert out == ""
    assert not path.exists()
    check_let_go(slow_target)


def test_interrupted_twice_it_leaves_the_rest_to_the_background(slow_target: Target, path: Path) -> None:
    command = start(str(slow_target.pid), "--yes", "-o", str(path))
    wait_for_size(path, 0)
    # A stopped target makes the drain last until the second interrupt is in.
    os.kill(slow_target.pid, signal.SIGSTOP)
    command.send_signal(signal.SIGINT)
    assert command.stderr is not None
    said = iter(command.stderr.readline, "")
    assert any("interrupt again" in line for line in said)
    command.send_signal(signal.SIGINT)
    assert command.wait(PATIENCE) == 130
    os.kill(slow_target.pid, signal.SIGCONT)
    wait_until(lambda: not path.exists(), timeout=PATIENCE, what="the file is removed")
    wait_until(lambda: not slow_target.listens(), timeout=PATIENCE, what="the inspector is closed")
    assert slow_target.serves()
    command.communicate()


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("{there}", "there already"),
        ("{folder}/missing/a.heapsnapshot", "no folder"),
        ("-", "not to a stream"),
        ("/dev/stdout", "not to a stream"),
    ],
)
def test_a_bad_file_is_refused_before_the_target_is_touched(
    target: Target, tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str, words: str
) -> None:
    there = tmp_path / "there"
    there.write_text("precious")
    output = output.format(there=there, folder=tmp_path)
    assert run(["snapshot", str(target.pid), "--yes", "-o", output]) == 2
    assert words in capsys.readouterr().err
    assert there.read_text() == "precious"
    check_untouched(target)


def test_a_worker_that_is_not_there_is_said_in_words(
    target: Target, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["snapshot", f"{target.pid}/worker:1", "--yes"]) == 3
    assert f"process {target.pid} has no worker threads" in capsys.readouterr().err
    assert target.serves()


class Terminal:
    """A pseudo-terminal at which a command runs; what it shows is kept."""

    def __init__(self, *words: str) -> None:
        self.shown = ""
        self._master, slave = pty.openpty()
        self.process = start(*words, stdin=slave, stderr=slave)
        os.close(slave)
        threading.Thread(target=self._read, daemon=True).start()

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def _read(self) -> None:
        try:
            while data := os.read(self._master, 4096):
                self.shown += data.decode("utf-8", "replace")
        except OSError:
            return  # how a pseudo-terminal says that nobody is at it any more


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 5), ("", 5)])
def test_at_a_terminal_it_asks(target: Target, path: Path, answer: str, code: int) -> None:
    terminal = Terminal(str(target.pid), "-o", str(path))
    wait_until(lambda: "take it?" in terminal.shown, timeout=PATIENCE, what="the question")
    assert "stops the process for about" in terminal.shown
    assert not path.exists()
    terminal.type(f"{answer}\n")
    terminal.process.communicate(timeout=PATIENCE)
    assert terminal.process.returncode == code
    assert path.exists() == (code == 0)
    if code == 0:
        wait_until(lambda: "stood still for" in terminal.shown, what="the real cost")
        assert "\rwaiting for the first sign" in terminal.shown
    check_let_go(target)
