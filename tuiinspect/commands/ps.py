"""`tuiinspect ps`: the node processes of this machine, and why one cannot be attached to."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from tuiinspect.commands.output import say_json
from tuiinspect.targets.command_line import shortened
from tuiinspect.targets.discovery import NodeProcess, node_processes
from tuiinspect.text import clean, format_bytes, format_duration

_NOTHING_FOUND = (
    "no node process found among those that can be seen here\n"
    "Start one, or run as the user it belongs to. `tuiinspect demo` starts a leaking one to look at."
)
_LEAST_COMMAND = 12
_WIDEST_USER = 10
_WIDEST_INSPECTOR = 21


@click.command("ps")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(as_json: bool) -> None:
    """List the node processes of this machine, largest first.

    Only reads /proc, and asks an inspector port for its version where needed: nothing is attached to.
    """
    processes = node_processes()
    if as_json:
        say_json(document(processes))
    elif processes:
        click.echo("\n".join(table(processes, width=shutil.get_terminal_size((80, 24)).columns)))
    else:
        click.echo(_NOTHING_FOUND, err=True)


def document(processes: Sequence[NodeProcess]) -> dict[str, object]:
    """The contract of `ps --json`."""
    return {"schema": 1, "processes": [_entry(process) for process in processes]}


def _entry(process: NodeProcess) -> dict[str, object]:
    inspector = process.inspector
    return {
        "pid": process.pid,
        "user": process.user,
        "uptime_s": round(process.uptime_s, 2),
        "rss_bytes": process.rss_bytes,
        "command": list(process.command),
        "title": process.title,
        "node": process.node,
        "inspector": {"host": inspector.host, "port": inspector.port} if inspector else None,
        "attachable": process.attachable,
        "why_not": process.why_not,
        "container": process.container,
        "container_id": process.container_id,
    }


def table(processes: Sequence[NodeProcess], *, width: int) -> list[str]:
    """Lines of at most `width` columns: a row for each process, and below it what stands in the way."""
    rows = [_HEADINGS, *(_cells(process) for process in processes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = []
    for row, process in zip(rows, (None, *processes), strict=True):
        cells = [
            cell.rjust(space) if right else cell.ljust(space)
            for cell, space, right in zip(row, widths, _TO_THE_RIGHT, strict=True)
        ]
        head = "  ".join(cells)
        room = max(_LEAST_COMMAND, width - len(head) - 2)
        words = "COMMAND" if process is None else _command(process, room)
        lines.append(f"{head}  {words}".rstrip())
        if process is not None:
            for note in _notes(process):
                lines.extend(_wrapped(note, width, indent=widths[0] + 2))
    return lines


_HEADINGS = ("PID", "USER", "UP", "RSS", "NODE", "INSPECTOR")
_TO_THE_RIGHT = (True, False, True, True, False, False)


def _cells(process: NodeProcess) -> tuple[str, ...]:
    return (
        str(process.pid),
        clean(process.user, _WIDEST_USER),
        format_duration(process.uptime_s),
        format_bytes(process.rss_bytes),
        (process.node or "?").removeprefix("v"),
        _inspector(process),
    )


def _inspector(process: NodeProcess) -> str:
    return clean(str(process.inspector), _WIDEST_INSPECTOR) if process.inspector else "-"


def _command(process: NodeProcess, room: int) -> str:
    # What does not fit loses the interpreter's options before it loses the script.
    forms = shortened(process.command)
    return clean(next((form for form in forms if len(form) <= room), forms[-1]), room)


def _notes(process: NodeProcess) -> Iterator[str]:
    if process.container:
        yield f"in container {process.container_id[:12]}" if process.container_id else "in a container"
    if process.why_not is not None:
        yield f"not attachable: {process.why_not}"


def _wrapped(note: str, width: int, indent: int) -> list[str]:
    margin = " " * indent
    return textwrap.wrap(
        clean(note, 400),
        max(width, indent + 20),
        initial_indent=margin,
        subsequent_indent=margin + "  ",
        break_on_hyphens=False,
    )
