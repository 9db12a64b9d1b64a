"""The dashboard on a scripted session in a real terminal; a test starts this, and reads what it noted.

`python -m tests.ui.terminal_program NOTES [crash]`
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.ui.scripted import ScriptedSession, story
from tuiinspect.ui.app import run_dashboard
from tuiinspect.ui.options import Options


class NotingSession(ScriptedSession):
    """Writes down that it was let go; tells its story when it is started."""

    def __init__(self, notes: Path, *, crash: bool) -> None:
        super().__init__()
        self._notes = notes
        self._crash = crash

    def start(self) -> None:
        self.send(*story(10))
        if self._crash:
            self.send("no event at all")  # type: ignore[arg-type]
            raise ZeroDivisionError("on purpose")

    def let_go(self) -> bool:
        self._notes.write_text("let go\n")
        return True


def main() -> int:
    session = NotingSession(Path(sys.argv[1]), crash="crash" in sys.argv[2:])
    return run_dashboard(session, Options(warm_up=False))


if __name__ == "__main__":
    sys.exit(main())
