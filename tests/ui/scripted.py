"""A session without a process: it says what it is told to, and remembers what was asked of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.support.samples import census_sample, class_count, collection_count, collections_sample
from tuiinspect.errors import InspectError, Refused
from tuiinspect.events import (
    Attached,
    CallSitesChanged,
    CensusTaken,
    CollectionsCounted,
    HookChanged,
    ListenersCounted,
    MemorySampled,
    SessionEvent,
)
from tuiinspect.probes.capture import CaptureSession
from tuiinspect.samples import (
    AllocationProfile,
    CapturedScope,
    ClassSurvivors,
    CollectionCount,
    Counter,
    EmitterCount,
    GcMark,
    HeapIds,
    KnownEmitters,
    ListenerFunction,
    ListenersSample,
    LiveObject,
    MemorySample,
    Prediction,
    TargetInfo,
)
from tuiinspect.targets.resolve import Address, TargetSpec

START = 1_700_000_000.0
MB = 1_000_000

TARGET = TargetInfo(
    pid=4242,
    node="v20.20.2",
    title="server.js",
    command=("node", "server.js"),
    started=START - 3600,
    user="app",
    host="127.0.0.1",
    port=9229,
    opened_by_us=True,
)

PREDICTION = Prediction(
    what="snapshot",
    pause_s=4.2,
    memory_bytes=420 * MB,
    heap_bytes=42 * MB,
    rss_bytes=98 * MB,
    host_free_bytes=3400 * MB,
    container_free_bytes=None,
    disk_bytes=80 * MB,
    disk_free_bytes=12_000 * MB,
)


class ScriptedSession:
    """A LiveSession whose events come when a test sends them."""

    def __init__(self, *, read_only: bool = False) -> None:
        self.spec: TargetSpec = Address("server", 9229)
        self.read_only = read_only
        self.interval = 1.0
        self.hook = not read_only
        self.target: TargetInfo | None = None
        self.counters: tuple[Counter, ...] = ()
        self.worker_threads = 0
        self.asked: list[str] = []
        self.prediction: Prediction | InspectError = PREDICTION
        self.located: tuple[ListenerFunction, ...] | InspectError = ()
        self.scopes: tuple[CapturedScope, ...] | InspectError = ()
        self.inside: dict[int, CollectionCount] = {}
        self.path: Path | None = None
        self.newest = 1000
        self.profile: AllocationProfile | None = None
        self.numbers = HeapIds()
        self.live: LiveObject | InspectError = InspectError("it is gone")
        self._listeners: list[Callable[[SessionEvent], None]] = []

    def send(self, *events: SessionEvent) -> None:
        for event in events:
            if isinstance(event, Attached):
                self.target = event.target
            for listener in self._listeners:
                listener(event)

    def subscribe(self, listener: Callable[[SessionEvent], None]) -> None:
        self._listeners.append(listener)

    def start(self) -> None:
        self.asked.append("start")

    def set_interval(self, seconds: float) -> None:
        self.interval = seconds

    def mark(self) -> None:
        self.asked.append("mark")

    def set_hook(self, on: bool) -> None:
        self.hook = on
        self.send(HookChanged(on))

    def set_call_sites(self, on: bool) -> None:
        self.asked.append(f"call sites {on}")
        self.send(CallSitesChanged(on))

    def functions(self, emitter: int, event: str) -> tuple[ListenerFunction, ...]:
        self.asked.append(f"functions of {emitter} {event}")
        if isinstance(self.located, InspectError):
            raise self.located
        return self.located

    def captured(self, emitter: int, event: str, function: ListenerFunction) -> tuple[CapturedScope, ...]:
        self.asked.append(f"captured by {function.function} of {emitter} {event}")
        if isinstance(self.scopes, InspectError):
            raise self.scopes
        return self.scopes

    def learn(self, thread: str, prediction: Prediction, pause_s: float) -> None:
        self.asked.append(f"learn that {prediction.what} of {thread} took {pause_s}")

    def _predict(self) -> Prediction:
        if isinstance(self.prediction, InspectError):
            raise self.prediction
        return self.prediction

    def known_emitters(self) -> KnownEmitters | None:
        return KnownEmitters(1, self.newest)

    def heap_ids(self, known: KnownEmitters, emitters: Sequence[int]) -> HeapIds:
        self.asked.append(f"numbers of {list(emitters)}")
        told = {each: self.numbers.emitters[each] for each in emitters if each in self.numbers.emitters}
        return replace(self.numbers, emitters={each: told[each] for each in told if each <= known.newest})

    def contents(self, collection: int) -> CollectionCount | None:
        self.asked.append(f"contents of {collection}")
        return self.inside.get(collection)

    def predict_census(self) -> Prediction:
        return self._predict()

    def take_census(self) -> None:
        self.asked.append("census")

    def start_allocations(self, *, every: float | None = None) -> None:
        self.asked.append(f"allocations every {every}")

    def read_allocations(self) -> AllocationProfile:
        self.asked.append("read allocations")
        if self.profile is None:
            raise Refused("scripted")
        return self.profile

    def stop_allocations(self) -> None:
        self.asked.append("stop allocations")

    def predict_snapshot(self) -> Prediction:
        return self._predict()

    def take_snapshot(self, *, force: bool = False) -> None:
        self.asked.append("forced snapshot" if force else "snapshot")

    def predict_snapshot_of(
        self, _latest: MemorySample, _path: Path, *, counted: int | None = None
    ) -> Prediction:
        self.asked.append(f"prediction with {counted} counted")
        return self._predict()

    def sit(self, worker: int | None = None) -> CaptureSession:
        raise InspectError(f"no snapshots of {worker} here")

    def expect_silence(self, seconds: float) -> None:
        self.asked.append(f"silence of {seconds:g} s")

    def snapshot_path(self) -> Path | None:
        return self.path

    def predict_allocations(self) -> Prediction:
        return self._predict()

    def predict_look(self) -> Prediction:
        return self._predict()

    def look(self, heap_id: int, *, properties: bool) -> LiveObject:
        self.asked.append(f"look at {heap_id}, {'all' if properties else 'some'} properties")
        if isinstance(self.live, InspectError):
            raise self.live
        return self.live

    def cancel_snapshot(self) -> None:
        self.asked.append("cancel")

    def let_go(self) -> bool:
        self.asked.append("let go")
        return True


def memory_samples(count: int) -> Iterator[MemorySample]:
    """A sawtooth over a floor that rises by 100 kB a second; a full GC every 12 s."""
    for second in range(count):
        floor = 20 * MB + second * MB // 10
        used = floor + (second % 12) * MB + int(400_000 * math.sin(second))
        collected = second % 12 == 0 and second > 0
        marks = (GcMark(START + second - 0.3, "major", 0.02, floor),) if collected else ()
        yield MemorySample(
            t=START + second,
            thread="main",
            heap_used=used,
            heap_total=used + 8 * MB,
            heap_limit=2_197_815_296,
            external=2_100_000,
            array_buffers=1_100_000,
            rss=2 * used + 30 * MB,
            cpu_percent=12.0,
            loop_delay_ms=1.2,
            resources={"Timeout": 3},
            collections=marks,
            gc_floor=floor if second >= 12 else None,
            cost_s=0.0003,
        )


def emitter(number: int, event: str, count: int, **changes: object) -> EmitterCount:
    row = EmitterCount(
        emitter=number,
        kind="EventEmitter",
        class_name="Hub",
        name=None,
        where=None,
        event=event,
        events=1,
        count=count,
        baseline=count,
        max_listeners=10,
        found_by="hook",
        measured_s=0.0,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def emitters(second: int) -> tuple[EmitterCount, ...]:
    """A hub that leaks, a connector that leaks slowly, and healthy company."""
    rows = (
        emitter(
            1,
            "presence:*",
            172 + 8 * second,
            events=12,
            baseline=172,
            name="hub",
            where="module lib/hub.js",
            max_listeners=0,
        ),
        emitter(
            2,
            "connected",
            12 + second // 2,
            baseline=12,
            class_name="Connector",
            name="connector",
            where="module db.js",
        ),
        emitter(3, "abort", 40, kind="EventTarget", class_name="AbortSignal", max_listeners=None),
        emitter(4, "request", 1, class_name="Server", found_by="reach"),
        emitter(5, "error", 6, class_name="Socket", where="module net", found_by="reach"),
        emitter(6, "exit", 3, class_name="process", name="process", found_by="reach", max_listeners=30),
    )
    return tuple(replace(row, measured_s=float(second)) for row in rows)


def listeners_sample(second: int) -> ListenersSample:
    rows = emitters(second)
    return ListenersSample(
        t=START + second,
        rows=rows,
        emitters=48,
        listeners=sum(row.count for row in rows),
        events=96,
        hook=True,
        cost_s=0.0002,
    )


def story(seconds: int) -> list[SessionEvent]:
    """Attach and `seconds` of sampling."""
    events: list[SessionEvent] = [Attached(TARGET)]
    for second, sample in enumerate(memory_samples(seconds)):
        events += [MemorySampled(sample), ListenersCounted(listeners_sample(second))]
    return events


def counted(seconds: int) -> Iterator[SessionEvent]:
    """Collections of which one grows, and two censuses between which a class does."""
    yield CensusTaken(
        census_sample(START, [class_count("Session", 40), class_count("Object", 900, None, None)])
    )
    for second in range(seconds):
        rows = [
            collection_count(1, 40 + second, 40, measured_s=float(second)),
            collection_count(2, 30 + second % 4, 30, name="pool", kind="Set", measured_s=float(second)),
        ]
        yield CollectionsCounted(collections_sample(START + second, rows))
    classes = [class_count("Session", 40 + seconds), class_count("Object", 2900, None, None)]
    yield CensusTaken(census_sample(START + seconds, classes))
    survivors = ClassSurvivors("Session", "app.js", 3, seconds, seconds, 12.0, collected=True)
    yield CollectionsCounted(collections_sample(START + seconds, rows, survivors=(survivors,)))
