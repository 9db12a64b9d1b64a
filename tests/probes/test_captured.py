"""What a listener has captured is told without running code of the program, and nothing is kept for it."""

from __future__ import annotations

import pytest

from tests.probes.conftest import RunTarget, Target, row_of
from tuiinspect.errors import InspectError
from tuiinspect.probes.agent import Agent
from tuiinspect.samples import CapturedScope, ListenerFunction

PROGRAM = """
const { EventEmitter } = require('events');
exports.hub = new EventEmitter().setMaxListeners(0);
globalThis.ran = 0;
const count = () => { ran++; throw new Error('code of the program ran'); };
class Session { constructor(name) { this.name = name; this.views = [1, 2, 3]; this.when = new Date(); } }
const sessions = new Map([['a', 1], ['b', 2]]);
const shy = { get secret() { return count(); }, toString: count, plain: 1 };
const traps = { get: count, ownKeys: count, getOwnPropertyDescriptor: count, getPrototypeOf: count };
const guard = new Proxy({}, traps);
const text = 'x'.repeat(1_000_000);
function serve(name) {
  const session = new Session(name);
  const big = 12n, nothing = null, sign = Symbol('sign'), missing = undefined, rate = 1.5, call = () => {};
  return function deliver() {
    return [session, sessions, shy, guard, text, big, nothing, sign, missing, rate, call];
  };
}
globalThis.add = (event, name) => exports.hub.on(event, serve(name)) && 1;
globalThis.bind = (event) => exports.hub.once(event, serve('bound').bind({}, 1)) && 1;
globalThis.native = (event) => exports.hub.on(event, console.log) && 1;
globalThis.alone = (event) => exports.hub.on(event, new Function('value', 'return value')) && 1;
globalThis.drop = (event) => exports.hub.removeAllListeners(event) && 1;
globalThis.watch = () => { const [one] = exports.hub.listeners('tick'); globalThis.ref = new WeakRef(one); };
"""


def found(agent: Agent, event: str) -> tuple[ListenerFunction, int]:
    row = row_of(agent.sample().listeners, event)
    (function,) = agent.functions(row.emitter, event)
    return function, row.emitter


def scopes_of(agent: Agent, event: str) -> tuple[CapturedScope, ...]:
    function, emitter = found(agent, event)
    return agent.captured(emitter, event, function)


@pytest.fixture
def target(run_target: RunTarget) -> Target:
    return run_target(PROGRAM)


def test_variables_by_scope_the_innermost_first(target: Target) -> None:
    agent = target.install()
    for name in ("first", "last"):
        target.ask(f"add('tick', {name!r})")
    inner, module = scopes_of(agent, "tick")
    assert (inner.function, module.function) == ("serve", "")
    values = {one.name: one.words for scope in (inner, module) for one in scope.variables}
    assert values["session"] == "Session {name: 'last', views: Array(3), when: Date}"
    assert values["sessions"] == "Map(2)"
    assert values["shy"] == "Object {toString: function count, plain: 1, …}"
    assert values["guard"] == "Proxy"
    assert values["text"] == f"'{'x' * 60}…' (1000000 characters)"
    assert values["big"] == "bigint"
    assert values["nothing"] == "null"
    assert values["sign"] == "Symbol(sign)"
    assert values["missing"] == "undefined"
    assert values["rate"] == "1.5"
    assert values["call"] == "function call"
    assert inner.known == len(inner.variables)
    assert target.ask("ran") == 0


def test_a_bound_function_has_what_its_target_has(target: Target) -> None:
    agent = target.install()
    target.ask("bind('tick')")
    inner, _ = scopes_of(agent, "tick")
    assert "Session {name: 'bound', views: Array(3), when: Date}" in [one.words for one in inner.variables]


@pytest.mark.parametrize("how", ["native", "alone"])
def test_what_is_no_closure_has_nothing(target: Target, how: str) -> None:
    agent = target.install()
    target.ask(f"{how}('tick')")
    assert not [
        one for scope in scopes_of(agent, "tick") for one in scope.variables if one.name == "sessions"
    ]


def test_nothing_of_nodes_is_loaded_by_looking(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        exports.hub = new EventEmitter().setMaxListeners(0);
        const fs = require('fs'), util = require('util'), buffer = require('buffer'), mine = { first: 1 };
        globalThis.add = (event) => exports.hub.on(event, () => [fs, util, buffer, mine, globalThis]) && 1;
        globalThis.loaded = () => [...process.moduleLoadList];
        """
    )
    agent = target.install()
    target.ask("add('tick')")
    before = target.ask("loaded()")
    (module,) = scopes_of(agent, "tick")
    values = {one.name: one.words for one in module.variables}
    assert values["mine"] == "Object {first: 1}"
    assert {values[name] for name in ("fs", "util", "buffer")} == {"Object"}, "their parts are not looked at"
    assert target.ask("loaded()") == before


def test_listeners_that_are_gone_are_said_to_be(target: Target) -> None:
    agent = target.install()
    target.ask("add('tick', 'only')")
    function, emitter = found(agent, "tick")
    target.ask("drop('tick')")
    with pytest.raises(InspectError, match="none of these listeners"):
        agent.captured(emitter, "tick", function)


def test_what_was_looked_at_is_let_go(target: Target) -> None:
    agent = target.install()
    target.ask("add('tick', 'only')")
    assert scopes_of(agent, "tick")
    target.ask("watch()")
    target.ask("drop('tick')")
    assert target.ask(
        "new Promise((done) => setTimeout(() => { gc(); done(ref.deref() === undefined); }, 50))"
    )
