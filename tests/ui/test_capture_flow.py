"""From the yes to the browser: the file is read while it grows, and what it cost is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.drawn_heaps import DrawnHeap
from tests.ui.scripted import TARGET, ScriptedSession
from tests.ui.stage import SMALL, WIDE, Stage, stage
from tuiinspect.events import Attached, CaptureFailed, CaptureFinished, CaptureProgressed
from tuiinspect.samples import Captured, CaptureProgress, Cost

COST = Cost("snapshot", predicted_s=4.2, pause_s=3.9, rss_before=1, rss_after=2)


def leaky_heap(leaked: int = 20) -> DrawnHeap:
    heap = DrawnHeap()
    cache = heap.add("Map")
    heap.hold(1, cache, "sessions")
    for number in range(leaked):
        heap.hold(cache, heap.add("LeakedSession"), number, kind="element")
    return heap


def streamed(done: int, total: int, written: int) -> CaptureProgressed:
    return CaptureProgressed(CaptureProgress("streaming", done, total, written, 1.0))


def under_way(on: Stage) -> bool:
    return on.dashboard.capture.under_way


async def asked(on: Stage) -> None:
    await on.press("S")
    await on.sees("y take it")
    await on.press("y")
    await on.until(lambda: "snapshot" in on.session.asked)


async def test_a_snapshot_that_is_read_before_its_cost_is_known_waits_for_it(tmp_path: Path) -> None:
    session = ScriptedSession()
    session.path = tmp_path / "server.heapsnapshot"
    content = leaky_heap().text()
    async with stage(30, session=session) as on:
        await asked(on)
        session.path.write_bytes(content)
        await on.tell(streamed(2, 2, len(content)))
        await on.until(lambda: on.dashboard.capture.analysed)
        assert under_way(on)
        assert "LeakedSession" not in on.text
        await on.tell(CaptureFinished(Captured(str(session.path), len(content), COST)))
        await on.sees("LeakedSession")
        assert "paused the process for 3.9 s" in on.text
        assert not under_way(on)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_a_snapshot_from_the_key_to_the_classes(tmp_path: Path, size: tuple[int, int]) -> None:
    session = ScriptedSession()
    session.path = tmp_path / "server.heapsnapshot"
    content = leaky_heap().text()
    async with stage(30, size=size, session=session) as on:
        await asked(on)
        assert on.dashboard.pane.NUMBER == 3
        session.path.write_bytes(content[: len(content) // 2])
        await on.tell(streamed(1, 2, len(content) // 2))
        assert "receiving" in on.text
        assert "50%" in on.text
        with session.path.open("ab") as file:
            file.write(content[len(content) // 2 :])
        await on.tell(CaptureFinished(Captured(str(session.path), len(content), COST)))
        await on.sees("LeakedSession")
        assert "paused the process for 3.9 s" in on.line_with("3 Retainers")
        assert "it paused the target for 3.9 s (predicted: 4.2 s)" in on.text
        assert not under_way(on)


async def test_a_file_that_breaks_off_is_said(tmp_path: Path) -> None:
    session = ScriptedSession()
    session.path = tmp_path / "server.heapsnapshot"
    content = leaky_heap().text()
    session.path.write_bytes(content[: len(content) // 2])
    async with stage(30, session=session) as on:
        await asked(on)
        await on.tell(CaptureFinished(Captured(str(session.path), len(content), COST)))
        await on.until(lambda: not under_way(on))
        assert "! " in on.lines[-1] + on.lines[-2] + on.lines[-3]
        assert "S takes a heap snapshot" in on.text


async def test_an_engine_that_fails_does_not_end_the_dashboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow(*_args: object, **_more: object) -> None:
        raise MemoryError("too much")

    monkeypatch.setattr("tuiinspect.heap.follow", follow)
    session = ScriptedSession()
    session.path = tmp_path / "server.heapsnapshot"
    async with stage(30, session=session) as on:
        await asked(on)
        await on.tell(CaptureFinished(Captured(str(session.path), 1, COST)))
        await on.sees("! the snapshot could not be analysed: MemoryError: too much")
        assert on.app.is_running


async def test_the_next_snapshot_forgets_how_the_last_one_went(tmp_path: Path) -> None:
    session = ScriptedSession()
    async with stage(30, session=session) as on:
        await asked(on)
        await on.tell(CaptureFailed("the disk is full"))
        assert not under_way(on)
        session.asked.clear()
        session.path = tmp_path / "server.heapsnapshot"
        session.path.write_bytes(leaky_heap().text())
        await asked(on)
        assert under_way(on)
        await on.tell(CaptureFinished(Captured(str(session.path), 1, COST)))
        await on.sees("LeakedSession")


async def test_the_second_snapshot_of_a_process_tells_what_is_new_since_the_first(tmp_path: Path) -> None:
    session = ScriptedSession()
    async with stage(30, session=session) as on:
        for number, leaked in enumerate((20, 27)):
            session.path = tmp_path / f"server-{number}.heapsnapshot"
            session.path.write_bytes(leaky_heap(leaked).text())
            session.asked.clear()
            await asked(on)
            await on.tell(CaptureFinished(Captured(str(session.path), 1, COST)))
            await on.until(lambda: not under_way(on))
            await on.sees(f"server-{number}")
        await on.press("N")
        await on.sees("new since server-0")
        await on.until(lambda: "+7" in on.line_with("LeakedSession"))


async def test_a_snapshot_of_another_process_is_compared_with_nothing(tmp_path: Path) -> None:
    session = ScriptedSession()
    async with stage(30, session=session) as on:
        for number in range(2):
            session.path = tmp_path / f"server-{number}.heapsnapshot"
            session.path.write_bytes(leaky_heap().text())
            session.asked.clear()
            await asked(on)
            await on.tell(Attached(replace(TARGET, pid=TARGET.pid + number), resumed=False))
            await on.tell(CaptureFinished(Captured(str(session.path), 1, COST)))
            await on.until(lambda: not under_way(on))
            await on.sees(f"server-{number}")
        await on.press("N")
        assert "new since" not in on.text


async def test_a_cancelled_snapshot_leaves_the_last_one_to_browse(tmp_path: Path) -> None:
    session = ScriptedSession()
    session.path = tmp_path / "server.heapsnapshot"
    session.path.write_bytes(leaky_heap().text())
    async with stage(30, session=session) as on:
        await asked(on)
        await on.tell(CaptureFinished(Captured(str(session.path), 1, COST)))
        await on.sees("LeakedSession")
        session.asked.clear()
        session.path = None
        await asked(on)
        await on.tell(streamed(1, 2, 10))
        assert "receiving" in on.text
        await on.press("S")
        assert "under way already" in on.text
        await on.press("escape")
        await on.until(lambda: "cancel" in session.asked)
        await on.tell(CaptureFailed("the snapshot was cancelled"))
        assert "LeakedSession" in on.text
