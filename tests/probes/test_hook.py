"""The threshold hook: what it notices, that nobody feels it, and that it leaves as it came."""

from __future__ import annotations

import itertools

import pytest

from tests.probes.conftest import RunTarget, row_of, rows_of

HIDDEN = """
const { EventEmitter } = require('events');
const original = EventEmitter.prototype.on;
const descriptors = () => JSON.stringify(['on', 'addListener', 'prependListener'].map((name) => {
  const { value, ...attributes } = Object.getOwnPropertyDescriptor(EventEmitter.prototype, name);
  return [name, value.name, value.length, attributes];
}));
globalThis.before = descriptors();
globalThis.program = (() => {
  const emitters = [];
  return {
    EventEmitter,
    descriptors,
    untouched: () =>
      EventEmitter.prototype.on === original && EventEmitter.prototype.addListener === original,
    add(number, event, listeners, how = 'on') {
      emitters[number] ??= new EventEmitter().setMaxListeners(0);
      for (let index = 0; index < listeners; index++) emitters[number][how](event, () => index);
      return emitters[number].listenerCount(event);
    },
  };
})();
"""


def test_an_emitter_is_noticed_at_five_listeners_of_one_event(run_target: RunTarget) -> None:
    target = run_target(HIDDEN)
    agent = target.install()
    target.ask("program.add(1, 'four', 4)")
    target.ask("program.add(1, 'other', 4)")
    target.ask("program.add(2, 'five', 5)")
    listeners = agent.sample().listeners
    assert not rows_of(listeners, "four")
    found = row_of(listeners, "five")
    assert (found.count, found.baseline, found.found_by) == (5, 4, "hook")
    assert found.class_name == "EventEmitter"

    target.ask("program.add(1, 'four', 1)")
    listeners = agent.sample().listeners
    four, other = row_of(listeners, "four"), row_of(listeners, "other")
    assert (four.count, four.baseline) == (5, 4)
    assert (other.count, other.baseline) == (4, 4)


@pytest.mark.parametrize("how", ["on", "addListener", "prependListener", "once", "prependOnceListener"])
def test_every_way_to_add_a_listener_is_seen(run_target: RunTarget, how: str) -> None:
    target = run_target(HIDDEN)
    agent = target.install()
    target.ask(f"program.add(1, 'tick', 6, '{how}')")
    assert row_of(agent.sample().listeners, "tick").count == 6


def test_a_subclass_that_overrides_on_is_seen(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { EventEmitter } = require('events');
        class Bus extends EventEmitter { on(event, listener) { return super.on('bus:' + event, listener); } }
        globalThis.fill = (() => { const bus = new Bus(); return () => {
          for (let index = 0; index < 7; index++) bus.on('x', () => {}); }; })();
        """
    )
    agent = target.install()
    target.ask("fill()")
    row = row_of(agent.sample().listeners, "bus:x")
    assert (row.class_name, row.count) == ("Bus", 7)


def test_abort_signals_and_event_targets_are_noticed(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.fill = (() => {
          const { signal } = new AbortController(), plain = new EventTarget();
          return (count) => { for (let index = 0; index < count; index++) {
            signal.addEventListener('abort', () => index);
            plain.addEventListener('tick', { handleEvent() {} });
          } };
        })();
        """
    )
    agent = target.install()
    target.ask("fill(4)")
    assert not rows_of(agent.sample().listeners, "abort")
    target.ask("fill(3)")
    listeners = agent.sample().listeners
    abort, tick = row_of(listeners, "abort"), row_of(listeners, "tick")
    assert (abort.kind, abort.class_name, abort.count, abort.baseline) == ("EventTarget", "AbortSignal", 7, 4)
    assert (tick.kind, tick.class_name, tick.count) == ("EventTarget", "EventTarget", 7)


def test_nobody_can_tell_the_hook_from_the_original(run_target: RunTarget) -> None:
    target = run_target(HIDDEN)
    agent = target.install()
    assert target.ask("program.untouched()") is False
    assert target.ask("program.descriptors() === before") is True
    assert (
        target.ask("(() => { const e = new program.EventEmitter(); return e.on('x', () => {}) === e; })()")
        is True
    )
    assert "ERR_INVALID_ARG_TYPE" in target.ask(
        "(() => { try { new program.EventEmitter().on('x', 1) } catch (e) { return e.code } })()"
    )
    assert (
        target.ask("program.EventEmitter.prototype.on === program.EventEmitter.prototype.addListener") is True
    )
    agent.remove()


def test_the_hook_goes_out_and_in_while_we_stay(run_target: RunTarget) -> None:
    target = run_target(HIDDEN)
    agent = target.install()
    assert agent.set_hook(False).installed is False
    assert target.ask("program.untouched() && program.descriptors() === before") is True
    target.ask("program.add(1, 'missed', 9)")
    listeners = agent.sample().listeners
    assert not listeners.hook
    assert not rows_of(listeners, "missed")
    assert agent.set_hook(True).installed is True
    assert agent.set_hook(True).installed is True
    target.ask("program.add(1, 'missed', 1)")
    assert row_of(agent.sample().listeners, "missed").count == 10
    agent.remove()
    assert target.ask("program.untouched() && program.descriptors() === before") is True


def test_read_only_patches_nothing(run_target: RunTarget) -> None:
    target = run_target(HIDDEN)
    agent = target.install(hook=False)
    assert not agent.hook.installed
    assert target.ask("program.untouched() && program.descriptors() === before") is True
    assert target.ask("Object.getOwnPropertySymbols(program.EventEmitter.prototype.on).length") == 0
    assert not agent.sample().listeners.hook


def test_a_method_that_cannot_be_replaced_is_left_alone_and_said(run_target: RunTarget) -> None:
    fixed = "{ writable: false, configurable: false }"
    target = run_target(HIDDEN + f"Object.defineProperty(EventEmitter.prototype, 'addListener', {fixed});")
    agent = target.install()
    assert not agent.hook.installed
    assert agent.hook.why is not None
    assert "frozen" in agent.hook.why
    assert target.ask("program.untouched()") is True
    agent.sample()


@pytest.mark.parametrize("order", itertools.permutations(range(3)))
def test_any_number_of_us_leave_in_any_order(run_target: RunTarget, order: tuple[int, ...]) -> None:
    target = run_target(HIDDEN)
    agents = [target.install(target.connect()) for _ in range(3)]
    target.ask("program.add(1, 'tick', 5)")
    assert all(row_of(agent.sample().listeners, "tick").count == 5 for agent in agents)
    for gone, index in enumerate(order, start=1):
        agents[index].remove()
        target.ask("program.add(1, 'tick', 1)")
        assert target.ask(f"program.add({gone + 1}, 'next{gone}', 6)") == 6
        for left in order[gone:]:
            assert row_of(agents[left].sample().listeners, f"next{gone}").count == 6
    assert target.ask("program.untouched() && program.descriptors() === before") is True


APM = """
globalThis.traced = 0;
globalThis.wrap = () => {
  const below = EventEmitter.prototype.on;
  const wrapped = function on(...rest) {
    if (rest[0] === 'tick') traced++;
    return below.apply(this, rest);
  };
  wrapped.unwrap = () => { EventEmitter.prototype.on = below; };
  EventEmitter.prototype.on = wrapped;
};
globalThis.unwrap = () => EventEmitter.prototype.on.unwrap();
"""


def test_what_a_session_left_over_a_broken_line_goes_when_it_comes_back(run_target: RunTarget) -> None:
    target = run_target(HIDDEN)
    other = target.install(target.connect(), owner="another session")
    orphan = target.connect()
    target.install(orphan, owner="this session")
    orphan.close()
    again = target.install(owner="this session")
    assert again.remove()
    assert not target.ask("program.untouched()")
    assert other.sample().listeners.hook
    assert other.remove()
    assert target.ask("program.untouched()")


def test_a_wrapper_over_ours_is_not_torn_out(run_target: RunTarget) -> None:
    target = run_target(HIDDEN + APM)
    agent = target.install()
    target.ask("wrap()")
    target.ask("program.add(1, 'tick', 5)")
    assert row_of(agent.sample().listeners, "tick").count == 5
    agent.remove()
    assert target.ask("program.add(1, 'tick', 1)") == 6
    assert target.ask("traced") == 6
    # What is left of ours passes on; the next of us does not build on it, and unwinds it when it is on top.
    target.ask("unwrap()")
    later = target.install(target.connect())
    target.ask("program.add(2, 'later', 5)")
    assert row_of(later.sample().listeners, "later").count == 5
    later.remove()
    assert target.ask("program.untouched()") is True


def test_a_wrapper_below_ours_stays_and_its_marks_show_through(run_target: RunTarget) -> None:
    target = run_target(HIDDEN + APM)
    target.ask("wrap()")
    target.ask("program.wrapped = program.EventEmitter.prototype.on, 1")
    agent = target.install()
    target.ask("program.add(1, 'tick', 5)")
    assert row_of(agent.sample().listeners, "tick").count == 5
    assert target.ask("traced") == 5
    assert target.ask("typeof program.EventEmitter.prototype.on.unwrap") == "function"
    agent.remove()
    assert target.ask("program.EventEmitter.prototype.on === program.wrapped") is True


def test_what_stays_below_a_wrapper_keeps_nothing_of_us_alive(run_target: RunTarget) -> None:
    target = run_target(HIDDEN + APM)
    agent = target.install()
    target.evaluate("globalThis.ours = new WeakRef(unmonitor.tuiinspect), 1")
    target.ask("wrap()")
    agent.remove()
    assert target.ask(
        "new Promise((done) => setTimeout(() => { gc(); done(ours.deref() === undefined); }, 50))"
    )
