"""A triage names an emitter by who holds it where nothing else leads there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.processes import NodeProcess
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.heap.jit import COMPILED
from tuiinspect.heap.warm import warm_up
from tuiinspect.session import Session
from tuiinspect.targets.resolve import Pid
from tuiinspect.triage.ladder import Ladder
from tuiinspect.triage.plan import Leave

SPAN_S = 10.0

PROGRAM = """
const { EventEmitter } = require('events');
EventEmitter.defaultMaxListeners = 0;
class Hub extends EventEmitter {}
class Safe {
  #rooms = new Map([['lobby', new Hub()]]);
  join(guest) { this.#rooms.get('lobby').on('chat', function greet() { return guest; }); }
}
const safe = new Safe();
setInterval(() => { for (let guest = 0; guest < 20; guest++) safe.join({ guest }); }, 50);
console.log('ready');
"""


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """What compiling takes of a busy machine would be missing to the program that is watched."""
    if COMPILED:
        warm_up()


def test_the_suspect_has_the_name_and_the_way_to_it(run_node: Callable[..., NodeProcess]) -> None:
    program = run_node(PROGRAM, flags=("--inspect-port=0",))
    program.wait_line("ready")
    session = Session(Pid(program.pid))
    ladder = Ladder(session, SPAN_S, Leave(census=False), ask=lambda _: True, say=lambda _: None)
    try:
        session.attach()
        session.start()
        evidence = ladder.climb()
    finally:
        assert session.let_go()
    (series,) = [one for one in evidence.listeners if one.row.event == "chat"]
    assert (series.row.name, series.row.where) == ("safe.#rooms.get('lobby')", "module program0.js")
    assert series.held is not None
    assert series.held.sentence.startswith("item 'lobby' of Map .#rooms of Safe safe, in the module scope")
    findings = conclude(evidence)
    assert findings.verdict == "leak"
    first = findings.suspects[0]
    assert "safe.#rooms.get('lobby') in program0.js keeps +" in first.summary
    assert first.added_at[0].function == "greet"
    assert first.retainer_path
