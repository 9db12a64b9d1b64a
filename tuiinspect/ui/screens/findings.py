"""The findings of a triage on the whole screen, as they were saved."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from tuiinspect.report.triage_text import triage_markdown, triage_text
from tuiinspect.ui.keymap import FINDINGS, SCROLL, bindings
from tuiinspect.ui.lines import Line, Piece, line, wrap
from tuiinspect.ui.screens.hinted import HintedScreen
from tuiinspect.ui.screens.scrolled import Scrolled
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.hint_line import HintLine

_MARGINS = 3
_LEAST_WIDTH = 20
_STYLES = {"leak": "bad", "inconclusive": "warn"}
_INDENT = 3


class FindingsScreen(Scrolled, HintedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FINDINGS, SCROLL)]

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__()
        self._document = document

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Drawing(id="findings")
        yield HintLine()

    def on_mount(self) -> None:
        self.body.focus()
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        width = (self.size.width or 80) - _MARGINS
        self.query_one("#findings", Drawing).draw(findings_lines(self._document, width))

    def action_copy(self) -> None:
        self.copy_text(triage_markdown(self._document))


def findings_lines(document: dict[str, Any], width: int) -> tuple[Line, ...]:
    """The report for people, broken between words; the verdict and each suspect stand out."""
    room = max(_LEAST_WIDTH, width)
    first, *rest = triage_text(document).splitlines()
    lines = [*wrap(line(Piece(first, _STYLES.get(document["verdict"], "strong"))), room)]
    for text in rest:
        own = text.lstrip()
        if text and own == text:
            lines += wrap(line(Piece(text, "strong")), room, indent=_INDENT)
        elif own:
            margin = " " * (len(text) - len(own))
            lines += wrap(line(Piece(margin + own)), room, indent=len(margin) + 2)
        else:
            lines.append(())
    return tuple(lines)
