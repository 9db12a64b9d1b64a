"""Which process is triaged: the one that serves, a cluster's workers, who grows, the deepest, or by word."""

from __future__ import annotations

import pytest

from tuiinspect.errors import UsageError
from tuiinspect.running.choice import Contender, choose, with_growth


def node(
    pid: int,
    *words: str,
    depth: int = 0,
    serves: bool = False,
    listens: bool = False,
    primary: int | None = None,
    rss: int = 50_000_000,
    grown: int = 0,
) -> Contender:
    command = ("node", *words)
    return Contender(pid, command, depth, serves, listens or serves, primary, rss, grown)


def test_the_only_one() -> None:
    chosen = choose([node(1, "app.js")], None)
    assert (chosen.pid, chosen.why) == (1, None)


def test_the_one_that_serves_below_its_runners() -> None:
    npm, tsx, app = node(1, "npm"), node(2, "tsx", depth=2), node(3, "app.ts", depth=3, serves=True)
    child = node(4, "jobs.js", depth=4, grown=90_000_000)
    assert choose([npm, tsx, app, child], None).pid == 3


def test_a_clusters_worker_and_not_its_primary() -> None:
    primary = node(1, "app.js", serves=True)
    workers = [node(2, depth=1, primary=1, grown=1_000_000), node(3, depth=1, primary=1, grown=9_000_000)]
    chosen = choose([primary, *workers], None)
    assert chosen.pid == 3
    assert chosen.why is not None
    assert "+9.00 MB" in chosen.why


def test_among_several_that_are_alike_the_largest() -> None:
    workers = [node(2, serves=True, rss=60), node(3, serves=True, rss=70), node(4, serves=True, rss=50)]
    assert choose(workers, None).pid == 3


@pytest.mark.parametrize(("grown", "expected"), [(30_000_000, 1), (1_000_000, 2)])
def test_without_a_server_who_grows_else_the_deepest(grown: int, expected: int) -> None:
    assert choose([node(1, grown=grown), node(2, depth=1)], None).pid == expected


def test_one_that_listens_elsewhere_goes_before_one_that_does_not() -> None:
    assert choose([node(1, "metrics.js", listens=True), node(2, depth=3)], None).pid == 1


def test_by_a_word() -> None:
    runner, app, jobs = node(1, "run", "jobs.js"), node(2, "app.js", serves=True), node(3, "jobs.js", depth=1)
    assert choose([runner, app, jobs], "jobs").pid == 3
    assert choose([runner, app, jobs], "app").pid == 2


def test_a_word_that_none_has_lists_them() -> None:
    with pytest.raises(UsageError) as raised:
        choose([node(41, "app.js"), node(42, "jobs.js")], "worker")
    assert "41  node app.js" in str(raised.value)
    assert "42  node jobs.js" in str(raised.value)


def test_no_node_at_all() -> None:
    with pytest.raises(UsageError, match="none of the program's processes is Node"):
        choose([], None)


def test_growth_is_told_by_pid() -> None:
    before, now = [node(1, rss=10), node(2, rss=20)], [node(2, rss=50), node(3, rss=7)]
    assert [one.grown_bytes for one in with_growth(now, before)] == [30, 7]
