"""Sampling a live program: what is found, who else samples, what is left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.probes.conftest import RunTarget, Target
from tests.support.processes import wait_until
from tuiinspect.cdp import domains
from tuiinspect.cdp.connection import Connection
from tuiinspect.errors import SamplingEnded
from tuiinspect.probes.allocation_rate import INTERVAL, WIDEST_INTERVAL
from tuiinspect.probes.allocations import Sampler
from tuiinspect.samples import AllocationProfile, AllocationStack
from tuiinspect.sourcemaps import Files

PROGRAM = """'use strict';
const kept = [];
let churned;
function retain/*retain*/(bytes) {
  for (let made = 0; made < bytes; made += 1000) kept.push('x'.repeat(8) + new Array(120).fill(made).join());
  return kept.length;
}
function churn(bytes) {
  for (let made = 0; made < bytes; made += 1000) churned = new Array(120).fill(made).join();
  churned = undefined;
}
globalThis.grow = (bytes) => retain(bytes);
globalThis.churn = churn;
globalThis.hurry = () => { globalThis.hurrying = setInterval(() => churn(2e6), 1); return 1; };
globalThis.rest = () => { clearInterval(hurrying); return 1; };
globalThis.drop = () => { kept.length = 0; gc(); };
globalThis.sampled = () => {
  const session = new (require('inspector').Session)();
  session.connect();
  return new Promise((done) =>
    session.post('HeapProfiler.getSamplingProfile', (error) => { session.disconnect(); done(!error); }));
};
globalThis.require = require;
"""
PATIENCE_S = 90.0


def sampler_of(target: Target, connection: Connection | None = None) -> Sampler:
    caller = connection or target.connection
    agent = target.install(caller, hook=False, files=Files())
    return Sampler.start(caller, agent.places, agent.start_clock)


def of(profile: AllocationProfile, function: str) -> list[AllocationStack]:
    return [stack for stack in profile.stacks if stack.frames[0].function == function]


def size(profile: AllocationProfile, function: str) -> int:
    """What lives of what was allocated in the function or in what it called."""
    return sum(
        stack.bytes for stack in profile.stacks if any(frame.function == function for frame in stack.frames)
    )


def test_what_is_kept_is_found_at_its_function_and_what_dies_is_not(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    sampler = sampler_of(target)
    target.ask("grow(8e6)")
    target.ask("churn(40e6)")
    first = sampler.read(PATIENCE_S)
    assert first.interval == INTERVAL
    assert first.started <= first.t
    assert first.cost_s > 0
    assert first.heap_used is not None
    assert first.heap_used > first.total_bytes / 2
    kept = size(first, "retain")
    assert 3e6 < kept < 16e6
    assert size(first, "churn") < kept / 10
    retain = next(frame for stack in first.stacks for frame in stack.frames if frame.function == "retain")
    source = PROGRAM[: PROGRAM.index("/*retain*/") + len("/*retain*/")]
    line, column = source.count("\n") + 1, len(source) - source.rfind("\n")
    assert (retain.line, retain.column, retain.kind) == (line, column, "program")
    assert retain.file is not None
    assert retain.file.endswith("program0.js")
    assert sum(stack.bytes for stack in first.stacks) == first.total_bytes
    assert all(stack.count > 0 for stack in first.stacks)

    target.ask("grow(8e6)")
    second = sampler.read(PATIENCE_S)
    assert 1.5 < size(second, "retain") / kept < 2.5
    target.ask("drop()")
    assert size(sampler.read(PATIENCE_S), "retain") < kept / 10


def test_a_fast_allocator_has_fewer_samples_that_stand_for_as_much(
    run_target: RunTarget,
) -> None:
    target = run_target(PROGRAM)
    target.ask("hurry()")
    sampler = sampler_of(target)
    target.ask("rest()")
    target.ask("grow(16e6)")
    profile = sampler.read(PATIENCE_S)
    assert INTERVAL < profile.interval <= WIDEST_INTERVAL
    kept = [stack for stack in profile.stacks if any(frame.function == "retain" for frame in stack.frames)]
    assert 8e6 < sum(stack.bytes for stack in kept) < 32e6
    # About one for each interval: chance makes less of a difference than a factor of two among so many.
    samples = sum(stack.bytes for stack in kept) / profile.interval
    assert samples / 2 < sum(stack.count for stack in kept) < samples * 2


def test_without_our_clock_a_profile_is_still_read(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    agent = target.install()
    sampler = Sampler.start(target.connection, agent.places, agent.start_clock)
    agent.remove()
    target.ask("grow(4e6)")
    profile = sampler.read(PATIENCE_S)
    assert size(profile, "retain") > 1e6
    assert profile.heap_used is None


def test_the_profile_as_devtools_opens_it(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    sampler = sampler_of(target)
    target.ask("grow(4e6)")
    document = json.loads(sampler.read(PATIENCE_S).document)
    assert document["head"]["callFrame"]["functionName"] == "(root)"
    assert {"size", "nodeId", "ordinal"} <= document["samples"][0].keys()


def test_frames_are_of_the_program_of_node_native_or_ours(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    agent = target.install()
    sampler = Sampler.start(target.connection, agent.places)
    target.ask("grow(6e6)")
    for _ in range(50):
        agent.sample()
    # What the agent allocates is gone soon: a sample of it may or may not be there.
    target.evaluate(
        "(globalThis.ours = Array.from({ length: 1e5 }, () => ({})), 1) //# sourceURL=tuiinspect-x.js"
    )
    stacks = sampler.read(PATIENCE_S).stacks
    kinds = {
        (frame.kind, frame.file is not None and frame.file.startswith("node:"))
        for stack in stacks
        for frame in stack.frames
    }
    assert {("program", False), ("node", True)} <= kinds
    assert ("node", False) not in kinds
    assert any(stack.ours for stack in stacks)
    for stack in stacks:
        assert not (stack.ours and any(frame.function == "retain" for frame in stack.frames))
        if not stack.ours:
            assert not any("tuiinspect-call.js" in (frame.file or "") for frame in stack.frames)


def test_functions_are_where_they_were_written(run_target: RunTarget) -> None:
    fixtures = Path(__file__).parents[1] / "sourcemaps" / "fixtures"
    target = run_target(fixtures / "esbuild-min" / "main.js")
    sampler = sampler_of(target)
    target.ask("globalThis.kept = retain(100000), 1")
    found = {
        (frame.function, frame.line)
        for stack in sampler.read(PATIENCE_S).stacks
        for frame in stack.frames
        if frame.file is not None and frame.file.endswith("src/main.ts")
    }
    assert ("retain", 8) in found


def test_another_client_that_ends_the_sampling_is_recognised(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    sampler = sampler_of(target)
    sampler.read(PATIENCE_S)
    domains.stop_sampling(target.connect())
    with pytest.raises(SamplingEnded, match="another client"):
        sampler.read(PATIENCE_S)


def test_another_sampling_in_place_of_ours_is_recognised(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    sampler = sampler_of(target)
    target.ask("grow(4e6)")
    sampler.read(PATIENCE_S)
    other = target.connect()
    domains.stop_sampling(other)
    domains.start_sampling(other, 4096)
    target.ask("grow(4e6)")
    with pytest.raises(SamplingEnded, match="its own"):
        sampler.read(PATIENCE_S)


def test_what_another_client_began_is_read_but_not_ended(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    domains.start_sampling(target.connect(), 16384)
    ours = target.connect()
    sampler = sampler_of(target, ours)
    assert sampler.foreign
    target.ask("grow(4e6)")
    profile = sampler.read(PATIENCE_S)
    assert profile.foreign
    assert profile.interval == 0
    assert size(profile, "retain") > 1e6
    sampler.stop(PATIENCE_S)
    ours.close()
    assert target.ask("sampled()") is True


def test_stopping_leaves_nothing(run_target: RunTarget) -> None:
    target = run_target(PROGRAM)
    sampler = sampler_of(target)
    assert target.ask("sampled()") is True
    sampler.stop(PATIENCE_S)
    assert target.ask("sampled()") is False
    sampler.stop(PATIENCE_S)


@pytest.mark.every_node
def test_every_node_samples_and_the_end_of_the_session_ends_it(
    run_target: RunTarget, every_node: Path
) -> None:
    target = run_target(PROGRAM, node=every_node)
    connection = target.connect()
    sampler = sampler_of(target, connection)
    target.ask("grow(6e6)")
    first = sampler.read(PATIENCE_S)
    target.ask("grow(6e6)")
    second = sampler.read(PATIENCE_S)
    assert size(second, "retain") - size(first, "retain") > 2e6
    (frame, *_) = (
        frame for stack in of(second, "retain") for frame in stack.frames if frame.function == "retain"
    )
    assert frame.line == 4
    connection.close()
    # Nothing that collects: the sampler goes with the session.
    wait_until(lambda: target.ask("sampled()") is False)
