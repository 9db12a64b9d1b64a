"""Emitters out of reach of every look but a snapshot's are called what the program calls them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.session.conftest import Watched
from tuiinspect.events import Attached, CaptureFinished, ListenersCounted
from tuiinspect.heap import HeapSnapshot, load
from tuiinspect.samples import Captured, EmitterCount, HeapIds, HeldAs
from tuiinspect.session.naming import names_in

Watch = Callable[..., Watched]

PROGRAM = """
const { EventEmitter } = require('events');
class Hub extends EventEmitter {}
class Safe {
  #hub = new Hub();
  #rooms = new Map([['lobby', new Hub()]]);
  #target = new EventTarget();
  constructor() { require('events').setMaxListeners(0, this.#target); }
  fill(event) {
    for (let index = 0; index < 20; index++) {
      this.#hub.on(event, () => {});
      this.#rooms.get('lobby').on(`${event} in room`, () => {});
      this.#target.addEventListener(`${event} of target`, () => {});
    }
  }
}
EventEmitter.defaultMaxListeners = 0;
const safe = new Safe();
const server = new Hub();
class Client extends Hub {
  constructor() { super(); server.on('message', this.receive.bind(this)); }
  receive() {}
}
(() => new Client())();
let late;
const commands = {
  fill() { safe.fill('join'); server.listeners('message').length; console.log('filled'); },
  late() { late = new Safe(); late.fill('late'); console.log('late filled'); },
};
process.stdin.on('data', (line) => commands[String(line).trim()]());
console.log('ready');
"""


def row_of(watched: Watched, event: str) -> EmitterCount:
    found = watched.wait(
        ListenersCounted, where=lambda told: any(row.event == event for row in told.sample.rows)
    )
    return next(row for row in found.sample.rows if row.event == event)


def taken(watched: Watched) -> tuple[Captured, HeapSnapshot]:
    start = len(watched.events)
    watched.session.take_snapshot()
    captured = watched.wait(CaptureFinished, start=start, timeout=60).captured
    return captured, load(captured.path)


def check_names(watched: Watched) -> None:
    watched.wait(Attached)
    watched.ask("fill", "filled")
    rows = {word: row_of(watched, f"join{word}") for word in ("", " in room", " of target")}
    assert {row.name for row in rows.values()} == {None}, "nothing but a snapshot leads there"
    captured, snapshot = taken(watched)
    watched.ask("late", "late filled")
    younger = row_of(watched, "late")
    assert captured.known is not None
    assert captured.known.newest < younger.emitter
    asked = [*(row.emitter for row in rows.values()), younger.emitter]
    found = watched.session.heap_ids(captured.known, asked)
    assert set(found.emitters) == {row.emitter for row in rows.values()}
    names = names_in(snapshot, found)
    called = {word: names[row.emitter].name for word, row in rows.items()}
    assert called == {
        "": "safe.#hub",
        " in room": "safe.#rooms.get('lobby')",
        " of target": "safe.#target",
    }
    assert {held.where for held in names.values()} == {"module program0.js"}
    sentence = names[rows[" in room"].emitter].sentence
    assert sentence.startswith("item 'lobby' of Map .#rooms of Safe safe, in the module scope of program0.js")


@pytest.fixture(autouse=True)
def _own_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_who_holds_an_emitter_in_a_snapshot_names_it(watch: Watch) -> None:
    check_names(watch(PROGRAM))


@pytest.mark.every_node
def test_every_version_names_them_alike(watch: Watch, every_node: Path) -> None:
    check_names(watch(PROGRAM, node=every_node))


def test_numbers_of_another_count_name_nothing(watch: Watch) -> None:
    """As after DevTools has left: then our own object has another number, or none."""
    watched = watch(PROGRAM)
    watched.wait(Attached)
    watched.ask("fill", "filled")
    row = row_of(watched, "join")
    captured, snapshot = taken(watched)
    assert captured.known is not None
    found = watched.session.heap_ids(captured.known, [row.emitter])
    assert names_in(snapshot, found)[row.emitter] == HeldAs(
        "safe.#hub", "module program0.js", names_in(snapshot, found)[row.emitter].sentence
    )
    assert names_in(snapshot, HeapIds(0, found.emitters)) == {}
    assert names_in(snapshot, HeapIds(found.ours + 2, found.emitters)) == {}
    wrong = {row.emitter: snapshot.at(0).id}
    assert names_in(snapshot, HeapIds(found.ours, wrong)) == {}
    other = watched.session.known_emitters()
    assert other is not None
    assert other.agent == captured.known.agent
