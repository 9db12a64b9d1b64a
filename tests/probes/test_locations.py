"""Where listeners are written: name, file, line and column of each group."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probes.conftest import RunTarget, Target, row_of
from tuiinspect.probes.agent import Agent
from tuiinspect.probes.places import readable_path
from tuiinspect.samples import ListenerFunction
from tuiinspect.sourcemaps import Files

# Lines and columns matter: the test looks for the marks.
LISTENERS = """'use strict';
const { EventEmitter } = require('events');
exports.hub = new EventEmitter().setMaxListeners(0);
exports.signal = new AbortController().signal;
function declared/*declared*/(value) { return value; }
const arrow = /*arrow*/(value) => value + 1;
class Client {
  handle/*handle*/() { return this; }
  async wait/*wait*/() { await null; }
  handleEvent/*handleEvent*/() { return this; }
  add(hub) {
    hub.on('bound', this.handle.bind(this));
    hub.on('bound twice', this.handle.bind(this).bind(null));
    hub.on('method', this.wait);
    hub.once('once', declared);
    hub.on('wrapped', Object.assign(() => {}, { listener: arrow }));
    hub.on('anonymous', (0, /*anonymous*/() => this));
    hub.on('native', console.log);
  }
}
function shortOnes(hub) {
  for (let index = 0; index < 6; index++) hub.on('short', (0, /*first*/() => {}));
  for (let index = 0; index < 2; index++) hub.on('short', (0, /*second*/() => {}));
}
globalThis.fill = ((hub, signal) => () => {
  for (let index = 0; index < 3; index++) new Client().add(hub);
  hub.on('mixed', arrow); hub.on('mixed', declared); hub.on('mixed', declared);
  hub.once('mixed', declared);
  signal.addEventListener('abort', new Client());
  signal.addEventListener('abort', declared, { once: true });
  signal.onabort = arrow;
  shortOnes(hub);
  for (let index = 0; index < 30; index++) hub.on('room:' + index, arrow);
  hub.on('made up', new Function('value', 'return value'));
})(exports.hub, exports.signal);
"""


class Listening:
    def __init__(self, target: Target, path: Path) -> None:
        self.source = path.read_text()
        self.agent: Agent = target.install(hook=False)
        target.ask("fill()")
        self.sample = self.agent.sample().listeners

    def of(self, event: str) -> tuple[ListenerFunction, ...]:
        return self.agent.functions(row_of(self.sample, event).emitter, event)

    def mark(self, name: str) -> tuple[int, int]:
        """Line and column of what follows `/*name*/`, counted from 1."""
        before = self.source[: self.source.index(f"/*{name}*/") + len(f"/*{name}*/")]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.fixture
def listening(run_target: RunTarget, tmp_path: Path) -> Listening:
    path = tmp_path / "listeners.js"
    path.write_text(LISTENERS + "\nconsole.log('ready');\n")
    return Listening(run_target(path), path)


@pytest.mark.parametrize(
    ("event", "mark", "function"),
    [
        ("bound", "handle", "handle"),
        ("bound twice", "handle", "handle"),
        ("method", "wait", "wait"),
        ("wrapped", "arrow", "arrow"),
        ("anonymous", "anonymous", "(anonymous)"),
    ],
)
def test_a_listener_is_found_where_it_is_written(
    listening: Listening, event: str, mark: str, function: str
) -> None:
    (found,) = listening.of(event)
    assert found.function == function
    assert found.file is not None
    assert found.file.endswith("/listeners.js")
    assert (found.line, found.column) == listening.mark(mark)
    assert (found.count, found.once) == (3, False)


def test_once_shows_the_function_that_was_given(listening: Listening) -> None:
    (found,) = listening.of("once")
    assert (found.function, found.once, found.count) == ("declared", True, 3)
    assert (found.line, found.column) == listening.mark("declared")


def test_groups_come_by_count(listening: Listening) -> None:
    found = [(group.function, group.once, group.count) for group in listening.of("mixed")]
    assert found == [("declared", False, 2), ("declared", True, 1), ("arrow", False, 1)]


def test_listeners_of_a_signal(listening: Listening) -> None:
    found = {(group.function, group.once, group.line) for group in listening.of("abort")}
    assert found == {
        ("handleEvent", False, listening.mark("handleEvent")[0]),
        ("declared", True, listening.mark("declared")[0]),
        ("arrow", False, listening.mark("arrow")[0]),
    }


def test_equal_texts_at_two_places_are_two_groups(listening: Listening) -> None:
    found = [(group.line, group.column, group.count) for group in listening.of("short")]
    assert found == [(*listening.mark("first"), 6), (*listening.mark("second"), 2)]


def test_a_row_of_many_events_has_the_functions_of_all(listening: Listening) -> None:
    (found,) = listening.of("room:*")
    assert (found.function, found.count) == ("arrow", 30)


def test_functions_without_a_file(listening: Listening) -> None:
    (native,) = listening.of("native")
    assert (native.function, native.count) == ("log", 3)
    (made,) = listening.of("made up")
    assert made.file is not None
    assert made.file.startswith("eval#")


def test_an_emitter_or_event_that_is_not_there_has_no_functions(listening: Listening) -> None:
    assert listening.agent.functions(10_000, "tick") == ()
    assert listening.agent.functions(row_of(listening.sample, "once").emitter, "no such event") == ()


def test_asking_twice_gives_the_same_and_keeps_nothing(listening: Listening, run_target: RunTarget) -> None:
    assert listening.of("mixed") == listening.of("mixed")
    target = run_target(
        """
        exports.hub = new (require('events'))();
        globalThis.listen = () => {
          const listener = () => 'kept?';
          globalThis.listener = new WeakRef(listener);
          exports.hub.on('tick', listener);
        };
        globalThis.drop = () => exports.hub.removeAllListeners();
        """
    )
    agent = target.install()
    target.ask("listen()")
    assert agent.functions(row_of(agent.sample().listeners, "tick").emitter, "tick")
    agent.sample()
    target.ask("drop()")
    assert target.ask(
        "new Promise((done) => setTimeout(() => { gc(); done(listener.deref() === undefined); }, 20))"
    )


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///srv/app/lib/hub.js", "lib/hub.js"),
        ("file:///srv/apple/hub.js", "/srv/apple/hub.js"),
        ("file:///srv/app/a%20b.mjs", "a b.mjs"),
        ("/srv/app/server.js", "server.js"),
        ("node:events", "node:events"),
        ("evalmachine.<anonymous>", "evalmachine.<anonymous>"),
    ],
)
def test_paths_are_as_a_person_writes_them(url: str, path: str) -> None:
    assert readable_path(url, "/srv/app") == path


FIXTURES = Path(__file__).parents[1] / "sourcemaps" / "fixtures"


@pytest.mark.parametrize(
    ("program", "function", "line"),
    [
        (FIXTURES / "tsc" / "main.js", "deliver", 14),
        (FIXTURES / "tsc-inline" / "main.js", "deliver", 14),
        (FIXTURES / "esbuild-inline" / "main.js", "deliver", 14),
        (FIXTURES / "esbuild-min" / "main.js", "(anonymous)", 14),
    ],
    ids=lambda value: value.parent.name if isinstance(value, Path) else None,
)
def test_a_listener_is_found_where_it_was_written_before_it_was_compiled(
    run_target: RunTarget, program: Path, function: str, line: int
) -> None:
    agent = run_target(program).install(hook=False, files=Files())
    row = row_of(agent.sample()[1], "presence")
    (found,) = agent.functions(row.emitter, row.event)
    assert (found.function, found.count, found.line) == (function, 3, line)
    assert found.file is not None
    assert found.file.endswith("fixtures/src/hub.ts")


def test_files_that_are_not_ours_are_not_asked_for_maps(run_target: RunTarget) -> None:
    agent = run_target(FIXTURES / "tsc" / "main.js").install(hook=False, files=None)
    row = row_of(agent.sample()[1], "presence")
    (found,) = agent.functions(row.emitter, row.event)
    assert found.file is not None
    assert found.file.endswith("tsc/hub.js")
