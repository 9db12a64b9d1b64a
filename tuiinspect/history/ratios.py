"""Pairs of series that are watched without asking: what a leak of something per something else moves."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.diagnosis.pairs import Pair
from tuiinspect.history.figures import EMITTERS, LISTENERS, SeriesKey, heap, requests, resource
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


def ratios(series: SeriesHistory, thread: str) -> tuple[Ratio, ...]:
    """Those of which both sides are known for long enough, and where there is something to divide by."""
    found = []
    for name, one, other in built_in(thread):
        pair = series.compare(one, other)
        if pair is not None and (pair.ratio is not None or pair.each is not None):
            found.append(Ratio(name, one, other, pair))
    return tuple(found)
