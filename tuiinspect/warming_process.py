"""The helper that compiles, as a process: it ends with whoever holds the other end of its stdin.

However that came: the kernels are wanted for nobody else. The engine is imported only then, which on a busy
machine takes long by itself.
"""

from __future__ import annotations

import os
import sys
import threading


def _end_with_stdin() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> None:
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    from tuiinspect.heap.jit import COMPILED
    from tuiinspect.heap.warm import warm_up

    if COMPILED:
        warm_up()


if __name__ == "__main__":
    main()
