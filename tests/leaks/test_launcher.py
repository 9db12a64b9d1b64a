"""Starting a bundled program: what its parent sees, and that it never outlives it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.processes import wait_until
from tuiinspect.errors import InspectError
from tuiinspect.leaks.catalogue import find_leak
from tuiinspect.leaks.launcher import start

LEAK = find_leak("listeners")


def pretender(folder: Path, script: str) -> Path:
    path = folder / "node"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_a_started_program_serves_until_it_is_stopped(node: Path) -> None:
    with start(LEAK, node=node, rate=5, flags=("--inspect-port=0",)) as program:
        assert program.alive
        assert program.port > 0
        assert program.rate == 5
        command = psutil.Process(program.pid).cmdline()
        assert command[1:3] == ["--inspect-port=0", str(LEAK.path)]
    assert not psutil.pid_exists(program.pid)
    assert program.stop() == 0, "stopping twice does no harm"


def test_nothing_reaches_our_terminal(node: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with start(find_leak("abort-signal"), node=node, rate=200, flags=("--trace-exit",)) as program:
        program.count()
    assert capfd.readouterr() == ("", "")


def test_what_it_writes_is_kept_and_made_harmless(tmp_path: Path) -> None:
    noisy = pretender(
        tmp_path,
        """printf 'a warning \\033[31mred\\033[0m\\n' >&2
        echo 'ready {"rate": 1, "healthy": false, "port": 1}'; exec cat""",
    )
    with start(LEAK, node=noisy) as program:
        assert program.last_lines == ("a warning ·[31mred·[0m",)


def test_an_exit_at_once_is_told_with_its_last_line(tmp_path: Path) -> None:
    old = pretender(tmp_path, "echo 'Node v12.0.0 is \\033[1mtoo old' >&2; exit 7")
    with pytest.raises(InspectError) as caught:
        start(LEAK, node=old)
    assert (
        "'listeners' ended with exit code 7; its last line: Node v12.0.0 is ·[1mtoo old" in caught.value.what
    )
    assert "by hand" in (caught.value.advice or "")


def test_an_exit_without_a_word_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(InspectError, match="ended with exit code 3 and said nothing"):
        start(LEAK, node=pretender(tmp_path, "exit 3"))


def test_a_death_by_signal_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(InspectError, match="was ended by signal 9"):
        start(LEAK, node=pretender(tmp_path, "kill -9 $$"))


def test_a_node_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InspectError, match=r"cannot start Node at .*absent"):
        start(LEAK, node=tmp_path / "absent")


def test_counting_a_program_that_has_ended_is_an_error(node: Path) -> None:
    with start(LEAK, node=node) as program:
        psutil.Process(program.pid).kill()
        with pytest.raises(InspectError, match="was ended by signal 9"):
            program.count()


def test_a_program_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    stubborn = pretender(
        tmp_path,
        """trap '' TERM
        echo 'ready {"rate": 1, "healthy": false, "port": 1}'
        while :; do read -r line || sleep 1; done""",
    )
    with start(LEAK, node=stubborn) as program:
        assert program.stop(timeout=0.2) == -9


def test_it_works_inside_a_project_of_es_modules(node: Path, tmp_path: Path) -> None:
    # A virtual environment often lies inside the project whose package.json decides what .js means.
    (tmp_path / "package.json").write_text('{"type": "module"}')
    inside = tmp_path / "leaks"
    inside.mkdir()
    for file in LEAK.path.parent.iterdir():
        if file.suffix in {".js", ".mjs", ".json"}:
            (inside / file.name).write_bytes(file.read_bytes())
    done = subprocess.run(
        [node, inside / LEAK.file, "--with-parent"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_dies_with_a_parent_that_is_killed(node: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tuiinspect.leaks.catalogue import find_leak\n"
        "from tuiinspect.leaks.launcher import start\n"
        "print(start(find_leak('timers'), node=Path(sys.argv[1])).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(node)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, what="its end")
