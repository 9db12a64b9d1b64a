"""The keys that work where the user is, from the key table as it is in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from tuiinspect.ui.key_table import TABLE_OF_KEYS
from tuiinspect.ui.keymap import HELP, Key, bindings, spoken
from tuiinspect.ui.lines import Line, Piece, fit, line, wrap
from tuiinspect.ui.screens.scrolled import Scrolled
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.hint_line import hint_line

KEYS_WIDTH = 18
NARROW_KEYS_WIDTH = 13
ROOM_FOR_KEYS = 60
MARGINS = 3
"""Cells that the padding and the scrollbar take."""

SIGNS = (
    ("▲ ▼ –", "grows, falls, stays"),
    ("█ ⠒", "chart: floor after a full GC, and heap used above it"),
    ("▴ ┊", "chart: a full GC; your mark"),
    ("!", "something to look at"),
    ("max off", "setMaxListeners(0): Node's own warning is off"),
    ("by", "how an emitter was found: reach, hook or census"),
    ("trend", "the last 60 counts; full height is a tenth of the count at least"),
)


def help_lines(where: str, active: Mapping[str, ActiveBinding], width: int) -> tuple[Line, ...]:
    """Groups of the table with the keys that are bound now."""
    keys_of: dict[tuple[str, str], list[str]] = {}
    for pressed, binding in active.items():
        # One action may mean different things in two groups: only its words say which of them it is here.
        if binding.binding.id is not None:
            keys_of.setdefault((binding.binding.id, binding.binding.description), []).append(spoken(pressed))
    lines: list[Line] = [line(Piece(f"Keys: {where}", "strong"))]
    told: set[str] = set()
    for group, keys in TABLE_OF_KEYS:
        here = [key for key in keys if (key.id, key.words) in keys_of and key.id not in told]
        if here:
            lines += [(), line(Piece(group, "title-focused"))]
            for key in here:
                names = sorted(keys_of[key.id, key.words], key=_place_in(key))
                lines += _row(" ".join(names), key.words, width)
            told.update(key.id for key in here)
    return tuple(lines)


def _place_in(key: Key) -> Callable[[str], int]:
    """The order in which the table names an action's keys; keys of the user's own come first."""
    order = [spoken(name) for name in key.keys.split(",")]
    return lambda name: order.index(name) if name in order else -1


def sign_lines(width: int, signs: Iterable[tuple[str, str]] = SIGNS) -> tuple[Line, ...]:
    rows = (row for sign, words in signs for row in _row(sign, words, width))
    return ((), line(Piece("signs", "title-focused")), *rows)


def _row(left: str, right: str, width: int) -> tuple[Line, ...]:
    """Keys and what they do; what is too long goes on below the words."""
    room = KEYS_WIDTH if width >= ROOM_FOR_KEYS else NARROW_KEYS_WIDTH
    first, *rest = wrap(line(right), max(10, width - room - 2))
    below = (line(" " * (room + 2), *words) for words in rest)
    return line("  ", Piece(fit(left, room), "key"), *first), *below


class HelpScreen(Scrolled, Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(HELP)]

    def __init__(self, where: str, active: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._where, self._active = where, dict(active)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Drawing()
        yield Drawing(id="hints")

    def on_mount(self) -> None:
        self.body.focus()
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        width = (self.size.width or 80) - MARGINS
        lines = (*help_lines(self._where, self._active, width), *sign_lines(width))
        self.query_one("VerticalScroll Drawing", Drawing).draw(lines)
        hints = [("esc", "back"), ("j k", "scroll")]
        self.query_one("#hints", Drawing).draw([hint_line(hints, self.size.width or 80)])

    def action_close(self) -> None:
        self.dismiss()
