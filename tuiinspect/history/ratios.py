"""Pairs of series that are watched without asking: what a leak of something per something else moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuiinspect.diagnosis.pairs import Pair
from tuiinspect.history.figures import EMITTERS, LISTENERS, SeriesKey, counter, heap, requests, resource
from tuiinspect.history.series import SeriesHistory


@dataclass(frozen=True, slots=True)
class Ratio:
    """One series over another, with what is known of the two; `name` says it as `listeners per socket`."""

    name: str
    one: SeriesKey
    other: SeriesKey
    pair: Pair

    @property
    def value(self) -> float | None:
        """How much there is for each of the other: of what only adds up, how much came with each."""
        return self.pair.each if self.other.cumulative else self.pair.ratio


def built_in(thread: str) -> tuple[tuple[str, SeriesKey, SeriesKey], ...]:
    """Name, one, other; of a process of which `thread` is looked at."""
    sockets, served = resource("TCPSocketWrap", thread), requests(thread)
    return (
        ("listeners per socket", LISTENERS, sockets),
        ("listeners per request", LISTENERS, served),
        ("listeners per emitter", LISTENERS, EMITTERS),
        ("timers per request", resource("Timeout", thread), served),
        ("heap floor per request", heap("floor after GC", thread), served),
    )


def of_counters(names: Sequence[str], thread: str) -> Iterator[tuple[str, SeriesKey, SeriesKey]]:
    """The user's counters beside what they may go with, and beside each other."""
    for place, name in enumerate(names):
        own = counter(name)
        yield f"{name} per request", own, requests(thread)
        yield f"{name} per socket", own, resource("TCPSocketWrap", thread)
        yield f"listeners per {name}", LISTENERS, own
        yield f"heap floor per {name}", heap("floor after GC", thread), own
        for later in names[place + 1 :]:
            yield f"{name} per {later}", own, counter(later)


def ratios(series: SeriesHistory, thread: str, counters: Sequence[str] = ()) -> tuple[Ratio, ...]:
    """Those of which both sides are known for long enough, and where there is something to divide by."""
    found = []
    for name, one, other in (*built_in(thread), *of_counters(counters, thread)):
        pair = series.compare(one, other)
        if pair is not None and (pair.ratio is not None or pair.each is not None):
            found.append(Ratio(name, one, other, pair))
    return tuple(found)
