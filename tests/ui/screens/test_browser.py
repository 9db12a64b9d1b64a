"""The browser on real files, by keys: classes, objects, retainers, paths and back."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest

from tests.ui import drawn_heaps
from tests.ui.driving import (
    browser_of,
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
from tuiinspect.errors import UnreadableFile
from tuiinspect.ui import snapshot_loader
from tuiinspect.ui.inspect_app import InspectApp
from tuiinspect.ui.options import Options
from tuiinspect.ui.screens.browser import BrowserScreen
from tuiinspect.ui.widgets.row_list import RowList

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


@SIZES
async def test_walks_from_classes_to_the_path_and_back(tmp_path: Path, size: tuple[int, int]) -> None:
    app = browser_on(drawn_heaps.server(), tmp_path)
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        assert rows(pilot)[0].startswith("global")
        await pilot.press("j", "enter")
        await until(pilot, lambda: "@" in rows(pilot)[0])
        assert "› Session 300" in way(pilot)
        assert " of 300" in way(pilot)
        first = rows(pilot)[0].split()[1]
        await pilot.press("enter")
        await until(pilot, lambda: len(rows(pilot)) > 2)
        assert first in rows(pilot)[0]
        await pilot.press("p")
        await until(pilot, lambda: "path" in way(pilot))
        assert "SessionCache" in drawn(pilot, "#sentence")
        assert any("SessionCache" in row for row in rows(pilot))
        for _ in range(3):
            await pilot.press("escape")
        assert rows(pilot)[0].startswith("global")
        assert app.is_running


async def test_filters_the_classes_as_one_types(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        every = len(rows(pilot))
        await pilot.press("slash", "s", "e", "s")
        await until(pilot, lambda: len(rows(pilot)) == 2)
        assert {row.split()[0] for row in rows(pilot)} == {"Session", "SessionCache"}
        assert drawn(pilot, "#matches") == f"2 of {every}"
        await pilot.press("x")
        assert rows(pilot) == []
        assert "retained" in header(pilot)
        await pilot.press("backspace", "enter", "j")
        assert pilot.app.focused is pilot.app.screen.query_one(RowList)
        assert len(rows(pilot)) == 2
        await pilot.press("escape")
        assert len(rows(pilot)) == every


async def test_a_filter_is_still_there_on_the_way_back(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_class(pilot, "user")
        await pilot.press("escape")
        assert [row.split()[0] for row in rows(pilot)] == ["User"]
        assert drawn(pilot, "#matches").startswith("1 of")


async def test_sorts_by_every_column_and_marks_it(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "retained▼" in header(pilot)
        await pilot.press("s")
        assert "shallow ▼" in header(pilot)
        assert rows(pilot)[0].startswith("ArrayBuffer")
        await pilot.press("r")
        assert "shallow ▲" in header(pilot)
        await pilot.press("s", "s", "s")
        assert "class ▲" in header(pilot)
        assert rows(pilot)[0].startswith("(")


async def test_sorts_objects(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_class(pilot, "arraybuffer")
        largest = rows(pilot)[0]
        await pilot.press("r")
        await until(pilot, lambda: rows(pilot)[0] != largest and "@" in rows(pilot)[0])
        assert "1.00 kB" in rows(pilot)[0]


async def test_pages_of_objects_come_as_they_are_looked_at(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.crowd(1_000), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_class(pilot, "fan")
        await pilot.press("G")
        await until(pilot, lambda: "@" in rows(pilot)[-1])
        assert "1,000 of 1,000" in way(pilot)
        await pilot.press("g", "pagedown", "pagedown")
        await until(pilot, lambda: all("@" in row for row in rows(pilot)))


async def test_says_what_retains_the_row_under_the_cursor(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_class(pilot, "user")
        await until(pilot, lambda: path_line(pilot))
        first = path_line(pilot)
        assert "Session" in first
        await pilot.press("enter", "j")
        await until(pilot, lambda: path_line(pilot) not in ("", first))


async def test_a_path_can_be_had_from_a_class(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("slash", *"user", "enter", "p")
        await until(pilot, lambda: "path" in way(pilot))
        assert "User @" in way(pilot)


async def test_a_cycle_is_marked_and_ends_there(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.ring(3), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_object(pilot, "link0")
        for _ in range(12):
            await pilot.press("G", "l")
            await pilot.pause()
        await until(pilot, lambda: any("already above" in row for row in rows(pilot)))
        marked = next(row for row in rows(pilot) if "already above" in row)
        assert marked.lstrip().startswith("↻")
        assert "Link0" in marked


async def test_a_crowd_of_retainers_is_shown_in_pages(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.crowd(100_000), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_object(pilot, "star")
        await pilot.press("G")
        assert "99,900 more (enter)" in rows(pilot)[-1]
        assert " of 102" in way(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: " of 202" in way(pilot))
        await pilot.press("G")
        assert "99,800 more" in rows(pilot)[-1]


async def test_opens_and_closes_branches_by_the_keys_of_a_tree(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_object(pilot, "user")
        before = rows(pilot)
        await pilot.press("j", "l")
        await until(pilot, lambda: len(rows(pilot)) > len(before))
        await pilot.press("j", "h")
        assert pilot.app.screen.query_one(RowList).cursor == 1
        await pilot.press("h")
        assert rows(pilot) == before
        await pilot.press("enter")
        await until(pilot, lambda: len(rows(pilot)) > len(before))


async def test_internals_are_looked_through_until_asked_for(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(80, 24)) as pilot:
        await open_object(pilot, "session")
        assert any("Map @" in row and "+1 internal" in row for row in rows(pilot))
        assert not any("(object elements)" in row for row in rows(pilot))
        await pilot.press("f")
        await until(pilot, lambda: any("(object elements)" in row for row in rows(pilot)))


async def test_names_from_the_target_do_nothing_to_the_terminal(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.hostile(), tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for _ in drawn_heaps.HOSTILE:
            await pilot.press("j", "enter")
            await until(pilot, lambda: "@" in rows(pilot)[0])
            await pilot.press("enter")
            await until(pilot, lambda: "retained by" in header(pilot) and len(rows(pilot)) > 1)
            await pilot.press("p")
            await until(pilot, lambda: "path" in way(pilot))
            shown = "".join((way(pilot), *rows(pilot), drawn(pilot, "#sentence")))
            assert shown.isprintable()
            await pilot.press("escape", "escape", "escape")
        assert any("[red]not markup[/red]" in row for row in rows(pilot))


async def test_forty_columns_keep_what_matters_most(tmp_path: Path) -> None:
    async with browser_on(drawn_heaps.server(), tmp_path).run_test(size=(40, 16)) as pilot:
        await opened(pilot)
        assert "class" in header(pilot)
        assert "retained" in header(pilot)
        assert "shallow" not in header(pilot)
        assert all(len(row) <= 40 for row in rows(pilot))


async def test_ascii_is_all_that_is_drawn_when_asked_for(tmp_path: Path) -> None:
    app = browser_on(drawn_heaps.server(), tmp_path, ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_object(pilot, "user")
        lines = app.screen._compositor.render_strips(app.screen.size)
        assert all(strip.text.isascii() for strip in lines)


@pytest.mark.parametrize("text", [b"", b"{}", b"no json", b'{"snapshot":{', None])
async def test_a_file_that_is_no_snapshot_ends_the_app_with_words(tmp_path: Path, text: bytes | None) -> None:
    file = tmp_path / "broken.heapsnapshot"
    if text is not None:
        file.write_bytes(text)
    app = browser_of(file, Options(mouse=False, warm_up=False))
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_value is not None)
    assert isinstance(app.return_value, UnreadableFile)
    assert "broken.heapsnapshot" in app.return_value.what


async def test_nothing_is_compiled_twice(tmp_path: Path) -> None:
    file = tmp_path / "drawn.heapsnapshot"
    file.write_bytes(drawn_heaps.server().text())
    compiled = threading.Event()
    app = InspectApp(partial(BrowserScreen, file, None, compiled.is_set), Options(mouse=False, warm_up=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "compiling the analysis" in drawn(pilot, "Waiting"))
        compiled.set()
        await opened(pilot)


async def test_a_compiler_that_gets_nowhere_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_loader, "PATIENCE_S", 0.0)
    file = tmp_path / "drawn.heapsnapshot"
    file.write_bytes(drawn_heaps.server().text())
    never = partial(BrowserScreen, file, None, lambda: False)
    app = InspectApp(never, Options(mouse=False, warm_up=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
