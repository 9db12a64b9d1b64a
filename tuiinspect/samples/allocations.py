"""What a sampling heap profile says: who allocated what is still alive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# The script that a call of ours into the target stands in.
OWN_CALLS = "tuiinspect-call.js"

FrameKind = Literal["program", "node", "ours", "native"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One function of a stack, where it was written; `line` and `column` count from 1.

    The place is that of the function, not of the allocation in it: V8 does not keep the latter. A native
    function has none.
    """

    function: str
    file: str | None
    line: int | None
    column: int | None
    kind: FrameKind


@dataclass(frozen=True, slots=True)
class AllocationStack:
    """What one stack (the allocating function first) allocated since sampling began and is alive now.

    `bytes` are an estimate from `count` sampled objects, about one for each interval of bytes allocated.
    """

    frames: tuple[Frame, ...]
    bytes: int
    count: int

    @property
    def ours(self) -> bool:
        """Whether tuiinspect allocated it, in the course of looking.

        Its calls come in wherever the program happens to be. What the program does through the hook in
        `.on()` is the program's.
        """
        if any(frame.kind == "ours" and frame.file == OWN_CALLS for frame in self.frames):
            return True
        own = next((frame for frame in self.frames if frame.kind != "native"), None)
        return own is not None and own.kind == "ours"


@dataclass(frozen=True, slots=True)
class AllocationProfile:
    """One reading at `t`, in Unix seconds, of what was sampled since `started`.

    `heap_used` is what the heap held right after that collection, None where it is not known.
    `cost_s` is how long the target stood still for it: a full collection, then the answer. `document` is the
    profile as the target gave it, which DevTools opens as a `.heapprofile`. It is `foreign` when somebody
    else had begun to sample before us: then `started` is when we first looked, and `interval` unknown (0).
    """

    t: float
    started: float
    interval: int
    stacks: tuple[AllocationStack, ...]
    total_bytes: int
    cost_s: float
    heap_used: int | None = None
    foreign: bool = False
    document: bytes = field(default=b"", repr=False, compare=False)
