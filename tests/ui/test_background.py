"""Work beside the keys: its outcome comes back on the owner's own loop."""

from __future__ import annotations

import threading

from textual.app import App

from tests.support.processes import wait_until
from tuiinspect.errors import ConnectionLost, InspectError
from tuiinspect.ui.background import in_background


def fail() -> None:
    raise ConnectionLost("the line is gone")


async def test_results_and_errors_come_back_on_the_loop() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        here = threading.get_ident()
        threads: list[int] = []
        results: list[int] = []
        errors: list[InspectError] = []

        def work() -> int:
            threads.append(threading.get_ident())
            return 42

        def done(result: int) -> None:
            threads.append(threading.get_ident())
            results.append(result)

        in_background(app, work, done).join(60)
        in_background(app, fail, None, errors.append).join(60)
        await pilot.pause()
        assert results == [42]
        assert threads[0] != here
        assert threads[1] == here
        assert [error.what for error in errors] == ["the line is gone"]


async def test_work_that_ends_after_the_app_harms_nobody() -> None:
    app: App[None] = App()
    go_on = threading.Event()
    async with app.run_test():
        thread = in_background(app, lambda: go_on.wait(10), lambda _result: None)
    go_on.set()
    thread.join(60)
    assert wait_until(lambda: not thread.is_alive(), what="the thread has ended")


async def test_it_does_not_hold_up_the_exit() -> None:
    app: App[None] = App()
    never = threading.Event()
    async with app.run_test():
        thread = in_background(app, lambda: never.wait(60))
    assert thread.daemon
    never.set()
