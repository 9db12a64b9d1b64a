"""The last line: what the keys do here, or something that has just happened."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

from textual import events
from textual.timer import Timer

from tuiinspect.text import clean
from tuiinspect.ui.lines import Line, Piece, line, width_of
from tuiinspect.ui.widgets.drawing import Drawing

SHOWN_S: Final = 8.0
SHOWN_GRAVE_S: Final = 30.0
MOST_LINES: Final = 3

Hint = tuple[str, str]


def hint_line(hints: Sequence[Hint], width: int) -> Line:
    """As many hints as there is room for, whole ones only."""
    pieces: list[Piece] = [Piece(" ")]
    for key, words in hints:
        hint = (Piece(key, "key"), Piece(f" {words}  ", "dim"))
        if width_of((*pieces, *hint)) > width:
            break
        pieces += hint
    return tuple(pieces)


def message_lines(words: str, width: int, *, grave: bool) -> tuple[Line, ...]:
    sign, style = ("! ", "bad") if grave else ("", "strong")
    wrapped = textwrap.wrap(
        sign + clean(words, 1000), max(10, width - 2), max_lines=MOST_LINES, placeholder=" …"
    )
    return tuple(line(" ", Piece(part, style)) for part in wrapped)


class HintLine(Drawing):
    """A message covers the hints for a while."""

    DEFAULT_CSS = "HintLine { height: auto; max-height: 3; min-height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[Hint, ...] = ()
        self._said: tuple[str, bool] | None = None
        self._timer: Timer | None = None

    def hint(self, hints: Sequence[Hint]) -> None:
        self._hints = tuple(hints)
        self._draw()

    def say(self, words: str, *, grave: bool = False) -> None:
        self._said = (words, grave)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SHOWN_GRAVE_S if grave else SHOWN_S, self.hush)
        self._draw()

    def hush(self) -> None:
        """Back to the hints."""
        self._said = None
        self._draw()

    @property
    def said(self) -> str | None:
        """The message that is shown now."""
        return self._said[0] if self._said else None

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.size.width
        if self._said is not None:
            words, grave = self._said
            self.draw(message_lines(words, width, grave=grave))
        else:
            self.draw([hint_line(self._hints, width)])
