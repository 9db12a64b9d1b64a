"""Flags over environment over file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuiinspect.errors import UsageError
from tuiinspect.ui.environment import prepare
from tuiinspect.ui.options import options_here, read_keys


def test_over_ssh_it_is_slow_and_leaves_the_mouse_alone(tmp_path: Path) -> None:
    remote = options_here(environ={"SSH_CONNECTION": "x"}, config=tmp_path / "none")
    local = options_here(environ={}, config=tmp_path / "none")
    assert (remote.slow, remote.mouse) == (True, False)
    assert (local.slow, local.mouse) == (False, True)
    assert remote.redraw_interval_s > local.redraw_interval_s


def test_flags_win_over_the_environment(tmp_path: Path) -> None:
    options = options_here(
        ascii_only=True, slow=False, mouse=True, environ={"SSH_CONNECTION": "x"}, config=tmp_path / "none"
    )
    assert (options.ascii, options.slow, options.mouse) == (True, False, True)


def test_keys_come_from_the_config_file(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[keys]\nsnapshot = "f5"\n')
    assert options_here(environ={}, config=config).keys == {"snapshot": "f5"}
    assert read_keys(tmp_path / "absent.toml") == {}


@pytest.mark.parametrize("text", ["[keys", "[keys]\nsnapshot = 5\n", "keys = 3"])
def test_a_config_file_that_makes_no_sense_is_named(tmp_path: Path, text: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(text)
    with pytest.raises(UsageError, match=r"config\.toml"):
        read_keys(config)


def test_a_slow_line_gets_fewer_frames_but_the_users_own_choice_stays() -> None:
    slow: dict[str, str] = {}
    prepare(slow=True, environ=slow)
    assert "ESCDELAY" not in slow
    assert slow["TEXTUAL_ANIMATIONS"] == "none"
    chosen = {"TEXTUAL_FPS": "7"}
    prepare(slow=False, environ=chosen)
    assert chosen["TEXTUAL_FPS"] == "7"
    assert int(slow["TEXTUAL_FPS"]) < 30
