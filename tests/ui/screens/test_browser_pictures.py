"""Pictures of the browser at 80x24 and 120x40; `pytest --snapshot-update` takes them anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.ui import drawn_heaps
from tests.ui.driving import (
    Driver,
    browser_on,
    drawn,
    open_class,
    open_object,
    opened,
    path_line,
    rows,
    until,
    way,
)

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


async def classes(pilot: Driver) -> None:
    await opened(pilot)
    await pilot.press("j", "j")


async def filtering(pilot: Driver) -> None:
    await opened(pilot)
    await pilot.press("slash", *"se")
    await until(pilot, lambda: "of" in drawn(pilot, "#matches"))


async def objects(pilot: Driver) -> None:
    await open_class(pilot, "session")
    await until(pilot, lambda: path_line(pilot))


async def tree(pilot: Driver) -> None:
    """With a fold (a Map's table), a cycle (a user's session) and a branch that is open."""
    await open_object(pilot, "session")
    await pilot.press("j", "j", "j", "l")
    await until(pilot, lambda: any("↻" in row for row in rows(pilot)))
    await pilot.press("k", "k", "l")
    await until(pilot, lambda: any("SessionCache" in row for row in rows(pilot)))
    await pilot.press("k", "k")
    await until(pilot, lambda: path_line(pilot))


async def path(pilot: Driver) -> None:
    await open_object(pilot, "user")
    await pilot.press("p")
    await until(pilot, lambda: "path 1/2" in way(pilot))


async def owners(pilot: Driver) -> None:
    await opened(pilot)
    await pilot.press("D")
    await until(pilot, lambda: len(rows(pilot)) > 1)
    await pilot.press("j", "l")
    await until(pilot, lambda: any("SessionCache" in row for row in rows(pilot)))


async def strings(pilot: Driver) -> None:
    await opened(pilot)
    await pilot.press("L")
    await until(pilot, lambda: path_line(pilot))


async def kinds(pilot: Driver) -> None:
    await opened(pilot)
    await pilot.press("K", "j")
    await until(pilot, lambda: len(rows(pilot)) > 1)


async def details(pilot: Driver) -> None:
    await open_class(pilot, "map")
    await pilot.press("d")
    await until(pilot, lambda: "of 301" in way(pilot))
    await pilot.press("j")
    await until(pilot, lambda: path_line(pilot))


SCENES = [classes, filtering, objects, tree, path, owners, strings, kinds, details]


@SIZES
@pytest.mark.parametrize("scene", SCENES)
def test_looks_as_it_did(
    snap_compare: Compare,
    tmp_path: Path,
    scene: Callable[[Driver], Awaitable[None]],
    size: tuple[int, int],
) -> None:
    app = browser_on(drawn_heaps.server(), tmp_path)
    assert snap_compare(app, run_before=scene, terminal_size=size)


def test_looks_as_it_did_in_forty_columns(snap_compare: Compare, tmp_path: Path) -> None:
    app = browser_on(drawn_heaps.server(), tmp_path)
    assert snap_compare(app, run_before=tree, terminal_size=(40, 14))


def test_looks_as_it_did_with_hostile_names(snap_compare: Compare, tmp_path: Path) -> None:
    assert snap_compare(
        browser_on(drawn_heaps.hostile(), tmp_path), run_before=classes, terminal_size=(80, 24)
    )
