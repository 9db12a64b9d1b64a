"""Recounts: what is reached at attach, counts and growth, rows that stay few, emitters that are gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.probes.conftest import RunTarget, row_of, rows_of
from tests.support.processes import wait_until
from tuiinspect.probes.listeners import ListenersAnswer
from tuiinspect.probes.scripts import Limits

ROW: list[Any] = [7, "EventEmitter", "Hub", "hub", None, "tick", 1, 12, 2, 0, "reach", 70_000]
ANSWER: dict[str, Any] = {
    "table": {"order": [1], "numbers": [1], "rows": [ROW], "oldest": 1},
    "ages": [500],
    "moment": 100_500,
    "emitters": 3,
    "listeners": 20,
    "events": 5,
    "stale": 1,
    "hook": True,
    "call_sites": False,
    "cost_s": 0.001,
}


def test_an_answer_becomes_rows() -> None:
    sample = msgspec.convert(ANSWER, ListenersAnswer).sample(5.0)
    (row,) = sample.rows
    assert (sample.t, sample.emitters, sample.listeners, sample.events, sample.stale) == (5.0, 3, 20, 5, 1)
    assert (row.emitter, row.class_name, row.event, row.count, row.baseline) == (7, "Hub", "tick", 12, 2)
    assert (row.max_listeners, row.measured_s, row.age_s) == (0, 30.5, 0.5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"table": {"order": [1], "numbers": [1], "rows": [ROW[:5]], "oldest": 1}},
        {"table": {"order": [1], "numbers": [1], "rows": [[*ROW[:7], -1, *ROW[8:]]], "oldest": 1}},
        {"emitters": "3"},
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**ANSWER, **wrong}, ListenersAnswer)


def test_what_is_reached_has_names(run_target: RunTarget, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "hub.js").write_text("module.exports = new (require('events'))(); ")
    package = tmp_path / "node_modules" / "pack"
    package.mkdir(parents=True)
    (package / "index.js").write_text("exports.bus = new (require('events'))();")
    target = run_target(
        """
        const { EventEmitter } = require('events');
        class Pool extends EventEmitter {}
        const emitters = [
          require('./lib/hub.js'), require('pack').bus,
          exports.pool = new Pool(), exports.deep = { list: [new EventEmitter()] },
          exports.rooms = new Map([['blue', new EventEmitter()]]),
          exports.members = new Set([new EventEmitter()]),
          globalThis.board = new EventEmitter(),
          exports.signal = new AbortController().signal,
          exports.pool.inner = new EventEmitter(),
        ].map((found) => found.list?.[0] ?? found.get?.('blue') ?? found.values?.().next().value ?? found);
        globalThis.listen = () => emitters.forEach((emitter, index) => {
          if (emitter instanceof EventTarget) emitter.addEventListener(`e${index}`, () => {});
          else emitter.on(`e${index}`, () => {});
        });
        require('http').createServer().listen(0, '127.0.0.1', function () {
          globalThis.port = this.address().port;
          console.log('serving');
        });
        """
    )
    target.process.wait_line("serving")
    agent = target.install(hook=False)
    target.ask("listen()")
    listeners = agent.sample().listeners
    found = {row.event: (row.name, row.where) for row in listeners.rows if row.event[1:].isdecimal()}
    main = f"module {target.ask('process.argv[1]').rpartition('/')[2]}"
    assert found == {
        "e0": ("exports", "module lib/hub.js"),
        "e1": ("bus", "module pack/index.js"),
        "e2": ("pool", main),
        "e3": ("deep.list[0]", main),
        "e4": ("rooms.get('blue')", main),
        "e5": ("members[0]", main),
        "e6": ("board", "globalThis"),
        "e7": ("signal", main),
        "e8": ("pool.inner", main),
    }
    assert {row.found_by for row in listeners.rows} == {"reach"}
    server = row_of(listeners, "connection")
    assert (server.class_name, server.name) == ("Server", f"server on port {target.ask('port')}")


def test_sockets_and_standard_streams_have_names(run_target: RunTarget) -> None:
    target = run_target(
        """
        const net = require('net');
        const server = net.createServer((socket) => {
          globalThis.accepted = socket.remotePort;
          globalThis.dialled = server.address().port;
          console.log('connected');
        }).listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1'));
        """
    )
    target.process.wait_line("connected")
    names = {row.name for row in target.install().sample().listeners.rows}
    assert f"socket to 127.0.0.1:{target.ask('dialled')}" in names
    assert f"socket from 127.0.0.1:{target.ask('accepted')}" in names
    assert "stdin" in names
    assert "process" in names


def test_looking_does_not_load_what_node_loads_on_demand(run_target: RunTarget) -> None:
    target = run_target("exports.self = globalThis;")
    before = target.ask(
        "process.moduleLoadList.filter((name) => /undici|crypto|streams.compression/.test(name))"
    )
    agent = target.install()
    agent.sample()
    agent.remove()
    after = target.ask(
        "process.moduleLoadList.filter((name) => /undici|crypto|streams.compression/.test(name))"
    )
    assert after == before


HUB = """
const { EventEmitter } = require('events');
exports.hub = new EventEmitter().setMaxListeners(0);
globalThis.program = ((hub) => ({
  hub: () => hub,
  add(event, listeners = 1) {
    for (let index = 0; index < listeners; index++) hub.on(event, () => index);
  },
  addMany(prefix, events) {
    for (let index = 0; index < events; index++) hub.on(prefix + index, () => index);
  },
  drop(event) { hub.removeAllListeners(event); },
  counts: () => Object.fromEntries(hub.eventNames().map((name) => [String(name), hub.listenerCount(name)])),
}))(exports.hub);
"""


def test_counts_equal_the_programs_own(run_target: RunTarget) -> None:
    target = run_target(HUB)
    target.ask("program.add('a', 3), program.add('b'), program.hub().once('c', () => {}), 1")
    agent = target.install()
    for step in (
        "program.add('a', 40)",
        "program.drop('b')",
        "program.add('d', 7)",
        "program.add('b', 2)",
        "0",
    ):
        target.ask(step)
        listeners = agent.sample().listeners
        (hub,) = {row.emitter for row in listeners.rows if row.name == "hub"}
        ours = {row.event: row.count for row in listeners.rows if row.emitter == hub}
        assert ours == target.ask("program.counts()")


def test_growth_counts_from_the_attach_and_from_the_mark(run_target: RunTarget) -> None:
    target = run_target(HUB)
    target.ask("program.add('old', 3), program.add('gone', 4), 1")
    agent = target.install()
    target.ask("program.add('old', 2), program.add('new', 6), program.drop('gone'), 1")
    listeners = agent.sample().listeners
    assert (row_of(listeners, "old").count, row_of(listeners, "old").baseline) == (5, 3)
    assert (row_of(listeners, "new").count, row_of(listeners, "new").baseline) == (6, 0)
    assert not rows_of(listeners, "gone")
    agent.sample()
    target.ask("program.add('gone', 5)")
    assert (
        row_of(agent.sample().listeners, "gone").count,
        row_of(agent.sample().listeners, "gone").baseline,
    ) == (5, 4)

    agent.mark()
    target.ask("program.add('new')")
    listeners = agent.sample().listeners
    assert [(row.event, row.count - row.baseline) for row in listeners.rows[:1]] == [("new", 1)]
    assert row_of(listeners, "gone").baseline == 5


def test_rows_come_by_growth_and_then_by_count(run_target: RunTarget) -> None:
    target = run_target(HUB)
    target.ask("program.add('large', 30), program.add('larger', 40), 1")
    agent = target.install()
    target.ask("program.add('grown', 2), program.add('large', 1), 1")
    events = [row.event for row in agent.sample().listeners.rows if row.name == "hub"]
    assert events == ["grown", "large", "larger"]


@pytest.mark.parametrize(
    ("names", "pattern"),
    [
        ("`presence:${index}`", "presence:*"),
        ("`room:${index}:joined:${index * 7}`", "room:*:joined:*"),
        ("`peer${index}`", "peer*"),
        ("require('crypto').randomUUID()", "*"),
        ("`job-${require('crypto').randomUUID()}-done`", "job-*-done"),
        ("`deadbeef-${1000 + index}-4abc-8def-badcafeabcde`", "*"),
        ("`feedface-${index}`", "feedface-*"),
        ("`doc ${require('crypto').randomBytes(12).toString('hex')} saved`", "doc * saved"),
        ("String(1000 - index)", "*"),
    ],
)
def test_names_that_differ_in_numbers_are_one_row(run_target: RunTarget, names: str, pattern: str) -> None:
    target = run_target(
        f"""
        globalThis.require = require;
        globalThis.hub = new (require('events'))();
        globalThis.fill = (from, to) => {{
          for (let index = from; index < to; index++) hub.on({names}, () => {{}});
        }};
        """
    )
    target.ask("fill(0, 15)")
    agent = target.install()
    assert len([row for row in agent.sample().listeners.rows if row.name == "hub"]) == 15
    target.ask("fill(15, 40)")
    listeners = agent.sample().listeners
    row = row_of(listeners, pattern)
    assert (row.events, row.count, row.baseline) == (40, 40, 15)


def test_other_events_of_the_same_emitter_keep_their_rows(run_target: RunTarget) -> None:
    target = run_target(HUB)
    agent = target.install()
    target.ask("program.addMany('presence:', 300), program.addMany('job', 5), program.add('close'), 1")
    listeners = agent.sample().listeners
    events = {row.event: row.events for row in listeners.rows if row.name == "hub"}
    assert events == {"presence:*": 300, "close": 1, **{f"job{number}": 1 for number in range(5)}}


def test_symbols_are_events_too(run_target: RunTarget) -> None:
    target = run_target(HUB)
    target.ask("program.add(Symbol('tick'), 3), program.add(Symbol(), 2), 1")
    listeners = target.install().sample().listeners
    assert row_of(listeners, "Symbol(tick)").count == 3
    assert row_of(listeners, "Symbol()").count == 2


def test_the_limit_is_the_emitters_own_or_the_default(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter, setMaxListeners } = require('events');
        const make = (name, limit) => {
          exports[name] = new EventEmitter().on(name, () => {});
          if (limit !== undefined) exports[name].setMaxListeners(limit);
        };
        make('usual'); make('more', 25); make('none', 0); make('endless', Infinity);
        exports.target = new EventTarget();
        setMaxListeners(7, exports.target);
        exports.target.addEventListener('seven', () => {});
        """
    )
    listeners = target.install().sample().listeners
    limits = {
        event: row_of(listeners, event).max_listeners
        for event in ("usual", "more", "none", "endless", "seven")
    }
    assert limits == {"usual": 10, "more": 25, "none": 0, "endless": 0, "seven": 7}


def test_the_answer_is_bounded_and_its_totals_are_not(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        exports.all = Array.from({ length: 900 }, () => new EventEmitter().on('tick', () => {}));
        """
    )
    agent = target.install(limits=Limits(reach_s=10, recount_s=10))
    listeners = agent.sample().listeners
    assert len(listeners.rows) == 200
    assert listeners.emitters >= 900
    assert listeners.listeners >= 900
    assert listeners.events >= 900
    assert len(agent.recount(top=5).rows) == 5
    assert listeners.stale == 0


def test_emitters_that_are_gone_leave_the_table(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        exports.kept = [];
        for (let index = 0; index < 300; index++) exports.kept.push(new EventEmitter().on('tick', () => {}));
        globalThis.drop = () => { exports.kept.length = 10; };
        """
    )
    agent = target.install()
    before = agent.sample().listeners
    target.ask("drop()")

    def collected() -> bool:
        target.ask("gc()")
        return agent.sample().listeners.emitters == before.emitters - 290

    wait_until(collected, what="the dropped emitters are gone although we look at them")
    assert len(rows_of(agent.recount(top=1000), "tick")) == 10


def test_too_many_for_one_go_are_counted_by_turns(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        globalThis.grow = ((all) => () => all.forEach((emitter) => emitter.on('tick', () => {})))(
          exports.all = Array.from({ length: 900 }, () => new EventEmitter().setMaxListeners(0)));
        exports.all.forEach((emitter) => emitter.on('old', () => {}));
        """
    )
    agent = target.install(limits=Limits(recount_s=0.0, reach_s=5.0))
    rows = rows_of(agent.recount(top=2000), "old")
    # Those that it was not the turn of were counted when they were found.
    again = [row for row in rows if row.measured_s - row.age_s > 1.5e-3]
    assert 0 < len(again) < len(rows) == 900
    target.ask("grow()")
    first = agent.sample().listeners
    assert 0 < first.stale < 900 + 100
    assert 900 < first.listeners < 1800
    wait_until(lambda: agent.sample().listeners.listeners >= 1800)


def test_growth_comes_with_the_time_it_took(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        exports.early = new EventEmitter();
        const late = new EventEmitter().setMaxListeners(0);
        globalThis.program = { add: (count) => { for (; count > 0; count--) late.on('tick', () => count); } };
        exports.early.on('soon', () => {});
        """
    )
    agent = target.install()
    first = row_of(agent.sample().listeners, "soon")
    target.ask("program.add(5)")
    listeners = agent.sample().listeners
    early, late = row_of(listeners, "soon"), row_of(listeners, "tick")
    assert 0 <= late.measured_s < early.measured_s
    assert first.measured_s < early.measured_s
    agent.mark()
    assert row_of(agent.sample().listeners, "soon").measured_s < early.measured_s


def test_many_symbols_of_one_description_are_one_row(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        exports.bus = new EventEmitter();
        for (let number = 0; number < 30; number++) exports.bus.on(Symbol('call'), function heard() {});
        """
    )
    agent = target.install()
    row = row_of(agent.sample().listeners, "Symbol(call)")
    assert (row.events, row.count) == (30, 30)
    assert sum(function.count for function in agent.functions(row.emitter, row.event)) == 30


@pytest.mark.every_node
def test_the_signal_of_a_controller_is_named_after_it(run_target: RunTarget, every_node: Path) -> None:
    target = run_target(
        """
        class Stopper extends AbortController {}
        exports.stop = new AbortController();
        exports.direct = new AbortController().signal;
        exports.own = new Stopper();
        const shutdown = new AbortController();
        globalThis.ran = 0;
        class Odd { get signal() { ran++; } }
        Object.defineProperty(Odd, 'name', { value: 'AbortController' });
        exports.odd = new Odd();
        for (const signal of [exports.stop.signal, exports.direct, exports.own.signal, shutdown.signal]) {
          for (let index = 0; index < 3; index++) signal.addEventListener('abort', () => {});
        }
        process.on('SIGUSR2', () => shutdown);
        """,
        node=every_node,
    )
    agent = target.install()
    agent.explore()
    names = {row.name for row in rows_of(agent.sample().listeners, "abort")}
    assert names == {"stop.signal", "direct", "own.signal", "shutdown.signal"}
    assert target.ask("ran") == 0
