"""What of a process's memory belongs to no JavaScript heap and no buffer: malloc, thread stacks, libraries.

    native = anonymous RSS - sum over threads (physical heap + external)

Anonymous RSS leaves out the pages of files: the program `node` itself and its libraries, which do not leak.
Physical heap is what of the heaps is in memory; it includes code, so compiled code is not counted twice.
External includes array buffers (`Buffer`s), so these are not subtracted again. What is left: V8's own
workspace, thread stacks, native modules, libuv, TLS, and what malloc keeps for later.

A buffer that nobody has written to has no memory yet, but counts as external. So the figure can be too low,
and never below 0; its growth says more than its size.
"""

from __future__ import annotations

from collections.abc import Iterable

from tuiinspect.samples import MemorySample


def native_bytes(whole: MemorySample, others: Iterable[MemorySample] = ()) -> int | None:
    """The remainder of the process of `whole`, given the latest samples of its other threads.

    `whole` is its main thread's. None where the process cannot be seen from here: RSS alone says too little.
    """
    if whole.thread != "main" or whole.process is None or whole.process.anonymous is None:
        return None
    known = sum(_known(sample) for sample in (whole, *others))
    return max(0, whole.process.anonymous - known)


def _known(sample: MemorySample) -> int:
    heap = sample.heap_physical if sample.heap_physical is not None else sample.heap_total
    return heap + sample.external
