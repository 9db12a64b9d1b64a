"""Two series as lines of text: a chart of each over the same time, and what they have to do with another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tuiinspect.diagnosis.pairs import Follows, Pair
from tuiinspect.history import SeriesHistory, SeriesKey, Unit
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Line, Piece, fit_line, line, wrap
from tuiinspect.ui.widgets import plot
from tuiinspect.ui.widgets.series_words import key_words, value_words

CHART_ROWS: Final = 3
LABEL_WIDTH: Final = 10
BLANK: Final = "\u2800"
"""The braille character without dots."""


@dataclass(frozen=True, slots=True)
class PairView:
    """Both sides since attach or the mark."""

    one: SeriesKey
    other: SeriesKey
    one_points: tuple[Sequence[float], Sequence[float]]
    other_points: tuple[Sequence[float], Sequence[float]]
    pair: Pair | None


def pair_view(series: SeriesHistory, one: SeriesKey, other: SeriesKey) -> PairView:
    return PairView(one, other, series.points(one), series.points(other), series.compare(one, other))


def pair_lines(view: PairView, width: int) -> tuple[Line, ...]:
    """A chart of each side, from 0, and the sentence about both."""
    times = [t for points in (view.one_points, view.other_points) for t in points[0]]
    if not times:
        return (line(Piece(" no values yet", "dim")),)
    axis = plot.time_axis(min(times), max(max(times), min(times) + 5.0), max(8, width - LABEL_WIDTH - 1))
    return (
        *_side(view.one, view.one_points, axis, width),
        *_side(view.other, view.other_points, axis, width),
        *(fit_line(drawn, width) for drawn in wrap(line(" ", *pair_words(view)), width, indent=1)),
    )


def _side(
    key: SeriesKey, points: tuple[Sequence[float], Sequence[float]], axis: plot.TimeAxis, width: int
) -> list[Line]:
    times, values = points
    top = plot.round_top(max(values, default=0.0))
    fine = plot.TimeAxis(axis.start, axis.step / 2, axis.columns * 2)
    rows = plot.trace(plot.ranges(times, [max(0.0, value) for value in values], fine), CHART_ROWS, top)
    labels = (value_words(top, key.unit), "", "0")
    name = fit_line(line(Piece(f" {key_words(key)}", "strong")), width)
    drawn = [
        line(Piece(f"{label:>{LABEL_WIDTH - 1}}┤", "dim"), Piece(row.replace(BLANK, " "), "heap"))
        for label, row in zip(labels, rows, strict=True)
    ]
    return [name, *(fit_line(row, width) for row in drawn)]


def pair_words(view: PairView) -> Line:
    """`listeners / TCPSocketWrap: 8.02 now; +7.9 for each that came; correlation 0.99; goes with …`."""
    pair = view.pair
    if pair is None:
        return line(Piece("too few values for a comparison yet", "dim"))
    parts = []
    if pair.ratio is not None and not view.other.cumulative:
        parts.append(f"{_amount(view, pair.ratio)} now")
    if pair.each is not None:
        parts.append(f"{_amount(view, pair.each, signed=True)} for each that came")
    if pair.correlation is not None:
        parts.append(f"correlation {pair.correlation:.2f}")
    names = f"{key_words(view.one)} / {key_words(view.other)}"
    said = f"{names}: {'; '.join(parts)}; " if parts else ""
    span = f", {rounded_duration(pair.span_s)}"
    return line(Piece(said), Piece(verdict(view), "strong"), Piece(span, "dim"))


def verdict(view: PairView) -> str:
    pair = view.pair
    one, other = key_words(view.one), key_words(view.other)
    match pair.follows if pair is not None else Follows.NOTHING:
        case Follows.OTHER:
            return f"{one} goes with {other}"
        case Follows.TIME:
            return f"{one} goes with time, not with {other}"
        case Follows.EITHER:
            return f"{one} goes with both time and {other}: they cannot be told apart"
        case Follows.NOTHING:
            return f"{one} goes with neither time nor {other}"


def _amount(view: PairView, value: float, *, signed: bool = False) -> str:
    """In the unit of the one side, unless the other's is the same."""
    unit = view.one.unit if view.one.unit is not view.other.unit else Unit.COUNT
    return value_words(value, unit, signed=signed)
