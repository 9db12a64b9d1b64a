"""`tuiinspect triage`: climbs the ladder on a live process and names the leak."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from tuiinspect.commands.climb import climb, leave_options, warmed
from tuiinspect.commands.counters import announce, counter_option, parse_counters
from tuiinspect.commands.findings import Answer, answer_options
from tuiinspect.commands.live import SECONDS, note
from tuiinspect.commands.progress import ProgressLine
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.errors import ExitCode, Refused
from tuiinspect.report.triage import triage_document
from tuiinspect.report.triage_bill import bill_text
from tuiinspect.triage.bill import Bill
from tuiinspect.triage.plan import Leave


@click.command("triage")
@click.argument("target")
@click.option("--for", "span", type=SECONDS, default="60s", show_default=True, help="How long, as 60s or 5m.")
@click.option("--yes", is_flag=True, help="Take the predicted cost without being asked.")
@leave_options
@click.option("--read-only", is_flag=True, help="Never put the hook in .on().")
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@counter_option
@answer_options
def command(
    target: str,
    span: float,
    yes: bool,
    leave: Leave,
    read_only: bool,
    allow_remote: bool,
    counters: Sequence[str],
    answer: Answer,
) -> int:
    """Watch TARGET for a minute and say whether it leaks: what grows, who holds it, where it was added.

    Cheapest rung first: memory and listeners each second, then snapshots of the heap where they fit, or
    counts of its objects. What pauses the process is predicted and asked about first.
    """
    counted = parse_counters(counters)
    announce(counted)
    line = ProgressLine(sys.stderr)
    try:
        with warmed(leave) as ready:
            evidence = climb(
                target,
                span,
                leave,
                line,
                ask=lambda bill: _confirmed(bill, yes=yes),
                ready=ready,
                read_only=read_only,
                allow_remote=allow_remote,
                counters=counted,
            )
    finally:
        line.end()
    code = answer.give(triage_document(conclude(evidence)))
    cut_short = evidence.cut_short is not None and code == ExitCode.FINE
    return ExitCode.CONNECTION_LOST if cut_short else code


def _confirmed(bill: Bill, *, yes: bool) -> bool:
    """Say what it will cost, and get leave for it.

    Raises:
        Refused: there is no terminal to ask at.
    """
    note(bill_text(bill))
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Refused(
            "not confirmed: there is no terminal to ask at",
            advice="--yes takes the predicted cost without asking; --no-snapshot --no-census costs nothing.",
        )
    return click.confirm("go on?", default=False, err=True)
