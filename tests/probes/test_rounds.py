"""Counting by turns where there is too much for one go: the same for emitters and for collections."""

from __future__ import annotations

from tests.probes.conftest import RunTarget, rows_of
from tests.support.processes import wait_until
from tuiinspect.probes.polled import Samples
from tuiinspect.probes.scripts import Limits

PROGRAM = """
const { EventEmitter } = require('events');
const many = (make) => Array.from({ length: 400 }, make);
exports.maps = many(() => new Map(Array.from({ length: 60 }, (_, at) => [at, at])));
exports.emitters = many(() => new EventEmitter().setMaxListeners(0).on('tick', () => {}));
globalThis.grow = () => {
  for (const map of exports.maps) map.set('one', 'more');
  for (const emitter of exports.emitters) emitter.on('tick', () => {});
};
globalThis.drop = () => { exports.maps.length = exports.emitters.length = 10; };
"""
IN_NO_TIME = Limits(reach_s=10.0, recount_s=0.0, sizes_s=0.0, top_collections=1000)


def grown(samples: Samples) -> int:
    return sum(row.kind == "Map" and row.size == 61 for row in samples.collections.rows)


def test_each_round_goes_on_where_the_last_one_ended(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    agent = target.install(limits=IN_NO_TIME)
    # Let in in the middle of the program's console.log(), we have counted what it listens with then.
    wait_until(lambda: not rows_of(agent.sample().listeners, "error"))
    before = agent.sample()
    target.ask("grow()")
    after = agent.sample()
    assert after.listeners.stale > 300
    assert after.collections.stale > 300
    assert before.listeners.listeners <= after.listeners.listeners < before.listeners.listeners + 400
    assert 0 < grown(after) < 400

    def all_counted() -> bool:
        now = agent.sample()
        return now.listeners.listeners >= before.listeners.listeners + 400 and grown(now) == 400

    wait_until(all_counted, what="a count of all since they grew")


def test_what_is_gone_is_left_out_of_the_rounds(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    agent = target.install(limits=IN_NO_TIME)
    before = agent.sample()
    target.ask("drop()")

    def left_out() -> bool:
        target.ask("gc()")
        now = agent.sample()
        emitters = before.listeners.emitters - now.listeners.emitters
        return (emitters, before.collections.collections - now.collections.collections) == (390, 390)

    wait_until(left_out, what="counts without what was dropped")


def test_of_many_those_that_stay_the_same_rest_until_the_hook_wakes_them(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        exports.all = Array.from({ length: 900 }, () => new EventEmitter().on('tick', () => {}));
        globalThis.add = (number) => {
          for (let index = 0; index < number; index++) exports.all[7].on('more', () => {});
        };
        """
    )
    agent = target.install(limits=Limits(reach_s=10.0, recount_s=10.0))
    wait_until(lambda: agent.sample().listeners.stale > 300, what="most of them rest")
    target.ask("add(9) ?? null")
    (row,) = [row for row in agent.sample().listeners.rows if row.event == "more"]
    assert row.count == 9


def test_what_rests_is_counted_again_without_a_hook(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        exports.all = Array.from({ length: 900 }, () => new EventEmitter().on('tick', () => {}));
        globalThis.add = () => exports.all.forEach((emitter) => emitter.on('more', () => {}));
        """
    )
    agent = target.install(hook=False, limits=Limits(reach_s=10.0, recount_s=10.0))
    wait_until(lambda: agent.sample().listeners.stale > 300, what="most of them rest")
    before = agent.sample().listeners.listeners
    target.ask("add() ?? null")
    wait_until(lambda: agent.sample().listeners.listeners == before + 900, what="a count of all")
