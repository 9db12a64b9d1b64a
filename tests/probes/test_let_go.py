"""After letting go nothing of ours is in the target: it checks itself, and so does a snapshot of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probes.conftest import WALK, RunTarget, Target
from tuiinspect.heap import load

PROGRAM = """
const { EventEmitter } = require('events');
const v8 = require('v8');
const places = [globalThis, process, EventEmitter, EventEmitter.prototype, EventTarget.prototype,
  Map.prototype, Set.prototype, Array.prototype, Object.prototype, Function.prototype, WeakRef.prototype,
  require('module')];
const look = () => places.map((place) => Reflect.ownKeys(place).map((key) => {
  const { value, get, set, ...flags } = Reflect.getOwnPropertyDescriptor(place, key);
  return [key, value === places ? 0 : value, get, set, JSON.stringify(flags)];
}));
const count = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
class Session { constructor(at) { this.at = at; } }
const sessions = new Map();
const bus = new EventEmitter().setMaxListeners(0);
globalThis.own = {
  work: (many) => { for (let at = 0; at < many; at++) {
    sessions.set(`s${sessions.size}`, new Session(at));
    bus.on('tick', () => at);
  } },
  changed: () => look().flat()
    .filter((row, at) => row.some((part, of) => !Object.is(part, own.before[at]?.[of])))
    .map(([key]) => String(key)),
  timers: () => count() - own.timersBefore,
  write: (path) => v8.writeHeapSnapshot(path) && 1,
};
process.on('SIGUSR2', () => [sessions, bus]);
// Node makes some of its globals when they are first looked at.
look();
own.before = look().flat();
own.timersBefore = count();
"""
OURS = {"Record", "Ref", "Events", "Watch", "Canary", "Site", "Added"}


def watched_fully(target: Target) -> None:
    """Everything we ever put in: hook, registry, scopes, census, watches on survivors."""
    agent = target.install(call_sites=True)
    agent.explore()
    target.ask("own.work(30)")
    agent.take_census(WALK)
    target.ask("own.work(30)")
    agent.take_census(WALK)
    sample = agent.sample()
    assert sample.listeners.hook
    assert {seen.class_name for seen in sample.collections.survivors} >= {"Session"}
    (sessions,) = [row for row in sample.collections.rows if row.name == "sessions"]
    contents = agent.contents(sessions.collection)
    assert contents is not None
    assert dict(contents.value_classes) == {"Session": 60}
    (row,) = [row for row in sample.listeners.rows if row.event == "tick"]
    assert agent.functions(row.emitter, "tick")
    agent.mark()
    assert agent.remove()


def check(target: Target, folder: Path) -> None:
    path = folder / "after.heapsnapshot"
    assert target.ask("own.changed()") == []
    watched_fully(target)
    target.connection.close()
    assert target.ask("own.changed()") == []
    assert target.ask("own.timers()") <= 0
    target.ask(f"own.write({str(path)!r})")
    snapshot = load(path)
    counts = {row.name: row.count for row in snapshot.classes()}
    assert counts["Session"] == 60
    assert not OURS & counts.keys()
    assert "tuiinspect" not in {row.name for row in snapshot.classes()}


def test_nothing_of_nodes_own_is_loaded_because_it_was_looked_at(run_target: RunTarget) -> None:
    target = run_target(
        """
        exports.kept = { buffer: require('buffer'), fs: require('fs'), util: require('util') };
        globalThis.loaded = () => [...process.moduleLoadList];
        """
    )
    agent = target.install()
    before = target.ask("loaded()")
    agent.explore()
    agent.take_census(WALK)
    agent.sample()
    assert set(target.ask("loaded()")) - set(before) == set()


def test_nothing_is_left(run_target: RunTarget, tmp_path: Path) -> None:
    check(run_target(PROGRAM), tmp_path)


@pytest.mark.every_node
def test_nothing_is_left_in_any_node(run_target: RunTarget, every_node: Path, tmp_path: Path) -> None:
    check(run_target(PROGRAM, node=every_node), tmp_path)
