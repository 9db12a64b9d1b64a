"""Two snapshots compared, as a JSON document and as text; the text reads only the document."""

from __future__ import annotations

import textwrap

from tuiinspect.heap import Difference, DiffRow
from tuiinspect.heap.growth_rows import Growth
from tuiinspect.report.documents import SCHEMA, Document
from tuiinspect.report.holders import holder_documents
from tuiinspect.text import clean, format_bytes, format_count

_MOST_HOLDERS = 5
_WIDTH = 80
_LONGEST = 600


def diff_document(
    difference: Difference, growth: Growth, base: str, file: str, *, top: int | None
) -> Document:
    """`diff --json`: `classes` are the rows of DevTools' comparison, most added bytes first.

    `covered` are the same figures of classes that DevTools leaves out because another has their name.
    `holders` are suspects: the objects that both have and that hold what the newer has more, largest first;
    none where the ids of the two files mean different objects (`comparable` is false).
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
        "comparable": growth.comparable,
        "holders": holder_documents(growth)[:top],
        "holders_total": len(growth.holders),
        "warm_up_bytes": growth.warm_up_bytes,
        "in_flight_bytes": growth.in_flight_bytes,
        "other_bytes": growth.other_bytes,
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
        *_holder_lines(document),
        "",
        f"{'added':>10} {'removed':>10} {'delta':>10} {'bytes':>10}  class",
        *map(_line, document["classes"]),
    ]
    further = document["classes_total"] - len(document["classes"])
    if further:
        lines.append(f"{format_count(further)} more with --top")
    if document["covered"]:
        lines += ["", "Left out by DevTools, where others have their names:"]
        lines += map(_line, document["covered"])
    lines.append("Told by object ids: right only when both were taken in one session.")
    return "\n".join(lines)


def _holder_lines(document: Document) -> list[str]:
    """Who holds the growth, in sentences."""
    if not document["comparable"]:
        return ["Ids mean different objects in the two files: take both in one session to see who holds it."]
    lines = []
    for suspect in document["holders"][:_MOST_HOLDERS]:
        lines += textwrap.wrap(
            f"{suspect['rank']}. {clean(suspect['summary'], _LONGEST)}", _WIDTH, subsequent_indent="   "
        )
    if not lines:
        return ["Nothing that both files have holds more in the newer one."]
    further = document["holders_total"] - min(len(document["holders"]), _MOST_HOLDERS)
    return [*lines, f"{format_count(further)} smaller ones with --json"] if further else lines


def _line(row: Document) -> str:
    added, removed = row["added"], row["removed"]
    delta = format_count(added - removed, signed=True)
    size = format_bytes(row["added_bytes"] - row["removed_bytes"], signed=True)
    figures = f"{format_count(added):>10} {format_count(removed):>10} {delta:>10} {size:>10}"
    return f"{figures}  {clean(row['class'], 60)}"
