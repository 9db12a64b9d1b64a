"""What a target is called while it is being attached to."""

from __future__ import annotations

import os

from tuiinspect.targets.resolve import Address, Pid, Url
from tuiinspect.ui.target_words import target_words


def test_every_kind_of_target_has_a_name() -> None:
    assert target_words(Pid(os.getpid())).startswith(f"{os.getpid()} ")
    assert target_words(Pid(2**22 + 1)) == str(2**22 + 1)
    assert target_words(Pid(2**22 + 1, worker=3)) == f"{2**22 + 1}/worker:3"
    assert target_words(Address("127.0.0.1", 9229)) == "127.0.0.1:9229"
    assert target_words(Url("ws://x/\x1b[2J")) == "ws://x/·[2J"
