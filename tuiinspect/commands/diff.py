"""`tuiinspect diff`: what two snapshot files of one process differ in, and who holds that."""

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
    """Say who holds what FILE has more than BASE, an earlier .heapsnapshot of the same process, and which
    objects only one of the two has.
    """
    from tuiinspect.heap import load
    from tuiinspect.heap.growth import growth
    from tuiinspect.report.differences import diff_document, diff_text

    newer, older = load(file), load(base)
    rows = top if top or as_json else 30
    document = diff_document(newer.diff(older), growth(older, newer), str(base), str(file), top=rows)
    if as_json:
        say_json(document)
    else:
        click.echo(diff_text(document))
