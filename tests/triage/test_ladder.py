"""The climb on live programs: leaks are named, their healthy twins are not, and nothing stays behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import wait_until
from tuiinspect.diagnosis.findings import Findings
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.errors import Cancelled, Refused
from tuiinspect.heap.jit import COMPILED
from tuiinspect.heap.warm import warm_up
from tuiinspect.leaks.catalogue import LEAKS, Leak, find_leak
from tuiinspect.leaks.launcher import DemoProcess, start
from tuiinspect.session import Session
from tuiinspect.targets import procfs
from tuiinspect.targets.resolve import Pid
from tuiinspect.triage.bill import Bill, Progressed
from tuiinspect.triage.ladder import Ladder
from tuiinspect.triage.plan import Leave

RATE = 150.0
REQUESTS = 150
SPAN_S = 12.0
LONG_SPAN_S = 30.0


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """What compiling takes of a busy machine would be missing to the program that is watched."""
    if COMPILED:
        warm_up()


def climbed(
    program: DemoProcess,
    leave: Leave = Leave(),  # noqa: B008 - frozen
    *,
    span: float = SPAN_S,
    ask: Callable[[Bill], bool] = lambda _: True,
    say: Callable[[Progressed, Ladder], None] = lambda _progress, _ladder: None,
) -> Findings:
    session = Session(Pid(program.pid), workers=True)
    ladder = Ladder(session, span, leave, ask=ask, say=lambda progress: say(progress, ladder))
    try:
        session.attach()
        session.start()
        return conclude(ladder.climb())
    finally:
        assert session.let_go()


def begun(leak: str, node: Path, *, healthy: bool = False) -> DemoProcess:
    program = start(find_leak(leak), node=node, rate=RATE, healthy=healthy, flags=("--inspect-port=0",))
    try:
        wait_until(lambda: int(str(program.count()["requests"])) >= REQUESTS, timeout=60)
    except BaseException:
        program.stop()
        raise
    return program


def names(findings: Findings, leak: Leak) -> bool:
    """Whether one of the first three suspects is what the catalogue knows."""
    return any(
        suspect.holder is not None
        and any(leak.accumulates in one.class_name for one in suspect.accumulates)
        and (leak.kind == "timers" or leak.holder in f"{suspect.holder.path} {suspect.summary}")
        for suspect in findings.suspects[:3]
    )


def test_snapshots_name_the_holder_and_the_listeners_where_they_were_added(node: Path) -> None:
    with begun("listeners", node) as program:
        ports = {at.port for at in procfs.listening(program.pid)}
        findings = climbed(program)
        assert {at.port for at in procfs.listening(program.pid)} == ports
        assert program.count()["held"]
    assert findings.verdict == "leak"
    assert names(findings, find_leak("listeners"))
    first = findings.suspects[0]
    assert first.kind == "listeners"
    assert first.added_at[0].function == "resumeSession"
    assert first.growth_bytes is not None
    assert first.growth_bytes > 0
    assert [step.what for step in findings.steps].count("snapshot") >= 2
    assert all(step.pause_s > 0 for step in findings.steps)


def test_without_snapshots_a_census_names_what_grows(node: Path) -> None:
    with begun("module-map", node) as program:
        findings = climbed(program, Leave(snapshots=False))
    assert findings.verdict == "leak"
    assert {step.what for step in findings.steps} == {"census"}
    named = [one.class_name for suspect in findings.suspects for one in suspect.accumulates]
    assert "ServerEnvironment" in named


def test_costly_steps_wait_for_a_yes(node: Path) -> None:
    bills: list[Bill] = []

    def decline(bill: Bill) -> bool:
        bills.append(bill)
        return False

    with begun("global-array", node) as program, pytest.raises(Refused):
        climbed(program, ask=decline)
    assert bills[0].plan.snapshots
    assert bills[0].snapshot.pause_s > 0


def test_snapshots_of_workers_are_on_the_bill_too(node: Path) -> None:
    bills: list[Bill] = []

    def decline(bill: Bill) -> bool:
        bills.append(bill)
        return False

    with begun("worker", node) as program, pytest.raises(Refused):
        climbed(program, ask=decline)
    (worker,) = bills[0].workers
    assert worker.of_worker
    assert worker.pause_s > 0


def test_what_costs_nothing_is_not_asked_about(node: Path) -> None:
    with begun("listeners", node) as program:
        findings = climbed(
            program, Leave(snapshots=False, census=False), ask=lambda _: pytest.fail("nobody was to be asked")
        )
    assert findings.verdict == "leak"
    assert findings.steps == ()


def test_sampled_allocations_say_where_what_piles_up_comes_from(node: Path) -> None:
    bills: list[Bill] = []
    with begun("module-map", node) as program:
        findings = climbed(
            program,
            Leave(snapshots=False, allocations=True),
            ask=lambda bill: bills.append(bill) or True,  # type: ignore[func-returns-value]
        )
    assert bills[0].reading is not None
    assert bills[0].reading.pause_s > 0
    first = findings.suspects[0]
    assert first.added_at[0].function == "handleRequest"
    assert (first.added_at[0].file or "").endswith("module-map.mjs")
    (readings,) = [step for step in findings.steps if step.what == "readings of allocations"]
    assert readings.pause_s > 0


def test_sampling_is_asked_about_also_when_nothing_else_costs(node: Path) -> None:
    with begun("global-array", node) as program, pytest.raises(Refused):
        climbed(program, Leave(snapshots=False, census=False, allocations=True), ask=lambda _: False)


def test_it_is_called_off_between_two_rungs(node: Path) -> None:
    with begun("listeners", node) as program:
        with pytest.raises(Cancelled):
            climbed(program, span=600, say=lambda _progress, ladder: ladder.stop())
        assert program.count()["held"]


def test_end_of_the_program_is_an_answer_too(node: Path) -> None:
    with begun("listeners", node) as program:

        def end(progress: Progressed, _ladder: Ladder) -> None:
            if progress.gone_s > 1:
                program.stop()

        session = Session(Pid(program.pid))
        ladder = Ladder(
            session,
            60,
            Leave(census=False, snapshots=False),
            ask=lambda _: True,
            say=lambda p: end(p, ladder),
        )
        session.attach()
        session.start()
        evidence = ladder.climb()
        session.let_go()
    assert evidence.cut_short is not None
    assert conclude(evidence).verdict != "no leak"


@pytest.mark.long
@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_every_bundled_leak_is_named_and_its_twin_is_not(leak: Leak, node: Path) -> None:
    with begun(leak.name, node) as program:
        findings = climbed(program, span=LONG_SPAN_S)
    assert findings.verdict == "leak"
    assert names(findings, leak), [suspect.summary for suspect in findings.suspects]
    with begun(leak.name, node, healthy=True) as program:
        findings = climbed(program, span=LONG_SPAN_S)
    assert findings.suspects == (), findings.summary
