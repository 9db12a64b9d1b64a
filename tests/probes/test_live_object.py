"""The live object behind a node, on a live Node: what it is, without running a line of the program's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.processes import NodeProcess
from tuiinspect.cdp import domains
from tuiinspect.cdp.connection import Connection
from tuiinspect.errors import InspectError
from tuiinspect.probes.capture import CaptureSession
from tuiinspect.probes.ids import Ids, IdsReset
from tuiinspect.probes.live_object import look, value_words
from tuiinspect.probes.locations import Locator
from tuiinspect.probes.places import Places
from tuiinspect.probes.predict import predict_snapshot
from tuiinspect.samples import LiveObject

PROGRAM = Path(__file__).with_name("looked_at.js")
PATIENCE = 60.0


@pytest.fixture
def program(run_node: Callable[..., NodeProcess]) -> NodeProcess:
    process = run_node(PROGRAM, flags=("--inspect=127.0.0.1:0",))
    process.wait_line("ready")
    return process


def url_of(program: NodeProcess) -> str:
    return program.wait_line("Debugger listening on ws://").split()[-1]


@pytest.fixture
def line(program: NodeProcess) -> Iterator[Connection]:
    connection = Connection.open(url_of(program), timeout=10.0)
    yield connection
    connection.close()


def snapshot(line: Connection) -> None:
    domains.start_heap_snapshot(line).result(PATIENCE)


def id_of(line: Connection, expression: str) -> int:
    found = domains.evaluate(line, expression, group="test")
    assert found.object_id is not None
    heap_id = domains.heap_object_id(line, found.object_id)
    domains.release_group(line, "test")
    return heap_id


def looked(line: Connection, expression: str, *, properties: bool = True) -> LiveObject:
    locator = Locator(line, Places(line))
    return look(line, locator, id_of(line, expression), properties=properties)


def test_an_object_is_told_with_its_values_and_the_place_of_its_class(line: Connection) -> None:
    snapshot(line)
    live = looked(line, "connection")
    told = {each.name: (each.value, each.kind) for each in live.properties}
    assert live.words == "Connection"
    assert live.at is not None
    assert "looked_at.js:7:" in live.at
    assert told["id"] == ("7", "field")
    assert told["tags"] == ("Array(2)", "field")
    assert told["seen"] == ("Map(1)", "field")
    assert told["danger"] == ("", "getter")
    assert not live.more


def test_no_code_of_the_program_runs_for_it(program: NodeProcess, line: Connection) -> None:
    snapshot(line)
    looked(line, "connection")
    looked(line, "connection", properties=False)
    program.say("so")
    assert program.wait_line("so ran").endswith("ran 0")


def test_entries_of_a_map_and_the_first_elements_of_an_array_are_told(line: Connection) -> None:
    snapshot(line)
    entries = looked(line, "connection.seen").properties
    assert ("key 'first'", "1", "entry") in {(each.name, each.value, each.kind) for each in entries}
    numbers = looked(line, "numbers")
    assert (numbers.properties[0].name, numbers.properties[0].value) == ("[0]", "0")
    assert numbers.more
    assert len(numbers.properties) < 1000


def test_a_function_is_told_by_its_head_and_where_it_stands(line: Connection) -> None:
    snapshot(line)
    live = looked(line, "deliver")
    assert live.words == "function deliver(message)"
    assert live.at is not None
    assert "looked_at.js:28:" in live.at


def test_what_was_looked_at_is_let_go_of(line: Connection) -> None:
    snapshot(line)
    heap_id = id_of(line, "globalThis.passing = { here: 1 }")
    if heap_id == 0:  # made after the snapshot, so it has no number before the next one
        snapshot(line)
        heap_id = id_of(line, "passing")
    look(line, Locator(line, Places(line)), heap_id, properties=True)
    domains.evaluate(line, "globalThis.passing = null", by_value=True)
    snapshot(line)  # which begins with a full collection
    with pytest.raises(InspectError, match=f"@{heap_id} is not there any more"):
        look(line, Locator(line, Places(line)), heap_id, properties=True)


def test_ids_are_good_after_a_snapshot_and_only_as_long_as_they_mean_the_same(
    program: NodeProcess, line: Connection
) -> None:
    ids = Ids(line)
    with pytest.raises(IdsReset, match="no snapshot"):
        ids.check()
    ids.note()
    snapshot(line)
    ids.keep()
    ids.check()
    other = Connection.open(url_of(program), timeout=10.0)
    other.call("HeapProfiler.enable")
    snapshot(other)
    other.call("HeapProfiler.disable")
    other.close()
    with pytest.raises(IdsReset, match="new numbers"):
        ids.check()


def test_the_capture_session_looks_at_objects_of_its_snapshot(program: NodeProcess, tmp_path: Path) -> None:
    session = CaptureSession.start(
        url=url_of(program), pid=program.pid, node_version="v20.0.0", close_inspector_when_orphaned=False
    )
    path = tmp_path / "taken.heapsnapshot"
    prediction = predict_snapshot("v20.0.0", 5_000_000, 60_000_000, program.pid, path)
    with pytest.raises(InspectError, match="no snapshot"):
        session.look(1, properties=True)
    session.take(path, prediction, lambda _progress: None).wait(PATIENCE)
    with pytest.raises(InspectError, match="is not there any more"):
        session.look(2**31 - 1, properties=True)
    from tuiinspect.heap import load

    taken = load(path)
    connection = next(row for row in taken.classes() if row.name == "Connection")
    node = taken.objects(connection.key, 0, 1).nodes[0]
    live = session.look(node.id, properties=True)
    assert live.words == "Connection"
    assert live.at is not None
    assert "looked_at.js:7:" in live.at
    session.end()
    assert session.ended.wait(PATIENCE)
    with pytest.raises(InspectError):
        session.look(node.id, properties=True)


def test_values_are_safe_to_print() -> None:
    words = value_words(domains.RemoteObject(type="string", value="\x1b[31mred"))
    assert "\x1b" not in words
