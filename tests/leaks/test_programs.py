"""The bundled programs on a real Node: what leaks, what does not, and how they end."""

from __future__ import annotations

import http.client
import json
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunNode
from tests.support.processes import wait_until
from tuiinspect.leaks.catalogue import LEAKS, Leak, find_leak
from tuiinspect.leaks.launcher import DemoProcess, start

RATE = 400.0
WARM_REQUESTS = 250
MORE_REQUESTS = 500

# Not held by anything at fault: what is under way at this rate (a stream is open for 200 ms), and what
# the bounded twins keep by design.
MOST_AT_WORK = 220

every_leak = pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)


def counted_after(program: DemoProcess, requests: int) -> dict[str, Any]:
    def enough() -> dict[str, Any]:
        counted: dict[str, Any] = program.count()
        return counted if counted["requests"] >= requests else {}

    return wait_until(enough, timeout=30, what=f"{requests} requests served by {program.leak.name}")


def get(port: int, path: str) -> tuple[int, str]:
    # Without the proxies that the environment may name: they do not know our loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
        return response.status, response.read().decode()


@pytest.fixture(scope="module")
def both(node: Path, request: pytest.FixtureRequest) -> Iterator[tuple[DemoProcess, DemoProcess]]:
    leak: Leak = request.param
    with ExitStack() as running:
        yield (
            running.enter_context(start(leak, node=node, rate=RATE)),
            running.enter_context(start(leak, node=node, rate=RATE, healthy=True)),
        )


@pytest.mark.parametrize("both", LEAKS, ids=lambda leak: leak.name, indirect=True)
def test_a_leak_grows_with_its_traffic_and_its_twin_does_not(both: tuple[DemoProcess, DemoProcess]) -> None:
    leaky, healthy = both
    before, twin_before = counted_after(leaky, WARM_REQUESTS), counted_after(healthy, WARM_REQUESTS)
    after = counted_after(leaky, before["requests"] + MORE_REQUESTS)
    twin_after = counted_after(healthy, twin_before["requests"] + MORE_REQUESTS)

    served = after["requests"] - before["requests"]
    # Every other stream is refused; of all else, every request leaves one behind.
    expected = served / 2 if leaky.leak.name == "late-callback" else served
    assert after["held"] - before["held"] >= expected - MOST_AT_WORK

    assert twin_before["held"] <= MOST_AT_WORK
    assert twin_after["held"] <= MOST_AT_WORK
    assert after["held"] > 2 * twin_after["held"]


@pytest.mark.parametrize("both", LEAKS, ids=lambda leak: leak.name, indirect=True)
def test_the_server_answers_beside_its_own_traffic(both: tuple[DemoProcess, DemoProcess]) -> None:
    for program in both:
        counted_after(program, 1)
        assert get(program.port, "/health") == (200, "ok\n")
        status, text = get(program.port, "/count")
        assert status == 200
        assert json.loads(text)["requests"] >= 1
        assert json.loads(text).keys() == program.count().keys()


@pytest.mark.parametrize("name", ["listeners", "late-callback", "abort-signal"])
def test_programs_that_leak_listeners_count_them_by_class_and_event(name: str, node: Path) -> None:
    with start(find_leak(name), node=node, rate=RATE) as program:
        counted = counted_after(program, WARM_REQUESTS)
    assert sum(row["count"] for row in counted["listeners"]) >= counted["held"] > 5
    assert all(row.keys() == {"class", "event", "count"} for row in counted["listeners"])


@every_leak
def test_without_a_rate_a_program_takes_the_catalogued_one(leak: Leak, node: Path) -> None:
    with start(leak, node=node) as program:
        assert (program.rate, program.healthy) == (leak.default_rate, False)


@pytest.mark.every_node
@every_leak
def test_every_leak_leaks_on_every_node(leak: Leak, every_node: Path) -> None:
    with start(leak, node=every_node, rate=RATE) as leaky:
        counted = counted_after(leaky, WARM_REQUESTS + MORE_REQUESTS)
        assert counted["held"] >= counted["requests"] / 2 - MOST_AT_WORK
    with start(leak, node=every_node, rate=RATE, healthy=True) as healthy:
        assert counted_after(healthy, WARM_REQUESTS + MORE_REQUESTS)["held"] <= MOST_AT_WORK


@pytest.mark.parametrize(
    ("name", "code"),
    # A handler that ends in good order, one with a code of its own, and none at all.
    [("listeners", 0), ("abort-signal", 143), ("timers", -15)],
)
def test_programs_end_on_sigterm_each_in_its_own_way(name: str, code: int, node: Path) -> None:
    with start(find_leak(name), node=node, rate=RATE) as program:
        counted_after(program, 20)
        assert program.stop() == code


def test_an_idle_client_does_not_hold_up_the_end(every_node: Path) -> None:
    with start(find_leak("listeners"), node=every_node) as program:
        client = http.client.HTTPConnection("127.0.0.1", program.port, timeout=60)
        client.request("GET", "/health")
        client.getresponse().read()
        assert program.stop() == 0
        client.close()


def test_a_program_ends_when_its_parent_is_gone(run_node: RunNode) -> None:
    leak = find_leak("worker")
    alone = run_node(leak.path, "--quiet")
    child = run_node(leak.path, "--quiet", "--with-parent")
    facts = json.loads(alone.wait_line("ready").partition(" ")[2])
    child.wait_line("ready")
    for program in (alone, child):
        assert program.process.stdin is not None
        program.process.stdin.close()
    assert child.wait_exit() == 0
    # Without a parent that it must follow, a closed stdin (as in a service) means nothing.
    assert get(facts["port"], "/health")[0] == 200
    assert alone.alive


def test_ballast_fills_the_heap_with_live_objects(run_node: RunNode) -> None:
    reader = "setInterval(() => { gc(); console.log('used', process.memoryUsage().heapUsed) }, 200)"
    program = run_node(
        reader + f"; process.argv.splice(1, 1); require({str(find_leak('listeners').path)!r})",
        "listeners",
        "--quiet",
        "--heap=40",
        "--rate=0",
        flags=("--expose-gc",),
    )
    program.wait_line("ready")
    used = int(program.wait_line("used", start=len(program.lines)).split()[1])
    assert 36e6 < used < 46e6


def test_a_rate_that_is_no_number_is_said_in_words(run_node: RunNode) -> None:
    program = run_node(find_leak("listeners").path, "--rate=fast")
    assert program.wait_exit() == 1
    program.wait_line("--rate takes a number, not 'fast'")
