"""What the dashboard knows after each event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.samples import census_sample
from tests.ui.scripted import TARGET, listeners_sample, memory_samples, story
from tuiinspect.events import (
    Attached,
    CaptureFailed,
    CaptureFinished,
    CaptureProgressed,
    CensusTaken,
    ConnectionDropped,
    HookChanged,
    MemorySampled,
    ProbeFailed,
    TargetAnswered,
    TargetBlocked,
    TargetEnded,
)
from tuiinspect.samples import Captured, CaptureProgress, Cost
from tuiinspect.ui.state import DashboardState, Link

COST = Cost("snapshot", predicted_s=4.2, pause_s=3.9, rss_before=1, rss_after=2)


def told(*events: object) -> DashboardState:
    state = DashboardState()
    for event in events:
        state.apply(event)  # type: ignore[arg-type]
    return state


def test_a_story_ends_up_in_the_histories() -> None:
    state = told(*story(20))
    assert state.link is Link.ATTACHED
    assert state.target == TARGET
    assert len(state.memory.samples) == 20
    assert state.listeners.rows()[0].growth == 8 * 19
    assert state.hook


def test_blocked_until_the_next_answer() -> None:
    state = told(Attached(TARGET), TargetBlocked(3.2))
    assert (state.link, state.blocked_s) == (Link.BLOCKED, 3.2)
    assert state.live
    state.apply(MemorySampled(next(memory_samples(1))))
    assert state.link is Link.ATTACHED
    state.apply(TargetAnswered(4.0))
    assert "4.0 s" in state.take_notices()[-1].words
    assert state.take_notices() == []


def test_a_worker_that_answers_does_not_unblock_the_main_thread() -> None:
    state = told(*story(3), TargetBlocked(3.2))
    state.apply(MemorySampled(replace(next(memory_samples(1)), thread="worker:1")))
    assert state.link is Link.BLOCKED
    assert len(state.memory.samples) == 3
    assert any(row.key.thread == "worker:1" for row in state.series.rows())


@pytest.mark.parametrize(
    ("event", "link"),
    [
        (ConnectionDropped("reset by peer", retrying=True), Link.RETRYING),
        (ConnectionDropped("reset by peer", retrying=False), Link.LOST),
        (TargetEnded("process 4242 has ended"), Link.ENDED),
    ],
)
def test_partings_keep_what_was_seen(event: object, link: Link) -> None:
    state = told(*story(5), event)
    assert state.link is link
    assert not state.live
    assert len(state.memory.samples) == 5


def test_an_ended_target_stays_ended() -> None:
    state = told(*story(2), TargetEnded("gone"), ConnectionDropped("closed", retrying=False))
    assert (state.link, state.link_words) == (Link.ENDED, "gone")


def test_attached_again_is_marked_on_the_chart() -> None:
    state = told(*story(3), ConnectionDropped("x", retrying=True), Attached(TARGET, resumed=True))
    assert state.link is Link.ATTACHED
    assert state.reattached_at == [state.memory.samples[-1].t]


def test_a_snapshot_says_what_it_really_cost() -> None:
    begun = CaptureProgressed(CaptureProgress("generating", 1, 2, 0, 1.0))
    assert told(begun).capturing
    state = told(begun, CaptureFinished(Captured("/tmp/x.heapsnapshot", 80, COST)))
    assert not state.capturing
    words = state.take_notices()[-1].words
    assert "3.9 s" in words
    assert "4.2 s" in words


def test_a_failed_snapshot_is_grave_and_forgotten_by_the_next() -> None:
    state = told(CaptureFailed("the disk is full", "Free some room."))
    notice = state.take_notices()[-1]
    assert notice.grave
    assert notice.words == "the disk is full. Free some room."
    state.begin_capture()
    assert not state.capture_failed


def test_a_census_counts_and_tells_its_cost() -> None:
    state = told(CensusTaken(census_sample(3.0, listeners=listeners_sample(3), cost=COST)))
    assert state.listeners.latest is not None
    assert "151,000 objects" in state.take_notices()[-1].words


def test_the_hook_tells_why_it_did_not_do_as_told() -> None:
    state = told(HookChanged(False, "this is a read-only session"))
    assert state.take_notices()[-1].grave
    state.apply(ProbeFailed("census", "the target did not answer"))
    assert state.take_notices()[-1].words == "census: the target did not answer"
