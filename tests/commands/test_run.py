"""`tuiinspect run` from end to end: exit codes, what is printed and saved, and that nothing stays running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.diagnosis.evidences import listeners, quiet
from tests.running.programs import CRASHES, DEAF, KEEPING, SERVER, SILENT, written
from tests.support.processes import wait_until
from tuiinspect.cli import run
from tuiinspect.diagnosis.evidence import Evidence
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.leaks.catalogue import find_leak
from tuiinspect.report.triage import triage_document
from tuiinspect.report.triage_text import triage_text
from tuiinspect.targets import procfs

GROWING = quiet(listeners=(listeners(lambda t: 10 + 8 * t),))
FILLING = quiet(listeners=(listeners(lambda t: 1000 * (1 - 0.97**t)),))
QUIET = quiet()
QUICK = ("--warm-up", "500ms", "--no-snapshot")


class Trial:
    """Runs of `tuiinspect run` whose processes, all of them, can be told from any other."""

    def __init__(self) -> None:
        self._word = token_hex(8)
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        started = subprocess.Popen(
            [sys.executable, "-m", "tuiinspect", "run", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TUIINSPECT_TEST": self._word},
        )
        self.started.append(started)
        return started

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Exit code, stdout and stderr."""
        started = self.start(*arguments)
        out, err = started.communicate(timeout=180)
        assert "Traceback" not in err
        return started.returncode, out, err

    @property
    def left(self) -> list[int]:
        """Whatever still carries this trial's word in its environment."""
        return [
            pid
            for pid in procfs.pids()
            if (procfs.environment(pid) or {}).get("TUIINSPECT_TEST") == self._word
        ]


@pytest.fixture
def trial() -> Iterator[Trial]:
    own = Trial()
    yield own
    for started in own.started:
        if started.poll() is None:
            started.kill()
            started.communicate()
    left = own.left
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def _case(file: Path) -> ElementTree.Element:
    case = ElementTree.parse(file).find("testsuite/testcase")
    assert case is not None
    return case


def test_a_leaking_program_from_start_to_end(trial: Trial, node: Path, tmp_path: Path) -> None:
    junit, log, saved = tmp_path / "junit.xml", tmp_path / "log.txt", tmp_path / "found.md"
    files = ("--junit", junit, "--log", log, "-o", saved)
    leak = [str(node), str(find_leak("listeners").path), "--quiet"]
    code, out, err = trial.run(*QUICK, "--for", "8s", "--json", "--fail-on", "leak", *files, "--", *leak)
    document: dict[str, Any] = json.loads(out)
    # What can be seen in so short a time is up to the machine; what is made of it is not.
    verdict = document["verdict"]
    assert code == (1 if verdict == "leak" else 0)
    assert [child.tag for child in _case(junit)] == {"leak": ["failure"], "no leak": []}.get(
        verdict, ["skipped"]
    )
    assert err.splitlines()[-1].startswith(f"tuiinspect: {verdict}")
    assert saved.read_text().startswith(f"## tuiinspect: {verdict} in listeners")
    assert document["span_s"] > 1
    account = document["run"]
    assert account["command"] == leak
    assert account["url"] == f"http://127.0.0.1:{account['port']}"
    assert (account["load"], account["ended"], account["target_ended"]) == (None, "stopped", False)
    assert log.read_text().startswith("ready {")
    assert "ready {" not in err
    assert trial.left == []


def test_counters_and_sampled_allocations_are_announced_and_told(
    trial: Trial, node: Path, tmp_path: Path
) -> None:
    app = written(tmp_path, KEEPING)
    load = f'while :; do {node} -e "fetch(process.env.URL)"; done'
    options = ("--for", "10s", "--no-census", "--json", "--log", tmp_path / "log.txt", "--load", load)
    wanted = ("--allocations", "--counter", "kept=globalThis.kept.length", "--counter", "wrong=no.such")
    code, out, err = trial.run(*QUICK, *options, *wanted, "--", node, app)
    assert code == 0
    assert "counter kept: runs your code in the target with each sample" in err
    assert "allocations are sampled: the process takes 0 to 16 % more CPU meanwhile" in err
    document = json.loads(out)
    told = {fact["name"]: fact for fact in document["counters"]}
    assert told["kept"]["last"] > 0
    assert "no is not defined" in told["wrong"]["why"]
    assert {picture["name"] for picture in document["pictures"]} >= {"kept"}
    (readings,) = [step for step in document["cost"]["steps"] if step["what"] == "readings of allocations"]
    assert readings["pause_s"] > 0
    assert trial.left == []


@pytest.mark.parametrize(
    ("evidence", "options", "code", "child"),
    [
        (GROWING, ("--fail-on", "leak"), 1, "failure"),
        (GROWING, (), 0, "failure"),
        (QUIET, ("--fail-on", "leak"), 0, None),
        (FILLING, ("--fail-on", "leak"), 0, "skipped"),
    ],
)
def test_what_becomes_of_a_verdict(
    evidence: Evidence,
    options: tuple[str, ...],
    code: int,
    child: str | None,
    node: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A real program, and evidence made by hand."""
    monkeypatch.setattr("tuiinspect.commands.run.climb", lambda *_, **__: evidence)
    junit = tmp_path / "junit.xml"
    program = (str(node), str(written(tmp_path, SERVER)))
    arguments = [*QUICK, *options, "--junit", str(junit), "--log", str(tmp_path / "log.txt"), "--", *program]
    assert run(["run", *arguments]) == code
    case = _case(junit)
    assert [one.tag for one in case] == ([child] if child is not None else [])
    said = capsys.readouterr()
    assert said.out == triage_text(triage_document(conclude(evidence)))
    assert said.err.splitlines()[-1].startswith(f"tuiinspect: {conclude(evidence).verdict}")


def test_load_is_counted_and_one_that_ignores_sigterm_is_killed(
    trial: Trial, node: Path, tmp_path: Path
) -> None:
    load = f"{node} -e \"require('http').get(process.env.URL, (response) => response.resume())\""
    options = ("--for", "3s", "--no-census", "--grace", "300ms", "--json", "--load", load)
    code, out, err = trial.run(*QUICK, *options, "--", node, written(tmp_path, DEAF))
    assert code == 0
    account = json.loads(out)["run"]
    assert account["load"]["runs"] >= 2
    assert account["load"]["failed"] == 0
    assert account["ended"] == "killed"
    assert "did not end when asked to" in err
    assert trial.left == []


@pytest.mark.parametrize(
    ("source", "words"),
    [(SILENT, "has not listened at a TCP port within 1.0 s"), (CRASHES, "no DATABASE_URL")],
)
def test_one_that_never_listens(trial: Trial, node: Path, tmp_path: Path, source: str, words: str) -> None:
    junit = tmp_path / "junit.xml"
    code, out, err = trial.run("--ready-within", "1s", "--junit", junit, "--json", "--", node, "-e", source)
    assert (code, out) == (3, "")
    assert words in err
    error = _case(junit).find("error")
    assert error is not None
    assert words in (error.get("message") or "") + (error.text or "")
    assert trial.left == []


def test_one_that_ends_during_the_triage(trial: Trial, node: Path, tmp_path: Path) -> None:
    junit, go = tmp_path / "junit.xml", tmp_path / "go"
    source = f"""{SERVER}
    setInterval(() => {{
      if (require('fs').existsSync({json.dumps(str(go))})) throw new Error('late bug');
    }}, 50);
    """
    started = trial.start(
        *QUICK,
        "--no-census",
        "--for",
        "120s",
        "--junit",
        junit,
        "--json",
        "--",
        node,
        written(tmp_path, source),
    )
    assert started.stderr is not None
    told = []
    for line in started.stderr:
        told.append(line)
        if line.startswith("watching"):
            go.touch()
    out, _ = started.communicate(timeout=60)
    assert started.returncode == 4
    assert json.loads(out)["run"]["target_ended"] is True
    said = "".join(told)
    assert "the process ended during the triage" in said
    assert "late bug" in said
    assert [child.tag for child in _case(junit)] == ["error"]
    assert trial.left == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGHUP, 130), (signal.SIGKILL, -9)],
)
def test_a_signal_ends_it_all(
    trial: Trial, node: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    app = written(tmp_path, SERVER)
    options = ("--no-snapshot", "--warm-up", "300s", "--load", "sleep 301")
    started = trial.start(*options, "--", "sh", "-c", f"{node} {app}; true")
    assert started.stderr is not None
    for line in started.stderr:
        if line.startswith("warming up"):
            break
    wait_until(lambda: len(trial.left) >= 4, what="program and load")
    started.send_signal(number)
    _, said = started.communicate(timeout=60)
    assert started.returncode == code
    assert "Traceback" not in said
    wait_until(lambda: trial.left == [], timeout=30.0, what="the end of everything")


def test_a_load_that_cannot_start(trial: Trial, node: Path, tmp_path: Path) -> None:
    load = ("--load", "no-such-tool $URL", "--warm-up", "300s")
    code, out, err = trial.run(*load, "--", node, written(tmp_path, SERVER))
    assert (code, out) == (2, "")
    assert "no-such-tool" in err
    assert trial.left == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--for", "soon", "--", "node", "app.js"),
        ("--junit", "/no/such/folder/junit.xml", "--", "node", "app.js"),
        ("--fail-on", "everything", "--", "node", "app.js"),
        ("--counter", "nothing", "--", "node", "app.js"),
    ],
)
def test_bad_usage_starts_nothing(trial: Trial, arguments: tuple[str, ...]) -> None:
    code, out, _ = trial.run(*arguments)
    assert (code, out) == (2, "")


def test_a_command_that_is_not_there(trial: Trial) -> None:
    code, _, err = trial.run("--", "no-such-command-anywhere")
    assert code == 3
    assert "cannot start no-such-command-anywhere" in err
