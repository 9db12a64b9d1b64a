"""A holder of growth as a suspect: the document that `diff` and `triage` share, and its sentence."""

from __future__ import annotations

from tuiinspect.heap.growth_rows import Accumulated, Growth, Holder
from tuiinspect.report.documents import Document
from tuiinspect.text import clean, format_bytes, format_count

_SURE_SHARE = 0.3
_SOME_SHARE = 0.05
_MOST_NAMED = 2
_LONGEST_CLASS = 60

_WHAT = {
    "listeners": ("listener", "listeners"),
    "event-target": ("listener", "listeners"),
    "collection": ("entry", "entries"),
    "properties": ("property", "properties"),
    "array": ("item", "items"),
    "timers": ("timer", "timers"),
    "promise": ("waiting call", "waiting calls"),
    "chain": ("link", "links"),
    "closures": ("object", "objects"),
    "buffers": ("buffer", "buffers"),
    "strings": ("string", "strings"),
    "contexts": ("vm context", "vm contexts"),
}
_OBJECTS = ("object", "objects")

_ADVICE = {
    "listeners": "remove each listener where what it serves ends, or add it with once()",
    "event-target": "remove each listener when its work is done, or add it with { once: true }",
    "timers": "clear each timer where what it serves ends",
    "promise": "do not await, or race against, a promise that never settles",
}
_SLICE = "copy what is cut out of a long string: a slice keeps the whole of it"


def holder_document(holder: Holder, rank: int) -> Document:
    """The holder as a suspect, with the fields of `triage --json` and what only snapshots tell."""
    return {
        "rank": rank,
        "summary": holder_sentence(holder),
        "kind": holder.kind,
        "accumulates": [_accumulated(row) for row in holder.accumulates],
        "holder": {
            "class": holder.class_name,
            "name": holder.name,
            "path": holder.path,
            "id": holder.id,
            "alike": holder.group,
        },
        "also_held_by": list(holder.also_held_by),
        "added_at": _added_at(holder),
        "retained_growth_bytes": holder.net_bytes,
        "share": round(holder.share, 4),
        "gained_bytes": holder.gained_bytes,
        "lost_bytes": holder.lost_bytes,
        "net_by_interval": list(holder.nets),
        "entries": {
            "added": holder.entries_added,
            "removed": holder.entries_removed,
            "before": holder.entries_before,
            "after": holder.entries_after,
            "net_by_interval": list(holder.entry_nets),
            "limit": {"name": holder.limit[0], "value": holder.limit[1]} if holder.limit else None,
        },
        "confidence": _confidence(holder),
        "retainer_path": list(holder.retainer_path),
        "evidence": _evidence(holder),
        "advice": _advice(holder),
    }


def holder_documents(growth: Growth) -> list[Document]:
    """All holders of a growth as suspects, the first the largest."""
    return [holder_document(holder, rank) for rank, holder in enumerate(growth.holders, 1)]


def holder_sentence(holder: Holder) -> str:
    """`connector._events.connected gained 1,162 listeners, none freed: 1,162 Session; 4.49 MB, 93 %`."""
    alike = f"{format_count(holder.group)} alike, for example " if holder.group > 1 else ""
    held = ", ".join(_named(row) for row in holder.accumulates[:_MOST_NAMED])
    size = f"{format_bytes(holder.net_bytes)}, {holder.share:.0%} of the growth"
    words = f"{alike}{holder.path} gained {_gained(holder)}"
    also = f"; also kept by {' and '.join(holder.also_held_by[:_MOST_NAMED])}" if holder.also_held_by else ""
    return f"{words}: {held}; {size}{also}" if held else f"{words}; {size}{also}"


def _gained(holder: Holder) -> str:
    added, removed = holder.entries_added, holder.entries_removed
    one, many = _WHAT.get(holder.kind, _OBJECTS)
    if not added:
        return "in what it had"
    freed = "none freed" if not removed else f"{format_count(removed)} freed"
    return f"{format_count(added)} {one if added == 1 else many}, {freed}"


def _named(row: Accumulated) -> str:
    name = clean(row.class_name, _LONGEST_CLASS)
    where = f" at {row.location}" if name.endswith("()") and row.location else ""
    return f"{format_count(row.added - row.removed, signed=True)} {name}{where}"


def _accumulated(row: Accumulated) -> Document:
    return {
        "class": row.class_name.removesuffix("()"),
        "function": _is_function(row),
        "location": row.location,
        "added": row.added,
        "removed": row.removed,
        "bytes": row.bytes,
    }


def _added_at(holder: Holder) -> list[Document]:
    """Where the functions among the entries stand: what is added, which is near to where."""
    rows = (row for row in holder.accumulates if row.location and _is_function(row))
    found = []
    for row in rows:
        file, _, line = (row.location or "").rpartition(":")
        if file.startswith("node:") or not line.isdecimal():
            continue
        name = row.class_name.removesuffix("()") if row.class_name.endswith("()") else None
        found.append(
            {
                "function": name,
                "file": file,
                "line": int(line),
                "column": None,
                "count": row.added - row.removed,
            }
        )
    return found


def _is_function(row: Accumulated) -> bool:
    return row.class_name.endswith("()") or row.class_name.startswith("function at ")


def _confidence(holder: Holder) -> str:
    entries = holder.entries_added - holder.entries_removed
    keeps = entries > 0 and 4 * holder.entries_removed <= holder.entries_added
    if keeps and holder.share >= _SURE_SHARE:
        return "high"
    return "medium" if keeps and holder.share >= _SOME_SHARE else "low"


def _evidence(holder: Holder) -> list[str]:
    found = [
        f"two snapshots: {format_bytes(holder.net_bytes, signed=True)}, {holder.share:.0%} of the growth"
    ]
    if holder.entries_before is not None and holder.entries_after is not None:
        before, after = format_count(holder.entries_before), format_count(holder.entries_after)
        found.append(f"{before} entries before, {after} after")
    if holder.limit is not None and holder.entries_after is not None:
        name, bound = holder.limit
        found.append(f"{format_count(holder.entries_after)} of {clean(name, 40)} {format_count(bound)}")
    if len(holder.entry_nets) > 1:
        steps = ", ".join(format_count(net, signed=True) for net in holder.entry_nets)
        found.append(f"entries from snapshot to snapshot: {steps}")
    if holder.also_held_by:
        found.append(f"also kept by {'; '.join(holder.also_held_by)}")
    return found


def _advice(holder: Holder) -> str | None:
    if holder.accumulates and holder.accumulates[0].class_name == "(sliced string)":
        return _SLICE
    return _ADVICE.get(holder.kind)
