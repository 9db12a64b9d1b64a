"""Functions that listen, and under each from where its listeners were added."""

from __future__ import annotations

from tuiinspect.samples import CallSite, ListenerFunction
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.function_rows import FunctionRows

DELIVER = ListenerFunction(
    "deliver",
    "lib/server.js",
    21,
    12,
    100,
    once=False,
    call_sites=(
        CallSite("subscribe", "lib/hub.js", 46, 9, 70),
        CallSite("", "eval", 3, 1, 20),
    ),
)
PLAIN = ListenerFunction("", None, None, None, 50, once=True)


def test_call_sites_stand_under_their_function() -> None:
    rows = FunctionRows((DELIVER, PLAIN))
    said = [{name: plain(cell) for name, cell in rows.cells(index).items()} for index in range(len(rows))]
    assert [one["place"] for one in said] == [
        "lib/server.js:21:12",
        "  + lib/hub.js:46:9",
        "  + eval:3:1",
        "  + from where was not noted",
        "native code",
    ]
    assert [one["function"] for one in said] == [
        "deliver",
        "added by subscribe",
        "added",
        "added",
        "(anonymous)",
    ]
    assert [one["count"] for one in said] == ["100", "70", "20", "10", "50"]
    assert [one["share"] for one in said] == ["67%", "47%", "13%", "7%", "33%"]
    assert [one["once"] for one in said] == ["", "", "", "", "once"]


def test_a_row_is_copied_as_a_sentence() -> None:
    rows = FunctionRows((DELIVER,))
    assert rows.words(0) == "deliver at lib/server.js:21:12"
    assert rows.words(1) == "deliver at lib/server.js:21:12, added at lib/hub.js:46:9 in subscribe()"
    assert rows.words(2) == "deliver at lib/server.js:21:12, added at eval:3:1"
    assert [rows.function(index) for index in range(5)] == [DELIVER] * 4 + [None]


def test_a_hostile_file_reaches_no_terminal() -> None:
    site = CallSite("f\x1b[0m", "a\x1b[2J.js", 1, 1, 1)
    rows = FunctionRows((ListenerFunction("f", "b.js", 1, 1, 1, once=False, call_sites=(site,)),))
    text = "".join(plain(cell) for cell in rows.cells(1).values()) + rows.words(1)
    assert "\x1b" not in text
