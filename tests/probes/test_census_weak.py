"""How large WeakMaps and WeakSets are, which the language does not tell and a census does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probes.conftest import WALK, RunTarget, Target
from tuiinspect.samples import CollectionCount

PROGRAM = """
globalThis.ran = 0;
const count = () => { ran++; return 'code of the program ran'; };
const keys = [];
const key = () => {
  const made = { [Symbol.for('nodejs.util.inspect.custom')]: count, toString: count };
  keys.push(made);
  return made;
};
const byRequest = new WeakMap();
const seen = new WeakSet();
class Shy { #notes = new WeakMap(); note(key) { this.#notes.set(key, { key }); } }
const shy = new Shy();
class Own extends WeakMap { get [Symbol.toStringTag]() { return count(); } }
const own = new Own();
const odd = Object.defineProperty(new WeakMap(), 'secret', { get: count, enumerable: true });
globalThis.fill = (number) => {
  for (let at = 0; at < number; at++) byRequest.set(key(), at);
  for (let at = 0; at < 200; at++) seen.add(key());
  for (let at = 0; at < 300; at++) shy.note(key());
  for (let at = 0; at < 400; at++) { own.set(key(), 1); odd.set(key(), 1); }
  return byRequest.has(keys[0]) && seen.has(keys[0]);
};
globalThis.forget = () => { keys.length = 0; return 1; };
exports.handlers = [() => byRequest, () => seen, () => shy, () => own, () => odd];
"""


def weak(found: tuple[CollectionCount, ...]) -> list[tuple[str, str | None, int, int]]:
    """Kind, name, size and growth of those with entries of ours."""
    weakly = [row for row in found if row.kind.startswith("Weak")]
    return [(row.kind, row.name, row.size, row.size - row.baseline) for row in weakly]


def check(target: Target) -> None:
    agent = target.install()
    agent.explore()
    target.ask("fill(1000)")
    first = weak(agent.take_census(WALK).collections)
    assert ("WeakMap", "byRequest", 1000, 0) in first
    assert ("WeakSet", "seen", 200, 0) in first
    assert ("WeakMap", None, 300, 0) in first, "what nothing leads to is counted too"
    assert not [row for row in first if row[2] == 400], "what is more than a WeakMap is left alone"
    target.ask("fill(500)")
    rows = [row for row in agent.sample().collections.rows if row.name == "byRequest"]
    assert [row.size for row in rows] == [1000], "in between nobody counts"
    assert ("WeakMap", "byRequest", 1500, 500) in weak(agent.take_census(WALK).collections)
    target.ask("forget()")
    assert not [row for row in weak(agent.take_census(WALK).collections) if row[1] == "byRequest"]
    assert target.ask("ran") == 0


def test_a_census_counts_what_is_held_weakly(run_target: RunTarget) -> None:
    check(run_target(PROGRAM))


@pytest.mark.every_node
def test_every_version_counts_them(run_target: RunTarget, every_node: Path) -> None:
    check(run_target(PROGRAM, node=every_node))


@pytest.mark.parametrize(
    "change",
    [
        "require('util').inspect = () => count()",
        "require('util').inspect = new Proxy(require('util').inspect, { apply: count })",
        "Object.defineProperty(WeakMap.prototype, Symbol.toStringTag, { get: count })",
        "Object.defineProperty(WeakSet, Symbol.hasInstance, { value: count })",
    ],
)
def test_where_it_would_run_code_of_the_program_nothing_is_counted(
    run_target: RunTarget, change: str
) -> None:
    target = run_target(f"{PROGRAM}\n{change};")
    target.ask("fill(1000)")
    agent = target.install()
    assert weak(agent.take_census(WALK).collections) == []
    assert target.ask("ran") == 0
