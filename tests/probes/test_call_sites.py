"""From where listeners are added: noted on request, without running code of the program, and taken out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probes.conftest import RunTarget, Target, row_of, rows_of
from tests.sourcemaps.test_maps import FIXTURES
from tuiinspect.probes.agent import Agent
from tuiinspect.samples import CallSite, ListenerFunction
from tuiinspect.sourcemaps import Files

# Lines and columns matter: the test looks for the marks.
PROGRAM = """'use strict';
const { EventEmitter, once } = require('events');
const { PassThrough } = require('stream');
exports.hub = new EventEmitter().setMaxListeners(0);
exports.pipe = new PassThrough().setMaxListeners(0);
exports.signal = new AbortController().signal;
const { hub, pipe, signal } = exports;
function handler() {}
function subscribe(event) { hub./*subscribe*/on(event, () => {}); }
const join = (event) => hub./*join*/once(event, () => {});
class Room { enter(event) { hub./*enter*/prependListener(event, handler); } }
function flow() { pipe./*flow*/pipe(new PassThrough()); }
globalThis.add = (how, event, times) => {
  for (let index = 0; index < times; index++) {
    if (how === 'subscribe') subscribe(event);
    if (how === 'join') join(event);
    if (how === 'enter') new Room().enter(event);
    if (how === 'flow') flow();
    if (how === 'top') (() => hub.on(event, handler))();
    if (how === 'signal') signal./*signal*/addEventListener(event, () => {});
  }
};
globalThis.leave = (event, left) => {
  while (hub.listenerCount(event) > left) hub.off(event, hub.listeners(event)[0]);
};
"""


class Adding:
    def __init__(self, target: Target, path: Path) -> None:
        self.target = target
        self.path = path
        self.source = path.read_text()
        self.agent: Agent = target.install(call_sites=True)

    def add(self, how: str, event: str, times: int) -> None:
        self.target.ask(f"add({how!r}, {event!r}, {times})")

    def functions(self, event: str) -> tuple[ListenerFunction, ...]:
        most = max(rows_of(self.agent.sample().listeners, event), key=lambda row: row.count)
        return self.agent.functions(most.emitter, event)

    def sites(self, event: str) -> tuple[CallSite, ...]:
        (function,) = self.functions(event)
        return function.call_sites

    def at(self, mark: str, function: str, count: int) -> CallSite:
        """The call that follows `/*mark*/`."""
        before = self.source[: self.source.index(f"/*{mark}*/") + len(f"/*{mark}*/")]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return CallSite(function, self.path.name, line, column, count)


@pytest.fixture
def adding(run_target: RunTarget, tmp_path: Path) -> Adding:
    path = tmp_path / "app.js"
    path.write_text(PROGRAM + "process.chdir(__dirname);\nconsole.log('ready');\n")
    return Adding(run_target(path), path)


def test_each_way_to_add_has_its_place(adding: Adding) -> None:
    assert adding.agent.sample().listeners.call_sites
    for how, event, function in (
        ("subscribe", "tick", "subscribe"),
        ("join", "hello", "join"),
        ("enter", "room", "enter"),
    ):
        adding.add(how, event, 3)
        assert adding.sites(event) == (adding.at(how, function, 3),)
    # What Node adds for the program counts for the program's line.
    adding.add("flow", "", 3)
    assert adding.sites("data") == (adding.at("flow", "flow", 3),)
    adding.add("signal", "abort", 2)
    assert adding.sites("abort") == (adding.at("signal", "globalThis.add", 2),)


def test_one_function_from_several_places_the_most_frequent_first(adding: Adding) -> None:
    adding.add("top", "room", 2)
    adding.add("enter", "room", 5)
    (function,) = adding.functions("room")
    assert (function.function, function.count) == ("handler", 7)
    first, second = function.call_sites
    assert first == adding.at("enter", "enter", 5)
    assert second.count == 2
    adding.target.ask("leave('room', 3)")
    (function,) = adding.functions("room")
    assert sum(site.count for site in function.call_sites) == function.count == 3


def test_what_was_added_before_has_no_place(adding: Adding) -> None:
    adding.agent.set_call_sites(False)
    assert not adding.agent.sample().listeners.call_sites
    adding.add("subscribe", "tick", 4)
    assert adding.sites("tick") == ()
    assert adding.agent.set_call_sites(True).installed
    adding.add("subscribe", "tick", 6)
    (function,) = adding.functions("tick")
    assert function.count == 10
    assert function.call_sites == (adding.at("subscribe", "subscribe", 6),)
    adding.agent.set_call_sites(False)
    assert adding.sites("tick") == ()


def test_an_emitter_that_nobody_knows_is_looked_at_from_its_fifth_listener_on(run_target: RunTarget) -> None:
    target = run_target(
        "globalThis.fill = ((hidden) => (times) => {"
        " for (let index = 0; index < times; index++) hidden.on('tick', () => {}); })"
        "(new (require('events').EventEmitter)().setMaxListeners(0));"
    )
    agent = target.install(call_sites=True)
    target.ask("fill(9)")
    (function,) = agent.functions(row_of(agent.sample().listeners, "tick").emitter, "tick")
    assert (function.count, function.call_sites[0].count) == (9, 5)


@pytest.mark.parametrize(
    "odd",
    [
        "Error.prepareStackTrace = () => { ran++; throw new Error('ran'); };",
        "Error.prepareStackTrace = (error, sites) => { ran++; return sites.map(String); };",
        "Error.stackTraceLimit = 0;",
        "delete Error.stackTraceLimit;",
        "globalThis.Error = class extends Error { static get prepareStackTrace() { ran++; } };",
        "Object.defineProperty(Error, 'stackTraceLimit', { get() { ran++; }, configurable: true });",
        "Object.defineProperty(Error, 'prepareStackTrace', { get() { ran++; }, configurable: true });",
        "Error.captureStackTrace = () => { ran++; };",
        "Object.freeze(Error);",
    ],
)
def test_the_programs_own_way_with_stacks_is_neither_run_nor_changed(run_target: RunTarget, odd: str) -> None:
    target = run_target(
        """
        globalThis.ran = 0;
        const genuine = Error;
        const keys = ['prepareStackTrace', 'stackTraceLimit', 'captureStackTrace'];
        globalThis.state = () => JSON.stringify([genuine, Error].map((holder) => keys.map((key) => {
          const found = Object.getOwnPropertyDescriptor(holder, key);
          return [Reflect.ownKeys(holder).length, found && { ...found, value: String(found.value) }];
        })));
        const hub = exports.hub = new (require('events').EventEmitter)().setMaxListeners(0);
        globalThis.fill = (times) => {
          for (let index = 0; index < times; index++) hub.on('tick', () => {});
        };
        """
        + odd
        + "\nglobalThis.before = state(); globalThis.keep = globalThis.ran;"
    )
    agent = target.install(call_sites=True)
    target.ask("fill(7)")
    (function,) = agent.functions(row_of(agent.sample().listeners, "tick").emitter, "tick")
    known = sum(site.count for site in function.call_sites)
    assert known in (0, 7)
    if not agent.call_sites.installed:
        assert agent.call_sites.why
    assert target.ask("[state() === before, ran === keep]") == [True, True]
    assert agent.remove()
    assert target.ask("[state() === before, ran === keep]") == [True, True]


def test_a_program_that_formats_stacks_itself_is_answered(run_target: RunTarget) -> None:
    target = run_target(
        "Error.prepareStackTrace = () => 'theirs'; Error.stackTraceLimit = 3;"
        "exports.hub = new (require('events').EventEmitter)();"
        "globalThis.fill = () => { exports.hub.on('tick', () => {}); return new Error('x').stack; };"
    )
    agent = target.install(call_sites=True)
    assert target.ask("fill()") == "theirs"
    (function,) = agent.functions(row_of(agent.sample().listeners, "tick").emitter, "tick")
    assert function.call_sites[0].function == "globalThis.fill"


def test_a_rush_is_not_held_up(adding: Adding) -> None:
    """Each stack takes some microseconds: there is a limit to what all of them may take."""
    adding.add("subscribe", "rush", 100_000)
    adding.add("subscribe", "tick", 10_000)
    (function,) = adding.functions("tick")
    assert sum(site.count for site in function.call_sites) < 10_000


def test_of_very_many_the_newest_are_looked_at(adding: Adding) -> None:
    adding.agent.set_call_sites(False)
    adding.add("top", "tick", 30_000)
    adding.agent.set_call_sites(True)
    adding.add("subscribe", "tick", 10)
    assert adding.agent.sample().listeners.call_sites
    counts = {function.function: function.call_sites for function in adding.functions("tick")}
    assert counts["(anonymous)"] == (adding.at("subscribe", "subscribe", 10),)


def test_nothing_of_it_stays(adding: Adding) -> None:
    adding.add("subscribe", "tick", 8)
    adding.target.evaluate("globalThis.ours = new WeakRef(unmonitor.tuiinspect), 1")
    adding.agent.remove()
    assert adding.target.ask(
        "new Promise((done) => setTimeout(() => { gc(); done(ours.deref() === undefined); }, 50))"
    )


def test_a_listener_that_goes_is_not_kept(run_target: RunTarget) -> None:
    target = run_target(
        """
        exports.hub = new (require('events').EventEmitter)().setMaxListeners(0);
        globalThis.come = () => {
          let listener = () => {};
          globalThis.gone = new WeakRef(listener);
          exports.hub.on('tick', listener);
          exports.hub.off('tick', listener);
          exports.hub.on('tick', () => {});
        };
        """
    )
    agent = target.install(call_sites=True)
    target.ask("come()")
    assert agent.sample().listeners.call_sites
    assert target.ask(
        "new Promise((done) => setTimeout(() => { gc(); done(gone.deref() === undefined); }, 50))"
    )


def test_without_the_hook_there_are_none(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install(hook=False, call_sites=True)
    assert not agent.call_sites.installed
    assert agent.call_sites.why == "the hook is not in .on()"
    assert not agent.sample().listeners.call_sites


def test_places_are_those_of_the_source(run_target: RunTarget) -> None:
    target = run_target(FIXTURES / "tsc" / "main.js")
    agent = target.install(call_sites=True, files=Files())
    target.ask("holder.hub.subscribe({ topic: 'presence' }) && 1")
    (function,) = agent.functions(row_of(agent.sample().listeners, "presence").emitter, "presence")
    (site,) = function.call_sites
    source = FIXTURES / "src" / "hub.ts"
    assert source.read_text().splitlines()[site.line - 1].strip().startswith("return this.on(")
    assert site.file.endswith("fixtures/src/hub.ts")
    assert (site.function, site.count) == ("subscribe", 1)
