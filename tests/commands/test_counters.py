"""`--counter`: how it is read, and that its use is announced."""

from __future__ import annotations

import pytest

from tuiinspect.commands.counters import MOST_COUNTERS, announce, parse_counters
from tuiinspect.errors import UsageError
from tuiinspect.samples import Counter


def test_the_first_equals_sign_ends_the_name() -> None:
    assert parse_counters(["cache = a.size", "same=a === b ? 1 : 0"]) == (
        Counter("cache", "a.size"),
        Counter("same", "a === b ? 1 : 0"),
    )


@pytest.mark.parametrize("given", [["cache"], ["=1"], ["cache="], ["a=1", "a=2"], ["a b"], [""]])
def test_what_is_no_counter_is_refused(given: list[str]) -> None:
    with pytest.raises(UsageError):
        parse_counters(given)


def test_there_is_a_limit() -> None:
    assert len(parse_counters([f"c{number}=1" for number in range(MOST_COUNTERS)])) == MOST_COUNTERS
    with pytest.raises(UsageError):
        parse_counters([f"c{number}=1" for number in range(MOST_COUNTERS + 1)])


def test_running_code_in_the_target_is_announced(capsys: pytest.CaptureFixture[str]) -> None:
    announce([Counter("cache", "a.size\x1b[2J")])
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("counter cache: runs your code in the target")
    assert "\x1b" not in told.err
