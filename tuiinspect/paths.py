"""Where the tool keeps its few files, by the XDG rules; every folder is the user's alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def state_dir() -> Path:
    """Snapshots and reports: `$XDG_STATE_HOME/tuiinspect`."""
    return _private(_base("XDG_STATE_HOME", Path.home() / ".local" / "state") / "tuiinspect")


def config_dir() -> Path:
    """The config file's folder, which need not exist: `$XDG_CONFIG_HOME/tuiinspect`."""
    return _base("XDG_CONFIG_HOME", Path.home() / ".config") / "tuiinspect"


def runtime_dir() -> Path:
    """Notes that concern running processes only: `$XDG_RUNTIME_DIR`, else a private temporary folder."""
    named = os.environ.get("XDG_RUNTIME_DIR")
    if named and Path(named).is_dir():
        return _private(Path(named) / "tuiinspect")
    return _private(Path(tempfile.gettempdir()) / f"tuiinspect-{os.getuid()}")


def _base(variable: str, default: Path) -> Path:
    named = os.environ.get(variable)
    return Path(named) if named and Path(named).is_absolute() else default


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
