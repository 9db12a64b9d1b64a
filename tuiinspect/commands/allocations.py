"""`tuiinspect allocations`: who allocated what is still alive, and what of it grew over a span."""

from __future__ import annotations

from pathlib import Path

import click

from tuiinspect.commands.live import SECONDS, LiveSession, live, note
from tuiinspect.commands.output import say_json
from tuiinspect.diagnosis.allocations import growing_stacks
from tuiinspect.errors import ConnectionLost
from tuiinspect.events import MemorySampled
from tuiinspect.probes.profile_file import check_new, save_profile
from tuiinspect.report.allocations import allocations_document, allocations_text, prediction_text
from tuiinspect.samples import Prediction

# What a program allocates once, on its way to a steady state, is in the first reading and so no growth.
_WARM_UP = 1 / 3
_READINGS = 2
_PATIENCE_S = 60.0


@click.command("allocations")
@click.argument("target")
@click.option("--for", "span", type=SECONDS, default="30s", show_default=True, help="How long, as 30s or 5m.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Also save the profile, as FILE.heapprofile for DevTools.",
)
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(target: str, span: float, output: Path | None, allow_remote: bool, as_json: bool) -> None:
    """Sample what TARGET allocates, and tell which functions allocated what stays alive.

    Read twice: a third into the span and at its end, each time after a full collection. Growth is the
    difference. What was allocated before is not seen, nor is memory outside the heap; and what a function
    allocates that V8 has inlined counts as its caller's.
    """
    if output is not None:
        check_new(output)
    with live(target, read_only=True, allow_remote=allow_remote) as stream:
        prediction = _predict(stream)
        note(prediction_text(prediction, span, _READINGS))
        stream.session.start_allocations()
        _wait(stream, span * _WARM_UP)
        first = stream.session.read_allocations()
        _wait(stream, span * (1 - _WARM_UP))
        last = stream.session.read_allocations()
    stacks = growing_stacks(first, last)
    cost_s = first.cost_s + last.cost_s
    if output is not None:
        save_profile(last, output)
        note(f"the profile is in {output}")
    document = allocations_document(
        stacks, last, cost_s=cost_s, predicted_s=prediction.pause_s * _READINGS, readings=_READINGS
    )
    if as_json:
        say_json(document)
    else:
        click.echo(allocations_text(document))


def _predict(stream: LiveSession) -> Prediction:
    """Once the first sample has told how large the heap is."""
    for event in stream.events(_PATIENCE_S):
        if isinstance(event, MemorySampled):
            return stream.session.predict_allocations()
    raise ConnectionLost("the target has not answered for a minute")


def _wait(stream: LiveSession, seconds: float) -> None:
    """Let time go by; what happens to the target meanwhile is told, or ends the command."""
    for _ in stream.events(seconds):
        pass
