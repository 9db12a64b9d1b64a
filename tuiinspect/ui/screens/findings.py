"""What was saved, the findings of a triage or a dashboard's report, on the whole screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tuiinspect.report.saved import Saved
from tuiinspect.ui.keymap import FINDINGS, SCROLL, bindings
from tuiinspect.ui.lines import Line, Piece, line, wrap
from tuiinspect.ui.screens.told import ToldScreen

_LEAST_WIDTH = 20
_STYLES = {"leak": "bad", "inconclusive": "warn"}
_INDENT = 3


class FindingsScreen(ToldScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FINDINGS, SCROLL)]

    def __init__(self, saved: Saved) -> None:
        super().__init__()
        self._saved = saved

    def lines(self, width: int) -> tuple[Line, ...]:
        return findings_lines(self._saved, width)

    def words(self) -> str:
        return self._saved.markdown


def findings_lines(saved: Saved, width: int) -> tuple[Line, ...]:
    """The report for people, broken between words; the verdict and each suspect stand out."""
    room = max(_LEAST_WIDTH, width)
    first, *rest = saved.text.splitlines()
    lines = [*wrap(line(Piece(first, _STYLES.get(saved.verdict or "", "strong"))), room)]
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
