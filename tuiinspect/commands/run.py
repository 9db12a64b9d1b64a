"""`tuiinspect run`: starts a program, puts it under load, triages it, and stops it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from tuiinspect.commands.climb import climb, leave_options, warmed
from tuiinspect.commands.counters import announce, counter_option, parse_counters
from tuiinspect.commands.findings import Answer, answer_options, write_text
from tuiinspect.commands.live import SECONDS, ended_politely, note
from tuiinspect.commands.progress import ProgressLine
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.errors import ConnectionLost, ExitCode, InspectError, Refused, UnwritableFile
from tuiinspect.report.documents import Document
from tuiinspect.report.junit import junit_error, junit_report
from tuiinspect.report.triage import triage_document
from tuiinspect.report.triage_bill import bill_text
from tuiinspect.report.triage_text import triage_text
from tuiinspect.running.load import LoadRuns
from tuiinspect.running.program import words_of
from tuiinspect.running.readiness import ready_when
from tuiinspect.running.sinks import program_output
from tuiinspect.running.stage import Play, Stage, staged
from tuiinspect.samples import Counter
from tuiinspect.targets.reading import HAS_PROC
from tuiinspect.text import clean, format_duration
from tuiinspect.triage.bill import Bill, Progressed
from tuiinspect.triage.plan import Leave

# The watch ends with its span, give or take a sample.
_EARLY_S = 2.0


@click.command("run", context_settings={"allow_interspersed_args": False})
@click.argument("program", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- PROGRAM [WORD]...")
@click.option("--load", metavar="CMD", help="A shell command that loads the program; it gets $URL and $PORT.")
@click.option("--for", "span", type=SECONDS, default="60s", show_default=True, help="How long to triage.")
@click.option("--warm-up", type=SECONDS, default="10s", show_default=True, help="Under load before that.")
@click.option("--ready-when", "ready", metavar="PORT|TEXT", help="It listens there, or says that [any port].")
@click.option("--ready-within", type=SECONDS, default="60s", show_default=True, help="Give up after this.")
@click.option("--pick", metavar="WORD", help="Triage the process with this in its command line.")
@click.option("--inspect", is_flag=True, help="Open the inspector at the start, not by SIGUSR1.")
@click.option("--grace", type=SECONDS, default="5s", show_default=True, help="From SIGTERM to SIGKILL.")
@click.option("--log", type=click.Path(path_type=Path), help="Where its and the load's output goes [stderr].")
@leave_options
@click.option("--read-only", is_flag=True, help="Never put the hook in .on().")
@counter_option
@click.option("--junit", type=click.Path(path_type=Path), help="Save the verdict as a CI server reads it.")
@answer_options
def command(
    program: tuple[str, ...],
    load: str | None,
    span: float,
    warm_up: float,
    ready: str | None,
    ready_within: float,
    pick: str | None,
    inspect: bool,
    grace: float,
    log: Path | None,
    leave: Leave,
    read_only: bool,
    counters: Sequence[str],
    junit: Path | None,
    answer: Answer,
) -> int:
    """Start PROGRAM, wait until it listens, put it under load, triage it for a minute, and stop it.

    It is told a free $PORT, unless your environment has one. The load command runs again and again until the
    triage is over; its environment has $URL, $PORT and $TUIINSPECT_TARGET_PID. What the triage costs is taken
    without asking: the program is your own.
    """
    if not HAS_PROC:
        raise Refused("`run` needs Linux: it finds the processes of a program in /proc")
    counted = parse_counters(counters)
    for path in (junit, answer.output, log):
        _require_writable(path)
    announce(counted)
    play = Play(program, ready_when(ready), ready_within, load, warm_up, grace, pick, inspect)
    began, started = time.monotonic(), time.time()
    try:
        document = _put_on(play, span, leave, log, read_only=read_only, counters=counted)
    except InspectError as error:
        if junit is not None:
            gone = time.monotonic() - began
            _save_error(junit, error, play, started, gone)
        raise
    code = answer.give(document)
    ended = _early_end(document, span)
    if junit is not None:
        write_text(junit, junit_report(document, words_of(program), triage_text(document), ended=ended))
    note(_last_word(document))
    if ended is not None and code != ExitCode.LEAK_FOUND:
        raise ConnectionLost(ended)
    return code


def _put_on(
    play: Play,
    span: float,
    leave: Leave,
    log: Path | None,
    *,
    read_only: bool,
    counters: Sequence[Counter],
) -> Document:
    """Stage the program, triage it, and clear the stage; the findings with an account of the run."""
    line = ProgressLine(sys.stderr)

    def say(words: str) -> None:
        line.leave_line()
        note(words)

    def progress(what: str, gone: float, of: float) -> None:
        line.show(f"{what}: {gone:.0f} s of {of:.0f} s", what)

    def accept(bill: Bill) -> bool:
        say(bill_text(bill))
        return True

    def told(stage: Stage, progress: Progressed) -> None:
        if progress.what == "reading":
            stage.end_load()

    try:
        with (
            ended_politely(),
            warmed(leave) as ready,
            program_output(log, sys.stderr) as sink,
            staged(play, sink, say, progress) as stage,
        ):
            evidence = climb(
                str(stage.chosen.pid),
                span,
                leave,
                line,
                ask=accept,
                ready=ready,
                read_only=read_only,
                told=partial(told, stage),
                counters=counters,
            )
            lives = stage.target_lives
    finally:
        line.end()
    document = triage_document(conclude(evidence))
    if stage.load is not None and stage.load.failed:
        document["notes"].append(_failed_words(stage.load))
    document["run"] = _account(play, stage, target_ended=not lives or evidence.span_s < span - _EARLY_S)
    return document


def _account(play: Play, stage: Stage, *, target_ended: bool) -> Document:
    """What is to be known of the run itself: `run` in the JSON document."""
    load, ended, service = stage.load, stage.ended, stage.service
    return {
        "command": list(play.command),
        "port": service.port if service is not None else None,
        "url": service.url if service is not None else None,
        "ready_s": round(stage.ready_s, 3),
        "warm_up_s": play.warm_up_s,
        "load": None
        if load is None
        else {
            "command": load.command,
            "runs": load.runs,
            "failed": load.failed,
            "last_failure": load.last_failure,
        },
        "target_ended": target_ended,
        "ended": ended.how if ended is not None else None,
        "last_lines": list(stage.program.last_lines()) if target_ended else [],
    }


def _failed_words(load: LoadRuns) -> str:
    how = (load.last_failure or "").partition("\n")[0].removesuffix("; its last lines:")
    return f"the load command failed {load.failed} of {load.runs} times ({how})"


def _early_end(document: Document, span: float) -> str | None:
    run = document["run"]
    if not run["target_ended"]:
        return None
    watched = f"{format_duration(document['span_s'])} of {format_duration(span)}"
    return "\n".join(
        [f"the process ended during the triage, after {watched}; its last lines:", *run["last_lines"][-10:]]
    )


def _last_word(document: Document) -> str:
    """One line for the log."""
    target = document["target"]
    pause = format_duration(sum(step["pause_s"] for step in document["cost"]["steps"]))
    return (
        f"tuiinspect: {clean(document['summary'], 300)} "
        f"[{clean(target['title'], 60)}, pid {target['pid']}, paused for {pause}]"
    )


def _save_error(path: Path, error: InspectError, play: Play, started: float, span_s: float) -> None:
    kind, name = type(error).__name__, words_of(play.command)
    report = junit_error(error.what, error.advice, name, kind, started=started, span_s=span_s)
    try:
        write_text(path, report)
    except UnwritableFile as unwritable:
        note(str(unwritable))


def _require_writable(path: Path | None) -> None:
    """Before the run, not after it.

    Raises:
        UnwritableFile: nothing can be written there.
    """
    if path is None:
        return
    there = path if path.exists() else path.parent
    if path.is_dir() or not os.access(there, os.W_OK):
        raise UnwritableFile(f"cannot write {clean(str(path))}")
