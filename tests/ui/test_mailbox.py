"""Many events, one wake-up, nothing lost but old progress."""

from __future__ import annotations

import threading

from tuiinspect.events import CaptureProgressed, HookChanged, TargetBlocked
from tuiinspect.samples import CaptureProgress
from tuiinspect.ui.mailbox import MOST_KEPT, Mailbox


def progressed(done: int) -> CaptureProgressed:
    return CaptureProgressed(CaptureProgress("streaming", done, 100, done, 1.0))


def test_the_reader_is_woken_once_until_it_has_read() -> None:
    woken: list[int] = []
    box = Mailbox(lambda: woken.append(1))
    box.put(TargetBlocked(1.0))
    box.put(TargetBlocked(2.0))
    assert len(woken) == 1
    assert box.take_all() == [TargetBlocked(1.0), TargetBlocked(2.0)]
    assert box.take_all() == []
    box.put(HookChanged(True))
    assert len(woken) == 2


def test_only_the_newest_of_consecutive_progress_is_kept() -> None:
    box = Mailbox(lambda: None)
    for event in (progressed(1), progressed(2), HookChanged(True), progressed(3), progressed(4)):
        box.put(event)
    assert box.take_all() == [progressed(2), HookChanged(True), progressed(4)]


def test_a_screen_that_never_reads_does_not_fill_the_memory() -> None:
    box = Mailbox(lambda: None)
    for second in range(MOST_KEPT + 5):
        box.put(TargetBlocked(float(second)))
    kept = box.take_all()
    assert len(kept) == MOST_KEPT
    assert kept[-1] == TargetBlocked(MOST_KEPT + 4.0)


def test_events_of_several_threads_all_arrive() -> None:
    box = Mailbox(lambda: None)

    def publish() -> None:
        for second in range(200):
            box.put(TargetBlocked(float(second)))

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(box.take_all()) == 800
