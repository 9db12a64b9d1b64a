"""Each bundled leak, from the running program to the words that name who holds what accumulates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.processes import wait_until
from tuiinspect.heap import HeapSnapshot, RetainerPath, load
from tuiinspect.leaks.catalogue import LEAKS, Leak
from tuiinspect.leaks.launcher import DemoProcess, start
from tuiinspect.probes.capture import Capture
from tuiinspect.probes.predict import predict_snapshot
from tuiinspect.targets import procfs
from tuiinspect.targets.attach import attach
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Pid

RATE = 200.0
REQUESTS = 150
LOOKED_AT = 60

# People know timers, not the property in which Node keeps their callbacks.
TIMER = "captured by a function at timers.js:19, callback of a timer of 15,000 ms"

every_leak = pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)


def requests_of(program: DemoProcess) -> int:
    requests = program.count()["requests"]
    assert isinstance(requests, int)
    return requests


def captured(program: DemoProcess, folder: Path) -> HeapSnapshot:
    """A snapshot of the thread that leaks; nothing of ours is in the process afterwards."""
    worker = 1 if program.leak.name == "worker" else None
    attachment = attach(Pid(program.pid, worker))
    info, path = attachment.info, folder / f"{program.leak.name}.heapsnapshot"
    try:
        capture = Capture.start(
            url=attachment.url,
            path=path,
            pid=info.pid,
            worker=info.worker,
            node_version=info.node,
            prediction=predict_snapshot(info.node, 10_000_000, 80_000_000, info.pid, path),
            close_inspector_when_orphaned=info.opened_by_us,
            on_progress=lambda _progress: None,
        )
        capture.wait(60)
        assert capture.session.ended.wait(20)
    finally:
        assert let_go(attachment)
    return load(path)


def paths_to_what_accumulates(snapshot: HeapSnapshot, leak: Leak) -> list[RetainerPath]:
    row = next(row for row in snapshot.classes() if row.name == leak.accumulates)
    largest = snapshot.objects(row.key, 0, LOOKED_AT).nodes
    return [snapshot.shortest_path(node.ordinal) for node in largest]


def names_the_holder(path: RetainerPath, leak: Leak) -> bool:
    if leak.kind == "timers":
        return path.sentence.endswith(TIMER) and any(step.edge_name == leak.holder for step in path.steps)
    return leak.holder in path.sentence


def check(leak: Leak, node: Path, folder: Path) -> None:
    with start(leak, node=node, rate=RATE, flags=("--inspect-port=0",)) as program:
        wait_until(lambda: requests_of(program) >= REQUESTS, timeout=30)
        before = {at.port for at in procfs.listening(program.pid)}
        snapshot = captured(program, folder)
        assert {at.port for at in procfs.listening(program.pid)} == before
        assert program.count()["held"]
    paths = paths_to_what_accumulates(snapshot, leak)
    others = [path.sentence for path in paths if not names_the_holder(path, leak)]
    # Those the program was at work on at that moment are held by that work too.
    assert len(others) < 0.4 * len(paths), others[:5]


@every_leak
def test_a_snapshot_names_who_holds_what_accumulates(leak: Leak, node: Path, tmp_path: Path) -> None:
    check(leak, node, tmp_path)


@pytest.mark.every_node
@every_leak
def test_a_snapshot_of_every_node_does(leak: Leak, every_node: Path, tmp_path: Path) -> None:
    check(leak, every_node, tmp_path)
