"""The guardian's own program: reads whom to watch, and ends who is left when nothing more can come."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterable

from tuiinspect.running.ending import end_members
from tuiinspect.running.family import Family, Kin

_GRACE_S = 5.0
_BEING_STARTED_S = 0.5


def main() -> None:
    # It ends with its input. Who ends us by a signal to all of our processes must not end it first.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    families = watched(sys.stdin)
    if not all(family.founded for family in families):
        # We ended while one was being started: it carries its mark a moment later.
        time.sleep(_BEING_STARTED_S)

    def left() -> list[Kin]:
        return [kin for family in families for kin in family.members()]

    end_members(left, _GRACE_S, lambda: False)


def watched(lines: Iterable[str]) -> list[Family]:
    """Who is still watched at the end of `lines`."""
    families: dict[str, Family] = {}
    for line in lines:
        word, mark, *pid = line.split()
        if word == "leave":
            families.pop(mark, None)
            continue
        family = families.setdefault(mark, Family(mark))
        if word == "watch":
            family.founded_by(int(pid[0]))
    return list(families.values())


if __name__ == "__main__":
    main()
