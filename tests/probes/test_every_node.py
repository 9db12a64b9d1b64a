"""The whole life of an agent, on every version of Node."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probes.conftest import WALK, RunTarget, row_of
from tests.support.processes import wait_until

PROGRAM = """
const { EventEmitter } = require('events');
class Hub extends EventEmitter {}
exports.hub = new Hub().setMaxListeners(0);
const places = [[EventEmitter.prototype, 'on'], [EventEmitter.prototype, 'addListener'],
  [EventEmitter.prototype, 'prependListener'], [EventTarget.prototype, 'addEventListener']];
const originals = places.map(([holder, name]) => holder[name]);
globalThis.untouched = () => places.every(([holder, name], index) => holder[name] === originals[index]);
globalThis.collected = () => new Promise((done) => setTimeout(() => { gc(); done(!ours.deref()); }, 50));
globalThis.leak = ((hidden, signal, hub) => (times) => {
  for (let index = 0; index < times; index++) {
    hidden.on('tick', function deliver() {});
    signal.addEventListener('abort', function onAbort() {});
    hub.once('presence:' + Math.random().toString().slice(2), function once() {});
  }
})(new EventEmitter().setMaxListeners(0), new AbortController().signal, exports.hub);
"""


@pytest.mark.every_node
def test_an_agent_from_first_to_last(run_target: RunTarget, every_node: Path) -> None:
    target = run_target(PROGRAM, node=every_node)
    agent = target.install(call_sites=True)
    assert agent.hook.installed
    assert agent.call_sites.installed
    target.evaluate("globalThis.ours = new WeakRef(unmonitor.tuiinspect), 1")
    target.ask("leak(4)")
    agent.sample()
    target.ask("leak(36)")
    memory, listeners, *_ = agent.sample()
    assert 1_000_000 < memory.heap_used < memory.heap_limit
    for event, class_name, function in (
        ("tick", "EventEmitter", "deliver"),
        ("abort", "AbortSignal", "onAbort"),
        ("presence:*", "Hub", "once"),
    ):
        row = row_of(listeners, event)
        assert (row.class_name, row.count) == (class_name, 40)
        (found,) = agent.functions(row.emitter, event)
        assert (found.function, found.count, found.once) == (function, 40, function == "once")
        assert found.line is not None
        assert found.file is not None
        (site,) = found.call_sites
        assert site.count in (36, 40)
        assert (site.file, site.line) == (found.file, found.line)
    wait_until(lambda: target.ask("gc()") or agent.sample().memory.gc_floor)
    census = agent.take_census(WALK)
    assert row_of(census.listeners, "tick").count == 40
    assert census.cost.pause_s > 0
    agent.mark()
    assert all(row.count == row.baseline for row in agent.sample().listeners.rows)
    assert agent.remove()
    assert target.ask("untouched()") is True
    assert target.ask("collected()") is True
