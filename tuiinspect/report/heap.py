"""What a snapshot shows, as JSON documents and as text; text reads only its document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

import numpy as np

from tuiinspect.errors import UsageError
from tuiinspect.heap import ClassRow, HeapSnapshot, Node, NoSuchNode, RetainerPath
from tuiinspect.report.documents import SCHEMA, Document
from tuiinspect.text import clean, format_bytes, format_count

PREVIEW = 120
DEFAULT_ROWS = 1000
SummaryBy = Literal["class", "dominator", "string"]

# DevTools counts from here what only GC roots reach; a person is shown a dash.
FAR = 100_000_000


def summary_document(snapshot: HeapSnapshot, file: str, *, by: SummaryBy, top: int | None) -> Document:
    """`summary --json`: rows by class, by object or by string, the largest first.

    `covered` are classes that DevTools' table, which `rows` by class is, loses to another of their name.
    """
    return {
        "schema": SCHEMA,
        "file": file,
        "kind": snapshot.kind,
        "nodes": snapshot.node_count,
        "edges": snapshot.edge_count,
        "total_bytes": snapshot.total_bytes,
        "by": by,
        "rows": _ROWS[by](snapshot, top),
        "covered": [_class_row(row) for row in snapshot.covered_classes()] if by == "class" else [],
        "statistics": asdict(snapshot.statistics()),
    }


def _class_rows(snapshot: HeapSnapshot, top: int | None) -> list[Document]:
    return [_class_row(row) for row in snapshot.classes()[:top]]


def _class_row(row: ClassRow) -> Document:
    return {
        "class": row.name,
        "count": row.count,
        "distance": row.distance,
        "shallow": row.shallow,
        "retained": row.retained,
    }


def _object_rows(snapshot: HeapSnapshot, top: int | None) -> list[Document]:
    largest = np.argsort(-snapshot.retained_sizes, kind="stable")[: top or DEFAULT_ROWS]
    return [node_document(snapshot.at(int(ordinal))) for ordinal in largest]


def _string_rows(snapshot: HeapSnapshot, top: int | None) -> list[Document]:
    count = top or DEFAULT_ROWS
    return [
        node_document(node)
        for row in snapshot.classes()
        if row.name == "(string)"
        for node in snapshot.objects(row.key, 0, count, sort="shallow").nodes
    ]


_ROWS = {"class": _class_rows, "dominator": _object_rows, "string": _string_rows}


def node_document(node: Node) -> Document:
    return {
        "id": node.id,
        "class": node.class_name,
        "name": node.name,
        "type": node.type,
        "shallow": node.self_size,
        "retained": node.retained_size,
        "distance": node.distance,
    }


def retainers_document(snapshot: HeapSnapshot, node_id: int, *, paths: int, top: int) -> Document:
    """`retainers --json`.

    Raises:
        UsageError: the snapshot has no object of that id.
    """
    try:
        ordinal = snapshot.ordinal(node_id)
    except NoSuchNode as error:
        raise UsageError(
            str(error), advice="Ids are those of this very file: `summary FILE --by dominator` shows some."
        ) from error
    page = snapshot.retainers(ordinal, 0, top)
    return {
        "schema": SCHEMA,
        "object": node_document(snapshot.at(ordinal)),
        "retainers_total": page.total,
        "retainers": [
            {
                "id": row.node.id,
                "edge": row.edge_name,
                "edge_type": row.edge_type,
                "words": row.edge_words,
                "class": row.node.class_name,
                "name": row.node.name,
                "distance": row.node.distance,
                "shallow": row.node.self_size,
                "retained": row.node.retained_size,
            }
            for row in page.rows
        ],
        "paths": [_path_document(path) for path in snapshot.paths(ordinal, paths)],
    }


def _path_document(path: RetainerPath) -> Document:
    return {
        "sentence": path.sentence,
        "steps": [
            {
                "id": step.node.id,
                "edge": step.edge_name,
                "edge_type": step.edge_type,
                "class": step.node.class_name,
                "name": step.node.name,
                "distance": step.node.distance,
            }
            for step in path.steps
        ],
    }


def _distance(distance: int) -> str:
    return "-" if distance < 0 or distance >= FAR else str(distance)


def summary_text(document: Document) -> str:
    """The rows as a table of 80 columns."""
    lines = [
        f"{clean(document['file'])}: {document['kind']} snapshot, {format_count(document['nodes'])} nodes, "
        f"{format_count(document['edges'])} edges, {format_bytes(document['total_bytes'])}"
    ]
    if document["by"] == "class":
        lines.append(f"{'count':>11} {'distance':>8} {'shallow':>9} {'retained':>9}  class")
        lines.extend(
            f"{format_count(row['count']):>11} {_figures(row)}  {clean(row['class'], 60)}"
            for row in _all_classes(document)
        )
        return "\n".join(lines)
    lines.append(f"{'id':>11} {'distance':>8} {'shallow':>9} {'retained':>9}  object")
    lines.extend(
        f"{'@' + str(row['id']):>11} {_figures(row)}  {_object_words(row)}" for row in document["rows"]
    )
    return "\n".join(lines)


def _all_classes(document: Document) -> list[Document]:
    return sorted([*document["rows"], *document["covered"]], key=lambda row: -int(row["retained"]))


def _figures(row: Document) -> str:
    shallow, retained = format_bytes(row["shallow"]), format_bytes(row["retained"])
    return f"{_distance(row['distance']):>8} {shallow:>9} {retained:>9}"


def _object_words(row: Document) -> str:
    if row["class"] == row["name"]:
        return clean(row["class"], 60)
    return f"{clean(row['class'], 30)} {clean(row['name'], PREVIEW if row['type'] == 'string' else 40)}"


def retainers_text(document: Document) -> str:
    """The paths as sentences first, then the direct retainers."""
    found = document["object"]
    lines = [
        f"@{found['id']} {_object_words(found)}: shallow {format_bytes(found['shallow'])}, "
        f"retained {format_bytes(found['retained'])}, distance {_distance(found['distance'])}",
        "",
    ]
    lines.extend(f"held by {clean(path['sentence'], 1000)}" for path in document["paths"])
    if not document["paths"]:
        lines.append("no path leads to a root: only weak references, or garbage not collected yet")
    lines.append("")
    lines.append(f"{format_count(document['retainers_total'])} retainers:")
    lines.extend(
        f"{_distance(row['distance']):>8} {format_bytes(row['retained']):>9}  "
        f"{clean(row['words'], 60)} of {clean(row['class'], 60)} @{row['id']}"
        for row in document["retainers"]
    )
    return "\n".join(lines)
