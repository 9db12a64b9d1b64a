"""The findings of a triage on the whole screen, as they were saved."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import BindingType

from tuiinspect.report.triage_text import triage_markdown, triage_text
from tuiinspect.ui.keymap import FINDINGS, SCROLL, bindings
from tuiinspect.ui.lines import Line, Piece, line, wrap
from tuiinspect.ui.screens.told import ToldScreen

_LEAST_WIDTH = 20
_STYLES = {"leak": "bad", "inconclusive": "warn"}
_INDENT = 3


class FindingsScreen(ToldScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FINDINGS, SCROLL)]

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__()
        self._document = document

    def lines(self, width: int) -> tuple[Line, ...]:
        return findings_lines(self._document, width)

    def words(self) -> str:
        return triage_markdown(self._document)


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
