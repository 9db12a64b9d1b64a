"""Two series side by side, as text."""

from __future__ import annotations

from tuiinspect.history import Group, SeriesHistory, SeriesKey, Unit
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.pair_view import CHART_ROWS, pair_lines, pair_view

LISTENERS = SeriesKey(Group.LISTENERS, "listeners", Unit.COUNT)
SOCKETS = SeriesKey(Group.RESOURCES, "TCPSocketWrap", Unit.COUNT, "main")
HEAP = SeriesKey(Group.MEMORY, "heap used", Unit.BYTES, "main")
REQUESTS = SeriesKey(Group.HTTP, "requests", Unit.COUNT, "main", cumulative=True)


def history() -> SeriesHistory:
    series = SeriesHistory()
    for second in range(60):
        sockets = 50 if second % 20 < 10 else 10
        series.put(LISTENERS, second, 8 * sockets)
        series.put(SOCKETS, second, sockets)
        series.put(HEAP, second, 20_000_000 + 2_000 * second)
        series.put(REQUESTS, second, 10 * second)
    return series


def text(series: SeriesHistory, one: SeriesKey, other: SeriesKey, width: int = 70) -> list[str]:
    lines = pair_lines(pair_view(series, one, other), width)
    assert all(len(plain(drawn)) <= width for drawn in lines)
    return [plain(drawn).rstrip() for drawn in lines]


def test_each_side_has_its_chart_and_both_a_sentence() -> None:
    lines = text(history(), LISTENERS, SOCKETS)
    assert lines[0].strip() == "listeners"
    assert lines[1].startswith("      400┤")
    assert lines[1 + CHART_ROWS].strip() == "TCPSocketWrap"
    said = " ".join(" ".join(lines[2 + 2 * CHART_ROWS :]).split())
    assert said == (
        "listeners / TCPSocketWrap: 8 now; +8 for each that came; correlation 1.00; "
        "listeners goes with TCPSocketWrap, 59 s"
    )


def test_memory_for_each_request_is_in_bytes() -> None:
    said = " ".join(" ".join(text(history(), HEAP, REQUESTS)).split())
    assert "heap used / requests: +200 B for each that came" in said
    assert "they cannot be told apart" in said
    assert " now" not in said


def test_before_there_is_enough_to_say() -> None:
    series = SeriesHistory()
    assert text(series, HEAP, REQUESTS) == [" no values yet"]
    series.put(HEAP, 0, 1000)
    assert text(series, HEAP, REQUESTS)[-1] == " too few values for a comparison yet"


def test_any_width_is_survived() -> None:
    for width in (1, 5, 12, 30, 200):
        text(history(), HEAP, REQUESTS, width)
