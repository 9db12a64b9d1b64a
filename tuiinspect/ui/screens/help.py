"""The keys that work where the user is, from the key table as it is in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from tuiinspect.ui.keymap import HELP, TABLE_OF_KEYS, Key, bindings, spoken
from tuiinspect.ui.lines import Line, Piece, fit, line
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.hint_line import hint_line

KEYS_WIDTH = 18

SIGNS = (
    ("▲ ▼ –", "grows, falls, stays"),
    ("█ ⠒", "chart: floor after a full GC, and heap used above it"),
    ("▴ ┊", "chart: a full GC; your mark"),
    ("!", "something to look at"),
    ("max off", "setMaxListeners(0): Node's own warning is off"),
    ("by", "how an emitter was found: reach, hook or census"),
    ("trend", "the last 60 counts; full height is a tenth of the count at least"),
)


def help_lines(where: str, active: Mapping[str, ActiveBinding]) -> tuple[Line, ...]:
    """Groups of the table with the keys that are bound now."""
    keys_of: dict[str, list[str]] = {}
    for key, binding in active.items():
        if binding.binding.id is not None:
            keys_of.setdefault(binding.binding.id, []).append(spoken(key))
    lines: list[Line] = [line(Piece(f"Keys: {where}", "strong"))]
    told: set[str] = set()
    for group, keys in TABLE_OF_KEYS:
        here = [key for key in keys if key.id in keys_of and key.id not in told]
        if here:
            lines += [(), line(Piece(group, "title-focused"))]
            lines += [_row(" ".join(sorted(keys_of[key.id], key=_place_in(key))), key.words) for key in here]
            told.update(key.id for key in here)
    return tuple(lines)


def _place_in(key: Key) -> Callable[[str], int]:
    """The order in which the table names an action's keys; keys of the user's own come first."""
    order = [spoken(name) for name in key.keys.split(",")]
    return lambda name: order.index(name) if name in order else -1


def sign_lines(signs: Iterable[tuple[str, str]] = SIGNS) -> tuple[Line, ...]:
    return ((), line(Piece("signs", "title-focused")), *(_row(sign, words) for sign, words in signs))


def _row(left: str, right: str) -> Line:
    return line("  ", Piece(fit(left, KEYS_WIDTH), "key"), right)


class HelpScreen(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(HELP)]

    def __init__(self, where: str, active: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._lines = (*help_lines(where, active), *sign_lines())

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Drawing()
        yield Drawing(id="hints")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        self.query_one("VerticalScroll Drawing", Drawing).draw(self._lines)
        hints = [("esc", "back"), ("j k", "scroll")]
        self.query_one("#hints", Drawing).draw([hint_line(hints, self.size.width or 80)])

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_close(self) -> None:
        self.dismiss()

    def action_cursor_down(self) -> None:
        self._body.scroll_down(animate=False)

    def action_cursor_up(self) -> None:
        self._body.scroll_up(animate=False)

    def action_page_down(self) -> None:
        self._body.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self._body.scroll_page_up(animate=False)

    def action_half_page_down(self) -> None:
        self._body.scroll_relative(y=self._body.size.height // 2, animate=False)

    def action_half_page_up(self) -> None:
        self._body.scroll_relative(y=-(self._body.size.height // 2), animate=False)

    def action_go_first(self) -> None:
        self._body.scroll_home(animate=False)

    def action_go_last(self) -> None:
        self._body.scroll_end(animate=False)
