"""What the dashboard shows, as one document; its text reads the document, so that a saved one opens again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tuiinspect.history import ListenerRow, MemoryHistory
from tuiinspect.report.allocations import allocations_text
from tuiinspect.report.documents import SCHEMA, Document
from tuiinspect.report.live import (
    emitter_name,
    place_words,
    row_document,
    sample_document,
    trend_document,
    trend_words,
)
from tuiinspect.report.markdown import escaped, listed
from tuiinspect.report.triage_text import triage_markdown, triage_text
from tuiinspect.samples import ListenerFunction, TargetInfo
from tuiinspect.text import clean, format_bytes, format_count, format_duration

Located = Mapping[tuple[int, str], Sequence[ListenerFunction]]

_TOP = 20


def dashboard_document(
    target: TargetInfo | None,
    memory: MemoryHistory,
    rows: Sequence[ListenerRow],
    located: Located,
    *,
    triage: Document | None = None,
    allocations: Document | None = None,
) -> Document:
    """`triage` and `allocations` are documents of their own, where there are any."""
    document: Document = {
        "schema": SCHEMA,
        "target": None if target is None else _target_document(target),
        "memory": sample_document(memory.latest) if memory.latest else None,
        "trend": trend_document(memory.trend()),
        "emitters": [row_document(row, located.get(row.key, ())) for row in rows],
    }
    if triage is not None:
        document["triage"] = triage
    if allocations is not None:
        document["allocations"] = allocations
    return document


def _target_document(target: TargetInfo) -> Document:
    return {"pid": target.pid, "thread": target.thread, "node": target.node, "title": target.title}


def dashboard_text(document: Document) -> str:
    """For a mail or a terminal: what a triage has found first, where there was one."""
    parts = ["\n".join(_seen(document)) + "\n"]
    if "triage" in document:
        parts.insert(0, triage_text(document["triage"]))
    if "allocations" in document:
        parts.append(allocations_text(document["allocations"]) + "\n")
    return "\n".join(parts)


def dashboard_markdown(document: Document) -> str:
    """The same for a ticket."""
    if "triage" in document:
        parts = [triage_markdown(document["triage"])]
    else:
        target = document["target"]
        parts = [f"## tuiinspect: {escaped(target['title']) if target is not None else 'a process'}\n"]
    parts.append("\n".join(listed("Seen by the dashboard", _seen(document))))
    if "allocations" in document:
        lines = ["### Allocated, and alive", "", "```", allocations_text(document["allocations"]), "```", ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _seen(document: Document) -> list[str]:
    """The target, its memory, and the listeners that grow."""
    lines = []
    target, memory = document["target"], document["memory"]
    if target is not None:
        kind, _, number = target["thread"].partition(":")
        thread = f"{clean(kind, 20)} {clean(number, 20)}, " if number else ""
        lines.append(f"{clean(target['title'])} ({thread}pid {target['pid']}, Node {clean(target['node'])})")
    if memory is not None:
        lines.append(
            f"heap {format_bytes(memory['heap_used'])} of {format_bytes(memory['heap_limit'])}, "
            f"external {format_bytes(memory['external'])}, RSS {format_bytes(memory['rss'])}"
        )
        lines.append(trend_words(document["trend"]))
    for row in document["emitters"][:_TOP]:
        lines += _grown(row)
    return lines


def _grown(row: Document) -> Iterator[str]:
    if row["growth"] <= 0:
        return
    span_s = row["growth"] / row["per_s"] if row["per_s"] > 0 else 0.0
    yield (
        f"{format_count(row['growth'], signed=True)} listeners of '{clean(row['event'], 60)}' on "
        f"{emitter_name(row['name'], row['class'], row['where'])} in {format_duration(span_s)}, "
        f"now {format_count(row['count'])}"
    )
    if row.get("held"):
        yield f"  in the snapshot: {clean(row['held'], 300)}"
    for each in row["added_at"]:
        words = place_words(each["function"], each["file"], each["line"], each["column"])
        yield f"  {format_count(each['count'])} x {words}"
