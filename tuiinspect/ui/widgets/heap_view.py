"""The heap of the target as lines of text: a chart, figures beside it, or one line when there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tuiinspect.diagnosis.trend import Trend
from tuiinspect.history import MemoryHistory
from tuiinspect.report.live import rate_per_minute
from tuiinspect.samples import MemorySample
from tuiinspect.text import format_bytes, format_count
from tuiinspect.ui.durations import delay_words, rounded_duration
from tuiinspect.ui.lines import Line, Piece, fit, fit_line, line, width_of
from tuiinspect.ui.widgets import plot

LABEL_WIDTH: Final = 8
FIGURES_WIDTH: Final = 43
BRIEF_WIDTH: Final = 26
NAME_AND_VALUE: Final = 23
FLAT_BYTES_PER_S: Final = 1000.0
LIMIT_IN_SIGHT: Final = 0.4
_MOSTLY_FULL: Final = frozenset("▄▅▆▇█")


@dataclass(frozen=True, slots=True)
class HeapView:
    """What the heap pane shows, taken from the history at one moment."""

    latest: MemorySample
    used: tuple[Sequence[float], Sequence[float]]
    floor: Sequence[tuple[float, float]]
    majors: Sequence[float]
    minors: int
    trend: Trend | None
    marked_at: float | None
    reattached_at: Sequence[float]
    ended: bool


def heap_view(
    memory: MemoryHistory, reattached_at: Sequence[float] = (), *, ended: bool = False
) -> HeapView | None:
    """None before the first sample."""
    latest = memory.latest
    if latest is None:
        return None
    majors = [gc.t for gc in memory.collections if gc.kind == "major"]
    return HeapView(
        latest=latest,
        used=memory.series("heap_used"),
        floor=memory.floor_points(),
        majors=majors,
        minors=sum(gc.kind == "minor" for gc in memory.collections),
        trend=memory.trend(),
        marked_at=memory.marked_at,
        reattached_at=tuple(reattached_at),
        ended=ended,
    )


def summaries(view: HeapView | None) -> tuple[Line, ...]:
    """What is said in the pane's head, longest form first."""
    if view is None:
        return (line(Piece("no samples yet", "dim")),)
    if view.trend is None:
        return (line(Piece("measuring the slope", "dim")),)
    sign, style = _direction(view.trend)
    since = " since the mark" if view.marked_at else ""
    rate = Piece(f"{sign} {rate_per_minute(view.trend.slope_bytes_per_s)}", style)
    span = Piece(f" over {rounded_duration(view.trend.span_s)}{since}", "dim")
    if not view.trend.clear:
        unclear = Piece(f"{sign} no clear slope", style)
        return (
            (unclear, Piece(":", "dim"), Piece(rate.text[len(sign) :], "dim"), span),
            (unclear, span),
            (unclear,),
        )
    left = None if view.ended else view.trend.seconds_to_limit
    full = (Piece(f"  limit in {rounded_duration(left)}", style),) if left is not None else ()
    return (rate, span, *full), (rate, span), (rate,)


def _direction(trend: Trend) -> tuple[str, str]:
    slope = trend.slope_bytes_per_s
    if abs(slope) < FLAT_BYTES_PER_S or not trend.clear:
        return "–", ""
    return ("▲", "warn") if slope > 0 else ("▼", "good")


def brief_figures(view: HeapView) -> tuple[Line, ...]:
    """The numbers alone, where the chart needs the room."""
    return tuple(figure[:3] for figure in figures(view)[:-1])


def fitting_figures(view: HeapView, width: int) -> tuple[Line, ...]:
    """The figures without what would be cut at their ends."""
    return tuple(figure if width_of(figure) <= width else figure[:3] for figure in figures(view))


def figures(view: HeapView) -> tuple[Line, ...]:
    """The numbers beside the chart, most telling first; their signs are the chart's legend."""
    now = view.latest
    return (
        _figure("⠒", "heap", "heap used", format_bytes(now.heap_used), f"of {format_bytes(now.heap_total)}"),
        _floor_figure(view),
        _limit_figure(view),
        _figure(" ", "", "RSS", format_bytes(now.rss), f"CPU {now.cpu_percent:.0f} %"),
        _figure(
            " ", "", "external", format_bytes(now.external), f"buffers {format_bytes(now.array_buffers)}"
        ),
        _figure("▴", "strong", "GC", f"{format_count(len(view.majors))} full", f"{view.minors:,} minor"),
        _figure(" ", "", "loop delay", delay_words(now.loop_delay_ms), ""),
        _basis_figure(view.trend),
    )


def _figure(sign: str, style: str, name: str, value: str, more: str) -> Line:
    # A long value takes the room of a short name: a figure is never without its unit.
    shown = f"{value:>8}"
    named = max(len(name) + 1, NAME_AND_VALUE - len(shown))
    return line(
        Piece(sign, style), Piece(f" {name:<{named}}", "dim"), Piece(shown), Piece(f"  {more}", "dim")
    )


def _floor_figure(view: HeapView) -> Line:
    if not view.floor:
        return _figure("█", "floor", "floor after GC", "–", "no full GC yet")
    at, floor = view.floor[-1]
    return _figure(
        "█", "floor", "floor after GC", format_bytes(floor), f"{rounded_duration(view.latest.t - at)} ago"
    )


def _limit_figure(view: HeapView) -> Line:
    share = view.latest.heap_used / view.latest.heap_limit if view.latest.heap_limit else 0.0
    sign = "╌" if _limit_shown(view) else " "
    return _figure(
        sign, "limit", "heap limit", format_bytes(view.latest.heap_limit), f"{share * 100:.1f} % used"
    )


def _basis_figure(trend: Trend | None) -> Line:
    if trend is None:
        return ()
    return line(Piece(f"  slope: {trend.basis}, fit {trend.r2:.2f}", "dim"))


def _limit_shown(view: HeapView) -> bool:
    return max(view.used[1], default=0.0) >= LIMIT_IN_SIGHT * view.latest.heap_limit


def one_line(view: HeapView, width: int) -> Line:
    """The chart as a sparkline drawn from 0, with what it reached."""
    _, values = view.used
    high = max(values)
    words = (
        f" 0 to {format_bytes(high)}  RSS {format_bytes(view.latest.rss)}"
        f"  external {format_bytes(view.latest.external)}"
    )
    label = "heap used "
    room = max(8, width - len(label) - len(words))
    bars = plot.sparkline(values, room, 0.0, high)
    return fit_line(line(Piece(label, "dim"), Piece(bars, "heap"), Piece(words)), width)


def chart(view: HeapView, width: int, height: int) -> tuple[Line, ...]:
    """Heap used as a line over the floor as an area, from 0; below it GC marks and the span of time."""
    columns, rows = width - LABEL_WIDTH - 1, height - 2
    if columns < 4 or rows < 1:
        return (one_line(view, width),)
    times, values = view.used
    first = min(times[0], view.floor[0][0]) if view.floor else times[0]
    axis = plot.time_axis(first, max(view.latest.t, first + 5.0), columns)
    highest = max(max(values), max((floor for _, floor in view.floor), default=0.0))
    limit = view.latest.heap_limit
    top = plot.round_top(max(highest, limit if _limit_shown(view) else 0.0))
    grid = _Grid(columns, rows)
    grid.lay(plot.area(plot.held(view.floor, axis, view.latest.t), rows, top), "floor")
    grid.lay(plot.trace(plot.ranges(times, values, _twice(axis)), rows, top), "heap")
    if _limit_shown(view):
        grid.rule(rows - 1 - min(rows - 1, int(limit / top * rows - 1e-9)), "╌", "limit")
    for t in _marks(view):
        grid.pole(axis.column(t), "┊", "mark")
    drawn = [line(_label(row, rows, top), *pieces) for row, pieces in enumerate(grid.lines())]
    return (*drawn, _ground(view, axis), _time_line(view, axis))


def _twice(axis: plot.TimeAxis) -> plot.TimeAxis:
    return plot.TimeAxis(axis.start, axis.step / 2, axis.columns * 2)


def _marks(view: HeapView) -> tuple[float, ...]:
    return (*view.reattached_at, view.marked_at) if view.marked_at else tuple(view.reattached_at)


def _label(row: int, rows: int, top: float) -> Piece:
    # A label stands on the upper edge of its row.
    shown = row == 0 or (rows >= 4 and rows % 2 == 0 and row == rows // 2)
    words = format_bytes(top * (rows - row) / rows) if shown else ""
    return Piece(fit(words, LABEL_WIDTH, "right") + ("┤" if shown else "│"), "dim")


def _ground(view: HeapView, axis: plot.TimeAxis) -> Line:
    collected = {axis.column(t) for t in view.majors}
    marks = [
        Piece("▴", "strong") if column in collected else Piece("─", "dim") for column in range(axis.columns)
    ]
    return line(Piece(fit("0 B", LABEL_WIDTH, "right") + "┼", "dim"), *_joined(marks))


def _time_line(view: HeapView, axis: plot.TimeAxis) -> Line:
    """Where time begins, the mark, and now; what would overlap is left out."""
    now = axis.column(view.latest.t) or 0
    first = view.used[0][0]
    begin = f"{rounded_duration(view.latest.t - first)} ago"
    spots = [(axis.column(first) or 0, begin, "dim"), (max(0, now - 1), "now", "dim")]
    mark = axis.column(view.marked_at) if view.marked_at else None
    if mark is not None:
        spots.append((mark, "mark", "mark"))
    pieces: list[Piece] = [Piece(" " * (LABEL_WIDTH + 1))]
    used = 0
    for column, words, style in sorted(spots):
        if column < used or column + len(words) > axis.columns + 1:
            continue
        pieces += [Piece(" " * (column - used)), Piece(words, style)]
        used = column + len(words) + 1
        pieces.append(Piece(" "))
    return tuple(pieces)


def _joined(cells: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one style as one piece."""
    pieces: list[Piece] = []
    for cell in cells:
        if pieces and pieces[-1].style == cell.style:
            pieces[-1] = Piece(pieces[-1].text + cell.text, cell.style)
        else:
            pieces.append(cell)
    return tuple(pieces)


class _Grid:
    """Layers of characters; a later one covers an earlier one, but not where that fills half a cell."""

    def __init__(self, columns: int, rows: int) -> None:
        self._cells = [[Piece(" ")] * columns for _ in range(rows)]

    def lay(self, rows: Sequence[str], style: str) -> None:
        for cells, text in zip(self._cells, rows, strict=True):
            for column, char in enumerate(text):
                if char not in " ⠀" and cells[column].text not in _MOSTLY_FULL:
                    cells[column] = Piece(char, style)

    def rule(self, row: int, char: str, style: str) -> None:
        self._cells[row] = [Piece(char, style) if cell.text == " " else cell for cell in self._cells[row]]

    def pole(self, column: int | None, char: str, style: str) -> None:
        if column is not None:
            for cells in self._cells:
                cells[column] = Piece(char, style)

    def lines(self) -> list[tuple[Piece, ...]]:
        return [_joined(cells) for cells in self._cells]
