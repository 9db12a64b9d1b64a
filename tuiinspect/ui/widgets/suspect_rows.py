"""The suspects as rows, and one of them at length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from tuiinspect.report.documents import Document
from tuiinspect.report.triage_text import suspect_details
from tuiinspect.text import clean, format_bytes
from tuiinspect.ui.lines import Line, Piece, line, wrap
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing

_MARKS = {"high": ("▲", "bad"), "medium": ("▲", "warn"), "low": ("–", "dim")}


class SuspectRows(Listing):
    columns: ClassVar[tuple[Column, ...]] = (
        Column("mark", "", 1, right=False),
        Column("summary", "what grows, and who holds it", 0, right=False, ends=False),
        Column("kind", "kind", 12, drop=3, right=False),
        Column("bytes", "growth", 9, drop=2),
        Column("rate", "per min", 8, drop=1),
    )

    def __init__(self, suspects: Sequence[Document]) -> None:
        super().__init__("")
        self._suspects = suspects

    def __len__(self) -> int:
        return len(self._suspects)

    def suspect(self, index: int) -> Document | None:
        return self._suspects[index] if 0 <= index < len(self._suspects) else None

    def cells(self, index: int) -> Mapping[str, Line]:
        suspect = self._suspects[index]
        mark, style = _MARKS[suspect["confidence"]]
        size = suspect["retained_growth_bytes"]
        return {
            "mark": line(Piece(mark, style)),
            "summary": line(Piece(clean(suspect["summary"], 400), "strong")),
            "kind": line(Piece(clean(suspect["kind"], 20), "dim")),
            "bytes": line(format_bytes(size, signed=True) if size is not None else "–"),
            "rate": line(f"{suspect['per_s'] * 60:+,.0f}" if suspect["per_s"] else "–"),
        }

    def words(self, index: int) -> str:
        return clean(self._suspects[index]["summary"], 1000)


def suspect_lines(suspect: Document, width: int) -> tuple[Line, ...]:
    """Everything about one suspect, broken between words."""
    room = max(20, width)
    lines = [*wrap(line(Piece(clean(suspect["summary"], 1000), "strong")), room), ()]
    for detail in suspect_details(suspect):
        name, _, rest = clean(detail, 600).partition(": ")
        lines += wrap(line(Piece(f"{name}: ", "dim"), Piece(rest)), room, indent=2)
    return tuple(lines)


def answer_lines(document: Document | None, hint: str, width: int) -> tuple[Line, ...]:
    """The verdict in a few lines, for the place above the rows; `hint` before there is one."""
    room = max(20, width)
    if document is None:
        return wrap(line(Piece(hint, "dim")), room)
    style = {"leak": "bad", "inconclusive": "warn"}.get(document["verdict"], "")
    lines = [*wrap(line(Piece(clean(document["summary"], 600), style)), room)]
    # The first of them is what the summary says already.
    told = document["missing"][1:] if document["verdict"] == "inconclusive" else document["healthy"]
    for words in told[:2]:
        lines += wrap(line(Piece(clean(words, 300), "dim")), room, indent=2)
    return tuple(lines)
