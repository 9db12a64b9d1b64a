"""Freed columns leave the process."""

from __future__ import annotations

import subprocess
import sys

_FREE_COLUMNS = """
import numpy as np
from tuiinspect.heap.memory import give_back_large_blocks

def resident():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))

give_back_large_blocks()
before = resident()
kept = []
for _ in range(3):
    column = np.ones(24 << 20, np.uint8)
    kept.append(np.ones(200_000, np.uint8))
    del column
print(resident() - before)
"""


def test_a_freed_column_is_given_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", _FREE_COLUMNS], capture_output=True, check=True, text=True)
    assert int(done.stdout) < 8 << 10
