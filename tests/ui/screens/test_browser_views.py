"""The views of a snapshot by their keys: each begins at its top, and is found again as it was left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui import drawn_heaps
from tests.ui.driving import (
    Driver,
    browser_on,
    drawn,
    header,
    open_class,
    open_object,
    opened,
    path_line,
    rows,
    until,
    way,
)
from tuiinspect.ui.inspect_app import InspectApp
from tuiinspect.ui.options import Options
from tuiinspect.ui.screens.browser import BrowserScreen
from tuiinspect.ui.widgets.hint_line import HintLine

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 16)])


async def view(pilot: Driver, key: str, crumb: str) -> None:
    await pilot.press(key)
    await until(pilot, lambda: crumb in way(pilot) and len(rows(pilot)) > 1)


@SIZES
async def test_every_view_has_a_key_and_a_name_in_the_crumbs(tmp_path: Path, size: tuple[int, int]) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=size) as pilot:
        await opened(pilot)
        assert "classes" in way(pilot)
        for key, crumb in {"D": "owners", "R": "from the root", "L": "strings", "K": "kinds"}.items():
            await view(pilot, key, crumb)
        await view(pilot, "C", "classes")


async def test_owners_go_down_by_size(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await view(pilot, "D", "owners")
        assert "the whole heap" in rows(pilot)[0]
        assert "▸ global @3" in rows(pilot)[1]
        await pilot.press("j", "l")
        await until(pilot, lambda: any("SessionCache" in row for row in rows(pilot)))
        # What two hold is owned by neither of them, but by what holds both.
        assert [row.split("@")[0].strip(" ▸") for row in rows(pilot)[2:6]] == [
            ".hub: EventEmitter",
            ".cache: SessionCache",
            "Session",
            "Session",
        ]
        await pilot.press("j", "l")
        await until(pilot, lambda: ".message: Array" in rows(pilot)[3])


async def test_owners_keep_their_sizes_in_forty_columns(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(40, 16)) as pilot:
        await opened(pilot)
        await view(pilot, "D", "owners")
        assert "retained" in header(pilot)
        assert rows(pilot)[0].endswith("836 kB")


async def test_the_root_holds_what_the_file_says(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await view(pilot, "R", "from the root")
        await pilot.press("j", "l")
        await until(pilot, lambda: len(rows(pilot)) == 4)
        assert ".cache: SessionCache" in rows(pilot)[2]
        assert ".hub: EventEmitter" in rows(pilot)[3]


async def test_strings_say_who_holds_them_and_open_their_retainers(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await view(pilot, "L", "strings")
        await until(pilot, lambda: "of 600" in way(pilot))
        await until(pilot, lambda: path_line(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "retained by" in header(pilot) and len(rows(pilot)) > 1)


async def test_a_view_is_found_as_it_was_left(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_class(pilot, "user")
        inside = way(pilot)
        await view(pilot, "K", "kinds")
        await pilot.press("C")
        assert way(pilot) == inside
        await pilot.press("C")
        assert "class" in header(pilot)
        assert "› User" not in way(pilot)


async def test_bytes_by_kind_have_bars(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await view(pilot, "K", "kinds")
        assert rows(pilot)[0].startswith("objects")
        assert "█" in rows(pilot)[0]


async def test_what_was_read_of_a_tree_is_filtered_with_what_leads_there(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await view(pilot, "R", "from the root")
        await pilot.press("j", "l")
        await until(pilot, lambda: len(rows(pilot)) == 4)
        await pilot.press("slash", *"emitter", "enter")
        await until(pilot, lambda: len(rows(pilot)) == 3)
        assert "EventEmitter" in rows(pilot)[2]
        await pilot.press("G", "l")
        await until(pilot, lambda: len(rows(pilot)) == 3)
        await pilot.press("escape")
        await until(pilot, lambda: len(rows(pilot)) == 5)


async def test_a_tree_draws_no_letter_but_ascii_when_asked(tmp_path: Path) -> None:
    app = browser_on(drawn_heaps.server(), tmp_path, ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for key, crumb in {"D": "owners", "R": "from the root", "L": "strings", "K": "kinds"}.items():
            await view(pilot, key, crumb)
            lines = app.screen._compositor.render_strips(app.screen.size)
            assert all(strip.text.isascii() for strip in lines)


async def test_details_of_an_object_lead_to_its_retainers_and_to_details_of_its_parts(
    tmp_path: Path,
) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_class(pilot, "user")
        await pilot.press("d")
        await until(pilot, lambda: "inside User" in way(pilot) and len(rows(pilot)) == 3)
        assert "retains" in drawn(pilot, "#sentence")
        await pilot.press("j", "d")
        await until(pilot, lambda: "inside Session" in way(pilot) and len(rows(pilot)) == 3)
        await pilot.press("enter")
        await until(pilot, lambda: "retained by" in header(pilot) and len(rows(pilot)) > 1)
        assert "Session @" in rows(pilot)[0]
        await pilot.press("j", "d")
        await until(pilot, lambda: "inside" in way(pilot))


async def test_details_of_a_map_are_its_entries_until_internals_are_asked_for(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_class(pilot, "map")
        await pilot.press("d")
        await until(pilot, lambda: "of 301" in way(pilot))
        assert '"session-0" @' in rows(pilot)[1]
        assert "300 entries" in drawn(pilot, "#sentence")
        await pilot.press("f", "G")
        await until(pilot, lambda: "of 302" in way(pilot) and "(table)" in rows(pilot)[-1])


def _two_files(folder: Path, newer: drawn_heaps.DrawnHeap) -> InspectApp:
    base, file = folder / "base.heapsnapshot", folder / "newer.heapsnapshot"
    base.write_bytes(drawn_heaps.server(260).text())
    file.write_bytes(newer.text())
    options = Options(mouse=False, warm_up=False)
    return InspectApp(lambda: BrowserScreen(file, base), options)


@SIZES
async def test_of_two_snapshots_who_holds_the_growth_comes_first(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = _two_files(tmp_path, drawn_heaps.server(300))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "holders since base" in way(pilot) and rows(pilot))
        assert "who holds the growth" in header(pilot)
        assert rows(pilot)[0].startswith("Map")
        assert "in all, of it" in drawn(pilot, "#sentence")
        await pilot.press("enter")
        await until(pilot, lambda: "what accumulates" in header(pilot))
        assert rows(pilot)[0].startswith("Session")
        await pilot.press("escape", "d")
        await until(pilot, lambda: "inside Map" in way(pilot))


@SIZES
async def test_of_two_snapshots_what_is_new_is_a_view(tmp_path: Path, size: tuple[int, int]) -> None:
    app = _two_files(tmp_path, drawn_heaps.server(300))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "holders since base" in way(pilot) and rows(pilot))
        await pilot.press("N")
        await until(pilot, lambda: "new since base" in way(pilot) and rows(pilot))
        assert "growth ▼" in header(pilot)
        assert rows(pilot)[1].startswith("Session")
        await pilot.press("j", "enter")
        await until(pilot, lambda: "@" in rows(pilot)[0])
        assert "Session +40" in way(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "retained by" in header(pilot) and len(rows(pilot)) > 1)
        await view(pilot, "C", "classes")
        await pilot.press("N", "N")
        await until(pilot, lambda: "growth" in header(pilot))


async def test_two_snapshots_of_different_kinds_are_not_compared(tmp_path: Path) -> None:
    newer = drawn_heaps.server(300)
    roots = newer.add("(GC roots)", kind="synthetic", size=0)
    newer.edges[0] = [("element", 1, roots)]
    newer.hold(roots, 1, 1, kind="element")
    app = _two_files(tmp_path, newer)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query_one(HintLine).said)
        assert drawn(pilot, "#sentence").startswith("! a standard snapshot cannot be compared")
        assert "cannot be compared" in (app.screen.query_one(HintLine).said or "")
        await view(pilot, "C", "classes")


async def test_a_single_snapshot_is_compared_with_nothing(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("N")
        assert "classes" in way(pilot)


async def test_a_retainer_is_ignored_and_the_next_way_is_shown(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_object(pilot, "session")
        await until(pilot, lambda: "Map" in path_line(pilot))
        await pilot.press("j", "x")
        await until(pilot, lambda: "without Map @" in way(pilot) and "ignored" in rows(pilot)[-1])
        await until(pilot, lambda: "captured by onMessage()" in path_line(pilot))
        await pilot.press("p")
        await until(pilot, lambda: "path" in way(pilot))
        assert "captured by onMessage()" in drawn(pilot, "#sentence")
        assert "SessionCache" not in drawn(pilot, "#sentence")
        await pilot.press("escape", "X")
        await until(pilot, lambda: "without" not in way(pilot) and "Map" in rows(pilot)[1])
        await until(pilot, lambda: "Map" in path_line(pilot))


async def test_objects_of_a_class_are_filtered_by_a_search_over_all_of_them(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await view(pilot, "L", "strings")
        await pilot.press("slash", *"user-29")
        await until(pilot, lambda: len(rows(pilot)) == 11 and "user-29" in rows(pilot)[-1])
        assert drawn(pilot, "#matches") == "11 of 600"
        await pilot.press("enter", "j", "enter")
        await until(pilot, lambda: "retained by" in header(pilot) and len(rows(pilot)) > 1)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "of 600" in way(pilot))


async def test_duplicates_say_what_they_waste(tmp_path: Path) -> None:
    heap = drawn_heaps.server()
    for at in range(30):
        text = heap.add("the same again", kind="string", size=1_000)
        heap.hold(1, text, at, kind="element")
    async with browser_on(heap, tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("U")
        await until(pilot, lambda: "29.0 kB would be saved" in drawn(pilot, "#sentence"))
        await until(pilot, lambda: '"the same again"' in rows(pilot)[0])
        await pilot.press("enter")
        await until(pilot, lambda: len(rows(pilot)) > 10 and "@" in rows(pilot)[0])


async def test_what_the_inspector_has_put_in_is_left_out_of_classes_and_marked_elsewhere(
    tmp_path: Path,
) -> None:
    heap = drawn_heaps.server()
    handles = heap.add("(Global handles)", kind="synthetic", size=0)
    heap.hold(0, handles, 2, kind="element")
    asked = heap.add("AskedFor", size=900_000)
    heap.hold(handles, asked, "3 / DevTools console", kind="internal")
    heap.hold(asked, heap.add("Answer"), "answer")
    async with browser_on(heap, tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "without 2 objects of the inspector" in drawn(pilot, "#sentence")
        assert not any("AskedFor" in row for row in rows(pilot))
        await view(pilot, "D", "owners")
        await pilot.press("j", "l")
        await until(pilot, lambda: any("AskedFor" in row and "(inspector)" in row for row in rows(pilot)))
