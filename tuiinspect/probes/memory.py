"""A thread's memory as the target told it, turned into a sample with our own clock."""

from __future__ import annotations

import msgspec

from tuiinspect.probes.answers import Amount, Size
from tuiinspect.samples import GcKind, GcMark, GcTotal, MemorySample, ServerLoad


class Collection(msgspec.Struct, array_like=True, frozen=True):
    seconds_ago: float
    kind: GcKind
    pause_s: Amount
    heap_after: Size | None


class Total(msgspec.Struct, array_like=True, frozen=True):
    count: Size
    pause_s: Amount


class Server(msgspec.Struct, array_like=True, frozen=True):
    name: str
    connections: Size
    busy: Size | None


class MemoryAnswer(msgspec.Struct, frozen=True):
    heap_used: Size
    heap_total: Size
    heap_limit: Size
    external: Size
    array_buffers: Size
    rss: Size
    cpu_percent: float
    loop_delay_ms: Amount
    resources: dict[str, Size]
    collections: tuple[Collection, ...]
    gc_floor: Size | None
    cost_s: Amount
    heap_physical: Size
    loop_utilisation: Amount | None
    servers: tuple[Server, ...]
    requests: Size
    collection_totals: dict[GcKind, Total]

    def sample(self, t: float, thread: str = "main") -> MemorySample:
        """`t` is when the answer came; collections are told as ages, since clocks differ between machines.

        Which thread it is we know: to be told, the target would have to load `worker_threads`, with which
        Node puts another `process.chdir` in the place of the one that is there.
        """
        marks = tuple(
            GcMark(t=t - gc.seconds_ago, kind=gc.kind, pause_s=gc.pause_s, heap_after=gc.heap_after)
            for gc in self.collections
        )
        return MemorySample(
            t=t,
            thread=thread,
            heap_used=self.heap_used,
            heap_total=self.heap_total,
            heap_limit=self.heap_limit,
            external=self.external,
            array_buffers=self.array_buffers,
            rss=self.rss,
            cpu_percent=max(0.0, self.cpu_percent),
            loop_delay_ms=self.loop_delay_ms,
            resources=self.resources,
            collections=marks,
            gc_floor=self.gc_floor,
            cost_s=self.cost_s,
            heap_physical=self.heap_physical,
            loop_utilisation=self.loop_utilisation,
            servers=tuple(ServerLoad(one.name, one.connections, one.busy) for one in self.servers),
            requests=self.requests,
            collection_totals={
                kind: GcTotal(total.count, total.pause_s) for kind, total in self.collection_totals.items()
            },
        )
