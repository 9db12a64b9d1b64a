"""The memory outside all heaps of a process, from the latest samples of its threads."""

from __future__ import annotations

from tuiinspect.diagnosis.native import native_bytes
from tuiinspect.samples import MemorySample

GONE_S = 10.0
"""A thread that was not heard of for so long is one that has ended."""

UNTOLD_SAMPLES = 3
"""Until the worker threads were heard of, their heaps would pass for native memory."""


class NativeMemory:
    """Remembers one sample a thread; not thread-safe."""

    def __init__(self) -> None:
        self._latest: dict[str, MemorySample] = {}
        self._untold = UNTOLD_SAMPLES

    def add(self, sample: MemorySample) -> int | None:
        """What is native at the time of `sample`, None when it does not tell."""
        self._latest[sample.thread] = sample
        if sample.thread == "main" and self._untold:
            self._untold -= 1
            return None
        others = (
            other
            for thread, other in self._latest.items()
            if thread != sample.thread and sample.t - other.t < GONE_S
        )
        return native_bytes(sample, others)
