"""How programs of this package are started as processes of their own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent


def helper_command(module: str, *words: str) -> list[str]:
    """Run `module` with this interpreter.

    `-P` keeps the current folder out of the import path: it belongs to the program that is looked at, and
    a `socket.py` there must not stand in for Python's.
    """
    return [sys.executable, "-P", "-m", module, *words]


def helper_environment() -> dict[str, str]:
    """Our environment, in which a checkout that is not installed is found too."""
    environment = dict(os.environ)
    if "site-packages" not in _ROOT.parts and "dist-packages" not in _ROOT.parts:
        known = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join([*([known] if known else []), str(_ROOT)])
    return environment
