"""Where a target stands at one moment: its own clock, its RSS, its heap; before and after a costly step."""

from __future__ import annotations

import msgspec

from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.cdp.domains import outcome, start_evaluate
from tuiinspect.errors import CallFailed
from tuiinspect.probes.scripts import source


class Standing(msgspec.Struct, rename="camel", frozen=True):
    """`clock` in seconds, to be subtracted from another; sizes in bytes."""

    clock: float
    rss: int
    heap_used: int


def ask_standing(caller: Caller) -> Call:
    """Send the question and do not wait; `read_standing` reads the answer."""
    return start_evaluate(caller, source("standing"), by_value=True)


def read_standing(call: Call, timeout: float) -> Standing:
    """Wait for the answer.

    Raises:
        InspectError: none came, or what came is none.
    """
    try:
        return msgspec.convert(outcome(call, timeout).value, Standing)
    except msgspec.ValidationError as error:
        raise CallFailed(call.method, "the program does not say where its memory stands") from error
