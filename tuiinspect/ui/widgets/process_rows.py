"""The rows of the picker: node processes, and why some cannot be attached to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, ClassVar, Final

from tuiinspect.targets.discovery import NodeProcess
from tuiinspect.text import clean, format_bytes
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.keyed_rows import KeyedRows
from tuiinspect.ui.widgets.listing import Order

_SORTED_BY: Final[dict[str, Callable[[NodeProcess], Any]]] = {
    "rss": lambda process: process.rss_bytes,
    "uptime": lambda process: process.uptime_s,
    "pid": lambda process: process.pid,
    "user": lambda process: process.user,
    "command": lambda process: process.title,
}
FIRST_ORDER: Final = Order("rss", reverse=True)


class ProcessRows(KeyedRows[NodeProcess]):
    columns: ClassVar[tuple[Column, ...]] = (
        Column("command", "command", 0, right=False),
        Column("pid", "pid", 8),
        Column("user", "user", 9, drop=2, right=False),
        Column("rss", "RSS", 8),
        Column("uptime", "up for", 12, drop=1),
        Column("node", "node", 10, drop=3, right=False),
        Column("inspector", "inspector", 15, drop=4, right=False),
    )
    sorted_by = _SORTED_BY
    orders: ClassVar[tuple[str, ...]] = tuple(_SORTED_BY)

    def __init__(
        self, processes: Iterable[NodeProcess], order: Order = FIRST_ORDER, pattern: str = ""
    ) -> None:
        super().__init__(sorted(processes, key=lambda process: process.pid), order, pattern)

    @staticmethod
    def searched(row: NodeProcess) -> str:
        return f"{row.pid} {row.user} {row.title} {' '.join(row.command)}"

    @staticmethod
    def key_of(row: NodeProcess) -> Hashable:
        return row.pid

    def row_cells(self, row: NodeProcess) -> Mapping[str, Line]:
        return cells(row)

    @staticmethod
    def row_words(row: NodeProcess) -> str:
        return f"{row.pid} {clean(' '.join(row.command), 1000)}"


def cells(process: NodeProcess) -> dict[str, Line]:
    plain = "" if process.attachable else "dim"
    return {
        "command": command_cell(process),
        "pid": line(Piece(str(process.pid), plain)),
        "user": line(Piece(clean(process.user, 20), plain)),
        "rss": line(Piece(format_bytes(process.rss_bytes), plain)),
        "uptime": line(Piece(rounded_duration(process.uptime_s), plain)),
        "node": line(Piece(clean(process.node or "", 20), "dim")),
        "inspector": line(Piece(inspector_words(process), "dim")),
    }


def command_cell(process: NodeProcess) -> Line:
    """The program's name, then the command line, or why it cannot be attached to."""
    title = clean(process.title, 60)
    if process.why_not is not None:
        return line(Piece(title, "dim"), Piece(f"  ! {clean(process.why_not, 120)}", "warn"))
    place = "  in a container" if process.container else ""
    return line(Piece(title, "strong"), Piece(f"{place}  {clean(' '.join(process.command), 200)}", "dim"))


def inspector_words(process: NodeProcess) -> str:
    if process.inspector is None:
        return "–"
    return clean(f"{process.inspector.host}:{process.inspector.port}", 40)
