"""How the agent gets in: not before Node is ready for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.probes.conftest import RunTarget, Target
from tuiinspect.errors import CallFailed, NotAttachable, ScriptFailed
from tuiinspect.probes import entry


def test_a_program_that_is_still_starting_is_waited_for(run_node: RunNode, tmp_path: Path) -> None:
    slow = tmp_path / "slow.js"
    slow.write_text("const end = Date.now() + 1000;\nwhile (Date.now() < end);\nconsole.log('preloaded');\n")
    process = run_node("setInterval(() => {}, 1000);", flags=("--inspect=127.0.0.1:0", "-r", str(slow)))
    target = Target(process)
    agent = target.install()
    assert "preloaded" in process.lines
    agent.sample()
    assert agent.remove()
    target.connection.close()


def test_a_program_that_never_gets_ready_is_given_up(
    run_target: RunTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = run_target()
    monkeypatch.setattr(entry, "_PATIENCE_S", 0.1)
    monkeypatch.setattr(entry, "source", lambda _: "(function () { return false; })")
    with pytest.raises(NotAttachable, match="still starting"):
        target.install()


def test_what_fails_each_time_is_said(run_target: RunTarget) -> None:
    target = run_target()
    with pytest.raises(ScriptFailed, match="by design"):
        entry.put_in(target.connection, "(() => { throw new Error('by design'); })()", "tuiinspect")


def test_the_look_at_the_stack_runs_no_code_of_the_program(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.prepared = 0;
        Error.prepareStackTrace = (error, frames) => { prepared++; return String(error); };
        Error.stackTraceLimit = 3;
        """
    )
    before = target.ask("Object.getOwnPropertyDescriptors(Error)")
    agent = target.install()
    assert target.ask("prepared") == 0
    assert target.ask("Object.getOwnPropertyDescriptors(Error)") == before
    agent.remove()


def test_a_proxy_in_the_place_of_error_is_not_asked_anything(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.asked = [];
        const note = (name) => (...args) => { asked.push(name); return Reflect[name](...args); };
        const names = Object.getOwnPropertyNames(Reflect);
        const traps = Object.fromEntries(names.map((name) => [name, note(name)]));
        Error = new Proxy(Error, traps);
        globalThis.reset = () => { asked.length = 0; return 1; };
        """
    )
    target.ask("reset()")
    agent = target.install()
    assert agent.sample().memory.heap_used > 0
    assert target.ask("asked") == []


def test_an_error_of_the_programs_own_does_not_keep_us_out(run_target: RunTarget) -> None:
    target = run_target(
        """
        globalThis.built = 0;
        Error = class Error { constructor() { built++; } static get prepareStackTrace() { built++; } };
        """
    )
    agent = target.install()
    assert agent.sample().memory.heap_used > 0
    assert target.ask("built") == 0


def test_a_thread_that_is_slow_is_given_longer(
    run_target: RunTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = run_target()
    monkeypatch.setattr(entry, "SCRIPT_LIMIT_MS", 60)
    slow = "(() => { const end = Date.now() + 300; while (Date.now() < end); return { sample: () => 7 }; })()"
    found = entry.put_in(target.connection, slow, "tuiinspect")
    monkeypatch.setattr(entry, "SCRIPT_LIMIT_MS", 2_000)
    assert found.start("sample()").result(60, object) is not None


def test_what_never_ends_is_broken_off(run_target: RunTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    target = run_target()
    monkeypatch.setattr(entry, "SCRIPT_LIMIT_MS", 100)
    monkeypatch.setattr(entry, "_LONGEST_LIMIT_MS", 100)
    with pytest.raises(CallFailed, match="terminated"):
        entry.put_in(target.connection, "(() => { for (;;); })()", "tuiinspect")
    assert target.ask("1 + 1") == 2
