"""Memory samples: what the target says of itself, collections on our clock, nothing unusable."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest

from tests.probes.conftest import RunTarget, Target
from tests.support.processes import wait_until
from tuiinspect.probes.agent import Agent
from tuiinspect.probes.memory import MemoryAnswer
from tuiinspect.samples import MemorySample

ANSWER: dict[str, Any] = {
    "thread": "main",
    "heap_used": 5_000_000,
    "heap_total": 6_000_000,
    "heap_limit": 2_000_000_000,
    "external": 1000,
    "array_buffers": 100,
    "rss": 50_000_000,
    "cpu_percent": 12.5,
    "loop_delay_ms": 0,
    "resources": {"Timeout": 2},
    "collections": [[3.5, "major", 0.002, 4_000_000], [0.5, "minor", 0.001, None]],
    "gc_floor": 4_000_000,
    "cost_s": 0.0002,
}


def test_collections_are_placed_on_our_clock() -> None:
    sample = msgspec.convert(ANSWER, MemoryAnswer).sample(1000.0)
    assert sample.t == 1000.0
    assert [(mark.t, mark.kind, mark.heap_after) for mark in sample.collections] == [
        (996.5, "major", 4_000_000),
        (999.5, "minor", None),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"heap_used": -1},
        {"rss": None},
        {"loop_delay_ms": "soon"},
        {"collections": [[1.0, "unheard of", 0.1, None]]},
        {"resources": {"Timeout": 1.5}},
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**ANSWER, **wrong}, MemoryAnswer)


def test_a_sample_agrees_with_what_the_program_says(run_target: RunTarget) -> None:
    target = run_target("globalThis.kept = [Buffer.alloc(5_000_000), setInterval(() => {}, 1e6)];")
    agent = target.install()
    sample = agent.sample().memory
    usage = target.ask("process.memoryUsage()")
    assert sample.thread == "main"
    assert sample.heap_limit == target.ask("load('v8').getHeapStatistics().heap_size_limit")
    assert sample.array_buffers >= 5_000_000
    assert abs(sample.array_buffers - usage["arrayBuffers"]) < 1_000_000
    assert abs(sample.rss - usage["rss"]) < 50_000_000
    assert 1_000_000 < sample.heap_used <= sample.heap_total < 100_000_000
    assert sample.resources["Timeout"] == 1
    assert abs(sample.t - time.time()) < 60
    assert sample.cost_s > 0


def test_collections_and_the_floor_after_them_appear(run_target: RunTarget) -> None:
    target = run_target("globalThis.kept = [];")
    agent = target.install()
    assert agent.sample().memory.gc_floor is None
    before = time.time()
    target.ask("kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index }))), 1")
    sample = collected(target, agent)
    marks = [mark for mark in sample.collections if mark.kind == "major"]
    assert sample.gc_floor == marks[-1].heap_after
    assert sample.gc_floor is not None
    assert sample.gc_floor > 3_000_000
    assert before - 1 < marks[-1].t < time.time() + 1
    assert 0 < marks[-1].pause_s < 10


def collected(target: Target, agent: Agent) -> MemorySample:
    """A sample with a major collection, forced until one is told: Node forgets one now and then."""

    def told() -> MemorySample | None:
        target.ask("gc()")
        sample = agent.read_memory()
        return sample if any(mark.kind == "major" for mark in sample.collections) else None

    sample = wait_until(told, what="a major collection")
    assert sample is not None
    return sample


def test_many_collections_keep_the_answer_small(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    target.ask("(() => { for (let i = 0; i < 500; i++) gc({ type: 'minor' }); })()")
    target.ask("new Promise((done) => setTimeout(done, 50))")
    assert 50 < len(agent.read_memory().collections) <= 200
    assert collected(target, agent).gc_floor


def test_a_blocked_loop_shows_as_delay(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    target.ask("new Promise((done) => setTimeout(done, 100))")
    agent.sample()
    target.ask("(() => { const end = Date.now() + 300; while (Date.now() < end); })()")
    target.ask("new Promise((done) => setTimeout(done, 50))")
    assert agent.sample().memory.loop_delay_ms >= 200
    target.ask("new Promise((done) => setTimeout(done, 50))")
    assert agent.sample().memory.loop_delay_ms < 200


def test_processor_time_is_that_since_the_last_sample(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    agent.sample()
    target.ask("(() => { const end = Date.now() + 200; while (Date.now() < end); })()")
    assert agent.sample().memory.cpu_percent > 10
