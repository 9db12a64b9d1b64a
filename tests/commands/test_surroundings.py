from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

import pytest

from tuiinspect.commands.surroundings import surroundings


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)


def test_versions_are_those_installed() -> None:
    packages = surroundings()["packages"]
    assert packages["numpy"] == version("numpy")
    assert packages["websocket-client"] == version("websocket-client")


def test_only_named_variables_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("SSH_CONNECTION", "203.0.113.5 55555 203.0.113.6 22")
    monkeypatch.setenv("TMUX", "/tmp/tmux-secret/default,1,0")
    monkeypatch.setenv("NO_COLOR", "1")
    told = surroundings()
    terminal = told["terminal"]
    assert terminal["term"] == "xterm-256color"
    assert (terminal["ssh"], terminal["inside"], terminal["no_color"]) == (True, "tmux", True)
    assert "203.0.113" not in str(told)
    assert "secret" not in str(told)


def test_outside_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("TERM", "SSH_CONNECTION", "TMUX", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("STY", "1.pts")
    terminal = surroundings()["terminal"]
    assert (terminal["term"], terminal["ssh"], terminal["inside"]) == (None, False, "screen")
    assert terminal["no_color"] is False


def test_the_node_is_told_without_starting_it(node: Path) -> None:
    told = surroundings()["node"]
    assert told["path"] == str(node)
    assert str(told["version"]).startswith("v")


def test_no_node_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TUIINSPECT_NODE", raising=False)
    monkeypatch.setattr("tuiinspect.node.find_spec", lambda _name: None)
    assert surroundings()["node"] == {"path": None, "version": None, "on_path": False}


def test_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folders = surroundings()["folders"]
    assert folders["state"] == str(tmp_path / "tuiinspect")
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(in_the_way))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kernels"))
    folders = surroundings()["folders"]
    assert str(folders["state"]).startswith("cannot be made")
    assert folders["kernel_cache"] == str(tmp_path / "kernels")


def test_memory_and_processes() -> None:
    told = surroundings()
    memory, processes = told["memory"], told["processes"]
    assert 0 < int(str(memory["available_bytes"])) <= int(str(memory["total_bytes"]))
    assert int(str(processes["attachable"])) <= int(str(processes["node"]))
    assert told["tuiinspect"]["user_is_root"] is (os.geteuid() == 0)
