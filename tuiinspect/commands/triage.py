"""`tuiinspect triage`: climbs the ladder on a live process and names the leak."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tuiinspect.commands.live import SECONDS, live, note
from tuiinspect.commands.output import json_line, say_json
from tuiinspect.commands.progress import ProgressLine
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.errors import ExitCode, Refused, UnwritableFile
from tuiinspect.report.triage import Document, triage_document
from tuiinspect.report.triage_bill import bill_text, progress_words
from tuiinspect.report.triage_text import triage_markdown, triage_text
from tuiinspect.triage.ladder import Bill, Ladder, Progressed
from tuiinspect.triage.plan import Leave
from tuiinspect.warming import Warming


@click.command("triage")
@click.argument("target")
@click.option("--for", "span", type=SECONDS, default="60s", show_default=True, help="How long, as 60s or 5m.")
@click.option("--yes", is_flag=True, help="Take the predicted cost without being asked.")
@click.option("--no-snapshot", is_flag=True, help="Never take a heap snapshot.")
@click.option("--no-census", is_flag=True, help="Never walk the heap to count it.")
@click.option("--force", is_flag=True, help="Also what is not expected to fit in memory.")
@click.option("--read-only", is_flag=True, help="Never put the hook in .on().")
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@click.option("--fail-on", type=click.Choice(["leak"]), help="Exit with 1 when this is the verdict.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Save the findings: .json, .md or .txt."
)
@click.option("--markdown", is_flag=True, help="Markdown, for a ticket.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    target: str,
    span: float,
    yes: bool,
    no_snapshot: bool,
    no_census: bool,
    force: bool,
    read_only: bool,
    allow_remote: bool,
    fail_on: str | None,
    output: Path | None,
    markdown: bool,
    as_json: bool,
) -> int:
    """Watch TARGET for a minute and say whether it leaks: what grows, who holds it, where it was added.

    Cheapest rung first: memory and listeners each second, then snapshots of the heap where they fit, or
    counts of its objects. What pauses the process is predicted and asked about first.
    """
    leave = Leave(snapshots=not no_snapshot, census=not no_census, force=force)
    line = ProgressLine(sys.stderr)
    with (
        Warming() as warming,
        live(target, read_only=read_only, workers=True, allow_remote=allow_remote) as stream,
    ):
        ladder = Ladder(
            stream.session,
            span,
            leave,
            ask=lambda bill: _confirmed(bill, yes=yes),
            say=lambda progress: _show(line, progress),
            ready=lambda: warming.over,
        )
        try:
            evidence = ladder.climb()
        finally:
            line.end()
    document = triage_document(conclude(evidence))
    _say(document, as_json=as_json, markdown=markdown)
    if output is not None:
        save(document, output)
    return ExitCode.LEAK_FOUND if fail_on == document["verdict"] else ExitCode.FINE


def _show(line: ProgressLine, progress: Progressed) -> None:
    line.show(progress_words(progress), progress.what)


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


def _say(document: Document, *, as_json: bool, markdown: bool) -> None:
    if as_json:
        say_json(document)
    else:
        click.echo(triage_markdown(document) if markdown else triage_text(document), nl=False)


def save(document: Document, path: Path) -> None:
    """Write findings in the form that the file's name asks for.

    Raises:
        UnwritableFile: it cannot be written.
    """
    forms = {".md": triage_markdown, ".txt": triage_text}
    render = forms.get(path.suffix, lambda found: json_line(found) + "\n")
    try:
        path.write_text(render(document), encoding="utf-8")
    except OSError as error:
        raise UnwritableFile(f"cannot write {path}: {error.strerror or error}") from None
