"""What a dialog says before something costly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.scripted import MB, PREDICTION
from tuiinspect.samples import Prediction
from tuiinspect.ui.lines import plain, width_of
from tuiinspect.ui.widgets.cost_view import cost_lines


def said(prediction: Prediction, width: int = 70) -> str:
    return "\n".join(plain(drawn) for drawn in cost_lines(prediction, width))


def test_it_says_pause_memory_and_room() -> None:
    words = said(PREDICTION)
    for expected in ("about 4.2 s", "420 MB  on top of 98.0 MB RSS", "3.40 GB", "80.0 MB", "12.0 GB"):
        assert expected in words
    assert "!" not in words


def test_a_container_that_is_too_small_is_marked() -> None:
    words = said(replace(PREDICTION, container_free_bytes=300 * MB))
    assert "free in its container             300 MB  ! too little" in words
    assert "! It does not fit" in words


def test_a_disk_that_is_too_small_is_marked() -> None:
    words = said(replace(PREDICTION, disk_free_bytes=MB))
    assert "free on disk                     1.00 MB  ! too little" in words


def test_what_is_not_known_is_not_made_up() -> None:
    assert "not known" in said(replace(PREDICTION, host_free_bytes=None))


@pytest.mark.parametrize("width", [70, 66, 65, 36, 32])
def test_every_figure_fits_the_dialog(width: int) -> None:
    tight = replace(PREDICTION, container_free_bytes=1, disk_free_bytes=1, pause_s=3599.0)
    drawn = cost_lines(tight, width)
    assert all(width_of(row) <= width for row in drawn[:-1])
    words = said(tight, width)
    for expected in ("about 59 min 59 s", "42.0 MB", "420 MB", "on top of 98.0 MB RSS", "3.40 GB", "1 B"):
        assert expected in words
    assert words.count("! too little") == 2
