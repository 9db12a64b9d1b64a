"""When a program is ready: at a port of its own, at a given one, at a word; or never."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running.conftest import StartProgram
from tests.running.programs import CRASHES, SERVER, SILENT, written
from tests.support.processes import wait_until
from tuiinspect.errors import NoSuchTarget
from tuiinspect.running.program import Program
from tuiinspect.running.readiness import ReadyWhen, await_ready, ready_when
from tuiinspect.running.surroundings import free_port
from tuiinspect.targets import procfs

LIMIT = 60.0


def told_port(program: Program) -> int:
    """What $PORT said to it."""
    (pid,) = (kin.pid for kin in program.members())
    # For a moment a program that is being loaded has no environment yet.
    return int(wait_until(lambda: (procfs.environment(pid) or {}).get("PORT", ""), what="its environment"))


def test_a_word_is_a_port_or_a_text() -> None:
    assert ready_when(None) == ReadyWhen()
    assert ready_when("3000") == ReadyWhen(port=3000)
    assert ready_when("70000") == ReadyWhen(text="70000")
    assert ready_when("server started") == ReadyWhen(text="server started")


@pytest.mark.parametrize("inspect", [False, True])
def test_it_listens_at_the_port_it_was_told(
    start_program: StartProgram, node: Path, tmp_path: Path, inspect: bool
) -> None:
    program = start_program(node, written(tmp_path, SERVER), inspect=inspect)
    port = told_port(program)
    service = await_ready(program, ReadyWhen(), port, LIMIT)
    assert service is not None
    assert service.port == port
    assert service.url == f"http://127.0.0.1:{port}"
    assert service.pid == program.members()[0].pid


def test_it_listens_at_a_port_of_its_own(start_program: StartProgram, node: Path, tmp_path: Path) -> None:
    own = free_port()
    source = SERVER.replace("process.env.PORT || 0", str(own))
    program = start_program(node, "--inspect=0", written(tmp_path, source))
    service = await_ready(program, ReadyWhen(), told_port(program), LIMIT)
    assert service is not None
    assert service.port == own


def test_the_port_that_was_named_is_waited_for(
    start_program: StartProgram, node: Path, tmp_path: Path
) -> None:
    later = free_port()
    source = f"{SERVER} setTimeout(() => require('net').createServer().listen({later}, '::'), 700);"
    program = start_program(node, written(tmp_path, source))
    service = await_ready(program, ReadyWhen(port=later), told_port(program), LIMIT)
    assert service is not None
    assert service.url == f"http://127.0.0.1:{later}"


def test_a_text_will_do_for_one_that_listens_nowhere(start_program: StartProgram, node: Path) -> None:
    program = start_program(node, "-e", SILENT, awaited="idling")
    assert await_ready(program, ReadyWhen(text="idling"), 1, LIMIT) is None


def test_one_that_listens_a_moment_after_its_text_is_found_there(
    start_program: StartProgram, node: Path, tmp_path: Path
) -> None:
    source = f"console.log('compiled'); setTimeout(() => {{ {SERVER} }}, 300);"
    program = start_program(node, written(tmp_path, source), awaited="compiled")
    port = told_port(program)
    service = await_ready(program, ReadyWhen(text="compiled"), port, LIMIT)
    assert service is not None
    assert service.port == port


def test_one_that_crashes_is_told_with_its_last_lines(start_program: StartProgram, node: Path) -> None:
    program = start_program(node, "-e", CRASHES)
    with pytest.raises(NoSuchTarget) as raised:
        await_ready(program, ReadyWhen(), 1, LIMIT)
    assert "ended with exit code 1 before it listened at a TCP port; its last lines:" in raised.value.what
    assert "no DATABASE_URL" in raised.value.what


def test_one_that_never_listens_is_given_up(start_program: StartProgram, node: Path) -> None:
    program = start_program(node, "-e", SILENT)
    with pytest.raises(NoSuchTarget) as raised:
        await_ready(program, ReadyWhen(), 1, 1.0)
    assert "has not listened at a TCP port within 1.0 s" in raised.value.what
    assert "--ready-when TEXT" in str(raised.value)


def test_one_that_listens_elsewhere_says_where(
    start_program: StartProgram, node: Path, tmp_path: Path
) -> None:
    program = start_program(node, written(tmp_path, SERVER), awaited="serving")
    await_ready(program, ReadyWhen(text="serving"), 1, LIMIT)
    port = told_port(program)
    with pytest.raises(NoSuchTarget, match=rf"it listens at {port}\)"):
        await_ready(program, ReadyWhen(port=free_port()), port, 0.3)
