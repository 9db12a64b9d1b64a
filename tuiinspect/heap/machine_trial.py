"""Analyse a snapshot with the kernels of one file, and no others: `python -m … FILE`."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    from tuiinspect.heap import machine_code

    only = machine_code.load(Path(sys.argv[1]))
    machine_code.kept = lambda: only  # type: ignore[assignment]
    from tuiinspect.heap.warm import warm_up

    warm_up()
    if "numba" in sys.modules:
        sys.exit("a kernel is missing")


if __name__ == "__main__":
    main()
