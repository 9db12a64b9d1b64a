"""What a session told during a triage: memory of each thread, counts of listeners and collections."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from tuiinspect.diagnosis.evidence import CountSeries
from tuiinspect.diagnosis.trend import Point
from tuiinspect.errors import ConnectionLost
from tuiinspect.events import (
    CensusTaken,
    CollectionsCounted,
    ConnectionDropped,
    ListenersCounted,
    MemorySampled,
    ProbeFailed,
    SessionEvent,
    TargetEnded,
)
from tuiinspect.history import MemoryHistory
from tuiinspect.samples import Census, CollectionCount, EmitterCount, ListenersSample, MemorySample
from tuiinspect.samples.collections import WEAK_KINDS
from tuiinspect.triage.figures import Figures

Key = tuple[int, str]

# Ten minutes at one a second; what is watched for longer is judged by its latest part.
KEPT_POINTS = 600
FORGET_AFTER_S = 300.0

_KINDS = {"Array": "array", "Object": "properties", "Function": "properties"}


class Watching:
    """Series built from a session's events; for one thread at a time."""

    def __init__(self) -> None:
        self._threads: dict[str, MemoryHistory] = {}
        self._rows: dict[Key, EmitterCount] = {}
        self._counts: dict[Key, deque[Point]] = {}
        self._collections: dict[int, CollectionCount] = {}
        self._sizes: dict[int, deque[Point]] = {}
        self._pauses: list[Point] = []
        self.figures = Figures()
        self.censuses: list[Census] = []
        self.failures: list[str] = []

    def take(self, event: SessionEvent) -> None:
        """Add what one event tells.

        Raises:
            ConnectionLost: it tells that the target is gone, or cannot be reached again.
        """
        self.figures.take(event)
        match event:
            case MemorySampled(sample):
                history = self._threads.setdefault(sample.thread, MemoryHistory(sample.thread))
                history.add(sample)
            case ListenersCounted(sample):
                self._take_listeners(sample)
            case CollectionsCounted(sample):
                for row in sample.rows:
                    self._take_collection(row, sample.t)
            case CensusTaken(census):
                self.censuses.append(census)
                self._take_listeners(census.listeners)
                for row in census.collections:
                    self._take_collection(row, census.t)
            case ProbeFailed(probe, why):
                self.failures.append(f"{probe}: {why}")
            case TargetEnded(why) | ConnectionDropped(why, retrying=False):
                raise ConnectionLost(why)
            case _:
                pass

    def _take_listeners(self, sample: ListenersSample) -> None:
        for row in sample.rows:
            key = (row.emitter, row.event)
            points = self._counts.setdefault(key, deque(maxlen=KEPT_POINTS))
            # What the hook or a census has just found came to be in the time since its baseline.
            if not points and row.count > row.baseline:
                points.append((sample.t - row.measured_s, float(row.baseline)))
            points.append((sample.t, float(row.count)))
            self._rows[key] = row

    def _take_collection(self, row: CollectionCount, t: float) -> None:
        self._collections[row.collection] = row
        self._sizes.setdefault(row.collection, deque(maxlen=KEPT_POINTS)).append((t, float(row.size)))

    def paused(self, t: float, seconds: float) -> None:
        """The target stood still from `t` (Unix time) on, which says nothing of its pace."""
        self._pauses.append((t, seconds))

    def at_work(self, points: Iterable[Point]) -> tuple[Point, ...]:
        """The points on a clock that stands still with the target."""
        return tuple(
            (t - sum(seconds for began, seconds in self._pauses if began < t), value) for t, value in points
        )

    def forget(self, now: float) -> None:
        """Drop what has not been told of for a while (Unix time): it is gone, or small now."""
        for key in [key for key, points in self._counts.items() if points[-1][0] < now - FORGET_AFTER_S]:
            del self._counts[key], self._rows[key]
        for one in [one for one, points in self._sizes.items() if points[-1][0] < now - FORGET_AFTER_S]:
            del self._sizes[one], self._collections[one]

    @property
    def threads(self) -> dict[str, MemoryHistory]:
        return self._threads

    def latest(self, thread: str) -> MemorySample | None:
        history = self._threads.get(thread)
        return history.latest if history is not None else None

    def listeners(self) -> Iterator[tuple[EmitterCount, tuple[Point, ...]]]:
        """Each row that was counted, with its counts over the time the target was at work."""
        for key, row in self._rows.items():
            yield row, self.at_work(self._counts[key])

    def collections(self) -> Iterator[CountSeries]:
        for identity, row in self._collections.items():
            if row.kind in WEAK_KINDS:
                # It grows with its keys, and whoever holds these is to be found.
                continue
            yield CountSeries(
                kind=_KINDS.get(row.kind, "collection"),
                class_name=row.class_name,
                points=self.at_work(self._sizes[identity]),
                name=row.name,
                where=row.where,
                sample_keys=row.sample_keys,
                value_classes=row.value_classes,
            )

    def classes(self) -> Iterator[CountSeries]:
        """Classes as the censuses counted them; those that only some of them name start at nothing."""
        counts: dict[tuple[str, str | None, int | None], dict[float, int]] = {}
        for census in self.censuses:
            for row in census.classes:
                counts.setdefault((row.class_name, row.file, row.line), {})[census.t] = row.count
        times = [census.t for census in self.censuses]
        for (name, file, line), found in counts.items():
            points = self.at_work((t, float(found.get(t, 0))) for t in times)
            yield CountSeries(kind="objects", class_name=name, points=points, file=file, line=line)
