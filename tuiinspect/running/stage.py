"""A program put on stage for a triage: started, awaited, loaded, warmed up, and ended whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tuiinspect.errors import NoSuchTarget, UsageError
from tuiinspect.running.choice import Chosen, Contender, choose, contenders, with_growth
from tuiinspect.running.ending import Ended, end, uninterrupted
from tuiinspect.running.family import Kin
from tuiinspect.running.guardian import Guardian
from tuiinspect.running.listening import Service, services
from tuiinspect.running.load import Load, LoadRuns
from tuiinspect.running.program import Program
from tuiinspect.running.readiness import ReadyWhen, await_ready
from tuiinspect.running.sinks import LineSink
from tuiinspect.running.surroundings import load_surroundings, surroundings
from tuiinspect.text import clean

_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Play:
    """What is to be put on: the command, when it is ready, its load, and how long each thing may take."""

    command: tuple[str, ...]
    ready_when: ReadyWhen = field(default_factory=ReadyWhen)
    ready_within_s: float = 60.0
    load: str | None = None
    warm_up_s: float = 10.0
    grace_s: float = 5.0
    pick: str | None = None
    inspect: bool = False


@dataclass
class Stage:
    """A program under load, ready to be triaged; `ended` is told once the stage is cleared."""

    program: Program
    service: Service | None
    chosen: Chosen
    ready_s: float
    running_load: Load | None = None
    ended: Ended | None = None

    @property
    def load(self) -> LoadRuns | None:
        return self.running_load.so_far if self.running_load is not None else None

    def end_load(self) -> None:
        """Nobody watches the program any more: its load would only be in the way of the analysis."""
        if self.running_load is not None:
            self.running_load.stop()

    @property
    def target_lives(self) -> bool:
        return any(kin.pid == self.chosen.pid for kin in self.program.members())


@contextmanager
def staged(
    play: Play, sink: LineSink, say: Callable[[str], None], progress: Callable[[str, float, float], None]
) -> Iterator[Stage]:
    """Put `play` on; at the end, however it comes, load and program are stopped: should we be killed, by a
    guardian.

    Raises:
        NoSuchTarget: the program could not be started, was not ready in time, or ended before the triage.
        UsageError: there is no process to choose, or the load command fails from the start.
    """
    guardian = Guardian()
    program = Program(play.command, guardian)
    stage = load = None
    try:
        guardian.start()
        around = surroundings(program.mark, inspect=play.inspect)
        began = time.monotonic()
        program.start(around.program, sink.lines(), awaited=play.ready_when.text)
        service = await_ready(
            program,
            play.ready_when,
            around.port,
            play.ready_within_s,
            waiting=lambda gone: progress("starting", min(gone, play.ready_within_s), play.ready_within_s),
        )
        ready_s = time.monotonic() - began
        say(_ready_words(program, service, ready_s))
        before = _contenders(program, service)
        first = choose(before, play.pick)
        if play.load is not None:
            load = Load(
                play.load,
                lambda mark: load_surroundings(mark, service, first.pid),
                sink.lines("[load] "),
                # Before the triage a failure is the end, and is told as such.
                told=lambda words: say(words) if stage is not None else None,
                guardian=guardian,
            )
            load.start()
        _warm_up(program, load, play.warm_up_s, progress)
        _require_service(program, service)
        # Who works shows only under load; and a supervisor may have started another one meanwhile.
        chosen = choose(with_growth(_contenders(program, service), before), play.pick)
        if chosen.why is not None or chosen.pid != first.pid:
            say(_chosen_words(chosen))
        stage = Stage(program, service, chosen, ready_s, load)
        yield stage
    finally:
        with uninterrupted() as hurry:
            if load is not None:
                load.stop()
            ended = end(program, play.grace_s, hurry=hurry)
            guardian.dismiss()
        if stage is not None:
            stage.ended = ended
        _tell_end(ended, program, say)


def _contenders(program: Program, service: Service | None) -> list[Contender]:
    members: list[Kin] = program.members()
    return contenders(members, services(kin.pid for kin in members), service)


def _require_service(program: Program, service: Service | None) -> None:
    """A supervisor outlives the program that it watches over, and is not what is to be triaged."""
    if service is None:
        return
    found = services(kin.pid for kin in program.members())
    if not any(one.port == service.port for one in found):
        raise NoSuchTarget(program.with_last_lines(f"{program.words} listens at {service.url} no longer"))


def _warm_up(
    program: Program, load: Load | None, seconds: float, progress: Callable[[str, float, float], None]
) -> None:
    began = time.monotonic()
    while (gone := time.monotonic() - began) < seconds:
        progress("warming up", gone, seconds)
        if not program.lives:
            raise NoSuchTarget(
                program.with_last_lines(f"{program.words} {program.fate()} before the triage began")
            )
        if load is not None and load.so_far.failed:
            raise UsageError(
                load.so_far.last_failure or "the load command failed",
                advice="A triage would see the program idle. The command gets its address as $URL and $PORT.",
            )
        time.sleep(min(_POLL_S, seconds - gone))


def _ready_words(program: Program, service: Service | None, seconds: float) -> str:
    where = f"listens at {service.url}" if service is not None else "is ready, and listens nowhere"
    return f"{program.words} {where} (after {seconds:.1f} s)"


def _chosen_words(chosen: Chosen) -> str:
    command = clean(" ".join(chosen.contender.command), 90)
    why = f": {chosen.why}; --pick WORD chooses another" if chosen.why is not None else ""
    return f"triaging process {chosen.pid} ({command}){why}"


def _tell_end(ended: Ended, program: Program, say: Callable[[str], None]) -> None:
    if ended.how == "killed":
        say(f"{program.words} did not end when asked to (SIGTERM), and was killed")
    if ended.left:
        say(f"still there, although killed: {', '.join(map(str, ended.left))}")
