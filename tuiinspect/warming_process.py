"""The helper that compiles, as a process: it ends with whoever holds the other end of its stdin.

However that came: the kernels are wanted for nobody else. The engine is imported only then, which on a busy
machine takes long by itself.
"""

from __future__ import annotations

import os
import threading
from typing import Final

_STDIN: Final = 0


def _end_with_stdin() -> None:
    # Not through sys.stdin: Python aborts when it ends while a thread has that one's lock.
    while os.read(_STDIN, 4096):
        pass
    os._exit(1)


def main() -> None:
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    from tuiinspect.heap.jit import COMPILED
    from tuiinspect.heap.warm import compile_all

    if COMPILED:
        compile_all()


if __name__ == "__main__":
    main()
