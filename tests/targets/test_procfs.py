from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import RunNode
from tests.support.processes import wait_until
from tests.targets.fake_proc import BOOT_TIME, MACHINE_UPTIME, OURS, SIGUSR1, THEIRS, FakeProc
from tuiinspect.targets import procfs

IDLE = "console.log('up'); setInterval(() => {}, 1e6)"
NOBODYS_PID = 2**22 + 1  # larger than the kernel ever gives out


@pytest.fixture
def fake(tmp_path: Path) -> FakeProc:
    return FakeProc(tmp_path)


@pytest.mark.every_node
def test_every_node_is_recognised_with_its_version(every_node: Path, run_node: RunNode) -> None:
    running = run_node(IDLE, node=every_node)
    running.wait_line("up")
    said = subprocess.run(
        [every_node, "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    known = procfs.binary(running.pid)
    assert known is not None
    assert (known.is_node, known.version) == (True, said)
    assert procfs.sigusr1(running.pid) == "caught"


def test_a_running_node(run_node: RunNode) -> None:
    before = time.time()
    running = run_node(IDLE)
    running.wait_line("up")
    assert procfs.is_node(running.pid) is True
    assert procfs.sigusr1(running.pid) == "caught"
    started = procfs.start_time(running.pid)
    assert started == psutil.Process(running.pid).create_time()
    assert started == pytest.approx(before, abs=5)
    assert procfs.start_time(running.pid) == started
    assert procfs.inner_pid(running.pid) == running.pid
    assert procfs.same_network(running.pid) is True
    assert procfs.same_pids(running.pid) is True
    assert procfs.command(running.pid)[-1].endswith("program0.js")
    assert running.pid in procfs.pids()


def test_node_under_another_name_is_recognised_by_its_file(
    node: Path, tmp_path: Path, run_node: RunNode
) -> None:
    renamed = tmp_path / "billing-service"
    try:
        renamed.hardlink_to(node.resolve())
    except OSError:  # another file system
        renamed.write_bytes(node.read_bytes())
        renamed.chmod(0o755)
    running = run_node(IDLE, node=renamed)
    running.wait_line("up")
    known = procfs.binary(running.pid)
    assert known is not None
    assert known.is_node
    assert known.version is not None


def test_what_a_signal_would_kill_is_told_before_it_is_sent() -> None:
    sleeping = subprocess.Popen(["sleep", "60"])
    try:
        wait_until(lambda: procfs.command(sleeping.pid)[:1] == ("sleep",))
        assert procfs.sigusr1(sleeping.pid) == "would kill"
        assert procfs.is_node(sleeping.pid) is False
    finally:
        sleeping.kill()
        sleeping.wait()


def test_a_process_that_is_gone_is_nothing_and_no_error() -> None:
    assert procfs.start_time(NOBODYS_PID) is None
    assert procfs.start_ticks(NOBODYS_PID) is None
    assert procfs.uptime(NOBODYS_PID) is None
    assert procfs.sigusr1(NOBODYS_PID) is None
    assert procfs.is_node(NOBODYS_PID) is None
    assert procfs.binary(NOBODYS_PID) is None
    assert procfs.listening(NOBODYS_PID) == ()
    assert procfs.same_network(NOBODYS_PID) is None
    assert procfs.inner_pid(NOBODYS_PID) == NOBODYS_PID
    assert procfs.command(NOBODYS_PID) == ()
    assert procfs.environment(NOBODYS_PID) is None
    assert procfs.is_process(NOBODYS_PID) is False


def test_a_zombie_has_no_status_and_is_no_node() -> None:
    ended = subprocess.Popen(["true"])
    wait_until(lambda: psutil.Process(ended.pid).status() == psutil.STATUS_ZOMBIE)
    try:
        assert procfs.status(ended.pid) is None
        assert procfs.is_node(ended.pid) is None
        assert procfs.is_process(ended.pid) is False
    finally:
        ended.wait()


def test_the_number_of_a_thread_is_no_process(run_node: RunNode) -> None:
    running = run_node(IDLE)
    running.wait_line("up")
    threads = [int(task.name) for task in Path(f"/proc/{running.pid}/task").iterdir()]
    others = [thread for thread in threads if thread != running.pid]
    assert others
    assert procfs.is_process(running.pid)
    assert not procfs.is_process(others[0])


@pytest.mark.parametrize(
    ("masks", "state"),
    [
        ({"caught": SIGUSR1}, "caught"),
        ({"caught": SIGUSR1, "blocked": SIGUSR1}, "caught"),
        ({"caught": 0, "blocked": SIGUSR1}, "disabled"),
        ({"caught": 0, "ignored": SIGUSR1}, "disabled"),
        ({"caught": SIGUSR1 << 1 | SIGUSR1 >> 1}, "would kill"),
    ],
)
def test_signal_masks(fake: FakeProc, masks: dict[str, int], state: str) -> None:
    fake.add(4242, **masks)  # type: ignore[arg-type]
    assert procfs.sigusr1(4242, proc=fake.root) == state


def test_a_name_with_parentheses_does_not_move_the_start(fake: FakeProc) -> None:
    fake.add(4242, name="node) S 1 (x", age=100)
    assert procfs.uptime(4242, proc=fake.root) == pytest.approx(100)
    assert procfs.start_time(4242, proc=fake.root) == pytest.approx(BOOT_TIME + MACHINE_UPTIME - 100)


def test_command_lines_of_every_kind(fake: FakeProc) -> None:
    fake.add(1, [b"node", b"a\nb", b"\x1b[31mred", b"\xff\xfe", b"", b"end"])
    fake.add(2, [b"next-server (v14)" + b"\0" * 40])
    fake.add(3, [])
    assert procfs.command(1, proc=fake.root) == ("node", "a\nb", "\x1b[31mred", "��", "", "end")
    assert procfs.command(2, proc=fake.root) == ("next-server (v14)",)
    assert procfs.command(3, proc=fake.root) == ()


def test_a_program_that_was_replaced_is_still_node(fake: FakeProc) -> None:
    folder = fake.add(4242, program=None)
    # The kernel marks the link; the open file behind it stays readable.
    marked = fake.program("node (deleted)")
    (folder / "exe").symlink_to(marked)
    known = procfs.binary(4242, proc=fake.root)
    assert known is not None
    assert (known.is_node, known.version) == (True, "v20.20.2")


def test_a_program_merely_called_node_is_not_node(fake: FakeProc) -> None:
    fake.add(4242, program=fake.program("node", content=b"#!/usr/bin/perl\nNODE_MODULE"))
    assert procfs.is_node(4242, proc=fake.root) is False


def test_the_core_in_a_shared_library(fake: FakeProc) -> None:
    folder = fake.add(4242, program=fake.program("node", content=b"a thin starter"))
    library = folder / "root" / "usr" / "lib" / "libnode.so.108"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"\0NODE_MODULE_VERSION\0node.js/v18.20.4\0")
    (folder / "maps").write_text(
        "7f1000-7f2000 r-xp 00000000 fd:01 77  /usr/lib/libnode.so.108\n"
        "7f2000-7f3000 r--p 00001000 fd:01 77  /usr/lib/libnode.so.108\n"
        "7f3000-7f4000 r-xp 00000000 fd:01 78  /usr/lib/libc.so.6\n"
    )
    known = procfs.binary(4242, proc=fake.root)
    assert known is not None
    assert (known.is_node, known.version) == (True, "v18.20.4")


def test_a_container_has_its_own_numbers(fake: FakeProc) -> None:
    fake.add(4242, inner=[17, 1], network=THEIRS, pids=THEIRS)
    assert procfs.inner_pid(4242, proc=fake.root) == 1
    assert procfs.same_network(4242, proc=fake.root) is False
    assert procfs.same_pids(4242, proc=fake.root) is False


def test_namespaces_that_are_not_ours_to_read(fake: FakeProc) -> None:
    fake.add(4242, network=None, pids=None)
    assert procfs.same_network(4242, proc=fake.root) is None
    assert procfs.same_pids(4242, proc=fake.root) is None


def test_our_own_environment_is_read() -> None:
    told = procfs.environment(os.getpid())
    assert told is not None
    assert told["PATH"]


@pytest.mark.parametrize(
    ("mounts", "root", "foreign"),
    [(OURS, "/", False), (THEIRS, "/", True), (OURS, "/srv/jail", True), (None, None, False)],
)
def test_the_files_of_a_container_are_behind_its_own_root(
    fake: FakeProc, mounts: str | None, root: str | None, foreign: bool
) -> None:
    fake.add(4242)
    for process, namespace, at in (("self", OURS, "/"), ("4242", mounts, root)):
        if namespace is not None and at is not None:
            (fake.root / process / "ns" / "mnt").symlink_to(f"mnt:[{namespace}]")
            (fake.root / process / "root").symlink_to(at)
    expected = f"{fake.root}/4242/root" if foreign else None
    assert procfs.foreign_root(4242, proc=fake.root) == expected
