"""The agent's small form: it tells memory, stays while it is asked, and closes only what it was told to."""

from __future__ import annotations

import pytest

from tests.probes.conftest import RunTarget, Target
from tests.support.processes import wait_until
from tuiinspect.cdp.workers import Workers
from tuiinspect.errors import InspectError
from tuiinspect.probes.scripts import Limits
from tuiinspect.probes.watcher import Watcher
from tuiinspect.samples import MemorySample

SHORT = Limits(lease_s=0.2, tick_s=0.05)
TOUCHED = """
const { EventEmitter } = require('events');
const { on } = EventEmitter.prototype;
globalThis.touched = () => EventEmitter.prototype.on !== on;
globalThis.url = () => String(require('inspector').url());
globalThis.reopen = () => {
  const inspector = require('inspector');
  inspector.close();
  inspector.open(0, '127.0.0.1');
  return inspector.url();
};
"""


def reading(watcher: Watcher) -> MemorySample:
    watcher.ask()
    sample = watcher.read(5)
    assert sample is not None
    return sample


@pytest.mark.parametrize("by_handle", [False, True])
def test_it_tells_memory_and_touches_nothing(run_target: RunTarget, by_handle: bool) -> None:
    target = run_target(TOUCHED)
    watcher = Watcher.install(target.connection, by_handle=by_handle)
    sample = reading(watcher)
    assert sample.thread == "main"
    assert 0 < sample.heap_used < sample.heap_limit
    assert target.ask("touched()") is False
    assert watcher.remove()
    with pytest.raises(InspectError):
        reading(watcher)


def test_a_busy_thread_is_asked_once_and_answers_later(run_target: RunTarget) -> None:
    target = run_target("const { execSync } = require('child_process');")
    watcher = Watcher.install(target.connection)
    reading(watcher)
    target.process.say('{"number": 99, "expression": "execSync(\\"sleep 0.5\\").length"}')
    asked = 0

    def answered() -> MemorySample | None:
        nonlocal asked
        asked += 1
        watcher.ask()
        return watcher.read(0.01)

    assert wait_until(answered).heap_used > 0  # type: ignore[union-attr]
    target.process.wait_line("answer 99")


def test_in_a_worker_it_tells_the_workers_memory(run_target: RunTarget) -> None:
    target = run_target(
        "new (require('worker_threads').Worker)('setInterval(() => {}, 1000)', { eval: true });"
    )
    workers = Workers.enable(target.connection)
    (worker,) = wait_until(lambda: workers.present)
    watcher = Watcher.install(worker.session)
    assert reading(watcher).heap_used > 0
    assert watcher.remove()
    assert workers.disable()


def orphaned(target: Target) -> Watcher:
    watcher = Watcher.install(target.connect(), close_inspector_when_orphaned=True, limits=SHORT)
    watcher.stay()
    return watcher


def test_nobody_asks_and_the_inspector_is_closed(run_target: RunTarget) -> None:
    target = run_target(TOUCHED)
    orphaned(target)
    wait_until(lambda: target.ask("url()") == "undefined")


def test_an_inspector_opened_anew_is_somebody_elses(run_target: RunTarget) -> None:
    target = run_target(TOUCHED)
    orphaned(target)
    opened = target.ask("reopen()")
    # Longer than the lease on the target's own clock, so that its end has come when this does.
    target.ask("new Promise((resolve) => setTimeout(resolve, 600))")
    assert target.ask("url()") == opened


def test_a_longer_lease_outlasts_the_short_one(run_target: RunTarget) -> None:
    target = run_target(TOUCHED)
    watcher = orphaned(target)
    watcher.extend_lease(60)
    target.ask("new Promise((resolve) => setTimeout(resolve, 600))")
    assert target.ask("url()") != "undefined"
    assert watcher.remove()
