"""The bundled leaks by name."""

from __future__ import annotations

import pytest

from tuiinspect.errors import ExitCode, UsageError
from tuiinspect.leaks.catalogue import DEFAULT, LEAKS, Leak, find_leak


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_every_leak_is_found_by_name_and_has_its_program(leak: Leak) -> None:
    assert find_leak(leak.name) is leak
    source = leak.path.read_text(encoding="utf-8")
    # What the tests of other rooms look for in snapshots must be what the program says.
    assert leak.accumulates in source
    assert leak.holder in source or leak.holder == "_onTimeout"
    assert f"leak: '{leak.name}'" in source
    assert "The fault:" in source


def test_names_are_unique_and_the_default_is_one() -> None:
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) == 9
    assert find_leak(DEFAULT).name == "listeners"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("listener", "listeners"), ("abort", "abort-signal"), ("modulemap", "module-map"), ("timer", "timers")],
)
def test_a_near_miss_is_answered_with_the_name_meant(word: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_leak(word)
    assert f"did you mean '{meant}'" in caught.value.what
    assert caught.value.exit_code == ExitCode.USAGE


def test_a_word_like_no_name_gets_all_of_them_and_is_made_harmless() -> None:
    with pytest.raises(UsageError) as caught:
        find_leak("\x1b[31mzzz")
    assert "did you mean" not in caught.value.what
    assert "\x1b" not in str(caught.value)
    assert all(leak.name in str(caught.value) for leak in LEAKS)
