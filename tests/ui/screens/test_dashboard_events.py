"""What the session tells, on the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.scripted import START, TARGET, emitter, listeners_sample, story
from tests.ui.stage import Clock, stage, still_options
from tuiinspect.events import (
    Attached,
    ConnectionDropped,
    ListenersCounted,
    ProbeFailed,
    TargetBlocked,
    TargetEnded,
)


async def test_the_first_picture_comes_before_anything_is_asked_of_the_target() -> None:
    async with stage(0) as on:
        assert "attaching to server:9229 …" in on.text
        assert on.session.asked == ["start"]


async def test_pause_holds_the_view_while_sampling_goes_on() -> None:
    clock = Clock()
    async with stage(30, options=still_options(clock=clock)) as on:
        await on.press("space")
        clock.now += 12
        await on.tell(*story(40)[61:])
        assert "PAUSED 12 s" in on.text
        assert "+232" in on.text
        assert len(on.dashboard.state.memory.samples) > 30
        await on.press("space")
        assert "PAUSED" not in on.text
        assert "+312" in on.text


async def test_a_blocked_target_and_a_lost_one_are_said() -> None:
    async with stage() as on:
        await on.tell(TargetBlocked(3.2))
        assert "! target blocked for 3 s" in on.text
        await on.tell(ConnectionDropped("reset by peer", retrying=True))
        assert "trying again" in on.text
        await on.tell(Attached(TARGET, resumed=True))
        assert "● attached" in on.text
        await on.tell(TargetEnded("process 4242 has ended"))
        assert "process 4242 has ended; what was seen stays here" in on.text
        assert "presence:* ×12" in on.text
        await on.press("S")
        assert "does not answer any more" in on.text


async def test_an_attach_that_fails_is_said_and_gives_the_exit_code() -> None:
    async with stage(0) as on:
        await on.tell(ConnectionDropped("no process 4242\nIs it another user's?", retrying=False))
        assert "no process 4242" in on.text
        assert "Is it another user's?" in on.text
        await on.press("q")
    assert on.app.return_value == 3


@pytest.mark.parametrize("size", [(80, 24), (40, 20), (36, 20)])
async def test_a_refused_attach_is_readable_to_its_end(size: tuple[int, int]) -> None:
    why = (
        "port 9229, which the inspector of process 10043 would take, is held by process 9980 (node -e)\n"
        "Free that port, or start the program with NODE_OPTIONS=--inspect-port=0 to have it take any."
    )
    async with stage(0, size=size) as on:
        await on.tell(ConnectionDropped(why, retrying=False))
        words = " ".join(on.text.split())
        assert "is held by process 9980 (node -e) Free that port" in words
        assert "NODE_OPTIONS=--inspect-port=0 to have it take any." in words


async def test_a_failed_probe_leaves_the_rest_alone() -> None:
    async with stage() as on:
        await on.tell(ProbeFailed("census", "the target did not answer"))
        assert "! census: the target did not answer" in on.text


async def test_names_from_the_target_are_never_markup() -> None:
    async with stage() as on:
        evil = emitter(9, "[bold]x[/]", 9, baseline=0, class_name="[red]Evil[/red]", name="\x1b[2J[@click=x]")
        await on.tell(ListenersCounted(replace(listeners_sample(31), rows=(evil,))))
        assert "[red]Evil[/red]" in on.text
        assert "[bold]x[/]" in on.text
        assert "\x1b" not in on.text


async def test_many_events_are_drawn_as_one_picture() -> None:
    async with stage(0) as on:
        drawn: list[int] = []
        draw = on.dashboard.draw
        on.dashboard.draw = lambda: (drawn.append(1), draw())[1]  # type: ignore[method-assign,func-returns-value]
        await on.tell(*story(200))
        assert len(on.dashboard.state.memory.samples) == 200
        assert len(drawn) == 1


async def test_a_slow_terminal_is_drawn_to_less_often() -> None:
    async with stage(1, options=still_options(redraw_interval_s=3600.0)) as on:
        shown = on.text
        await on.tell(*story(30)[3:])
        assert on.text == shown
        on.dashboard.apply_all()
        await on.pilot.pause()
        assert "+232" in on.text


async def test_start_time_of_the_clock_does_not_show() -> None:
    async with stage(30, options=still_options(clock=Clock(START + 99_999))) as on:
        later = on.text
    async with stage(30) as on:
        assert on.text == later


async def test_the_forecast_ends_with_the_target() -> None:
    async with stage(120) as on:
        assert "limit in 6 h" in on.text
        await on.tell(TargetEnded("process 4242 has ended"))
        assert "limit in" not in on.text
        assert "+6.00 MB/min" in on.text


async def test_one_listener_more_is_shown_but_not_called_growing() -> None:
    async with stage() as on:
        finish = emitter(9, "finish", 1, baseline=0, class_name="ClientRequest")
        await on.tell(ListenersCounted(replace(listeners_sample(31), rows=(finish,))))
        assert "+1" in on.line_with("ClientRequest")
        assert "– none grows" in on.text
