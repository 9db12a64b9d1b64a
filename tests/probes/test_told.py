"""Rows that are told once, and from then on by their numbers."""

from __future__ import annotations

import random

import pytest

from tests.probes.conftest import RunTarget, row_of
from tests.support.processes import wait_until
from tuiinspect.errors import ScriptFailed
from tuiinspect.probes.scripts import Limits
from tuiinspect.probes.told import Table, Told
from tuiinspect.samples import EmitterCount


def table(order: list[int], rows: dict[int, str], oldest: int = 1) -> Table[str]:
    return Table(tuple(order), tuple(rows), tuple(rows.values()), oldest)


def test_a_row_is_known_by_its_number() -> None:
    told: Told[str] = Told()
    assert told.rows(table([1, 2], {1: "a", 2: "b"})) == ["a", "b"]
    assert told.rows(table([2, 3], {3: "c"})) == ["b", "c"]
    assert told.rows(table([3, 1], {})) == ["c", "a"]


def test_what_the_target_has_forgotten_is_forgotten_here() -> None:
    told: Told[str] = Told()
    told.rows(table([1, 2], {1: "a", 2: "b"}))
    assert told.rows(table([3], {3: "c"}, oldest=3)) == ["c"]
    with pytest.raises(ScriptFailed, match="row 2"):
        told.rows(table([3, 2], {}, oldest=3))


BUS = """
const { EventEmitter } = require('events');
exports.all = Array.from({ length: 120 }, () => new EventEmitter().setMaxListeners(0).on('begun', () => {}));
globalThis.program = ((all) => ({
  change(seed) {
    for (const [index, emitter] of all.entries()) {
      const turn = (index * 7 + seed * 13) % 11;
      if (turn === 0) emitter.on('tick', () => index);
      if (turn === 1) emitter.on(`e${seed % 5}`, () => index);
      if (turn === 2 && seed % 4 === 0) emitter.removeAllListeners('tick');
    }
    if (seed % 9 === 4) for (let index = 0; index < 30; index++) all[seed].on(`room:${index}`, () => index);
  },
  limit: () => all[0].setMaxListeners(17).on('limited', () => all) && 1,
  raise: () => all[0].setMaxListeners(18) && 1,
}))(exports.all);
"""


def whole(rows: tuple[EmitterCount, ...]) -> list[tuple[object, ...]]:
    """Without what is another from moment to moment, as listeners of the standard streams are."""
    ours = [row for row in rows if (row.name or "").startswith("all[")]
    return [(row.emitter, row.event, row.events, row.count, row.baseline, row.name) for row in ours]


def test_what_is_told_in_parts_equals_what_is_told_whole(run_target: RunTarget) -> None:
    target = run_target(BUS)
    agent = target.install(limits=Limits(reach_s=2.0, top=40, recount_s=10.0))
    moves = random.Random(1)
    for seed in range(1, 80):
        target.ask(f"program.change({seed})")
        if moves.random() < 0.1:
            agent.mark()
        sample = agent.sample().listeners
        again = agent.recount(top=40)
        assert len(sample.rows) == len(again.rows) == 40
        assert whole(sample.rows)[:30] == whole(again.rows)[:30]


def test_a_limit_that_changes_is_seen_after_a_while(run_target: RunTarget) -> None:
    target = run_target(BUS)
    agent = target.install()
    target.ask("program.limit()")
    assert row_of(agent.sample().listeners, "limited").max_listeners == 17
    target.ask("program.raise()")
    wait_until(lambda: row_of(agent.sample().listeners, "limited").max_listeners == 18)


def test_who_has_missed_an_answer_is_told_anew(run_target: RunTarget) -> None:
    target = run_target(BUS)
    agent = target.install()
    agent.sample()
    target.ask("program.change(3)")
    # What is told to somebody else is not told to us.
    target.evaluate("unmonitor.tuiinspect.sample(), 1")
    with pytest.raises(ScriptFailed, match="which it never told"):
        agent.sample()
    assert whole(agent.sample().listeners.rows)[:150] == whole(agent.recount(top=200).rows)[:150]


def test_ages_and_growth_go_on_in_rows_that_are_not_told_again(run_target: RunTarget) -> None:
    target = run_target(BUS)
    agent = target.install()
    target.ask("program.limit()")
    before = row_of(agent.sample().listeners, "limited")
    target.ask("new Promise((done) => setTimeout(done, 50))")
    after = row_of(agent.sample().listeners, "limited")
    assert after.measured_s >= before.measured_s + 0.05
    assert after.count == before.count


def test_a_name_that_comes_late_is_told(run_target: RunTarget) -> None:
    target = run_target(
        """
        const hub = new (require('events'))();
        globalThis.add = () => { for (let index = 0; index < 6; index++) hub.on('tick', () => index); };
        process.on('SIGUSR2', () => hub);
        """
    )
    agent = target.install()
    target.ask("add()")
    assert row_of(agent.sample().listeners, "tick").name is None
    agent.explore()
    assert row_of(agent.sample().listeners, "tick").name == "hub"


def test_a_place_that_comes_late_is_told(run_target: RunTarget) -> None:
    target = run_target(
        """
        const server = require('net').createServer((socket) => socket.end());
        server.listen(0, '127.0.0.1', () => console.log('serving'));
        process.on('SIGUSR2', () => server);
        """
    )
    target.process.wait_line("serving")
    agent = target.install()
    before = row_of(agent.sample().listeners, "connection")
    assert (before.name or "").startswith("server on port")
    assert before.where is None
    agent.explore()
    after = row_of(agent.sample().listeners, "connection")
    assert after.name == before.name
    assert (after.where or "").startswith("module ")
