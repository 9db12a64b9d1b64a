"""Captured variables, scope by scope."""

from __future__ import annotations

from tuiinspect.samples import CapturedScope, CapturedVariable
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.captured_rows import CapturedRows


def test_each_scope_under_its_name() -> None:
    rows = CapturedRows(
        (
            CapturedScope("serve", (CapturedVariable("session", "Session"),), 3),
            CapturedScope("", (CapturedVariable("ca\x1bche", "Map\n(2)"),), 1),
        )
    )
    assert [plain(rows.cells(index)["variable"]) for index in range(len(rows))] == [
        "in serve()",
        "  session: Session",
        "  … and 2 more",
        "in the module",
        "  ca·che: Map (2)",
    ]
    assert rows.words(1) == "session: Session"
    assert len(CapturedRows()) == 0
