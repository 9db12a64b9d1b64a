"""`tuiinspect watch`: memory samples of a live process, one a line."""

from __future__ import annotations

import click
import msgspec

from tuiinspect.commands.live import SECONDS, live
from tuiinspect.events import MemorySampled
from tuiinspect.history import MemoryHistory
from tuiinspect.report.live import sample_document, sample_line, trend_sentence


@click.command("watch")
@click.argument("target")
@click.option("--for", "span", type=SECONDS, default=None, help="How long, as 60s or 5m; until interrupted.")
@click.option("--interval", type=SECONDS, default="1s", show_default=True, help="Time between samples.")
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line.")
def command(target: str, span: float | None, interval: float, allow_remote: bool, as_json: bool) -> None:
    """Watch the memory of TARGET: heap, external, RSS, CPU, loop delay, floor after GC.

    Puts no hook in; costs the target a fraction of a millisecond a sample.
    """
    history = MemoryHistory()
    with live(target, read_only=True, interval=interval, allow_remote=allow_remote) as stream:
        try:
            for event in stream.events(span):
                if not isinstance(event, MemorySampled):
                    continue
                history.add(event.sample)
                if as_json:
                    click.echo(msgspec.json.encode(sample_document(event.sample)))
                else:
                    click.echo(sample_line(event.sample, header=len(history.samples) % 20 == 1))
        finally:
            if not as_json and history.latest:
                click.echo(trend_sentence(history.trend()), err=True)
