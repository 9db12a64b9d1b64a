"""The two lines at the top, in every state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.scripted import TARGET
from tuiinspect.ui.lines import plain, width_of
from tuiinspect.ui.state import Link
from tuiinspect.ui.widgets.status_view import StatusView, status_lines

ATTACHED = StatusView(
    asked_for="4242 server.js",
    target=TARGET,
    link=Link.ATTACHED,
    link_words="",
    blocked_s=0.0,
    attached_s=139.6,
    hook=True,
    call_sites=False,
    read_only=False,
    interval_s=1.0,
    cost_share=0.0003,
    paused_s=None,
)


def said(view: StatusView, width: int = 120) -> str:
    return "\n".join(plain(drawn) for drawn in status_lines(view, width))


def test_attached_says_who_and_how() -> None:
    words = said(ATTACHED)
    for expected in (
        "4242 server.js",
        "node v20.20.2",
        "127.0.0.1:9229, opened by tuiinspect",
        "attached for 2 min 19 s",
        "hook in .on(): i removes it",
        "every 1 s",
        "costs 0.03 % of its time",
    ):
        assert expected in words


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"target": None, "link": Link.ATTACHING}, "attaching to 4242 server.js …"),
        ({"link": Link.BLOCKED, "blocked_s": 3.4}, "! target blocked for 3 s"),
        ({"link": Link.RETRYING, "link_words": "reset"}, "! connection dropped, trying again"),
        ({"link": Link.LOST, "link_words": "reset"}, "reset; what was seen stays here"),
        ({"link": Link.ENDED, "link_words": "process 4242 has ended"}, "! target has ended"),
        ({"target": None, "link": Link.LOST, "link_words": "no such process"}, "no such process"),
        ({"hook": False}, "no hook in .on(): i puts it in"),
        ({"read_only": True, "hook": False}, "read-only: no hook in .on()"),
        ({"paused_s": 12.9}, "PAUSED 12 s"),
        ({"target": replace(TARGET, warnings=("runs with --inspect=0.0.0.0",))}, "! runs with --inspect"),
    ],
)
def test_every_state_is_said_in_words(changes: dict[str, object], expected: str) -> None:
    assert expected in said(replace(ATTACHED, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [200, 120, 80, 40, 20])
@pytest.mark.parametrize("link", list(Link))
def test_it_fits(link: Link, width: int) -> None:
    for drawn in status_lines(replace(ATTACHED, link=link, paused_s=5.0), width):
        assert width_of(drawn) <= width


def test_a_title_of_the_targets_own_cannot_act_on_the_terminal() -> None:
    words = said(replace(ATTACHED, target=replace(TARGET, title="x\x1b]0;owned\x07")))
    assert "\x1b" not in words


def test_what_has_no_room_is_left_out_whole() -> None:
    assert said(ATTACHED, 60).splitlines()[1].rstrip().endswith("every 1 s")
    assert "…" not in said(ATTACHED, 45).splitlines()[1]
    assert said(replace(ATTACHED, paused_s=12.0), 60).rstrip().endswith("PAUSED 12 s")
