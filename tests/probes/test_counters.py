"""Counters of the user's own: their values, and what is said of one that has none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.probes.conftest import RunTarget, Target
from tuiinspect.probes.agent import Agent
from tuiinspect.samples import Counter, CounterValue

PROGRAM = """
globalThis.cache = new Map([[1, 1], [2, 2], [3, 3]]);
globalThis.big = 12n;
globalThis.runs = 0;
"""


def read(agent: Agent) -> tuple[CounterValue, ...]:
    sample = agent.sample(timeout=20).counters
    assert sample is not None
    assert sample.cost_s >= 0
    return sample.values


def counters(**expressions: str) -> tuple[Counter, ...]:
    return tuple(Counter(name, expression) for name, expression in expressions.items())


@pytest.mark.parametrize("by_handle", [False, True])
def test_each_has_its_value_at_each_sample(run_target: RunTarget, by_handle: bool) -> None:
    target = run_target(PROGRAM)
    agent = target.install(
        by_handle=by_handle,
        counters=counters(
            cache="cache.size",
            loaded="Object.keys(require.cache).length",
            emitter="require('events').defaultMaxListeners // a comment",
            big="big",
            half="1 / 2",
        ),
    )
    loaded = target.ask("Object.keys(require('module')._cache).length".replace("require", "load"))
    assert read(agent) == (
        CounterValue("cache", 3),
        CounterValue("loaded", loaded),
        CounterValue("emitter", 10),
        CounterValue("big", 12),
        CounterValue("half", 0.5),
    )
    target.ask("cache.set(4, 4).size")
    assert read(agent)[0] == CounterValue("cache", 4)


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("missing.size", "it throws missing is not defined"),
        ("(() => { throw 'text' })()", "it throws text"),
        ("(() => { throw null })()", "it throws object"),
        ("'12'", "it gives string, not a number"),
        ("null", "it gives null, not a number"),
        ("Promise.resolve(1)", "it gives object, not a number"),
        ("0 / 0", "it gives NaN"),
        ("require('./no-such-file')", "it throws Cannot find module './no-such-file'"),
        ("1; 2", "it throws Unexpected token ';'"),
        ("", "it throws Unexpected token ')'"),
    ],
)
def test_what_has_no_value_says_why_and_the_others_go_on(
    run_target: RunTarget, expression: str, why: str
) -> None:
    target = run_target(PROGRAM)
    agent = target.install(counters=counters(wrong=expression, cache="cache.size"))
    wrong, cache = read(agent)
    assert wrong.value is None
    assert (wrong.why or "").splitlines()[0] == why
    assert cache == CounterValue("cache", 3)


def test_one_that_does_not_end_is_stopped_and_then_left_alone(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    agent = target.install(counters=counters(endless="(() => { for (;;) runs++ })()", cache="cache.size"))
    for _ in range(3):
        endless, cache = read(agent)
        assert endless.value is None
        assert (endless.why or "").startswith("it takes longer than 100 ms")
        assert cache.value == 3
    runs = target.ask("runs")
    assert runs > 0
    assert read(agent)[0].why == "it takes longer than 100 ms, 3 times in a row: it is not asked any more"
    assert target.ask("runs") == runs
    assert target.ask("1 + 1") == 2


def test_modules_are_found_from_the_main_script_and_from_the_working_directory(
    run_node: Any, tmp_path: Path
) -> None:
    (tmp_path / "near.js").write_text("exports.size = 41;\n")
    (tmp_path / "app" / "lib").mkdir(parents=True)
    (tmp_path / "app" / "lib" / "cache.js").write_text("exports.size = 7;\n")
    main = tmp_path / "app" / "server.mjs"
    main.write_text(
        "import { createRequire } from 'module'; createRequire(import.meta.url)('./lib/cache').size++;\n"
        f"process.chdir({json.dumps(str(tmp_path))});\n"
        "process.stdin.resume(); console.log('ready');\n"
    )
    program = run_node(main, flags=("--inspect=127.0.0.1:0",))
    target = Target(program)
    program.wait_line("ready")
    agent = target.install(
        counters=counters(main="require('./lib/cache').size", near="require('./near').size")
    )
    assert read(agent) == (CounterValue("main", 8), CounterValue("near", 41))


def test_without_counters_there_is_no_context_for_them(run_target: RunTarget) -> None:
    target = run_target()
    before = target.ask("load('v8').getHeapStatistics().number_of_native_contexts")
    agent = target.install()
    assert agent.sample().counters is None
    assert target.ask("load('v8').getHeapStatistics().number_of_native_contexts") == before
