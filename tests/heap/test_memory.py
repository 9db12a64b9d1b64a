"""Freed columns leave the process."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


_REST_CODE = """
import re, sys
import llvmlite.binding as binding
from tuiinspect.heap.memory import rest_code

def resident():
    mapped = open("/proc/self/smaps").read()
    return sum(map(int, re.findall(r"r-xp .*libllvmlite.so\\n(?:\\w+:.*\\n)*?Rss: +(\\d+)", mapped)))

before = resident()
rest_code("libllvmlite.so")
after = resident()
binding.initialize_native_target()
print(before, after, binding.get_process_triple())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no /proc")
def test_the_code_of_a_library_leaves_memory_and_runs_again() -> None:
    pytest.importorskip("llvmlite")
    done = subprocess.run([sys.executable, "-c", _REST_CODE], capture_output=True, check=True, text=True)
    before, after, triple = done.stdout.split()
    assert int(after) < int(before) // 2
    assert triple
