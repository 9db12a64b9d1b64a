"""A census in words and as a document: what it is expected to cost, what it counted, what it did cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tuiinspect.history import ClassRow
from tuiinspect.report.documents import SCHEMA, Document, emitter_document
from tuiinspect.report.pauses import cut_words, pause_words
from tuiinspect.samples import Census, ClassCount, CollectionCount, EmitterCount, Prediction
from tuiinspect.text import clean, format_bytes, format_count, format_duration

_TOP = 15


def census_prediction_text(prediction: Prediction) -> str:
    """The expected cost; what comes after it too."""
    cut = cut_words(prediction)
    return (
        f"a census of {format_bytes(prediction.heap_bytes)} of heap stops the {prediction.held_up} "
        f"for {pause_words(prediction)}\n"
        f"and takes up to {format_bytes(prediction.memory_bytes)} meanwhile;\n{AFTERWARDS}"
        + (f"\n{cut}" if cut else "")
    )


AFTERWARDS = "a busy server runs slower for a while afterwards, because V8 has to learn again what is hot"


def census_document(census: Census, growth: Sequence[ClassRow] = ()) -> Document:
    """`census --json`; with `growth` the classes say what came since the census before."""
    grown = {row.key: row for row in growth}
    return {
        "schema": SCHEMA,
        "classes": [_class_document(count, grown.get(count.key)) for count in census.classes],
        "collections": [collection_document(count) for count in census.collections],
        "emitters": [emitter_document(row) for row in census.listeners.rows],
        "totals": {
            "objects": census.objects,
            "classes": census.classes_seen,
            "emitters": census.listeners.emitters,
            "listeners": census.listeners.listeners,
        },
        "cost": {
            "pause_s": census.cost.pause_s,
            "predicted_s": census.cost.predicted_s,
            "heap_bytes": census.heap_bytes,
        },
    }


def _class_document(count: ClassCount, row: ClassRow | None) -> Document:
    document: dict[str, object] = {
        "class": count.class_name,
        "file": count.file,
        "line": count.line,
        "count": count.count,
    }
    if row is not None:
        document |= {"growth": row.growth, "span_s": row.span_s}
    return document


def collection_document(count: CollectionCount) -> Document:
    return {
        "kind": count.kind,
        "class": count.class_name,
        "name": count.name,
        "where": count.where,
        "size": count.size,
        "growth": count.size - count.baseline,
        "span_s": count.measured_s,
        "sample_keys": list(count.sample_keys),
        "value_classes": dict(count.value_classes),
        "found_by": count.found_by,
    }


def census_text(census: Census, growth: Sequence[ClassRow] = ()) -> str:
    """The largest classes (or those that grew most), collections and groups of listeners."""
    cost = census.cost
    return "\n".join(
        [
            f"{format_count(census.objects)} objects of {format_count(census.classes_seen)} classes "
            f"looked at; it stood still for {format_duration(cost.pause_s)} "
            f"(predicted: {format_duration(cost.predicted_s)})",
            "",
            *(_growth_lines(growth) if growth else _class_lines(census.classes)),
            "",
            "collections by size:",
            *(_collection_line(count) for count in census.collections[:_TOP]),
            "",
            "listeners by number:",
            *(
                _listener_line(row)
                for row in sorted(census.listeners.rows, key=lambda row: -row.count)[:_TOP]
            ),
        ]
    )


def _class_lines(classes: Sequence[ClassCount]) -> list[str]:
    return [
        "classes by number:",
        *(f"{format_count(count.count):>10}  {class_words(count)}" for count in classes[:_TOP]),
    ]


def _growth_lines(growth: Sequence[ClassRow]) -> list[str]:
    lines = [f"classes by growth over {format_duration(growth[0].span_s)}:"]
    for row in growth[:_TOP]:
        grown = format_count(row.growth or 0, signed=True)
        lines.append(f"{grown:>8} {format_count(row.count.count):>10}  {class_words(row.count)}")
    return lines


def class_words(count: ClassCount) -> str:
    """`Session, app.js:12`."""
    name = clean(count.class_name, 60) or "(anonymous class)"
    return name if count.file is None else f"{name}, {clean(count.file, 100)}:{count.line}"


def collection_words(count: CollectionCount) -> str:
    """`Map sessions, module lib/app.js`: what a person would call it."""
    kind = (
        count.kind
        if count.class_name in (count.kind, "")
        else f"{count.kind} ({clean(count.class_name, 40)})"
    )
    words = f"{kind} {clean(count.name, 60)}" if count.name else kind
    return f"{words}, {clean(count.where, 80)}" if count.where else words


def contents_words(keys: Sequence[str], classes: Mapping[str, int]) -> str:
    """`keys such as req1, req2; values 97,365 Object`."""
    parts = []
    if keys:
        parts.append(f"keys such as {', '.join(clean(key, 40) for key in keys)}")
    if classes:
        largest = sorted(classes.items(), key=lambda item: -item[1])[:3]
        parts.append(
            "values " + ", ".join(f"{format_count(number)} {clean(name, 40)}" for name, number in largest)
        )
    return "; ".join(parts)


def _collection_line(count: CollectionCount) -> str:
    contents = contents_words(count.sample_keys[:3], count.value_classes)
    tail = f": {contents}" if contents else ""
    return f"{format_count(count.size):>10}  {collection_words(count)}{tail}"


def _listener_line(row: EmitterCount) -> str:
    of = f"{clean(row.name, 60)} ({clean(row.class_name, 60)})" if row.name else clean(row.class_name, 60)
    return f"{format_count(row.count):>10}  '{clean(row.event, 60)}' of {of}"
