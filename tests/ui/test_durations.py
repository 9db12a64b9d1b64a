"""Times as they are drawn."""

from __future__ import annotations

import pytest

from tuiinspect.ui.durations import delay_words, rounded_duration


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [
        (0.0, "0.0 ms"),
        (12.34, "12.3 ms"),
        (999.9, "999.9 ms"),
        (999.96, "1.0 s"),
        (3412.0, "3.4 s"),
        (99_960.0, "100 s"),
        (599_000.0, "599 s"),
        (3_600_000.0, "60 min"),
    ],
)
def test_a_delay_keeps_its_unit(milliseconds: float, expected: str) -> None:
    assert delay_words(milliseconds) == expected
    assert len(delay_words(milliseconds)) <= 8


def test_whole_seconds_do_not_flicker() -> None:
    assert [rounded_duration(seconds) for seconds in (0.9, 59.9, 61.0)] == ["0 s", "59 s", "1 min 1 s"]
