"""Progress on stderr: one line on a terminal, few elsewhere, none where nobody reads."""

from __future__ import annotations

import io

from tuiinspect.commands.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(Terminal):
    def write(self, text: str, /) -> int:  # noqa: ARG002 - the signature of a stream
        raise OSError(5, "Input/output error")


def test_a_terminal_gets_one_line_that_is_rewritten() -> None:
    screen = Terminal()
    line = ProgressLine(screen)
    line.show("walking 10%", "generating")
    line.show("walking 20%", "generating")
    line.end()
    assert screen.getvalue() == "\rwalking 10%\x1b[K\rwalking 20%\x1b[K\n"


def test_something_else_can_be_said_in_between() -> None:
    screen = Terminal()
    line = ProgressLine(screen)
    line.show("walking 10%", "generating")
    line.leave_line()
    line.leave_line()
    line.show("walking 20%", "generating")
    line.end()
    assert screen.getvalue() == "\rwalking 10%\x1b[K\n\rwalking 20%\x1b[K\n"


def test_a_narrow_terminal_is_not_wrapped() -> None:
    screen = Terminal()
    ProgressLine(screen).show("x" * 500, "generating")
    assert len(screen.getvalue()) < 500


def test_elsewhere_each_phase_is_said_once() -> None:
    log = io.StringIO()
    line = ProgressLine(log)
    for phase in ("waiting", "generating", "generating", "streaming"):
        line.show(f"now {phase}", phase)
    line.end()
    assert log.getvalue().splitlines() == ["now waiting", "now generating", "now streaming"]


def test_after_the_end_nothing_is_shown() -> None:
    log = io.StringIO()
    line = ProgressLine(log)
    line.end()
    line.show("late", "streaming")
    line.end()
    assert log.getvalue() == ""


def test_a_terminal_that_is_gone_stops_nothing() -> None:
    line = ProgressLine(Gone())
    line.show("walking", "generating")
    line.show("walking", "generating")
    line.end()
