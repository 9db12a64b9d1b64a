"""Two snapshots compared, as a JSON document and as text; the text reads only the document."""

from __future__ import annotations

from typing import Any

from tuiinspect.heap import Difference, DiffRow
from tuiinspect.text import clean, format_bytes, format_count

SCHEMA = 1
Document = dict[str, Any]


def diff_document(difference: Difference, base: str, file: str, *, top: int | None) -> Document:
    """`diff --json`: `classes` are the rows of DevTools' comparison, most added bytes first.

    `covered` are the same figures of classes that DevTools leaves out because another has their name.
    `holders` is empty: which survivor holds the growth is not worked out from two files yet.
    """
    covered = difference.covered.rows if difference.covered else ()
    return {
        "schema": SCHEMA,
        "base": base,
        "file": file,
        "classes": [_row(row) for row in difference.rows[:top]],
        "classes_total": len(difference.rows),
        "covered": [_row(row) for row in covered],
        "growth_bytes": difference.growth_bytes,
        "holders": [],
    }


def _row(row: DiffRow) -> Document:
    return {
        "class": row.name,
        "location": row.location,
        "added": row.added,
        "removed": row.removed,
        "added_bytes": row.added_bytes,
        "removed_bytes": row.removed_bytes,
    }


def diff_text(document: Document) -> str:
    """The rows as a table of 80 columns."""
    growth = format_bytes(document["growth_bytes"], signed=True)
    lines = [
        f"{clean(document['base'])} to {clean(document['file'])}: {growth}",
        f"{'added':>10} {'removed':>10} {'delta':>10} {'bytes':>10}  class",
        *map(_line, document["classes"]),
    ]
    further = document["classes_total"] - len(document["classes"])
    if further:
        lines.append(f"{format_count(further)} more with --top")
    if document["covered"]:
        lines += ["", "Left out by DevTools, where others have their names:"]
        lines += map(_line, document["covered"])
    lines.append("Told by object ids: right only when both files are of one process.")
    return "\n".join(lines)


def _line(row: Document) -> str:
    added, removed = row["added"], row["removed"]
    delta = format_count(added - removed, signed=True)
    size = format_bytes(row["added_bytes"] - row["removed_bytes"], signed=True)
    figures = f"{format_count(added):>10} {format_count(removed):>10} {delta:>10} {size:>10}"
    return f"{figures}  {clean(row['class'], 60)}"
