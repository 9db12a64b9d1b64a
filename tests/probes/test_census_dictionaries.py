"""Dictionaries without a prototype, which a walk does not meet; weak collections, told of however few."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probes.conftest import WALK, RunTarget, Target
from tests.support.processes import wait_until
from tuiinspect.probes.agent import Agent
from tuiinspect.samples import CollectionCount

PROGRAM = """
const { AsyncLocalStorage } = require('async_hooks');
globalThis.ran = 0;
const count = () => { ran++; throw new Error('code of the program ran'); };
const bare = (size, value = 1) => {
  const made = Object.create(null);
  for (let index = 0; index < size; index++) made[`key ${index}`] = value;
  return made;
};
class Store { constructor() { this.rows = bare(3000, new Date()); this.few = bare(3); } }
function lookup() {}
lookup.cache = bare(2000);
const hidden = bare(1500);
const state = { deep: Object.create(null) };
state.deep.inner = bare(1000);
state.odd = Object.create(null, { secret: { get: count, enumerable: true } });
state.guard = new Proxy(Object.create(null), { get: count, ownKeys: count, getPrototypeOf: count });
for (let index = 0; index < 100; index++) state.odd[`key ${index}`] = index;
const weak = [new WeakMap(), new WeakMap(), new WeakSet(), new WeakRef(state)];
const storages = [new AsyncLocalStorage(), new AsyncLocalStorage(), new AsyncLocalStorage()];
const all = { store: new Store(), lookup, state, weak, storages, rows: [] };
// More classes than are told of.
for (let index = 0; index < 400; index++) {
  const Kind = { [`Kind${index}`]: class {} }[`Kind${index}`];
  for (let at = 0; at < 12; at++) all.rows.push(new Kind());
}
process.on('SIGUSR2', () => [all, hidden]);
globalThis.weakly = () => weak.length + storages.length;
"""


def test_dictionaries_without_a_prototype_are_found_where_they_are_properties(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    agent = target.install()

    def counted() -> dict[str | None, CollectionCount] | None:
        """A census looks for them for a limited time, which a busy machine may use for others."""
        rows = {row.name: row for row in agent.take_census(WALK).collections if row.kind == "Object"}
        return rows if "cache" in rows else None

    found = wait_until(counted, what="a census that got as far as the functions")
    assert found is not None
    assert found["Store.rows"].size == 3000
    assert found["Store.rows"].value_classes == {"Date": 3000}
    assert found["Store.rows"].sample_keys[0] == "key 0"
    assert found["cache"].size == 2000
    assert found["deep.inner"].size == 1000
    assert found["odd"].size == 101
    assert "Store.few" not in found
    # Only a variable holds it.
    assert not [row for row in found.values() if row.size == 1500]
    assert target.ask("ran") == 0


def test_one_in_a_variable_is_counted_once_it_was_found_there(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    agent = target.install()
    agent.explore()
    collections = agent.take_census(WALK).collections
    (hidden,) = [row for row in collections if row.size == 1500]
    assert (hidden.name, hidden.kind, hidden.found_by) == ("hidden", "Object", "reach")


def test_weak_collections_and_storages_are_told_of_however_few(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    before = target.install(hook=False)
    counts = {count.class_name: count.count for count in before.take_census(WALK).classes}
    assert len(counts) > 300
    assert counts["AsyncLocalStorage"] == 3
    assert counts["WeakMap"] >= 2
    assert counts["WeakSet"] >= 1
    assert counts["WeakRef"] >= 1
    assert target.ask("weakly()") == 7


CROWD = """
const bare = (size) => {
  const made = Object.create(null);
  for (let index = 0; index < size; index++) made[`key ${index}`] = index;
  return made;
};
const crowd = Array.from({ length: 20_000 }, () => () => 1);
for (let at = 0; at < 10; at++) crowd[2_000 * at].cache = bare(1_000 + at);
process.on('SIGUSR2', () => [crowd]);
"""


def test_one_that_a_function_holds_is_found_among_however_many_functions(run_target: RunTarget) -> None:
    agent = run_target(CROWD).install()
    sizes = {row.size for row in agent.take_census(WALK).collections if row.name == "cache"}
    assert sizes == set(range(1_000, 1_010))


INSIDE = """
globalThis.ran = 0;
const count = () => { ran++; throw new Error('code of the program ran'); };
const bare = (size, value = 1) => {
  const made = Object.create(null);
  for (let index = 0; index < size; index++) made[`key ${index}`] = value;
  return made;
};
const among = (odd) => [1, 'text', null, undefined, {}, odd, new Date()];
class Cache {
  constructor() {
    this.shards = Array.from({ length: 9 }, (_, at) => bare(at === 4 ? 1100 : 2));
    const tenants = Array.from({ length: 40 }, (_, at) => [`tenant ${at}`, bare(at === 20 ? 1200 : 3)]);
    this.byTenant = new Map(tenants);
  }
}
// Nothing leads here that can be looked at: a private field's values are not.
class Safe {
  #rows = [among(bare(1300)), new Set(among(bare(1400))), new Map([[{}, bare(1500)]])];
  #tenants = {};
  #odd = [new Proxy(bare(60), { ownKeys: count, get: count, getPrototypeOf: count }), bare(1600)];
  constructor() {
    for (let at = 0; at < 3000; at++) this.#tenants[`tenant ${at}`] = at === 2900 ? bare(1700) : bare(2);
    Object.defineProperty(this.#odd, 2, { get: count, enumerable: true });
  }
  keep() { return [this.#rows, this.#tenants, this.#odd]; }
}
const byName = Object.create(null);
for (let at = 0; at < 600; at++) byName[`name ${at}`] = at === 550 ? bare(1800) : 1;
for (let at = 551; at < 580; at++) byName[`name ${at}`] = bare(1);
const safe = new Safe();
const cache = new Cache();
const crowd = Array.from({ length: 30_000 }, (_, at) => [{ at }]);
process.on('SIGUSR2', () => [safe.keep(), cache, crowd, byName]);
"""


def check_inside(agent: Agent, target: Target) -> None:
    def counted() -> dict[int, CollectionCount] | None:
        """A census looks for them for a limited time, which a busy machine may use for others."""
        rows = {row.size: row for row in agent.take_census(WALK).collections if row.kind == "Object"}
        return rows if set(range(1100, 1800, 100)) <= set(rows) else None

    found = wait_until(counted, what="a census that got as far as the collections")
    assert found is not None
    assert found[1100].name == "Cache.shards[4]"
    assert found[1200].name == "Cache.byTenant.get('tenant 20')"
    assert found[1300].name == "Array[5]"
    assert found[1400].name == "Set[5]"
    assert found[1500].name == "Map.get(…)"
    assert found[1600].name == "Array[1]"
    assert found[1700].name == "Object.tenant 2900"
    assert found[1700].value_classes == {"number": 1700}
    assert target.ask("ran") == 0


def test_dictionaries_inside_collections_are_found_and_counted(run_target: RunTarget) -> None:
    target = run_target(INSIDE)
    check_inside(target.install(), target)


@pytest.mark.every_node
def test_every_version_finds_them_inside_collections(run_target: RunTarget, every_node: Path) -> None:
    target = run_target(INSIDE, node=every_node)
    check_inside(target.install(), target)


def test_one_inside_a_collection_that_is_known_has_its_name_and_place(run_target: RunTarget) -> None:
    target = run_target(INSIDE)
    agent = target.install()
    agent.explore()

    def counted() -> CollectionCount | None:
        collections = agent.take_census(WALK).collections
        return next((row for row in collections if row.size == 1800), None)

    found = wait_until(counted, what="a census that got as far as the known collections")
    assert found is not None
    assert (found.name, found.where) == ("byName.name 550", "module program0.js")
    assert target.ask("ran") == 0
