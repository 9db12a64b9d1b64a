"""An object in full: what is said of it, how its parts read, and that a million entries come in pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui import drawn_heaps
from tuiinspect.heap import Detail, HeapSnapshot, Node, Part
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.detail_view import DetailRows, SaidOf, part_line, said_of
from tuiinspect.ui.widgets.listing import RetainersOf
from tuiinspect.ui.widgets.paged_rows import PAGE, MorePage

NODE = Node(7, 3, "object", "Session", "Session", 72, 1_300, 4)
KEY = replace(NODE, id=9, type="string", name="user-1")
FIELD = Part("field", ".user", None, NODE, None, "")


@pytest.fixture(scope="module")
def server() -> HeapSnapshot:
    return drawn_heaps.server().snapshot()


def details_of(snapshot: HeapSnapshot, name: str) -> DetailRows:
    node = next(at for at in range(snapshot.node_count) if snapshot.name(at) == name)
    rows = DetailRows(snapshot.at(node))
    want = rows.start()
    assert isinstance(want, SaidOf)
    want.take(want.read(snapshot))
    read(snapshot, rows, 0)
    return rows


def read(snapshot: HeapSnapshot, rows: DetailRows, first: int) -> None:
    page = rows.wanted(first, first + 1)
    assert isinstance(page, MorePage)
    page.take(page.read(snapshot))


def shown(rows: DetailRows) -> list[str]:
    return [plain(rows.cells(at)["part"]) for at in range(len(rows)) if rows.node(at)]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (FIELD, ".user: Session @7"),
        (replace(FIELD, kind="entry", words="item 4", key=KEY), '"user-1" @9 → Session @7'),
        (replace(FIELD, kind="entry", words="item 4"), "item 4: Session @7"),
        (replace(FIELD, number="0.125"), ".user: 0.125"),
        (replace(FIELD, node=None), ".user: a number or another primitive, which the file leaves out"),
        (
            replace(FIELD, kind="variable", words="user", scope="listen() at server.js:3"),
            "user: Session @7  of listen() at server.js:3",
        ),
    ],
)
def test_a_part_reads_as_it_is_written(part: Part, words: str) -> None:
    assert plain(part_line(part)) == words


def test_what_is_said_of_objects_functions_and_strings() -> None:
    assert said_of(Detail(NODE, "server.js:8:7", None, (("entries", 4_000),))) == (
        "Session @7: 72 B, retains 1.30 kB; its class is at server.js:8:7; 4,000 entries"
    )
    function = replace(NODE, type="closure", name="deliver")
    assert "deliver() at a.js:3; 2 captured" in said_of(
        Detail(function, "deliver() at a.js:3", None, (("captured variables", 2),))
    )
    sliced = replace(NODE, type="sliced string", name="a part\x1b[31m")
    assert said_of(Detail(sliced, None, replace(KEY, self_size=5_000), ())) == (
        '"a part·[31m" @7: sliced string; 72 B, retains 1.30 kB; a part of string @9 of 5.00 kB. a part·[31m'
    )


def test_the_object_itself_then_its_parts(server: HeapSnapshot) -> None:
    rows = details_of(server, "User")
    assert shown(rows)[0].startswith("itself: User @")
    assert [words.split(":")[0] for words in shown(rows)[1:]] == [".session", ".name"]
    assert isinstance(rows.open(0), RetainersOf)
    assert rows.words(0) == rows.sentence
    assert rows.words(2).startswith('.name: "user-0"')


def test_entries_of_a_map_come_in_pages_and_count_the_object_once(server: HeapSnapshot) -> None:
    rows = details_of(server, "Map")
    assert len(rows) == 301
    assert rows.node(PAGE) is None
    assert rows.open(PAGE) is None
    assert plain(rows.cells(PAGE)["part"]) == "…"
    read(server, rows, PAGE)
    entries = shown(rows)
    assert len(entries) == 301
    assert entries[1].startswith('"session-0" @')
    assert entries[PAGE].startswith(f'"session-{PAGE - 1}" @')
    assert "300 entries" in rows.sentence


def test_internals_are_shown_when_asked_for_and_a_late_page_without_them_is_dropped(
    server: HeapSnapshot,
) -> None:
    rows = details_of(server, "Map")
    rows.refold()
    late = rows.wanted(0, 1)
    rows.refold()
    assert isinstance(late, MorePage)
    late.take(late.read(server))
    assert rows.node(1) is None
    rows.refold()
    read(server, rows, 0)
    assert len(rows) == 302
