"""`tuiinspect retainers`: who holds an object of a snapshot file, and by which paths."""

from __future__ import annotations

from pathlib import Path

import click

from tuiinspect.commands.output import say_json


@click.command("retainers")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("object_id", metavar="ID")
@click.option(
    "--paths",
    "path_count",
    type=click.IntRange(min=1, max=100),
    default=3,
    show_default=True,
    help="How many distinct paths to a root, shortest first.",
)
@click.option(
    "--top", type=click.IntRange(min=1), default=100, show_default=True, help="At most this many retainers."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(file: Path, object_id: str, path_count: int, top: int, as_json: bool) -> None:
    """Say who retains object ID (as @12345 or 12345) of a .heapsnapshot FILE, with paths as sentences."""
    from tuiinspect.heap import load
    from tuiinspect.report.heap import retainers_document, retainers_text

    digits = object_id.removeprefix("@")
    if not (digits.isascii() and digits.isdecimal()):
        raise click.BadParameter(f"{object_id!r} is not an object id: write @12345.", param_hint="ID")
    document = retainers_document(load(file), int(digits), paths=path_count, top=top)
    if as_json:
        say_json(document)
    else:
        click.echo(retainers_text(document))
