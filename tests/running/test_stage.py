"""Programs as people have them, put on stage: which process is chosen, what load gets, and the end."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path

import pytest

from tests.running.programs import CLUSTER, DEAF, RUNNER, SERVER, SILENT, WITH_A_CHILD, written
from tests.support.processes import wait_until
from tuiinspect.errors import NoSuchTarget, UsageError
from tuiinspect.running.readiness import ready_when
from tuiinspect.running.sinks import LineSink
from tuiinspect.running.stage import Play, Stage, staged
from tuiinspect.targets import procfs


class House:
    """Puts plays on, and keeps what was said and written."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.written = BytesIO()

    def progress(self, what: str, gone: float, of: float) -> None:
        assert gone <= of, what

    def put_on(
        self,
        *command: object,
        load: str | None = None,
        warm_up_s: float = 0.2,
        pick: str | None = None,
        ready: str | None = None,
        grace_s: float = 5.0,
    ) -> AbstractContextManager[Stage]:
        play = Play(
            tuple(map(str, command)),
            ready_when=ready_when(ready),
            load=load,
            warm_up_s=warm_up_s,
            pick=pick,
            grace_s=grace_s,
        )
        return staged(play, LineSink(self.written), self.said.append, self.progress)


@pytest.fixture
def house() -> House:
    return House()


def _command(stage: Stage) -> str:
    return " ".join(procfs.command(stage.chosen.pid))


def _gone(stage: Stage) -> bool:
    return stage.program.members() == [] and stage.program.exit_code is not None


def test_a_plain_server(house: House, node: Path, tmp_path: Path) -> None:
    with house.put_on(node, written(tmp_path, SERVER)) as stage:
        assert stage.target_lives
        assert stage.chosen.why is None
        assert stage.service is not None
        assert stage.chosen.pid == stage.service.pid
    assert _gone(stage)
    assert stage.ended is not None
    assert stage.ended.how == "stopped"
    assert b"serving" in house.written.getvalue()


def test_an_npm_script(house: House, node: Path, tmp_path: Path) -> None:
    """npm is a node too, and starts a shell that starts the program."""
    written(tmp_path, SERVER)
    npm = written(
        tmp_path,
        RUNNER.replace(
            "process.execPath, ['--no-warnings', program, ...rest]",
            "'sh', ['-c', [program, ...rest].join(' ')]",
        ),
        "npm.js",
    )
    with house.put_on(node, npm, node, tmp_path / "app.js") as stage:
        assert len(stage.program.members()) >= 2
        assert _command(stage).endswith("app.js")
        assert "npm.js" not in _command(stage)
    assert _gone(stage)


def test_a_runner_that_starts_node(house: House, node: Path, tmp_path: Path) -> None:
    app, runner = written(tmp_path, SERVER), written(tmp_path, RUNNER, "runner.js")
    with house.put_on(node, runner, app) as stage:
        assert "--no-warnings" in _command(stage)
    assert _gone(stage)


def test_a_cluster_is_triaged_in_its_worker_that_grows(house: House, node: Path, tmp_path: Path) -> None:
    with house.put_on(node, written(tmp_path, CLUSTER), warm_up_s=2.0) as stage:
        assert stage.service is not None
        assert stage.chosen.contender.primary == stage.service.pid
        environment = procfs.environment(stage.chosen.pid)
        assert environment is not None
        assert environment["NODE_UNIQUE_ID"] == "2"
    assert _gone(stage)
    assert any("it grew most" in words for words in house.said)


def test_a_child_is_picked_by_a_word(house: House, node: Path, tmp_path: Path) -> None:
    app = written(tmp_path, WITH_A_CHILD)
    with house.put_on(node, app) as stage:
        assert not _command(stage).endswith("jobs")
    with house.put_on(node, app, pick="jobs") as stage:
        assert _command(stage).endswith("jobs")
    assert _gone(stage)
    with pytest.raises(UsageError, match="'nothing'"), house.put_on(node, app, pick="nothing"):
        raise AssertionError


def test_one_that_listens_nowhere_but_says_so(house: House, node: Path) -> None:
    with house.put_on(node, "-e", SILENT, ready="idling") as stage:
        assert stage.service is None
        assert stage.target_lives
    assert _gone(stage)


def test_the_load_is_told_where_and_whom(house: House, node: Path, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    source = f"""
    require('http').get(process.env.URL, (response) => response.on('data', (data) => {{
      const {{ PORT, URL, TUIINSPECT_TARGET_PID, NODE_OPTIONS }} = process.env;
      const told = {{ data: String(data), PORT, URL, TUIINSPECT_TARGET_PID, NODE_OPTIONS }};
      require('fs').writeFileSync({json.dumps(str(told))}, JSON.stringify(told));
      console.log('asked');
    }}));
    """
    load = shlex.join([str(node), str(written(tmp_path, source, "load.js"))])
    with house.put_on(node, written(tmp_path, SERVER), load=load) as stage:
        wait_until(lambda: b"[load] asked\n" in house.written.getvalue(), timeout=30.0, what="an answer")
        answer = json.loads(told.read_text())
        assert stage.service is not None
        assert answer["data"] == "served"
        assert answer["PORT"] == str(stage.service.port)
        assert answer["URL"] == stage.service.url
        assert answer["TUIINSPECT_TARGET_PID"] == str(stage.chosen.pid)
        assert "inspect" not in answer.get("NODE_OPTIONS", "")
    assert stage.load is not None
    assert stage.load.runs >= 1
    assert stage.load.failed == 0


def test_a_load_that_fails_from_the_start_is_the_end(house: House, node: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match=r"exit code 127; its last lines:\n.*no-such-tool"),
        house.put_on(node, written(tmp_path, SERVER), load="no-such-tool $URL", warm_up_s=60.0),
    ):
        raise AssertionError


def test_one_that_ends_while_it_warms_up(house: House, node: Path, tmp_path: Path) -> None:
    app = written(tmp_path, f"{SERVER} setTimeout(() => {{ throw new Error('bad luck'); }}, 1500);")
    with pytest.raises(NoSuchTarget, match="bad luck"), house.put_on(node, app, warm_up_s=60.0):
        raise AssertionError


def test_a_supervisor_alone_is_not_triaged(house: House, node: Path, tmp_path: Path) -> None:
    """Its program has crashed, and it waits for somebody to change a file."""
    supervisor = RUNNER.replace("child.on('exit'", "setInterval(() => {}, 1000); child.on('never'")
    app = written(tmp_path, f"{SERVER} setTimeout(() => {{ throw new Error('bad luck'); }}, 1000);")
    runner = written(tmp_path, supervisor, "supervisor.js")
    with (
        pytest.raises(NoSuchTarget, match=r"no longer; its last lines:\n(.|\n)*bad luck"),
        house.put_on(node, runner, app, warm_up_s=4.0),
    ):
        raise AssertionError


def test_one_that_does_not_want_to_end_is_killed(house: House, node: Path, tmp_path: Path) -> None:
    with house.put_on(node, written(tmp_path, DEAF), grace_s=0.3) as stage:
        pass
    assert stage.ended is not None
    assert stage.ended.how == "killed"
    assert _gone(stage)
    assert any("was killed" in words for words in house.said)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_whatever_happens_nothing_stays(
    house: House, node: Path, tmp_path: Path, error: Callable[[], BaseException]
) -> None:
    stages = []
    app = written(tmp_path, SERVER)

    def interrupted() -> None:
        with house.put_on(node, app, load="sleep 301") as stage:
            stages.append(stage)
            raise error()

    with pytest.raises(BaseException) as raised:
        interrupted()
    assert type(raised.value) is error
    assert _gone(stages[0])
