"""`tuiinspect diff`: what two snapshot files of one process differ in, class by class."""

from __future__ import annotations

from pathlib import Path

import click

from tuiinspect.commands.output import say_json


@click.command("diff")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--top", type=click.IntRange(min=1), default=None, help="At most this many rows [text: 30].")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(base: Path, file: Path, top: int | None, as_json: bool) -> None:
    """Say which objects FILE has and BASE, an earlier .heapsnapshot of the same process, has not; and the
    other way round.
    """
    from tuiinspect.heap import load
    from tuiinspect.report.differences import diff_document, diff_text

    difference = load(file).diff(load(base))
    document = diff_document(difference, str(base), str(file), top=top if top or as_json else 30)
    if as_json:
        say_json(document)
    else:
        click.echo(diff_text(document))
