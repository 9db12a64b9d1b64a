"""Memory that no heap accounts for: is it what grows?"""

from __future__ import annotations

from collections.abc import Mapping

from tuiinspect.diagnosis.robust import slope_of
from tuiinspect.diagnosis.trend import Point
from tuiinspect.history import MemoryHistory

# Slower growth drowns in what an allocator keeps and gives back by itself.
LEAST_BYTES_PER_S = 250_000
_LEAST_R2 = 0.9
_SHARE_OF_JS = 0.3


def native_points(threads: Mapping[str, MemoryHistory], until: float | None = None) -> tuple[Point, ...]:
    """RSS less the heaps of all threads and less external memory, where all of them were read.

    The heap counts with its total: its free pages are resident as well.
    """
    main = threads.get("main")
    if main is None:
        return ()
    workers = [history for name, history in threads.items() if name != "main"]
    points = []
    for sample in main.samples:
        if until is not None and sample.t > until:
            break
        known = sample.heap_total + sample.external
        for worker in workers:
            past = [other for other in worker.samples if other.t <= sample.t + 0.5]
            known += past[-1].heap_total + past[-1].external if past else 0
        points.append((sample.t, float(sample.rss - known)))
    return tuple(points)


def only_native_grows(threads: Mapping[str, MemoryHistory]) -> bool:
    """Whether what lies outside all heaps grows fast, along a line, while they do not."""
    native = slope_of(native_points(threads))
    if native is None or native.low < LEAST_BYTES_PER_S or native.r2 < _LEAST_R2:
        return False
    main = threads["main"].samples
    inside = slope_of([(sample.t, float(sample.heap_total + sample.external)) for sample in main])
    return inside is None or inside.per_s < _SHARE_OF_JS * native.per_s
