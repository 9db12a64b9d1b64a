"""Signals end the screens like a key would: terminal restored, target let go, within seconds."""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Final

from tuiinspect.errors import ExitCode

GRACE_S: Final = 4.0
ENDING: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_RESET: Final = "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[?2004l\x1b[?1000l\x1b[?1006l"


class Ending:
    """The way out on a signal; `insist` is for a terminal that is gone or does not take what is written."""

    def __init__(self, ask_to_exit: Callable[[], None], let_go: Callable[[], object]) -> None:
        self._ask_to_exit = ask_to_exit
        self._let_go = let_go
        self._over = threading.Event()
        self._begun = False
        self._attributes = _terminal_attributes()

    def on_signal(self, _signum: int, _frame: FrameType | None) -> None:
        if not self._begun:
            self._begun = True
            self._ask_to_exit()
            threading.Thread(target=self._insist, name="ending", daemon=True).start()

    def _insist(self) -> None:
        self._let_go()
        if not self._over.wait(GRACE_S):
            _restore_terminal(self._attributes)
            os._exit(ExitCode.INTERRUPTED)

    @contextmanager
    def installed(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.on_signal) for number in ENDING}
        try:
            yield
        finally:
            self._over.set()
            for number, handler in before.items():
                signal.signal(number, handler)


def _terminal_attributes() -> list[Any] | None:
    with suppress(termios.error, ValueError, OSError):
        return termios.tcgetattr(sys.stdin.fileno())
    return None


def _restore_terminal(attributes: list[Any] | None) -> None:
    with suppress(termios.error, ValueError, OSError):
        if attributes is not None:
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, attributes)
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, _RESET.encode())
