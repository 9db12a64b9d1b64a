"""What a costly step is expected to do, as lines of a dialog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tuiinspect.report.pauses import expected, pressed_words
from tuiinspect.samples import KEEP_ALIVE_S, Prediction
from tuiinspect.text import format_bytes, format_count
from tuiinspect.ui.lines import Line, Piece, line

ONE_LINE_FROM: Final = 66
VALUE_ENDS_AT: Final = 40
NARROW_VALUE_ENDS_AT: Final = 30


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    short: str
    """The name where there is no room for sentences."""

    value: str
    more: str = ""
    style: str = "dim"


def cost_lines(prediction: Prediction, width: int) -> tuple[Line, ...]:
    """Pause, memory and disk, beside what is free; what is too little is marked.

    With little room names are short, and what stands behind a figure goes below it.
    """
    lines = [drawn for row in _rows(prediction) for drawn in _drawn(row, width)]
    if not prediction.fits:
        lines += [(), line(Piece("! It does not fit: the process may be killed.", "bad"))]
    return tuple(lines)


def _rows(prediction: Prediction) -> list[_Row]:
    memory, disk = prediction.memory_bytes, prediction.disk_bytes
    rss = f"on top of {format_bytes(prediction.rss_bytes)} RSS"
    rows = [
        _Row(
            "it stops the process for",
            "stops it for",
            f"about {expected(prediction)}",
            pressed_words(prediction),
            "warn",
        ),
        _Row("heap to walk", "heap to walk", format_bytes(prediction.heap_bytes)),
    ]
    if prediction.cuts_connections:
        more = f"! kept alive: over {KEEP_ALIVE_S:.0f} s"
        number = format_count(prediction.connections)
        rows.append(_Row("connections it may cut", "connections cut", number, more, "warn"))
    if not memory:
        return rows
    rows += [
        _Row("memory it takes", "memory it takes", format_bytes(memory), rss),
        _free("free on this machine", "free, machine", memory, prediction.host_free_bytes),
    ]
    if prediction.container_free_bytes is not None:
        rows.append(
            _free("free in its container", "free, container", memory, prediction.container_free_bytes)
        )
    if disk:
        rows.append(_Row("file", "file", format_bytes(disk)))
        rows.append(_free("free on disk", "free on disk", disk, prediction.disk_free_bytes))
    return rows


def _free(name: str, short: str, needed: int, free: int | None) -> _Row:
    if free is None:
        return _Row(name, short, "not known")
    if needed > free:
        return _Row(name, short, format_bytes(free), "! too little", "bad")
    return _Row(name, short, format_bytes(free))


def _drawn(row: _Row, width: int) -> tuple[Line, ...]:
    if width >= ONE_LINE_FROM:
        return (line(*_figure(row.name, row.value, VALUE_ENDS_AT), Piece(f"  {row.more}", row.style)),)
    figure = line(*_figure(row.short, row.value, NARROW_VALUE_ENDS_AT))
    return (figure, line(Piece(f"{row.more:>{NARROW_VALUE_ENDS_AT}}", row.style))) if row.more else (figure,)


def _figure(name: str, value: str, end: int) -> tuple[Piece, Piece]:
    room = 14
    return Piece(f"{name:<{end - max(room, len(value))}}", "dim"), Piece(f"{value:>{room}}")
