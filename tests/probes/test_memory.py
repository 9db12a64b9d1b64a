"""Memory samples: what the target says of itself, collections on our clock, nothing unusable."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest

from tests.probes.conftest import RunTarget, Target
from tests.support.processes import wait_until
from tuiinspect.probes.agent import Agent
from tuiinspect.probes.memory import MemoryAnswer
from tuiinspect.samples import MemorySample

ANSWER: dict[str, Any] = {
    "heap_used": 5_000_000,
    "heap_total": 6_000_000,
    "heap_limit": 2_000_000_000,
    "external": 1000,
    "array_buffers": 100,
    "rss": 50_000_000,
    "cpu_percent": 12.5,
    "loop_delay_ms": 0,
    "resources": {"Timeout": 2},
    "collections": [[3.5, "major", 0.002, 4_000_000], [0.5, "minor", 0.001, None]],
    "gc_floor": 4_000_000,
    "cost_s": 0.0002,
    "heap_physical": 5_500_000,
    "loop_utilisation": 0.25,
    "servers": [["server on port 8080", 12, 3]],
    "requests": 100,
    "collection_totals": {"minor": [40, 0.02]},
}


def test_collections_are_placed_on_our_clock() -> None:
    sample = msgspec.convert(ANSWER, MemoryAnswer).sample(1000.0)
    assert sample.t == 1000.0
    assert [(mark.t, mark.kind, mark.heap_after) for mark in sample.collections] == [
        (996.5, "major", 4_000_000),
        (999.5, "minor", None),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"heap_used": -1},
        {"rss": None},
        {"loop_delay_ms": "soon"},
        {"collections": [[1.0, "unheard of", 0.1, None]]},
        {"resources": {"Timeout": 1.5}},
        {"servers": [["server", 1.5, None]]},
        {"collection_totals": {"minor": [1]}},
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**ANSWER, **wrong}, MemoryAnswer)


def test_a_sample_agrees_with_what_the_program_says(run_target: RunTarget) -> None:
    target = run_target("globalThis.kept = [Buffer.alloc(5_000_000), setInterval(() => {}, 1e6)];")
    agent = target.install()
    sample = agent.sample().memory
    usage = target.ask("process.memoryUsage()")
    assert sample.thread == "main"
    assert sample.heap_limit == target.ask("load('v8').getHeapStatistics().heap_size_limit")
    assert sample.array_buffers >= 5_000_000
    assert abs(sample.array_buffers - usage["arrayBuffers"]) < 1_000_000
    assert abs(sample.rss - usage["rss"]) < 50_000_000
    assert 1_000_000 < sample.heap_used <= sample.heap_total < 100_000_000
    assert sample.resources["Timeout"] == 1
    assert abs(sample.t - time.time()) < 60
    assert sample.cost_s > 0


def test_collections_and_the_floor_after_them_appear(run_target: RunTarget) -> None:
    target = run_target("globalThis.kept = [];")
    agent = target.install()
    assert agent.sample().memory.gc_floor is None
    before = time.time()
    target.ask("kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index }))), 1")
    sample = collected(target, agent)
    marks = [mark for mark in sample.collections if mark.kind == "major"]
    assert sample.gc_floor == marks[-1].heap_after
    assert sample.gc_floor is not None
    assert sample.gc_floor > 3_000_000
    assert before - 1 < marks[-1].t < time.time() + 1
    assert 0 < marks[-1].pause_s < 10


def collected(target: Target, agent: Agent) -> MemorySample:
    """A sample with a major collection, forced until one is told: Node forgets one now and then."""

    def told() -> MemorySample | None:
        target.ask("gc()")
        sample = agent.read_memory()
        return sample if any(mark.kind == "major" for mark in sample.collections) else None

    sample = wait_until(told, what="a major collection")
    assert sample is not None
    return sample


def test_many_collections_keep_the_answer_small(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    target.ask("(() => { for (let i = 0; i < 500; i++) gc({ type: 'minor' }); })()")
    target.ask("new Promise((done) => setTimeout(done, 50))")
    assert 50 < len(agent.read_memory().collections) <= 200
    assert collected(target, agent).gc_floor


def test_a_blocked_loop_shows_as_delay(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    target.ask("new Promise((done) => setTimeout(done, 100))")
    agent.sample()
    target.ask("(() => { const end = Date.now() + 300; while (Date.now() < end); })()")
    target.ask("new Promise((done) => setTimeout(done, 50))")
    assert agent.sample().memory.loop_delay_ms >= 200
    target.ask("new Promise((done) => setTimeout(done, 50))")
    assert agent.sample().memory.loop_delay_ms < 200


def test_processor_time_is_that_since_the_last_sample(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    agent.sample()
    target.ask("(() => { const end = Date.now() + 200; while (Date.now() < end); })()")
    assert agent.sample().memory.cpu_percent > 10


SERVER = """
const http = require('http');
const agent = new http.Agent({ keepAlive: true });
globalThis.held = [];
globalThis.server = http.createServer((request, response) => {
  if (request.url === '/held') held.push(response);
  else response.end('done');
}).listen(0, '127.0.0.1', () => { globalThis.port = server.address().port; });
globalThis.get = (path) => new Promise((done) => {
  http.get({ port, host: '127.0.0.1', path, agent }, (answer) => answer.resume().on('end', () => done(1)));
});
"""


def test_servers_tell_their_connections_and_requests(run_target: RunTarget) -> None:
    target = run_target(SERVER)
    wait_until(lambda: target.ask("globalThis.port"))
    agent = target.install()
    assert agent.read_memory().requests == 0
    for _ in range(3):
        target.ask("get('/')")
    target.ask("void get('/held'), void get('/held'), 1")
    wait_until(lambda: target.ask("held.length") == 2)
    sample = agent.read_memory()
    (server,) = sample.servers
    assert server.name == f"server on port {target.ask('port')}"
    assert server.connections == target.ask("server._connections")
    assert (server.busy, sample.requests) == (2, 5)
    subscribed = "require('diagnostics_channel').channel('http.server.request.start').hasSubscribers"
    assert target.ask(f"load('diagnostics_channel') && {subscribed.replace('require', 'load')}") is True
    agent.remove()
    assert target.ask(subscribed.replace("require", "load")) is False
    target.ask("held.map((response) => response.end()), 1")


def test_looking_at_servers_and_sockets_runs_nothing_of_theirs(run_target: RunTarget) -> None:
    target = run_target(
        SERVER
        + """
globalThis.looked = 0;
globalThis.disguise = () => {
  server.on('connection', (socket) => {
    Object.defineProperty(socket, '_httpMessage', { get() { looked++; return {}; }, set() {} });
    Object.defineProperty(socket, '_server', { value: new Proxy(server, { get() { looked++; } }) });
  });
  return 1;
};
globalThis.count = () => {
  Object.defineProperty(server, '_connections', { get() { looked++; return 7; }, set() {} });
  return 1;
};
"""
    )
    wait_until(lambda: target.ask("globalThis.port"))
    agent = target.install()
    target.ask("disguise()")
    target.ask("void get('/held'), 1")
    wait_until(lambda: target.ask("held.length") == 1)
    before = target.ask("looked")
    assert [server.busy for server in agent.read_memory().servers] == [0]
    target.ask("count()")
    assert agent.read_memory().servers == ()
    assert target.ask("looked") == before


def test_the_share_of_time_the_loop_is_busy(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    agent.read_memory()
    target.ask("(() => { const end = Date.now() + 400; while (Date.now() < end); })()")
    share = agent.read_memory().loop_utilisation
    assert share is not None
    assert 0.1 < share <= 1


def test_all_collections_are_in_the_totals(run_target: RunTarget) -> None:
    target = run_target()
    agent = target.install()
    target.ask("(() => { for (let i = 0; i < 500; i++) gc({ type: 'minor' }); })()")

    def told() -> int:
        totals = agent.read_memory().collection_totals or {}
        return totals["minor"].count if "minor" in totals else 0

    wait_until(lambda: told() > 200)
    totals = agent.read_memory().collection_totals
    assert totals is not None
    assert 0 < totals["minor"].pause_s < 60
