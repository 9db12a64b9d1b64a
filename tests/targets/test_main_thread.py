from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.support.processes import wait_until
from tests.support.servers import serve
from tuiinspect.targets.main_thread import has_work
from tuiinspect.targets.reading import HAS_PROC


@pytest.mark.parametrize(
    ("place", "state", "works"),
    [
        ("0", "R", True),
        ("ep_poll", "S", True),
        ("do_epoll_wait", "S", True),
        ("futex_wait_queue", "S", False),
        ("0", "S", False),
        ("", "D", False),
    ],
)
def test_it_works_when_it_runs_or_waits_for_events(
    tmp_path: Path, place: str, state: str, works: bool
) -> None:
    folder = tmp_path / "77"
    folder.mkdir()
    (folder / "wchan").write_text(place)
    (folder / "stat").write_text(f"77 (a (name) R) {state} 1 77 77")
    assert has_work(77, proc=tmp_path) is works


def test_nothing_is_known_of_what_is_not_there(tmp_path: Path) -> None:
    assert not has_work(77, proc=tmp_path)


@pytest.mark.skipif(not HAS_PROC, reason="there is no /proc here")
def test_an_idle_server_waits_for_events(run_node: RunNode) -> None:
    server = serve(run_node)
    wait_until(lambda: has_work(server.pid))
