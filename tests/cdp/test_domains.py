"""The protocol against a real Node: what the types promise is what it says."""

from __future__ import annotations

import json
import queue
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.support.processes import NodeProcess
from tuiinspect.cdp import domains
from tuiinspect.cdp.connection import Connection, SubSession
from tuiinspect.cdp.domains import RemoteObject
from tuiinspect.cdp.messages import decode
from tuiinspect.errors import CallFailed, CallTimedOut, ConnectionLost, ScriptFailed

PROGRAM = """
const { Worker } = require('worker_threads');
class Session { constructor(n) { this.n = n; } }
globalThis.sessions = Array.from({ length: 40 }, (_, n) => new Session(n));
globalThis.namedFunction = function named() {};
const inWorker = `
  globalThis.inWorker = 42;
  setInterval(() => {}, 1000);
  require('worker_threads').parentPort.postMessage('up');
`;
new Worker(inWorker, { eval: true }).on('message', () => console.log('ready'));
setInterval(() => { debugger; }, 1);
"""

Attach = Callable[[Path], tuple[Connection, NodeProcess]]


@pytest.fixture
def attach_to(run_node: RunNode) -> Iterator[Attach]:
    opened: list[Connection] = []

    def attach(node: Path) -> tuple[Connection, NodeProcess]:
        process = run_node(PROGRAM, node=node, flags=("--inspect=0",))
        process.wait_line("ready")
        url = re.search(r"ws://\S+", process.wait_line("Debugger listening on"))
        assert url is not None
        opened.append(Connection.open(url.group()))
        return opened[-1], process

    yield attach
    for connection in opened:
        connection.close()


@pytest.fixture
def live(attach_to: Attach, node: Path) -> Connection:
    return attach_to(node)[0]


def worker_of(connection: Connection) -> SubSession:
    attached: queue.Queue[domains.WorkerAttached] = queue.Queue()
    connection.subscribe(
        domains.WORKER_ATTACHED, lambda raw: attached.put(decode(raw, domains.WorkerAttached))
    )
    domains.enable_workers(connection)
    known = attached.get(timeout=60)
    assert known.worker_info.type == "worker"
    return connection.sub_session(known.session_id)


def test_values_and_objects(live: Connection) -> None:
    assert domains.evaluate(live, "6 * 7", by_value=True).value == 42
    assert domains.evaluate(live, r"'\ud800'", by_value=True).value == "\N{REPLACEMENT CHARACTER}"
    assert domains.evaluate(live, "NaN").unserializable_value == "NaN"
    session = domains.evaluate(live, "sessions[3]", group="test")
    assert (session.class_name, session.object_id is not None) == ("Session", True)
    assert domains.evaluate(live, "require('os').EOL", by_value=True).value == "\n"


def test_exception_is_told_in_one_harmless_line(live: Connection) -> None:
    with pytest.raises(ScriptFailed, match="TypeError: a·\\[31mb") as caught:
        domains.evaluate(live, r"throw new TypeError('a\x1b[31mb')")
    assert "\n" not in caught.value.what


def test_script_that_runs_too_long_is_ended_by_the_target(live: Connection) -> None:
    with pytest.raises(CallFailed, match="terminated"):
        domains.evaluate(live, "for (;;) {}", timeout_ms=50)
    assert domains.evaluate(live, "1", by_value=True).value == 1


def test_function_gets_objects_and_values(live: Connection) -> None:
    sessions = domains.evaluate(live, "sessions", group="test")
    third = domains.evaluate(live, "sessions[3]", group="test")
    assert sessions.object_id is not None
    found = domains.call_function_on(
        live,
        sessions.object_id,
        "function (object, add) { return { at: this.indexOf(object), sum: this[0].n + add }; }",
        [third, 5],
        by_value=True,
    )
    assert found.value == {"at": 3, "sum": 5}
    domains.release_group(live, "test")
    with pytest.raises(CallFailed, match="find"):
        domains.call_function_on(live, sessions.object_id, "function () {}")


def test_every_object_of_a_class(live: Connection) -> None:
    prototype = domains.evaluate(live, "sessions[0].constructor.prototype", group="test")
    assert prototype.object_id is not None
    found = domains.query_objects(live, prototype.object_id, group="test", timeout=30)
    assert found.object_id is not None
    count = domains.call_function_on(
        live, found.object_id, "function () { return this.length; }", by_value=True
    )
    assert count.value == 40


def test_where_a_function_stands(live: Connection) -> None:
    function = domains.evaluate(live, "namedFunction", group="test")
    assert function.object_id is not None
    location = domains.get_properties(live, function.object_id).internal("[[FunctionLocation]]")
    assert location is not None
    url = domains.scripts(live)[location.value["scriptId"]].url
    assert url.endswith("program0.js")
    assert location.value["lineNumber"] == 4


def test_asking_for_scripts_does_not_stop_at_debugger_statements(live: Connection) -> None:
    for _ in range(20):
        assert any(script.url.endswith("program0.js") for script in domains.scripts(live).values())
    assert domains.evaluate(live, "1", by_value=True).value == 1


def test_small_questions(live: Connection) -> None:
    usage = domains.heap_usage(live)
    assert 0 < usage.used_size <= usage.total_size
    domains.discard_console(live)


def test_snapshot_and_its_ids(live: Connection) -> None:
    session = domains.evaluate(live, "sessions[3]", group="test")
    assert session.object_id is not None
    assert domains.heap_object_id(live, session.object_id) == 0
    chunks: list[str] = []
    progress: list[domains.SnapshotProgress] = []
    live.subscribe(
        domains.SNAPSHOT_CHUNK, lambda raw: chunks.append(decode(raw, domains.SnapshotChunk).chunk)
    )
    live.subscribe(
        domains.SNAPSHOT_PROGRESS, lambda raw: progress.append(decode(raw, domains.SnapshotProgress))
    )
    domains.start_heap_snapshot(live).result(60)
    assert set(json.loads("".join(chunks))) >= {"snapshot", "nodes", "edges", "strings"}
    assert progress[-1].finished
    heap_id = domains.heap_object_id(live, session.object_id)
    again = domains.object_by_heap_id(live, heap_id, group="test")
    assert again.class_name == "Session"


def test_worker_thread_answers_for_itself(live: Connection) -> None:
    worker = worker_of(live)
    assert domains.evaluate(worker, "inWorker", by_value=True).value == 42
    assert domains.evaluate(worker, "require('worker_threads').threadId", by_value=True).value == 1
    prototype = domains.evaluate(worker, "Promise.prototype", group="test")
    assert isinstance(prototype, RemoteObject)
    domains.disable_workers(live)


def test_blocked_target_answers_later(attach_to: Attach, node: Path) -> None:
    connection, process = attach_to(node)
    blocking = domains.start_evaluate(
        connection, "require('child_process').execSync('read line', {stdio: [0]})"
    )
    late = domains.start_evaluate(connection, "'awake'", by_value=True)
    with pytest.raises(CallTimedOut):
        domains.outcome(late, 0.2)
    process.say("go on")
    assert domains.outcome(late, 10).value == "awake"
    assert blocking.done


def test_killed_target_fails_what_waits(attach_to: Attach, node: Path) -> None:
    connection, process = attach_to(node)
    call = domains.start_evaluate(connection, "require('child_process').execSync('read line', {stdio: [0]})")
    process.process.kill()
    with pytest.raises(ConnectionLost, match=r"Runtime\.evaluate got no answer"):
        domains.outcome(call, 10)


@pytest.mark.every_node
def test_every_version_speaks_as_expected(attach_to: Attach, every_node: Path) -> None:
    connection, _process = attach_to(every_node)
    test_values_and_objects(connection)
    test_where_a_function_stands(connection)
    test_every_object_of_a_class(connection)
    test_snapshot_and_its_ids(connection)
    test_worker_thread_answers_for_itself(connection)
