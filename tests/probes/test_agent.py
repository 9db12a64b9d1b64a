"""The agent's life in a target: put in without a trace of a global, asked, and gone in every way."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest

from tests.probes.conftest import WALK, RunTarget, Target, row_of, rows_of
from tests.support.processes import wait_until
from tuiinspect.cdp import domains
from tuiinspect.errors import CallTimedOut, ConnectionLost, LeaseExpired, NotAttachable
from tuiinspect.probes.agent import Agent
from tuiinspect.probes.scripts import Limits

BRIEF = Limits(lease_s=1.0, tick_s=0.1)

# What a program can see of us from inside.
SELF_CHECK = """
const { EventEmitter } = require('events');
const places = [
  [EventEmitter.prototype, 'on'], [EventEmitter.prototype, 'addListener'],
  [EventEmitter.prototype, 'prependListener'], [EventTarget.prototype, 'addEventListener'],
];
const look = () => ({
  methods: places.map(([holder, name]) => Object.getOwnPropertyDescriptor(holder, name)),
  keys: [globalThis, process, EventEmitter, EventEmitter.prototype, EventTarget.prototype, Object.prototype,
         Function.prototype, Array.prototype].map((object) => Reflect.ownKeys(object).map(String).sort()),
  resources: process.getActiveResourcesInfo().sort(),
  handles: process._getActiveHandles().length,
  events: process.eventNames().map(String).sort(),
});
let before;
globalThis.differences = () => {
  const after = look();
  return Object.keys(before).filter((aspect) =>
    aspect === 'methods'
      ? before.methods.some((method, index) => Object.entries(method).some(
          ([attribute, value]) => after.methods[index][attribute] !== value))
      : JSON.stringify(before[aspect]) !== JSON.stringify(after[aspect]));
};
globalThis.remember = () => { before = look(); return true; };
const rest = () => new Promise((done) => setTimeout(done, 20));
globalThis.collected = () => rest().then(() => gc()).then(() => ours.deref() === undefined);
const http = require('http');
const server = http.createServer((request, response) => response.end('served')).listen(0, '127.0.0.1');
globalThis.served = () => new Promise((done) => {
  const options = { port: server.address().port, host: '127.0.0.1', agent: false };
  http.get(options, (response) => response.on('data', (data) => done(String(data))));
});
globalThis.ours = undefined;
"""

WATCH_IT = "globalThis.ours = new WeakRef(unmonitor.tuiinspect), 1"


def prepared(run_target: RunTarget) -> Target:
    target = run_target(SELF_CHECK)
    assert target.ask("served()") == "served"
    assert target.ask("remember()") is True
    return target


def gone(target: Target) -> bool:
    return target.ask("differences()") == [] and target.ask("collected()") is True


def test_nothing_of_us_can_be_seen_but_the_hook(run_target: RunTarget) -> None:
    target = prepared(run_target)
    agent = target.install()
    agent.sample()
    assert target.ask("differences()") == ["methods"]
    agent.set_hook(False)
    assert target.ask("differences()") == []


def test_removal_takes_everything_out(run_target: RunTarget) -> None:
    target = prepared(run_target)
    agent = target.install()
    target.evaluate(WATCH_IT)
    agent.sample()
    agent.functions(row_of(agent.sample().listeners, "request").emitter, "request")
    agent.take_census(WALK)
    assert target.ask("collected()") is False
    assert agent.remove()
    assert agent.remove()
    wait_until(lambda: gone(target), what="nothing of us is left")
    assert target.ask("served()") == "served"


def test_a_lost_connection_takes_everything_out_by_the_lease(run_target: RunTarget) -> None:
    target = prepared(run_target)
    agent = target.install(limits=BRIEF)
    target.evaluate(WATCH_IT)
    target.connection.close()
    wait_until(lambda: gone(target), what="everything of us has left")
    assert not agent.remove()
    assert target.ask("load('inspector').url()") is not None
    assert target.ask("served()") == "served"


def test_an_inspector_that_we_opened_is_closed_when_we_are_gone(run_target: RunTarget) -> None:
    target = prepared(run_target)
    target.install(limits=BRIEF, close_inspector_when_orphaned=True)
    target.connection.close()
    wait_until(lambda: target.ask("load('inspector').url() ?? 'closed'") == "closed")
    assert target.ask("differences()") == []
    assert target.ask("served()") == "served"


def test_asking_renews_the_lease_and_silence_ends_it(run_target: RunTarget) -> None:
    target = prepared(run_target)
    agent = target.install(limits=BRIEF)
    for _ in range(15):
        target.ask("new Promise((done) => setTimeout(done, 100))")
        agent.sample()
    wait_until(lambda: target.ask("differences()") == [])
    with pytest.raises(LeaseExpired):
        agent.sample()
    with pytest.raises(LeaseExpired):
        agent.functions(1, "request")
    with pytest.raises(LeaseExpired):
        agent.take_census(WALK)
    assert agent.remove()


def test_a_longer_lease_outlasts_silence(run_target: RunTarget) -> None:
    target = prepared(run_target)
    agent = target.install(limits=BRIEF)
    agent.extend_lease(60)
    target.ask("new Promise((done) => setTimeout(done, 1500))")
    agent.sample()
    agent.extend_lease(0)
    wait_until(lambda: target.ask("differences()") == [])


def test_a_main_thread_that_stands_still_does_not_use_up_the_lease(run_target: RunTarget) -> None:
    target = prepared(run_target)
    agent = target.install(limits=BRIEF)
    target.ask("(() => { const end = Date.now() + 1500; while (Date.now() < end); })()")
    agent.sample()


def test_a_blocked_target_is_asked_once_and_its_late_answer_is_taken(run_target: RunTarget) -> None:
    target = run_target("globalThis.block = () => load('child_process').execSync('sleep 1');")
    agent = target.install()
    asked: list[str] = []
    start = target.connection.start

    def record(method: str, params: dict[str, object] | None = None) -> object:
        asked.append(method)
        return start(method, params)

    target.connection.start = record  # type: ignore[method-assign, assignment]
    blocking = threading.Thread(target=target.ask, args=("block(), 1",))
    blocking.start()
    timeouts = 0
    while timeouts == 0:
        asked.clear()
        try:
            agent.sample(timeout=0.05)
        except CallTimedOut:
            timeouts += 1
    with pytest.raises(CallTimedOut):
        agent.sample(timeout=0.05)
    agent.sample(timeout=60)
    assert asked.count("Runtime.evaluate") == 1
    blocking.join(60)
    agent.sample()


def test_other_clients_and_a_discarded_console_do_not_harm_us(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    other = target.connect()
    domains.evaluate(other, "({})", group="console")
    domains.discard_console(other)
    other.call("Runtime.enable")
    other.call("Runtime.disable")
    agent.sample()
    assert domains.evaluate(other, "typeof unmonitor.tuiinspect", by_value=True).value == "undefined"
    other.close()
    agent.sample()


def test_a_debuggers_pause_does_not_stop_at_us(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    other = target.connect()
    other.call("Debugger.enable")
    other.call("Debugger.pause")
    # What is at a breakpoint gives no answer: each of these would be the statement that it stops at.
    agent.sample()
    agent.recount()
    agent.mark()
    assert agent.remove()
    other.close()


def test_a_program_with_globals_of_these_names(run_target: RunTarget) -> None:
    target = run_target("globalThis.unmonitor = 1; globalThis.undebug = () => {};")
    agent = target.install()
    agent.sample()
    assert target.ask("[unmonitor, Object.keys(undebug)]") == [1, []]
    names = "unmonitor = undebug = profileEnd = dirxml = 1"
    with pytest.raises(NotAttachable):
        run_target(f"globalThis.{names.replace(' = ', ' = globalThis.', 3)};").install()


def test_a_program_that_breaks_its_builtins_later(run_target: RunTarget) -> None:
    target = run_target(
        """
        exports.hub = new (require('events'))();
        globalThis.fill = () => {
          for (let index = 0; index < 30; index++) exports.hub.on('n' + index, () => {});
        };
        globalThis.broken = () => {
          const fail = () => { throw new Error('broken'); };
          const holders = [Map.prototype, Set.prototype, WeakMap.prototype, WeakRef.prototype, Reflect];
          const methods = ['get', 'set', 'has', 'entries', 'deref', 'ownKeys', 'apply', 'getPrototypeOf'];
          holders.forEach((holder) => methods.forEach((key) => { if (key in holder) holder[key] = fail; }));
          String.prototype.slice = String.prototype.charCodeAt = String.prototype.startsWith = fail;
          Array.prototype.sort = Array.prototype.push = fail;
          globalThis.setInterval = globalThis.clearInterval = Date.now = fail;
          Array.prototype.toJSON = fail;
        };
        """
    )
    agent = target.install()
    target.ask("fill()")
    domains.evaluate(target.connection, "broken()")
    listeners = agent.sample().listeners
    assert row_of(listeners, "n*").events == 30
    assert agent.functions(row_of(listeners, "n*").emitter, "n*")[0].count == 30
    assert agent.remove()


def test_a_program_of_modules(run_target: RunTarget, tmp_path: Path) -> None:
    path = tmp_path / "program.mjs"
    path.write_text(
        "import { EventEmitter } from 'node:events';\n"
        "const hidden = new EventEmitter().setMaxListeners(0);\n"
        "globalThis.fill = () => { for (let i = 0; i < 6; i++) hidden.on('tick', () => i); };\n"
        "console.log('ready');\n"
    )
    target = run_target(path)
    agent = target.install()
    target.ask("fill()")
    row = row_of(agent.sample().listeners, "tick")
    (function,) = agent.functions(row.emitter, "tick")
    assert (function.line, function.count) == (3, 6)
    assert function.file is not None
    assert function.file.endswith("/program.mjs")


def test_a_target_that_ends_fails_the_call(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    target.process.process.kill()
    wait_until(lambda: target.connection.closed)
    with pytest.raises(ConnectionLost):
        agent.sample()
    assert not agent.remove()


def test_a_worker_thread_has_an_agent_of_its_own(run_target: RunTarget) -> None:
    target = run_target(
        """
        const { Worker } = require('worker_threads');
        globalThis.worker = new Worker(`
          const { EventEmitter } = require('events');
          const { parentPort } = require('worker_threads');
          const hidden = new EventEmitter().setMaxListeners(0);
          parentPort.on('message', () => {
            for (let index = 0; index < 8; index++) hidden.on('inside', () => index);
            parentPort.postMessage('filled');
          });
        `, { eval: true }).on('message', (message) => console.log(message));
        globalThis.fill = () => worker.postMessage('fill');
        """
    )
    attached: list[domains.WorkerAttached] = []
    came = threading.Event()

    def note(params: msgspec.Raw) -> None:
        attached.append(msgspec.json.decode(params, type=domains.WorkerAttached))
        came.set()

    target.connection.subscribe(domains.WORKER_ATTACHED, note)
    domains.enable_workers(target.connection)
    assert came.wait(60)
    inside = Agent.install(
        target.connection.sub_session(attached[0].session_id),
        hook=True,
        close_inspector_when_orphaned=False,
        thread="worker:1",
    )
    outside = target.install()
    target.ask("fill()")
    target.process.wait_line("filled")
    memory, listeners, *_ = inside.sample()
    assert memory.thread == "worker:1"
    row = row_of(listeners, "inside")
    (function,) = inside.functions(row.emitter, "inside")
    assert function.count == row.count == 8
    memory, listeners, *_ = outside.sample()
    assert memory.thread == "main"
    assert not rows_of(listeners, "inside")
    assert inside.take_census(WALK).objects > 100
    assert inside.remove()
    assert outside.remove()
