"""Sampling of allocations by a session: on request, to its end, and never again by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.session.conftest import Watched
from tests.support.processes import wait_until
from tuiinspect.cdp import domains
from tuiinspect.cdp.connection import Connection
from tuiinspect.errors import CallFailed, Refused, SamplingEnded
from tuiinspect.events import (
    AllocationsEnded,
    AllocationsRead,
    AllocationsStarted,
    Attached,
    MemorySampled,
)
from tuiinspect.samples import AllocationProfile
from tuiinspect.session import Session
from tuiinspect.targets.inspectors import find_inspector
from tuiinspect.targets.resolve import Pid

Watch = Callable[..., Watched]
WORKER = """
const { Worker } = require('worker_threads');
new Worker(`
  const kept = [];
  setInterval(function retain() {
    for (let index = 0; index < 100; index++) kept.push(new Array(100).fill(index));
  }, 5);
`, { eval: true }).on('online', () => console.log('ready'));
"""


def _larger(profile: AllocationProfile, size: int) -> AllocationProfile | None:
    return profile if profile.total_bytes > size else None


def attached(watch: Watch) -> Watched:
    watched = watch()
    watched.wait(Attached)
    watched.wait(MemorySampled)
    return watched


def another_client(watched: Watched) -> Connection:
    inspector = find_inspector(watched.program.pid)
    assert inspector is not None
    return inspector.connect()


def _names(profile: AllocationProfile, function: str) -> bool:
    return any(frame.function == function for stack in profile.stacks for frame in stack.frames)


def test_it_is_read_by_itself_when_asked_to(watch: Watch) -> None:
    watched = attached(watch)
    watched.session.start_allocations(every=0.05)
    assert not watched.wait(AllocationsStarted).foreign
    watched.ask("leak 10000", "leaked")
    watched.wait(
        AllocationsRead,
        where=lambda read: _names(read.profile, "leak") and read.profile.total_bytes > 300_000,
        timeout=60.0,
    )
    with pytest.raises(Refused):
        watched.session.start_allocations()


def test_nothing_is_sampled_or_read_unless_asked(watch: Watch) -> None:
    watched = attached(watch)
    with pytest.raises(Refused):
        watched.session.read_allocations()
    watched.session.start_allocations()
    assert watched.session.read_allocations() == watched.wait(AllocationsRead).profile
    watched.session.stop_allocations()
    assert watched.wait(AllocationsEnded).why is None
    with pytest.raises(Refused):
        watched.session.read_allocations()
    watched.session.stop_allocations()


def test_another_client_ends_it_and_only_the_user_begins_again(watch: Watch) -> None:
    watched = attached(watch)
    watched.session.start_allocations()
    other = another_client(watched)
    domains.stop_sampling(other)
    other.close()
    with pytest.raises(SamplingEnded):
        watched.session.read_allocations()
    why = watched.wait(AllocationsEnded).why
    assert why is not None
    assert "another client" in why
    with pytest.raises(Refused):
        watched.session.read_allocations()
    watched.session.start_allocations()
    watched.session.read_allocations()


def test_a_lost_connection_ends_it(watch: Watch) -> None:
    watched = attached(watch)
    watched.session.start_allocations()
    watched.ask("move", "moved")
    why = watched.wait(AllocationsEnded).why
    assert why is not None
    assert "connection was lost" in why
    watched.wait(Attached, where=lambda event: event.resumed)
    with pytest.raises(Refused):
        watched.session.read_allocations()


def test_letting_go_ends_it(watch: Watch, node: Path) -> None:
    watched = watch(node=node, flags=("--inspect=127.0.0.1:0",))
    watched.wait(MemorySampled)
    watched.session.start_allocations(every=0.05)
    watched.wait(AllocationsRead)
    assert watched.session.let_go()
    other = another_client(watched)

    def sampled() -> bool:
        try:
            domains.sampling_profile(domains.start_sampling_profile(other), 10.0)
        except CallFailed as error:
            return "not started" not in error.reply
        return True

    wait_until(lambda: not sampled(), what="the sampling ended with the session")
    other.close()


def test_a_worker_thread_is_sampled(run_node: RunNode) -> None:
    program = run_node(WORKER, flags=("--inspect-port=0",))
    program.wait_line("ready")
    session = Session(Pid(program.pid, 1))
    try:
        session.attach()
        session.start_allocations()
        first = session.read_allocations()
        found = wait_until(lambda: _larger(session.read_allocations(), first.total_bytes + 500_000))
        assert found is not None
        functions = {frame.function for stack in found.stacks for frame in stack.frames}
        assert "retain" in functions
    finally:
        assert session.let_go()
