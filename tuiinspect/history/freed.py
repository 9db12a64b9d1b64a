"""What full collections freed, as far as it can be seen without slowing any collection down."""

from __future__ import annotations

from tuiinspect.samples import MemorySample


class FreedMemory:
    """Bytes freed since attach, by thread: at least so much.

    Heap used is read at each sample and right after a full collection, but not right before one. So a
    collection is credited with what was in use at the sample before it; what came and went in between is
    not counted.
    """

    def __init__(self) -> None:
        self._used: dict[str, int] = {}
        self._freed: dict[str, int] = {}

    def add(self, sample: MemorySample) -> int | None:
        """The sum after `sample`; None as long as there was no full collection."""
        thread = sample.thread
        used = self._used.get(thread)
        for gc in sample.collections:
            if gc.kind != "major" or gc.heap_after is None:
                continue
            if used is not None:
                self._freed[thread] = self._freed.get(thread, 0) + max(0, used - gc.heap_after)
            used = gc.heap_after
        self._used[thread] = sample.heap_used
        return self._freed.get(thread)
