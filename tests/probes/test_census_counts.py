"""What a census counts is what the program counts itself: classes, collections and what is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probes.conftest import WALK, RunTarget
from tuiinspect.samples import Census, ClassCount, CollectionCount

PROGRAM = """
globalThis.ran = 0;
globalThis.own = (() => {
  const { EventEmitter } = require('events');
  const count = () => { ran++; throw new Error('code of the program ran'); };
  const trap = () => count();
  const traps = new Proxy({}, { get: () => trap });
  class Connection extends EventEmitter {}
  class Connected extends Connection {}
  class Shy {
    constructor() { Object.defineProperty(this, 'own', { get: count, enumerable: true }); }
    get size() { return count(); }
    get constructorName() { return count(); }
    get [Symbol.toStringTag]() { return count(); }
    static get name() { return count(); }
    [Symbol.iterator]() { return count(); }
    toString() { return count(); }
    toJSON() { return count(); }
  }
  class Cache extends Map {
    get size() { return count(); }
    entries() { return count(); }
    [Symbol.iterator]() { return count(); }
    static get [Symbol.species]() { return count(); }
  }
  class Members extends Set { values() { return count(); } get size() { return count(); } }
  class Stack extends Array { static get [Symbol.species]() { return count(); } }
  const make = () => { class Twin { constructor(at) { this.at = at; } } return Twin; };
  class Unused extends Connection {}

  const entries = new Map();
  for (let index = 0; index < ENTRIES; index++) entries.set(`request ${index}`, index);
  const connections = [];
  for (let index = 0; index < EMITTERS; index++) {
    connections.push(new (index % 4 ? Connection : Connected)().on('data', () => {}));
  }
  const sessions = new Cache();
  const shy = new Members();
  for (let index = 0; index < 700; index++) {
    const one = new Shy();
    shy.add(one);
    sessions.__proto__.__proto__.set.call(sessions, one, new Twin(index));
  }
  const stack = new Stack();
  for (let index = 0; index < 600; index++) stack.push(index % 2 ? `text ${index}` : { index });
  const proxied = new Map();
  for (let index = 0; index < 500; index++) proxied.set(Symbol(`key ${index}`), null);
  function remembers() {}
  const dictionary = {};
  for (let index = 0; index < 2000; index++) {
    remembers[`term ${index}`] = Buffer.from('x');
    if (index < 1500) dictionary[`id-${index}`] = index;
  }
  const { proxy: revoked, revoke } = Proxy.revocable(new Map(), {});
  revoke();
  const others = [new Proxy(proxied, traps), revoked, new Proxy([], traps), Object.freeze(new Map([[1, 2]])),
    Object.create(new Proxy({}, traps)), make(), Unused];
  return {
    kept: [entries, connections, sessions, shy, stack, proxied, remembers, dictionary, others],
    more: () => { for (let index = 0; index < 40; index++) others.push(new Twin(index)); },
  };
  function Twin(at) { this.at = at; }
})();
"""


def program(*, emitters: int, entries: int) -> str:
    return PROGRAM.replace("EMITTERS", str(emitters)).replace("ENTRIES", str(entries))


def of_class(census: Census, name: str) -> ClassCount:
    (row,) = [row for row in census.classes if row.class_name == name]
    return row


def of_size(census: Census, kind: str, size: int) -> CollectionCount:
    (row,) = [row for row in census.collections if (row.kind, row.size) == (kind, size)]
    return row


def check(census: Census, *, emitters: int, entries: int) -> None:
    assert of_class(census, "Connected").count == emitters // 4
    assert of_class(census, "Connection").count == emitters - emitters // 4
    assert of_class(census, "Twin").count == 700
    # Its constructor's name is a getter, which is not asked.
    assert of_class(census, "Cache").count == of_class(census, "Members").count == 1
    assert of_size(census, "Map", entries).value_classes == {"number": entries}
    assert of_size(census, "Map", entries).sample_keys[:2] == ("request 0", "request 1")
    cache = of_size(census, "Map", 700)
    assert (cache.class_name, cache.value_classes) == ("Cache", {"Twin": 700})
    assert of_size(census, "Set", 700).class_name == "Members"
    stack = of_size(census, "Array", 600)
    assert (stack.class_name, stack.value_classes) == ("Stack", {"string": 300, "Object": 300})
    proxied = of_size(census, "Map", 500)
    assert (proxied.sample_keys[0], proxied.value_classes) == ("Symbol(key 0)", {"null": 500})
    cached = of_size(census, "Function", 2000)
    assert (cached.sample_keys[0], cached.value_classes) == ("term 0", {"Buffer": 2000})
    assert of_size(census, "Object", 1500).value_classes == {"number": 1500}


def test_the_numbers_are_the_programs_own(run_target: RunTarget) -> None:
    target = run_target(program(emitters=400, entries=3000))
    agent = target.install()
    census = agent.take_census(WALK)
    check(census, emitters=400, entries=3000)
    assert target.ask("ran") == 0
    twin = of_class(census, "Twin")
    assert twin.file is not None
    assert twin.file.endswith("program0.js")
    assert of_class(census, "Map").file is None


def test_growth_between_two_censuses_is_exact_too(run_target: RunTarget) -> None:
    target = run_target(program(emitters=40, entries=300))
    agent = target.install()
    before = agent.take_census(WALK)
    target.ask("own.more()")
    after = agent.take_census(WALK)
    counts = {row.key: row.count for row in before.classes}
    grown = {
        row.class_name: row.count - counts.get(row.key, 0)
        for row in after.classes
        if row.count != counts.get(row.key, 0)
    }
    assert grown.pop("Twin") == 40
    # What the question itself takes in the program; nothing of ours is among what is counted.
    assert all(abs(growth) < 30 for growth in grown.values()), grown


def test_a_collection_keeps_its_number_and_is_recounted(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.own = (() => {
          const hidden = new Map(Array.from({ length: 60 }, (_, at) => [at, at]));
          return { grow: () => hidden.set(hidden.size, 1).size };
        })();
        exports.open = new Set([1, 2, 3]);
        """
    )
    agent = target.install()
    (open_set,) = [row for row in agent.sample().collections.rows if row.name == "open"]
    assert (open_set.kind, open_set.size, open_set.baseline, open_set.found_by) == ("Set", 3, 3, "reach")
    assert open_set.where is not None
    hidden = of_size(agent.take_census(WALK), "Map", 60)
    assert hidden.found_by == "census"
    target.ask("own.grow()")
    (row,) = [row for row in agent.sample().collections.rows if row.collection == hidden.collection]
    assert (row.size, row.baseline) == (61, 60)
    agent.mark()
    (row,) = [row for row in agent.sample().collections.rows if row.collection == hidden.collection]
    assert (row.size, row.baseline) == (61, 61)


def test_timers_are_counted_by_callback_and_interval(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.own = (() => {
          const refresh = () => {};
          const more = (many) => { for (let at = 0; at < many; at++) setInterval(refresh, 15_000).unref(); };
          more(30);
          for (let at = 0; at < 9; at++) setTimeout(function expire() {}, 60_000).unref();
          for (let at = 0; at < 9; at++) clearInterval(setInterval(refresh, 7_000));
          return { more: () => more(12) };
        })();
        """
    )
    agent = target.install()
    first = {row.name: row for row in agent.take_census(WALK).collections if row.kind == "Timers"}
    assert {name: row.size for name, row in first.items()} == {
        "refresh every 15,000 ms": 30,
        "expire after 60,000 ms": 9,
    }
    where = first["refresh every 15,000 ms"].where
    assert where is not None
    assert where.endswith("program0.js:3")
    target.ask("own.more()")
    second = {row.name: row for row in agent.take_census(WALK).collections if row.kind == "Timers"}
    refresh = second["refresh every 15,000 ms"]
    assert (refresh.size, refresh.baseline) == (42, 30)
    assert refresh.collection == first["refresh every 15,000 ms"].collection


@pytest.mark.every_node
def test_the_numbers_of_a_large_heap_are_exact_too(run_target: RunTarget, every_node: Path) -> None:
    source = program(emitters=100_000, entries=1_000_000)
    target = run_target(source, node=every_node, flags=("--max-old-space-size=4096",))
    census = target.install().take_census(WALK)
    check(census, emitters=100_000, entries=1_000_000)
    assert target.ask("ran") == 0


def test_survivors_are_told_without_another_walk(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.own = (() => {
          class Session { constructor(at) { this.at = at; } }
          class Request { constructor(at) { this.at = at; } }
          const sessions = [new Session(0)];
          let requests = [new Request(0)];
          const sleep = () => new Promise((done) => setTimeout(done, 20));
          return {
            work: () => {
              for (let at = 0; at < 30; at++) sessions.push(new Session(at));
              for (let at = 0; at < 20; at++) requests.push(new Request(at));
            },
            answer: async () => { requests = [requests[0]]; await sleep(); gc(); await sleep(); return 1; },
          };
        })();
        """
    )
    agent = target.install()
    agent.take_census(WALK)
    assert agent.sample().collections.survivors == ()
    target.ask("own.work()")
    agent.take_census(WALK)
    before = {seen.class_name: seen for seen in agent.sample().collections.survivors}
    assert {name: (seen.sampled, seen.alive, seen.collected) for name, seen in before.items()} == {
        "Session": (30, 30, False),
        "Request": (20, 20, False),
    }
    assert before["Session"].file is not None
    target.ask("own.answer()")
    after = {seen.class_name: seen for seen in agent.sample().collections.survivors}
    assert (after["Session"].alive, after["Session"].collected) == (30, True)
    assert (after["Request"].alive, after["Request"].collected) == (0, True)


def test_holes_of_an_array_are_no_elements(run_target: RunTarget) -> None:
    target = run_target(
        """
        exports.channels = [];
        exports.kept = [];
        for (let id = 0; id < 640; id++) {
          exports.channels.push({ id });
          exports.kept.push(id);
          if (id >= 10) delete exports.channels[id - 10];
        }
        """
    )
    rows = {row.name: row.size for row in target.install().sample().collections.rows}
    assert rows["kept"] == 640
    assert rows["channels"] == 10


def test_what_an_array_with_holes_keeps_is_never_seen_to_become_less(run_target: RunTarget) -> None:
    target = run_target(
        """
        const sockets = exports.sockets = [];
        let next = 0;
        globalThis.own = {
          // Two of three stay for good, the others for a while.
          add: (many) => { for (const end = next + many; next < end; next++) {
            sockets[next] = { next };
            if (next >= 30 && next % 3 === 0) delete sockets[next - 30];
          } },
          kept: () => Object.keys(sockets).length,
        };
        """
    )
    agent = target.install()
    sizes = []
    for step in range(40):
        target.ask(f"own.add({7 + 31 * step})")
        (row,) = [row for row in agent.sample().collections.rows if row.name == "sockets"]
        sizes.append(row.size)
        if step < 10:
            assert row.size == target.ask("own.kept()")
    assert sizes == sorted(sizes)
    assert 0.95 <= sizes[-1] / target.ask("own.kept()") <= 1.05
