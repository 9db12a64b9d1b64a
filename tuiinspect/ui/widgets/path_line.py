"""The line below a list that says, for the row under the cursor, what keeps it alive."""

from __future__ import annotations

import textwrap
from collections import OrderedDict
from functools import partial

from textual import events
from textual.timer import Timer

from tuiinspect.text import clean
from tuiinspect.ui.background import in_background
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.reading import Holding

_SETTLE_S = 0.12
"""How long the cursor rests on a row before its path is looked for."""

_KEPT = 500
LONGEST_SENTENCE = 600


def wrapped(sentence: str, width: int, most: int) -> tuple[Line, ...]:
    """A sentence in at most `most` lines; what is left out is shown by `…`."""
    text = clean(sentence, LONGEST_SENTENCE)
    lines = textwrap.wrap(text, max(10, width), max_lines=most, placeholder=" …", break_on_hyphens=False)
    return tuple(line(text) for text in lines)


class PathLine(Drawing):
    """Asks for a path only when the cursor rests; an answer for a row that was left is not shown."""

    DEFAULT_CSS = "PathLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._holding: Holding | None = None
        self._ordinal: int | None = None
        self._sentences: OrderedDict[int, str] = OrderedDict()
        self._timer: Timer | None = None

    def read_from(self, holding: Holding | None) -> None:
        if holding is self._holding:
            return
        self._holding = holding
        self._sentences.clear()
        self.follow(None)

    def follow(self, ordinal: int | None) -> None:
        """Show what keeps this object alive; None shows nothing."""
        if ordinal == self._ordinal:
            return
        self._ordinal = ordinal
        if self._timer is not None:
            self._timer.stop()
        if ordinal is None or ordinal in self._sentences:
            self._draw()
        else:
            self._timer = self.set_timer(_SETTLE_S, self._ask)

    def _ask(self) -> None:
        holding, ordinal = self._holding, self._ordinal
        if holding is not None and ordinal is not None:
            in_background(
                self,
                lambda: holding.paths(ordinal, 1)[0].sentence,
                partial(self._found, holding, ordinal),
                lambda error: self._found(holding, ordinal, error.what),
            )

    def _found(self, holding: Holding, ordinal: int, sentence: str) -> None:
        if holding is not self._holding:
            return
        self._sentences[ordinal] = sentence
        if len(self._sentences) > _KEPT:
            self._sentences.popitem(last=False)
        if ordinal == self._ordinal:
            self._draw()

    def sentence(self) -> str:
        """What is shown, whole."""
        return self._sentences.get(self._ordinal, "") if self._ordinal is not None else ""

    def _draw(self) -> None:
        lines = wrapped(self.sentence(), self.size.width, max(1, self.size.height))
        self.draw([(Piece(text.text, "edge"),) for (text,) in lines])

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()
