"""What the variables of functions lead to is found and named, without a walk and without running code."""

from __future__ import annotations

import pytest

from tests.probes.conftest import RunTarget, Target, row_of
from tests.support.processes import wait_until
from tuiinspect.probes.agent import Agent
from tuiinspect.samples import CollectionCount

PROGRAM = """
const { EventEmitter } = require('events');
globalThis.ran = 0;
const count = () => { ran++; throw new Error('code of the program ran'); };
const sessions = new Map([[{ one: 1 }, 'first']]);
const bus = new EventEmitter().on('tick', () => {});
const shy = { get secret() { return count(); }, odd: new Proxy({}, { get: count, ownKeys: count }) };
const guard = new Proxy(new Map(), { get: count, getPrototypeOf: count, ownKeys: count });
function remembers(term) { return (remembers[term] ??= term.length); }
for (let index = 0; index < 40; index++) remembers(`term ${index}`);
function outer() {
  const pending = new Set(['a']);
  const rooms = Array.from({ length: 80 }, () => []);
  return function handler() { return [pending, rooms, sessions, bus, shy, guard, remembers, later]; };
}
process.on('SIGUSR2', outer());
globalThis.program = { grow: () => sessions.set({}, 1).size };
let later = 1;
setInterval(() => {}, 1000);
"""


def found(target: Target, agent: Agent) -> dict[str | None, CollectionCount]:
    assert target.ask("1") == 1
    return {row.name: row for row in agent.sample().collections.rows}


def check(target: Target) -> None:
    agent = target.install()
    before = {row.name for row in agent.sample().collections.rows}
    assert "sessions" not in before
    agent.explore()
    rows = found(target, agent)
    sessions = rows["sessions"]
    assert (sessions.kind, sessions.size, sessions.where) == ("Map", 1, "module program0.js")
    assert (rows["pending"].kind, rows["pending"].where) == ("Set", "in outer(), program0.js")
    assert (rows["remembers"].kind, rows["remembers"].size) == ("Function", 40)
    assert rows["rooms"].size == 80
    # One of many alike that are small.
    assert "rooms[0]" not in rows
    bus = row_of(agent.sample().listeners, "tick")
    assert (bus.name, bus.where, bus.found_by) == ("bus", "module program0.js", "reach")
    target.ask("program.grow()")
    assert (found(target, agent)["sessions"].size, found(target, agent)["sessions"].baseline) == (2, 1)
    assert target.ask("ran") == 0


def test_collections_that_nothing_exports(run_target: RunTarget) -> None:
    check(run_target(PROGRAM))


def test_what_has_become_large_since_is_found_anew(run_target: RunTarget) -> None:
    target = run_target(
        """
        function remembers(term) { return (remembers[term] ??= term.length); }
        let late;
        process.on('SIGUSR2', () => [remembers, late]);
        globalThis.grow = () => {
          for (let index = 0; index < 40; index++) remembers(`term ${index}`);
          late = new Map([[1, 2]]);
          return true;
        };
        """
    )
    agent = target.install()
    agent.explore()
    assert not {"remembers", "late"} & found(target, agent).keys()
    target.ask("grow()")
    agent.explore()
    assert not {"remembers", "late"} & found(target, agent).keys()
    agent.explore(anew=True)
    rows = found(target, agent)
    assert (rows["remembers"].size, rows["late"].size) == (40, 1)


def test_a_function_that_has_a_property_is_counted_from_the_first_on(run_target: RunTarget) -> None:
    target = run_target(
        """
        function remembers(term) { return (remembers[term] ??= term.length); }
        function settled() {}
        settled.option = remembers('first');
        process.on('SIGUSR2', () => [remembers, settled]);
        globalThis.grow = () => [remembers('second'), remembers('third')].length;
        """
    )
    agent = target.install()
    agent.explore()
    # Most that have one stay as they are.
    assert not {"remembers", "settled"} & found(target, agent).keys()
    assert target.ask("grow()") == 2

    def counted() -> CollectionCount | None:
        return found(target, agent).get("remembers")

    grown = wait_until(counted, what="a count of the function's properties")
    assert grown is not None
    assert (grown.kind, grown.size, grown.baseline) == ("Function", 3, 1)
    assert "settled" not in found(target, agent)


def test_nothing_of_node_itself_is_opened(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    agent = target.install()
    agent.explore()
    places = {row.where for row in agent.sample().collections.rows if row.where is not None}
    assert places
    assert not [where for where in places if "node:" in where]


def test_a_module_of_its_own_kind(run_target: RunTarget, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("esm") / "app.mjs"
    path.write_text(
        "const cache = new Map([[1, 2]]);\n"
        "process.on('SIGUSR2', () => cache);\n"
        "console.log('ready');\n"
        "setInterval(() => {}, 1000);\n"
    )
    target = run_target(path)
    agent = target.install()
    agent.explore()
    assert found(target, agent)["cache"].where == "module app.mjs"


def test_what_was_looked_at_is_let_go(run_target: RunTarget) -> None:
    target = run_target(
        """
        let held = { big: new Map([[1, 2]]) };
        let listener = () => held;
        globalThis.refs = [new WeakRef(held), new WeakRef(listener)];
        process.on('SIGUSR2', listener);
        globalThis.drop = () => { process.off('SIGUSR2', listener); held = listener = null; };
        globalThis.left = () => new Promise((done) => setTimeout(() => {
          gc();
          done(refs.filter((ref) => ref.deref() !== undefined).length);
        }, 20));
        """
    )
    agent = target.install()
    agent.explore()
    assert found(target, agent)["held.big"].size == 1
    target.ask("drop()")
    assert target.ask("left()") == 0


def test_functions_that_have_a_property_leave_places_to_others(run_target: RunTarget) -> None:
    target = run_target(
        """
        const titled = () => Object.assign(() => 1, { title: 'one' });
        const entries = () => Array.from({ length: 1000 }, (_, at) => [`handler${at}`, titled()]);
        for (let at = 0; at < 6; at++) exports[`handlers${at}`] = Object.fromEntries(entries());
        function late() {}
        for (let at = 0; at < 30; at++) late[`term ${at}`] = at;
        exports.zone = { late, store: { cache: new Map([[1, 1], [2, 2]]) } };
        setInterval(() => {}, 1000);
        """
    )
    agent = target.install()

    def counted() -> dict[str | None, int]:
        agent.explore()
        return {row.name: row.size for row in agent.sample().collections.rows}

    wanted = {"zone.store.cache": 2, "zone.late": 30}
    wait_until(lambda: wanted.items() <= counted().items(), what="the Map and the dictionary behind them")
