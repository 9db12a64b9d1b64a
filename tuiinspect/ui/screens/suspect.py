"""One suspect at length: the holder, what accumulates, where it was added, the evidence, what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import BindingType

from tuiinspect.text import clean
from tuiinspect.ui.keymap import DETAIL, SCROLL, bindings
from tuiinspect.ui.lines import Line
from tuiinspect.ui.screens.told import ToldScreen
from tuiinspect.ui.widgets.suspect_rows import suspect_lines


class SuspectScreen(ToldScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DETAIL, SCROLL)]

    def __init__(self, suspect: dict[str, Any]) -> None:
        super().__init__()
        self._suspect = suspect

    def lines(self, width: int) -> tuple[Line, ...]:
        return suspect_lines(self._suspect, width)

    def words(self) -> str:
        return clean(self._suspect["summary"], 1000)

    def action_close(self) -> None:
        self.dismiss()
