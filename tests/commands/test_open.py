"""`tuiinspect open` where there is no terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_without_a_terminal_it_names_the_commands_that_need_none(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tuiinspect", "open", str(tmp_path / "any.heapsnapshot")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "summary FILE" in done.stderr
    assert "retainers FILE ID" in done.stderr
