"""The pairs that are watched without asking."""

from __future__ import annotations

from tests.support.samples import emitter_count, listeners_sample, memory_sample
from tuiinspect.diagnosis.pairs import Follows
from tuiinspect.history import Ratio, SeriesHistory, ratios
from tuiinspect.history.figures import requests
from tuiinspect.samples import CountersSample, CounterValue


def watched(seconds: int = 60) -> SeriesHistory:
    """Eight listeners a request, which come in bursts; sockets come and go."""
    series = SeriesHistory()
    requests = 0
    for second in range(seconds):
        requests += 40 if second % 20 < 8 else 1
        series.add_memory(
            memory_sample(
                float(second),
                resources={"TCPSocketWrap": 10 + second % 5, "Timeout": 3},
                requests=requests,
                gc_floor=20_000_000,
            )
        )
        series.add_listeners(listeners_sample(float(second), [emitter_count(1, "data", 8 * requests)]))
    return series


def named(series: SeriesHistory) -> dict[str, Ratio]:
    return {ratio.name: ratio for ratio in ratios(series, "main")}


def test_a_leak_for_each_request_is_seen_as_such() -> None:
    found = named(watched())
    leak = found["listeners per request"]
    assert leak.value == 8
    assert leak.pair.follows is Follows.OTHER
    assert found["listeners per socket"].pair.follows is not Follows.OTHER
    timers = found["timers per request"]
    assert (timers.value, timers.pair.follows) == (0, Follows.NOTHING)
    assert found["heap floor per request"].value == 0


def test_there_are_none_of_what_is_not_there() -> None:
    assert named(watched(4)) == {}
    series = SeriesHistory()
    for second in range(30):
        series.add_memory(memory_sample(float(second), resources={}))
        series.add_listeners(listeners_sample(float(second), []))
    assert named(series) == {}


def test_what_the_user_counts_is_set_beside_what_it_may_go_with() -> None:
    series = watched()
    for second, count in list(zip(*series.points(requests("main")), strict=True)):
        values = (CounterValue("cache", 2.0 * count), CounterValue("pool", 4.0))
        series.add_counters(CountersSample(second, values, 0.0))
    found = {ratio.name: ratio for ratio in ratios(series, "main", ["cache", "pool", "absent"])}
    assert found["cache per request"].value == 2
    assert found["cache per request"].pair.follows is Follows.OTHER
    assert found["listeners per cache"].value == 4
    assert found["pool per request"].value == 0
    assert "cache per pool" in found
    assert not any("absent" in name for name in found)
