"""What a costly step is expected to do, as lines of a dialog."""

from __future__ import annotations

from tuiinspect.samples import Prediction
from tuiinspect.text import format_bytes, format_duration
from tuiinspect.ui.lines import Line, Piece, line


def cost_lines(prediction: Prediction) -> tuple[Line, ...]:
    """Pause, memory and disk, beside what is free; what is too little is marked."""
    lines = [
        _row(f"it stops the {prediction.held_up} for", f"about {format_duration(prediction.pause_s)}"),
        _row("heap to walk", format_bytes(prediction.heap_bytes)),
        _row("memory it takes", format_bytes(prediction.memory_bytes), _beside(prediction.rss_bytes)),
        _free("free on this machine", prediction.memory_bytes, prediction.host_free_bytes),
    ]
    if prediction.container_free_bytes is not None:
        lines.append(_free("free in its container", prediction.memory_bytes, prediction.container_free_bytes))
    if prediction.disk_bytes:
        lines.append(_row("file", format_bytes(prediction.disk_bytes)))
        lines.append(_free("free on disk", prediction.disk_bytes, prediction.disk_free_bytes))
    if not prediction.fits:
        lines += [
            (),
            line(Piece("! It does not fit: the process may be killed.", "bad")),
        ]
    return tuple(lines)


def _beside(rss: int) -> str:
    return f"on top of {format_bytes(rss)} RSS"


def _row(name: str, value: str, more: str = "") -> Line:
    return line(Piece(f"{name:<26}", "dim"), Piece(f"{value:>14}"), Piece(f"  {more}", "dim"))


def _free(name: str, needed: int, free: int | None) -> Line:
    if free is None:
        return _row(name, "not known")
    if needed > free:
        return line(
            Piece(f"{name:<26}", "dim"), Piece(f"{format_bytes(free):>14}"), Piece("  ! too little", "bad")
        )
    return _row(name, format_bytes(free))
