"""Sampling profiles made by hand: a leak, a cache that fills, and what goes on beside them."""

from __future__ import annotations

from tuiinspect.samples import AllocationProfile, AllocationStack, Frame
from tuiinspect.samples.allocations import OWN_CALLS

SAMPLE = 32_768


def _frame(function: str, line: int, file: str = "src/server.ts") -> Frame:
    return Frame(function, file, line, 5, "program")


SERVE, RETAIN, CACHE = _frame("serve", 12), _frame("retain", 40, "src/sessions.ts"), _frame("cached", 71)
EMIT = Frame("emit", "node:events", 471, 44, "node")
PUSH = Frame("push", None, None, None, "native")
ASK = Frame("(anonymous)", OWN_CALLS, 1, 1, "ours")


def profile(t: float, *, retained: int, cached: int = 40, started: float = 0.0) -> AllocationProfile:
    """`retained` and `cached` are numbers of samples."""
    counts = {
        (RETAIN, SERVE, EMIT): retained,
        (PUSH, RETAIN, SERVE, EMIT): retained // 4,
        (CACHE, SERVE, EMIT): cached,
        (EMIT,): 3,
        (ASK,): 5,
    }
    stacks = tuple(AllocationStack(frames, count * SAMPLE, count) for frames, count in counts.items())
    return AllocationProfile(
        t=t,
        started=started,
        interval=SAMPLE,
        stacks=stacks,
        total_bytes=sum(stack.bytes for stack in stacks),
        cost_s=0.034,
        document=b'{"head":{}}',
    )
