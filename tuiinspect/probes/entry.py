"""How the agent gets into a thread: by a name that is ours alone, at a safe moment."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.errors import CallFailed, NotAttachable, ScriptFailed
from tuiinspect.probes.answers import understood
from tuiinspect.probes.scripts import source

# Functions of the console's command line that exist for our session alone. A property of one of them
# is where an evaluation finds the agent, without a global: an evaluation can be kept from becoming the
# statement at which a debugger's "pause" stops, and has a time limit; a call by handle has neither.
_NAMES = ("unmonitor", "undebug", "profileEnd", "dirxml")

# Longer than anything we do takes: against what we did not think of.
SCRIPT_LIMIT_MS = 2_000

_PATIENCE_S = 10.0
_PAUSE_S = 0.02
_TERMINATED = "terminated"
_LONGEST_LIMIT_MS = 4_000
_MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the agent is: the expression that names it in our session, and its handle."""

    caller: Caller
    slot: str
    handle: domains.RemoteObject
    handle_id: str
    by_handle: bool = False

    def start(self, call: str) -> Call:
        """Send one of the agent's calls and do not wait.

        The text of a frequent call never changes, so that V8 compiles it once.
        """
        if self.by_handle:
            declaration = f"function () {{ return this.{call}; }}"
            return domains.start_function_on(self.caller, self.handle_id, declaration, by_value=True)
        return domains.start_evaluate(
            self.caller, f"{self.slot}.{call}", by_value=True, timeout_ms=SCRIPT_LIMIT_MS
        )

    def start_removal(self) -> Call:
        """Send the agent away, and its name with it."""
        if self.by_handle:
            return self.start("remove()")
        return domains.start_evaluate(
            self.caller, f"{self.slot} && {self.slot}.remove(); delete {self.slot}", by_value=True
        )


def put_in(caller: Caller, agent: str, group: str, *, by_handle: bool = False) -> Entry:
    """Evaluate the expression `agent` when the thread can bear it, and keep its value.

    `by_handle` is for Node 18 and 20: an evaluation with the console's command line that meets the end of
    its thread can crash the process there. The price is that a debugger's "pause" may stop at our call.

    Raises:
        NotAttachable: the thread does not get beyond its start, or hides all our names.
        ScriptFailed: the expression throws, each time.
        CallFailed: it did not come to its end in the time it was given, which grew.
    """
    deadline = time.monotonic() + _PATIENCE_S
    failures = 0
    limit_ms = SCRIPT_LIMIT_MS
    while time.monotonic() < deadline:
        slot = _free_slot(caller)
        if slot is not None:
            # Asked again in the same breath: the thread may have moved on to an unsafe place.
            script = f"({source('ready')})() ? ({slot} = {agent}\n) : null"
            try:
                handle = domains.evaluate(caller, script, group=group, timeout_ms=limit_ms)
            except CallFailed as error:
                # A thread that is kept from its processor is given longer: the clock goes on meanwhile.
                if _TERMINATED not in error.reply or limit_ms > _LONGEST_LIMIT_MS:
                    raise
                limit_ms *= 4
            except ScriptFailed:
                # The command line itself fails while Node's loader is only half there.
                failures += 1
                if failures == _MOST_FAILURES:
                    raise
            else:
                if handle.object_id is not None:
                    return Entry(caller, slot, handle, handle.object_id, by_handle)
        time.sleep(_PAUSE_S)
    raise NotAttachable("the thread is still starting", advice="Try again when the program has begun to run.")


def _free_slot(caller: Caller) -> str | None:
    """A command line function that no global of the program hides; None while Node is not ready."""
    names = ", ".join(f"typeof {name}" for name in _NAMES)
    expression = f"({source('ready')})() ? [{names}] : null"
    kinds = domains.evaluate(caller, expression, by_value=True, command_line_api=False).value
    if kinds is None:
        return None
    for name, kind in zip(_NAMES, understood(kinds, list[str]), strict=True):
        if kind == "undefined":
            return f"{name}.tuiinspect"
    raise NotAttachable(
        f"the program has globals named {', '.join(_NAMES)}",
        advice="tuiinspect needs one of these names of the inspector's command line to be free.",
    )
