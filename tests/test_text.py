"""Foreign text is made harmless; figures carry units."""

from __future__ import annotations

import pytest

from tuiinspect.text import clean, format_bytes, format_count, format_duration, format_number


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain [bold]text[/]", "plain [bold]text[/]"),
        ("\x1b[31mred\x1b[0m", "·[31mred·[0m"),
        ("a\r\nb\tc", "a  b c"),
        ("\u202egnp.exe", "·gnp.exe"),
        ("lone \ud800 half", "lone · half"),
        ("\x9b31m", "·31m"),
        ("naïve 中文", "naïve 中文"),
    ],
)
def test_clean(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_clean_bounds_its_work_and_its_answer() -> None:
    assert clean("x" * 1_000_000, 10) == "xxxxxxxxx…"
    assert clean("x" * 10, 10) == "x" * 10


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (812, "812 B"),
        (999.6, "1.00 kB"),
        (1_230_000, "1.23 MB"),
        (64_000, "64.0 kB"),
        (999_400_000, "999 MB"),
        (999_500_000, "1.00 GB"),
        (-5_000_000, "-5.00 MB"),
        (7.5e15, "7500 TB"),
    ],
)
def test_format_bytes(size: float, shown: str) -> None:
    assert format_bytes(size) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (0.98765, "0.988"),
        (3.66667, "3.67"),
        (99.9, "99.9"),
        (99.96, "100"),
        (1562.4, "1,562"),
        (-1e6, "-1,000,000"),
    ],
)
def test_format_number(number: float, shown: str) -> None:
    assert format_number(number) == shown


def test_signs() -> None:
    assert format_number(26.54, signed=True) == "+26.5"
    assert format_number(0, signed=True) == "0"
    assert format_bytes(64_000, signed=True) == "+64.0 kB"
    assert format_bytes(0, signed=True) == "0 B"
    assert format_count(1162, signed=True) == "+1,162"
    assert format_count(0, signed=True) == "0"
    assert format_count(-12_345) == "-12,345"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (0.0005, "0.5 ms"),
        (0.18, "0.18 s"),
        (4.25, "4.2 s"),
        (42.4, "42 s"),
        (200, "3 min 20 s"),
        (18_720, "5 h 12 min"),
        (3600, "1 h"),
        (273_600, "3 d 4 h"),
        (8_640_000, "100 d"),
        (-42, "-42 s"),
    ],
)
def test_format_duration(seconds: float, shown: str) -> None:
    assert format_duration(seconds) == shown
