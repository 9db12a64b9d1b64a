"""Where the programs run: a folder outside the repository, with the packages and the Nodes they need."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import threading
from pathlib import Path

from leaks.catalogue import PROGRAMS, Trial

_BALLAST = PROGRAMS.parent.parent.parent / "tuiinspect" / "leaks" / "ballast.js"


class Workshop:
    """Installs what is missing, once; everything lies under one folder that may be thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._nodes = _nodes_at_hand()

    def prepare(self, trial: Trial) -> Path:
        """Lay out the trial's programs beside their packages; return the program's path."""
        with self._lock:
            packages = self._install(trial.packages)
        folder = packages / trial.name
        shutil.copytree(PROGRAMS, folder, dirs_exist_ok=True)
        shutil.copy(_BALLAST, folder)
        return folder / trial.program

    def node(self, major: str) -> Path:
        """The Node of that major version: from $TUIINSPECT_NODES, from the PATH, else installed."""
        with self._lock:
            if major not in self._nodes:
                package = f"node-{platform.system().lower()}-{_npm_architecture()}"
                installed = self._install((f"{package}@{major}",))
                self._nodes[major] = installed / "node_modules" / package / "bin" / "node"
            return self._nodes[major]

    def _install(self, packages: tuple[str, ...]) -> Path:
        key = hashlib.sha256(json.dumps(sorted(packages)).encode()).hexdigest()[:12]
        folder = self.folder / key
        if (folder / "package.json").exists():
            return folder
        folder.mkdir(parents=True, exist_ok=True)
        if packages:
            # No package here needs a build of its own: scripts of theirs have nothing to do here.
            command = [
                "npm",
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--silent",
                "--prefix",
            ]
            subprocess.run([*command, str(folder), "--no-save", *packages], check=True)
        # Written last: it says that the folder is complete.
        (folder / "package.json").write_text(json.dumps({"private": True, "description": " ".join(packages)}))
        return folder


def default_folder() -> Path:
    """`$XDG_CACHE_HOME/tuiinspect-leaks`."""
    named = os.environ.get("XDG_CACHE_HOME")
    cache = Path(named) if named and Path(named).is_absolute() else Path.home() / ".cache"
    return cache / "tuiinspect-leaks"


def _nodes_at_hand() -> dict[str, Path]:
    named = [Path(path) for path in os.environ.get("TUIINSPECT_NODES", "").split(os.pathsep) if path]
    on_the_path = shutil.which("node")
    return {_major(path): path for path in [*([Path(on_the_path)] if on_the_path else []), *named]}


def _major(node: Path) -> str:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return said.lstrip("v").partition(".")[0]


def _npm_architecture() -> str:
    machine = platform.machine()
    return {"x86_64": "x64", "aarch64": "arm64"}.get(machine, machine)
