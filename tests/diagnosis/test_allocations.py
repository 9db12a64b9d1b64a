"""Growth between two readings, made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tuiinspect.diagnosis.allocations import (
    answerable,
    by_function,
    call_tree,
    growing_stacks,
    keeps_growing,
)
from tuiinspect.samples import AllocationProfile, AllocationStack, Frame, FrameKind
from tuiinspect.samples.allocations import OWN_CALLS

SAMPLE = 32_000


def frame(function: str, kind: FrameKind = "program") -> Frame:
    file = {"program": "app.js", "node": "node:events", "ours": "tuiinspect-agent.js"}.get(kind)
    return Frame(function, file, 1 if file else None, 1 if file else None, kind)


SERVE, RETAIN, CACHE = frame("serve"), frame("retain"), frame("cache")
EMIT, PUSH = frame("emit", "node"), frame("push", "native")
SAMPLE_OURS, HOOK_OURS = frame("sample", "ours"), frame("on", "ours")
ASK_OURS = Frame("(anonymous)", OWN_CALLS, 1, 1, "ours")


def profile(t: float, counts: dict[tuple[Frame, ...], int]) -> AllocationProfile:
    stacks = tuple(AllocationStack(frames, count * SAMPLE, count) for frames, count in counts.items())
    return AllocationProfile(t, 0.0, 32_768, stacks, sum(stack.bytes for stack in stacks), 0.01)


FIRST = profile(
    10, {(RETAIN, SERVE): 10, (CACHE, SERVE): 30, (PUSH, EMIT, RETAIN, SERVE): 5, (SAMPLE_OURS, ASK_OURS): 1}
)
LAST = profile(
    40,
    {(RETAIN, SERVE): 100, (CACHE, SERVE): 33, (PUSH, EMIT, RETAIN, SERVE): 45, (SAMPLE_OURS, ASK_OURS): 99},
)


def test_stacks_come_by_growth_and_ours_last() -> None:
    found = growing_stacks(FIRST, LAST)
    assert [(each.stack.frames[0].function, each.count_growth) for each in found] == [
        ("retain", 90),
        ("push", 40),
        ("cache", 3),
        ("sample", 98),
    ]
    assert found[0].growth == 90 * SAMPLE
    assert found[0].span_s == 30
    assert found[0].per_s == 3 * SAMPLE
    assert [each.ours for each in found] == [False, False, False, True]


def test_without_a_first_reading_all_is_growth_since_the_start() -> None:
    (largest, *_) = growing_stacks(None, LAST)
    assert (largest.growth, largest.span_s) == (100 * SAMPLE, 40)


def test_what_is_gone_has_shrunk() -> None:
    gone = growing_stacks(FIRST, profile(20, {}))
    assert {each.stack.bytes for each in gone} == {0}
    assert sum(each.growth for each in gone) == -FIRST.total_bytes


def test_functions_answer_for_what_they_call_that_is_not_the_programs() -> None:
    retain, cache = by_function(growing_stacks(FIRST, LAST))
    assert (retain.frame, retain.count, retain.count_growth) == (RETAIN, 145, 130)
    assert round(retain.per_minute) == 260 * SAMPLE
    assert retain.certain
    # Three samples more of thirty are chance.
    assert cache.growth > 0
    assert not cache.certain


@pytest.mark.parametrize(
    ("heap_growth", "certain"), [(None, True), (4_000_000, True), (200_000, False), (-9, False)]
)
def test_what_only_takes_the_place_of_other_objects_is_no_growth(
    heap_growth: int | None, certain: bool
) -> None:
    last = replace(LAST, heap_used=None if heap_growth is None else 50_000_000 + heap_growth)
    retain, _ = by_function(growing_stacks(replace(FIRST, heap_used=50_000_000), last))
    assert retain.heap_growth == heap_growth
    assert retain.certain is certain


def test_who_is_answerable() -> None:
    assert answerable(AllocationStack((PUSH, EMIT, RETAIN, SERVE), 0, 0)) == RETAIN
    assert answerable(AllocationStack((PUSH, EMIT), 0, 0)) == EMIT
    assert answerable(AllocationStack((PUSH,), 0, 0)) == PUSH


@pytest.mark.parametrize(
    ("frames", "ours"),
    [
        ((SAMPLE_OURS, ASK_OURS), True),
        ((PUSH, SAMPLE_OURS, ASK_OURS, EMIT, SERVE), True),  # our call came while the program ran
        ((EMIT, SAMPLE_OURS, ASK_OURS), True),  # Node's function, called by us
        ((PUSH, SAMPLE_OURS, EMIT), True),  # an observer of ours
        ((EMIT, HOOK_OURS, SERVE), False),  # the program's call of .on(), through the hook
        ((PUSH, HOOK_OURS, SERVE), True),  # the hook's own
        ((PUSH,), False),
        ((), False),
    ],
)
def test_what_is_ours(frames: tuple[Frame, ...], ours: bool) -> None:
    assert AllocationStack(frames, 1, 1).ours is ours


def test_the_tree_of_calls_folds_what_is_not_the_programs() -> None:
    root = call_tree(growing_stacks(FIRST, LAST))
    (serve,) = root.below()
    assert serve.frame == SERVE
    assert serve.bytes == root.bytes == 178 * SAMPLE
    retain, cache = serve.below()
    assert (retain.frame, retain.bytes, retain.own_bytes) == (RETAIN, 145 * SAMPLE, 145 * SAMPLE)
    assert retain.below() == []
    assert (cache.frame, cache.growth) == (CACHE, 3 * SAMPLE)


def test_the_tree_of_calls_unfolded() -> None:
    root = call_tree(growing_stacks(FIRST, LAST), folded=())
    serve, ours = root.below()
    (retain, _) = serve.below()
    assert retain.own_bytes == 100 * SAMPLE
    (emit,) = retain.below()
    (push,) = emit.below()
    assert (push.frame, push.own_bytes) == (PUSH, 45 * SAMPLE)
    assert ours.frame == ASK_OURS


def test_what_has_no_frame_of_the_program_is_still_in_the_tree() -> None:
    (child,) = call_tree(growing_stacks(None, profile(1, {(PUSH, EMIT): 3}))).below()
    assert child.frame == EMIT


def test_a_deep_stack_is_no_trouble() -> None:
    deep = tuple(frame(f"f{depth}") for depth in range(5000))
    node = call_tree(growing_stacks(None, profile(1, {deep: 3})))
    depth = 0
    while node.children:
        (node,) = node.below()
        depth += 1
    assert depth == 5000


def test_growth_goes_on_or_slows_down() -> None:
    assert keeps_growing([(0, 0), (10, 10)])
    assert keeps_growing([(0, 0), (10, 10), (20, 20), (30, 30)])
    assert not keeps_growing([(0, 0), (10, 90), (20, 98), (30, 100)])
    assert keeps_growing([(0, 0), (10, 10), (29, 29), (30, 29)]), "readings that are not evenly apart"
    assert not keeps_growing([(0, 50), (10, 60), (20, 40), (30, 50)])
