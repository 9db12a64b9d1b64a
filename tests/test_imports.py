"""What must stay quick to start loads neither the screens nor the heap engine."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("textual", "rich", "numpy", "numba")


def loaded_by(program: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after running `program`."""
    tell = "import sys; print('\\nLOADED', *{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run(
        [sys.executable, "-c", f"{program}\n{tell}"], capture_output=True, text=True, check=True
    )
    return set(ran.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    "program",
    [
        "import tuiinspect.commands.ps",
        "from tuiinspect.cli import run; run(['ps'])",
        "from tuiinspect.cli import run; run(['ps', '--json'])",
        "from tuiinspect.cli import run; run(['--version'])",
        "from tuiinspect.cli import run; run(['doctor', '--json'])",
    ],
)
def test_neither_screens_nor_numbers_are_loaded(program: str) -> None:
    loaded = loaded_by(program)
    assert "tuiinspect" in loaded
    assert not loaded.intersection(HEAVY)


def test_loading_a_snapshot_imports_no_room_that_only_answers_questions() -> None:
    rooms = "from tuiinspect.heap import load\nimport sys\nprint(*[n for n in sys.modules if 'heap' in n])"
    ran = subprocess.run([sys.executable, "-c", rooms], capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in ran.stdout.split()}
    assert {"loading", "graph", "analysis"} <= loaded
    assert not loaded & {"diff", "views", "retaining", "duplicate_strings", "growth"}


def test_every_public_name_of_the_heap_engine_is_there() -> None:
    import tuiinspect.heap as heap

    assert all(getattr(heap, name).__name__ == name for name in heap.__all__ if not name.isupper())
    assert isinstance(heap.COMPILED, bool)
