"""A census counts every emitter of the heap exactly, whatever else is in the heap, and keeps nothing."""

from __future__ import annotations

import pytest

from tests.probes.conftest import WALK, RunTarget, row_of, rows_of
from tuiinspect.cdp import domains
from tuiinspect.errors import CallTimedOut

# Everything a walk over all objects may trip over; `ran` counts each time code of the program ran.
ODDITIES = """
globalThis.ran = 0;
globalThis.oddities = (() => {
  const { EventEmitter } = require('events');
  const count = () => { ran++; };
  const traps = new Proxy({}, { get: () => (...rest) => { count(); return Reflect.get(rest[0], rest[1]); } });
  const { proxy: revoked, revoke } = Proxy.revocable(new EventEmitter(), {});
  revoke();
  class Secretive extends EventEmitter {
    get domain() { count(); return null; }
    get [Symbol.toStringTag]() { count(); return 'Secretive'; }
    static get name() { count(); return 'Named'; }
    toString() { count(); return 'secret'; }
    toJSON() { count(); return 'secret'; }
  }
  const kept = [
    new Proxy(new EventEmitter().on('proxied', () => {}), traps),
    new Proxy({ _events: { tick: () => {} } }, traps), new Proxy(function () {}, traps), revoked,
    Object.create(new Proxy({}, traps)), Object.create(revoked),
    { get _events() { count(); throw new Error('a getter ran'); } },
    { _events: { get tick() { count(); return []; } }, on: 1 },
    { _events: null }, { _events: 5 }, Object.assign([], { _events: {} }), { _events: new Proxy({}, traps) },
    Object.defineProperty(new EventEmitter(), '_events', { get() { count(); return {}; } }),
    Object.freeze(new Secretive().on('frozen', () => {})),
    Object.assign(Object.create(null), { _events: { tick: () => {} } }),
    new (class extends Map { get size() { count(); return 1; } entries() { count(); return []; } })(),
    new (class extends EventTarget { get onabort() { count(); } })(),
    Object.assign(() => {}, { toString() { count(); return ''; } }),
    new Uint8Array(8), new DataView(new ArrayBuffer(8)), Symbol.iterator, new WeakRef({}), Promise.resolve(),
    new Error('kept'), /regexp/, new Date(), (function* () {})(), process.env, new Intl.NumberFormat(),
  ];
  const shadow = new EventEmitter().on('shadowed', () => {});
  Object.defineProperty(shadow._events, 'sneaky', { get() { count(); return []; }, enumerable: true });
  kept.push(shadow);
  return () => kept.length;
})();
"""


def test_a_thousand_emitters_held_by_a_closure(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.own = (() => {
          const { EventEmitter } = require('events');
          class Connection extends EventEmitter {}
          const connections = new Map();
          for (let index = 0; index < 1000; index++) {
            const connection = new Connection().setMaxListeners(0);
            for (let each = 0; each <= index % 5; each++) connection.on('data', () => each);
            if (index % 2) connection.once('close', () => index);
            connections.set(index, connection);
          }
          const count = (one) => one.listenerCount('data') + one.listenerCount('close');
          return {
            emitters: () => connections.size,
            listeners: () => [...connections.values()].map(count).reduce((sum, each) => sum + each),
            grow: () => connections.get(7).on('data', () => {}) && 1,
          };
        })();
        """
    )
    agent = target.install(hook=False)
    before = agent.sample().listeners
    census = agent.take_census(WALK)
    after = agent.recount(top=5000)
    rows = [row for row in after.rows if row.class_name == "Connection"]
    assert len({row.emitter for row in rows}) == target.ask("own.emitters()") == 1000
    assert sum(row.count for row in rows) == target.ask("own.listeners()")
    assert {row.found_by for row in rows} == {"census"}
    assert all(row.count == row.baseline for row in rows)
    assert census.listeners.emitters - before.emitters >= 1000
    assert census.listeners.emitters == after.emitters
    assert census.objects > 2000
    assert census.heap_bytes > 1_000_000
    assert 0 < census.cost.pause_s < 60
    assert census.cost.predicted_s == WALK.pause_s
    assert census.cost.rss_after > 10_000_000
    target.ask("own.grow()")
    again = agent.recount(top=5000).rows
    grown = [row for row in again if row.class_name == "Connection" and row.count > row.baseline]
    assert [(row.event, row.count - row.baseline) for row in grown] == [("data", 1)]


def test_every_kind_of_emitter_is_counted_once(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.hold = (() => {
          const { EventEmitter } = require('events');
          const vm = require('vm');
          function Legacy() {}
          require('util').inherits(Legacy, EventEmitter);
          const mixed = Object.assign(() => {}, EventEmitter.prototype);
          EventEmitter.call(mixed);
          const other = { _events: {}, _eventsCount: 0, on(name, listener) { this._events[name] = listener; },
                          emit() {}, removeListener() {} };
          const kept = [new Legacy().on('legacy', () => {}), mixed.on('mixed', () => {}),
            new (class extends EventEmitter {})().on('unnamed', () => {}),
            new EventEmitter().on('plain', () => {}), other];
          other.on('other', () => {});
          const make = vm.runInNewContext('(Base) => new (class Foreign extends Base {})()');
          kept.push(make(EventEmitter).on('foreign', () => {}));
          const signal = new AbortController().signal;
          signal.addEventListener('abort', () => {});
          const target = new (class Clock extends EventTarget {})();
          target.addEventListener('ticked', () => {});
          kept.push(signal, target);
          return () => kept.length;
        })();
        """
    )
    agent = target.install(hook=False)
    sample = agent.take_census(WALK).listeners
    found = {
        event: (row_of(sample, event).class_name, row_of(sample, event).kind, row_of(sample, event).count)
        for event in ("legacy", "mixed", "plain", "other", "abort", "ticked")
    }
    assert found == {
        "legacy": ("Legacy", "EventEmitter", 1),
        "mixed": ("Function", "EventEmitter", 1),
        "plain": ("EventEmitter", "EventEmitter", 1),
        "other": ("Object", "EventEmitter", 1),
        "abort": ("AbortSignal", "EventTarget", 1),
        "ticked": ("Clock", "EventTarget", 1),
    }
    assert row_of(sample, "unnamed").class_name in ("", "EventEmitter")
    assert len(rows_of(sample, "foreign")) <= 1


def test_no_code_of_the_program_runs(run_target: RunTarget) -> None:
    target = run_target(ODDITIES)
    agent = target.install()
    assert target.ask("ran") == 0
    census = agent.take_census(WALK)
    listeners = agent.sample().listeners
    assert target.ask("ran") == 0
    assert {row.event for row in census.listeners.rows} >= {"frozen", "shadowed"}
    assert not rows_of(listeners, "sneaky")
    for event in ("frozen", "shadowed"):
        row = row_of(listeners, event)
        (function,) = agent.functions(row.emitter, event)
        assert function.line is not None
    agent.mark()
    agent.remove()
    assert target.ask("ran") == 0


def test_what_hangs_on_exports_is_not_run_either(run_target: RunTarget) -> None:
    target = run_target(
        ODDITIES.replace("return () => kept.length;", "exports.kept = kept; globalThis.kept = kept;")
    )
    agent = target.install()
    agent.sample()
    agent.remove()
    assert target.ask("ran") == 0


def test_a_census_keeps_nothing_alive(run_target: RunTarget) -> None:
    target = run_target(
        """
        let kept = [{ big: new Array(1000).fill(1) }, new (require('events'))()];
        globalThis.refs = kept.map((object) => new WeakRef(object));
        globalThis.drop = () => { kept = null; };
        globalThis.left = () => new Promise((done) => setTimeout(() => {
          gc();
          done(refs.filter((ref) => ref.deref() !== undefined).length);
        }, 20));
        """
    )
    agent = target.install()
    agent.take_census(WALK)
    assert target.ask("left()") == 2
    target.ask("drop()")
    assert target.ask("left()") == 0


def test_a_census_that_is_given_up_is_let_go_too(
    run_target: RunTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = run_target(
        """
        let kept = { big: true };
        globalThis.ref = new WeakRef(kept);
        globalThis.drop = () => { kept = null; };
        globalThis.left = () => new Promise((done) => setTimeout(() => {
          gc();
          done(ref.deref() !== undefined);
        }, 20));
        """
    )
    agent = target.install()
    query = domains.query_objects

    def impatient(*given: object, **named: object) -> object:
        return query(*given, **{**named, "timeout": 0.0})  # type: ignore[arg-type]

    monkeypatch.setattr(domains, "query_objects", impatient)
    with pytest.raises(CallTimedOut):
        agent.take_census(WALK)
    target.ask("drop()")
    assert target.ask("left()") is False
    monkeypatch.undo()
    assert agent.take_census(WALK).objects > 1000
