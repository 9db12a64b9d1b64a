"""`tuiinspect census`: one heap walk in which everything is counted, its cost said before and after."""

from __future__ import annotations

import time

import click

from tuiinspect.commands.consent import ask_leave
from tuiinspect.commands.live import SECONDS, LiveSession, live, note
from tuiinspect.commands.output import say_json
from tuiinspect.errors import ConnectionLost, ScriptFailed
from tuiinspect.events import CensusTaken, MemorySampled, ProbeFailed
from tuiinspect.history import ClassRow, class_growth
from tuiinspect.report.census import census_document, census_prediction_text, census_text
from tuiinspect.samples import Census, Prediction

_PATIENCE_S = 60.0


@click.command("census")
@click.argument("target")
@click.option("--yes", is_flag=True, help="Take the predicted cost without being asked.")
@click.option("--again", type=SECONDS, help="Take a second one so much later, and tell the growth.")
@click.option("--force", is_flag=True, help="Also when it is not expected to fit in memory.")
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    target: str, yes: bool, again: float | None, force: bool, allow_remote: bool, as_json: bool
) -> None:
    """Count the objects of TARGET by class, its collections by size and all its listeners.

    One walk of the heap: the process stands still meanwhile, for a small part of what a snapshot takes. It is
    predicted, and asked about, first. Nothing stays in the process.
    """
    growth: tuple[ClassRow, ...] = ()
    with live(target, read_only=True, allow_remote=allow_remote) as stream:
        prediction = _predicted(stream)
        words = census_prediction_text(prediction)
        if again is not None:
            words += f"\nit is taken a second time {again:g} s later"
        ask_leave(prediction, words, yes=yes, force=force)
        census = _taken(stream)
        if again is not None:
            note(f"counted once; the second time follows in {again:g} s")
            _wait(stream, again)
            before, census = census, _taken(stream)
            growth = class_growth(before, census)
    if as_json:
        say_json(census_document(census, growth))
    else:
        click.echo(census_text(census, growth))


def _predicted(stream: LiveSession) -> Prediction:
    for event in stream.events(_PATIENCE_S):
        if isinstance(event, MemorySampled):
            return stream.session.predict_census()
    raise ConnectionLost("the process does not answer", advice="Try again when it is less busy.")


def _taken(stream: LiveSession) -> Census:
    stream.session.take_census()
    for event in stream.events(_PATIENCE_S):
        match event:
            case CensusTaken(census):
                return census
            case ProbeFailed("census", why):
                raise ScriptFailed(why)
            case _:
                pass
    raise ConnectionLost("the process does not answer")


def _wait(stream: LiveSession, span: float) -> None:
    """Go on reading what comes, so that the end of the process is noticed."""
    end = time.monotonic() + span
    for _ in stream.events(span):
        if time.monotonic() >= end:
            return
