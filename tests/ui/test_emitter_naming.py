"""What a snapshot calls an emitter stands in the table and on its screen, as far as it was there in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from tests.support.samples import emitter_count, listeners_sample
from tests.ui.drawn_heaps import DrawnHeap
from tests.ui.scripted import START, TARGET, ScriptedSession
from tests.ui.stage import WIDE, Stage, stage
from tuiinspect.events import Attached, CaptureFinished, ListenersCounted
from tuiinspect.samples import Captured, Cost, EmitterCount, HeapIds

COST = Cost("snapshot", predicted_s=4.2, pause_s=3.9, rss_before=1, rss_after=2)
HUB, YOUNGER, NAMED = 70, 90, 60


def heap_with_a_hub() -> tuple[DrawnHeap, HeapIds]:
    """`global.#rooms` holds a hub; beside it stands our own object."""
    heap = DrawnHeap()
    ours = heap.add("Object")
    heap.hold(1, ours, "ours")
    heap.hold(ours, heap.add("extendLease", kind="closure"), "extendLease")
    hub = heap.add("Hub")
    heap.hold(hub, heap.add("Object"), "_events")
    heap.hold(1, hub, "rooms")
    return heap, HeapIds(2 * ours + 1, {HUB: 2 * hub + 1})


def nameless(emitter: int, event: str, count: int) -> EmitterCount:
    return emitter_count(emitter, event, count, name=None, where=None, class_name="Hub", found_by="hook")


COUNTED = ListenersCounted(
    listeners_sample(
        START + 31,
        [
            nameless(HUB, "join", 40),
            nameless(YOUNGER, "late", 30),
            emitter_count(NAMED, "connected", 20),
        ],
    )
)


@asynccontextmanager
async def snapshot_taken(
    folder: Path, *, newest: int, numbers: HeapIds | None = None
) -> AsyncIterator[Stage]:
    """A dashboard with three emitters, and a snapshot before which those up to `newest` were known."""
    session = ScriptedSession()
    heap, found = heap_with_a_hub()
    session.newest, session.numbers = newest, numbers or found
    session.path = folder / "server.heapsnapshot"
    session.path.write_bytes(heap.text())
    async with stage(30, size=WIDE, session=session) as on:
        await on.tell(COUNTED)
        await on.press("S")
        await on.sees("y take it")
        await on.press("y")
        await on.until(lambda: "snapshot" in session.asked)
        known = session.known_emitters()
        await on.tell(CaptureFinished(Captured(str(session.path), 1, COST, known=known)))
        await on.sees("paused the process")
        await on.press("2")
        yield on


async def test_it_is_named_in_the_table_and_on_its_screen(tmp_path: Path) -> None:
    async with snapshot_taken(tmp_path, newest=80) as on:
        await on.until(lambda: "rooms" in on.line_with("join"))
        assert "globalThis" in on.line_with("join")
        assert on.session.asked.count(f"numbers of [{HUB}, {YOUNGER}]") == 1, "named ones are not asked for"
        assert "in the snapshot: .rooms of the global object" in on.text
        await on.press("enter")
        await on.sees("on rooms (Hub), globalThis")
        assert "in the snapshot: .rooms of the global object" in on.text


async def test_what_came_after_the_snapshot_says_so_and_is_not_asked_for_again(tmp_path: Path) -> None:
    async with snapshot_taken(tmp_path, newest=80) as on:
        await on.until(lambda: "rooms" in on.line_with("join"))
        await on.tell(COUNTED)
        await on.press("j")
        await on.sees("no name: it was not known yet when the snapshot began")
        assert sum(each.startswith("numbers of") for each in on.session.asked) == 1
        await on.press("j")
        assert "in the snapshot" not in on.text


async def test_numbers_that_are_not_this_snapshots_name_nothing(tmp_path: Path) -> None:
    _, found = heap_with_a_hub()
    async with snapshot_taken(tmp_path, newest=80, numbers=replace(found, ours=3)) as on:
        await on.until(lambda: any(each.startswith("numbers of") for each in on.session.asked))
        await on.tell(COUNTED)
        assert "rooms" not in on.line_with("join")


async def test_a_new_line_to_the_process_numbers_its_emitters_anew(tmp_path: Path) -> None:
    async with snapshot_taken(tmp_path, newest=80) as on:
        await on.until(lambda: "rooms" in on.line_with("join"))
        await on.tell(Attached(TARGET, resumed=True), COUNTED)
        assert "rooms" not in on.line_with("join")
