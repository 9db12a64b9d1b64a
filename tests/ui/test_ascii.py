"""Nothing but ASCII leaves in ASCII mode, and every line keeps its width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tuiinspect.ui.ascii import to_ascii


@given(st.text(max_size=40))
def test_everything_becomes_ascii(text: str) -> None:
    assert to_ascii(text).isascii()


def test_lines_keep_their_width() -> None:
    for text in ("─ 1 Heap ━┤┼", "▁▂▃▄▅▆▇█", "⣿⠀⠤", "日本 ▲ ∞ …", "● attached · every"):
        assert len(to_ascii(text)) == cell_len(text)


def test_the_chart_becomes_a_ramp() -> None:
    assert to_ascii("▁▂▃▄▅▆▇█") == ".:-=+*#@"
    assert to_ascii("⠀⠁⠃⡇⣿") == " .:=@"
