"""`tuiinspect summary`: the classes, biggest objects or biggest strings of a snapshot file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuiinspect.commands.output import say_json

if TYPE_CHECKING:
    from tuiinspect.report.heap import SummaryBy


@click.command("summary")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--by",
    type=click.Choice(["class", "dominator", "string"]),
    default="class",
    show_default=True,
    help="Rows by class, by object (largest retained first), or by string (largest first).",
)
@click.option("--top", type=click.IntRange(min=1), default=None, help="At most this many rows [text: 30].")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(file: Path, by: SummaryBy, top: int | None, as_json: bool) -> None:
    """Say what a .heapsnapshot FILE consists of."""
    from tuiinspect.heap import load
    from tuiinspect.report.heap import summary_document, summary_text

    started = time.perf_counter()
    snapshot = load(file)
    document = summary_document(snapshot, str(file), by=by, top=top if top or as_json else 30)
    document["analysis_s"] = round(time.perf_counter() - started, 3)
    if as_json:
        say_json(document)
    else:
        click.echo(summary_text(document))
