"""A session on a live process: it sees, it survives, it leaves nothing behind."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.session.conftest import Watched
from tests.support.processes import NodeProcess, wait_until
from tuiinspect.errors import ConnectionLost, InspectError
from tuiinspect.events import (
    Attached,
    CaptureFailed,
    CaptureFinished,
    CaptureProgressed,
    CensusTaken,
    CollectionsCounted,
    ConnectionDropped,
    HookChanged,
    ListenersCounted,
    MemorySampled,
    TargetEnded,
    VariablesExplored,
)
from tuiinspect.samples import EmitterCount
from tuiinspect.session import Session, polling
from tuiinspect.targets import procfs
from tuiinspect.targets.resolve import Pid

Watch = Callable[..., Watched]


@pytest.fixture(autouse=True)
def _own_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def _hub(event: ListenersCounted) -> EmitterCount | None:
    return next((row for row in event.sample.rows if row.class_name == "Hub"), None)


def test_variables_are_looked_at_again_later(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "FIRST_REST_S", 0.5)
    watched = watch(
        """
        function remembers(term) { return (remembers[term] ??= term.length); }
        process.on('SIGUSR2', () => remembers);
        process.stdin.on('data', () => {
          for (let index = 0; index < 40; index++) remembers(`term ${index}`);
          console.log('grown');
        });
        console.log('ready');
        """
    )
    watched.wait(VariablesExplored, where=lambda event: event.cost_s > 0)
    watched.ask("grow", "grown")
    named = watched.wait(
        CollectionsCounted, where=lambda event: "remembers" in {row.name for row in event.sample.rows}
    )
    assert named.sample.rows
    explored = [event for event in watched.events if isinstance(event, VariablesExplored)]
    assert len(explored) >= 2


def test_a_sleeping_inspector_is_woken_watched_and_closed_again(watch: Watch) -> None:
    watched = watch()
    target = watched.wait(Attached).target
    assert target.pid == watched.program.pid
    assert target.opened_by_us
    sample = watched.wait(MemorySampled).sample
    assert 0 < sample.heap_used < sample.heap_limit
    assert sample.rss > sample.heap_used
    assert watched.listens()
    assert watched.session.let_go()
    assert not watched.listens()
    assert watched.ask("traces", "clean") == "clean true"
    assert watched.ask("still there", "pong") == "pong still there"


UNTOUCHED = """
// To load worker_threads or inspector puts another process.chdir in the place of this one.
const { chdir, moduleLoadList } = process;
const loaded = (name) => moduleLoadList.includes(`NativeModule ${name}`);
process.stdin.on('data', () => {
  console.log(`same ${process.chdir === chdir} ${loaded('worker_threads')} ${loaded('inspector')}`);
});
console.log('ready');
"""


@pytest.mark.every_node
def test_no_module_is_loaded_that_changes_the_program(
    run_node: Callable[..., NodeProcess], every_node: Path
) -> None:
    program = run_node(UNTOUCHED, node=every_node, flags=("--inspect-port=0",))
    program.wait_line("ready")
    program.say("before")
    assert program.wait_line("same") == "same true false false"
    session = Session(Pid(program.pid), interval=0.1, workers=True, call_sites=True)
    seen: list[object] = []
    session.subscribe(seen.append)
    session.start()
    wait_until(lambda: [event for event in seen if isinstance(event, MemorySampled)])
    session.take_census()
    wait_until(lambda: [event for event in seen if isinstance(event, CensusTaken)])
    assert session.let_go()
    assert not procfs.listening(program.pid)
    start = len(program.lines)
    program.say("after")
    assert program.wait_line("same", start=start) == "same true false false"


def test_an_inspector_that_was_open_stays_open(watch: Watch) -> None:
    watched = watch(flags=("--inspect=127.0.0.1:0",))
    assert not watched.wait(Attached).target.opened_by_us
    assert watched.session.let_go()
    assert watched.listens()
    assert watched.ask("traces", "clean") == "clean true"


def test_the_hook_sees_a_hub_that_nobody_exports_and_names_its_listeners(watch: Watch) -> None:
    watched = watch()
    watched.wait(ListenersCounted)
    watched.ask("leak 12", "leaked 12")
    seen = watched.wait(ListenersCounted, where=lambda event: _hub(event) is not None)
    row = _hub(seen)
    assert row is not None
    assert (row.event, row.count, row.max_listeners, row.found_by) == ("data", 12, 0, "hook")
    (function,) = watched.session.functions(row.emitter, row.event)
    assert (function.function, function.count) == ("deliver", 12)
    assert function.file is not None
    assert function.file.endswith("program.js")


def test_the_hook_goes_out_and_in_again(watch: Watch) -> None:
    watched = watch()
    watched.wait(Attached)
    assert watched.ask("traces", "clean") == "clean false"
    watched.session.set_hook(False)
    assert watched.wait(HookChanged) == HookChanged(False)
    assert watched.ask("traces", "clean") == "clean true"
    watched.session.set_hook(True)
    watched.wait(HookChanged, start=len(watched.events) - 1, where=lambda event: event.installed)
    assert watched.ask("traces", "clean") == "clean false"


def test_read_only_touches_nothing(watch: Watch) -> None:
    watched = watch(read_only=True)
    watched.wait(ListenersCounted)
    assert watched.ask("traces", "clean") == "clean true"
    watched.session.set_hook(True)
    assert not watched.wait(HookChanged).installed
    assert watched.ask("traces", "clean") == "clean true"


def test_what_a_variable_leads_to_is_found_and_named_without_one(watch: Watch) -> None:
    watched = watch(read_only=True)
    watched.ask("leak 3", "leaked 3")

    def of_hub(event: ListenersCounted) -> bool:
        return any(row.class_name == "Hub" for row in event.sample.rows)

    sample = watched.wait(ListenersCounted, where=of_hub).sample
    (row,) = [row for row in sample.rows if row.class_name == "Hub"]
    assert (row.name, row.count, row.found_by) == ("hub", 3, "reach")
    assert watched.wait(CollectionsCounted).sample.collections > 0


def test_a_census_finds_what_the_hook_has_not_seen(watch: Watch) -> None:
    watched = watch(read_only=True)
    watched.ask("hide 3", "hidden 3")
    watched.wait(MemorySampled)
    assert watched.session.predict_census().pause_s > 0
    watched.session.take_census()
    census = watched.wait(CensusTaken).census
    (row,) = [row for row in census.listeners.rows if row.event == "hidden"]
    assert (row.class_name, row.count, row.found_by) == ("Hub", 3, "census")
    assert census.cost.pause_s > 0
    assert watched.session.predict_census().pace is not None


def test_a_mark_moves_the_baseline(watch: Watch) -> None:
    watched = watch()
    watched.wait(Attached)
    watched.ask("leak 20", "leaked 20")
    watched.wait(ListenersCounted, where=lambda event: _hub(event) is not None)
    watched.session.mark()
    start = len(watched.events)
    watched.ask("leak 2", "leaked 22")
    seen = watched.wait(
        ListenersCounted,
        start=start,
        where=lambda event: (row := _hub(event)) is not None and row.count == 22,
    )
    row = _hub(seen)
    assert row is not None
    assert row.baseline == 20


def test_a_moved_inspector_is_found_again(watch: Watch) -> None:
    watched = watch()
    watched.wait(Attached)
    watched.ask("move", "moved")
    again = watched.wait(Attached, where=lambda event: event.resumed)
    assert again.target.pid == watched.program.pid
    assert again.target.opened_by_us
    watched.wait(MemorySampled, start=watched.events.index(again))
    assert watched.session.let_go()
    assert not watched.listens()
    wait_until(lambda: watched.ask("traces", "clean") == "clean true", timeout=60)


def test_an_inspector_that_somebody_closed_stays_closed(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuiinspect.session.session.RETRY_DELAYS_S", (0.01, 0.01))
    watched = watch()
    watched.wait(Attached)
    watched.ask("shut", "shut")
    dropped = watched.wait(ConnectionDropped, where=lambda event: not event.retrying)
    assert "closed" in dropped.why
    assert not watched.listens()
    with pytest.raises(ConnectionLost):
        watched.session.functions(1, "data")


@pytest.mark.every_node
def test_the_target_ends_with_its_own_exit_code_on_every_node(watch: Watch, every_node: Path) -> None:
    _ends_by_itself(watch(node=every_node))


def test_the_target_ends_with_its_own_exit_code(watch: Watch) -> None:
    _ends_by_itself(watch())


def _ends_by_itself(watched: Watched) -> None:
    watched.wait(MemorySampled)
    watched.program.process.send_signal(signal.SIGTERM)
    assert watched.program.wait_exit() == 7
    watched.wait(TargetEnded)


def test_a_process_that_exits_by_itself_is_not_held_up(watch: Watch) -> None:
    watched = watch()
    watched.wait(MemorySampled)
    watched.program.say("exit 3")
    assert watched.program.wait_exit() == 3
    watched.wait(TargetEnded)


def test_a_killed_process_is_reported(watch: Watch) -> None:
    watched = watch()
    watched.wait(MemorySampled)
    watched.program.process.kill()
    ended = watched.wait(TargetEnded)
    assert str(watched.program.pid) in ended.why


def test_a_snapshot_comes_whole_and_with_its_cost(watch: Watch) -> None:
    watched = watch()
    watched.wait(MemorySampled)
    assert watched.session.predict_snapshot().fits
    watched.session.take_snapshot()
    captured = watched.wait(CaptureFinished, timeout=60).captured
    assert any(isinstance(event, CaptureProgressed) for event in watched.events)
    document = json.loads(Path(captured.path).read_text())
    fields = document["snapshot"]["meta"]["node_fields"]
    assert document["snapshot"]["node_count"] * len(fields) == len(document["nodes"])
    assert captured.cost.pause_s > 0
    assert watched.session.snapshot_path() is None
    assert watched.session.predict_snapshot().pace is not None


def test_a_second_snapshot_has_to_wait_for_the_first(watch: Watch) -> None:
    watched = watch()
    watched.wait(MemorySampled)
    watched.session.take_snapshot()
    watched.session.take_snapshot()
    assert "already" in watched.wait(CaptureFailed, timeout=60).why
    watched.wait(CaptureFinished, timeout=60)


def test_letting_go_in_the_middle_of_a_snapshot_harms_nobody(watch: Watch) -> None:
    watched = watch()
    watched.wait(MemorySampled)
    watched.session.take_snapshot()
    watched.wait(CaptureProgressed)
    path = watched.session.snapshot_path()
    watched.session.let_go()
    wait_until(lambda: not watched.listens(), timeout=60, what="the capture process closes the inspector")
    assert watched.ask("alive", "pong") == "pong alive"
    if path is not None:
        wait_until(lambda: not path.exists(), timeout=60, what="the file nobody wants is gone")


def test_letting_go_twice_and_before_attaching_is_fine(watch: Watch) -> None:
    watched = watch()
    assert watched.session.let_go()
    assert watched.session.let_go()
    assert watched.ask("alive", "pong") == "pong alive"
    wait_until(lambda: not watched.listens(), what="nothing listens")


def test_after_a_snapshot_its_objects_can_be_looked_at_and_the_next_numbers_them_alike(watch: Watch) -> None:
    from tuiinspect.heap import HeapSnapshot, load

    watched = watch()
    watched.wait(MemorySampled)
    with pytest.raises(InspectError, match="no snapshot"):
        watched.session.look(1, properties=True)
    taken: list[HeapSnapshot] = []
    for count in (1, 2):
        before = len(watched.events)
        watched.session.take_snapshot()
        ended = wait_until(
            lambda: [e for e in watched.events[before:] if isinstance(e, CaptureFinished | CaptureFailed)],  # noqa: B023
            timeout=60,
            what=f"snapshot {count}",
        )
        finished = [event for event in ended if isinstance(event, CaptureFinished)]
        assert finished, ended
        taken.append(load(finished[-1].captured.path))
    first, second = taken
    assert second.views.comparable_with(first)
    hub = first.objects(next(row.key for row in first.classes() if row.name == "Hub"), 0, 1).nodes[0]
    assert second.node(hub.id).class_name == "Hub"
    assert watched.session.predict_look().pause_s > 0
    live = watched.session.look(hub.id, properties=True)
    assert live.words == "Hub"
    assert "_events" in {each.name for each in live.properties}
    assert watched.session.let_go()
    assert watched.ask("still there", "pong") == "pong still there"
    assert not watched.listens()
