from __future__ import annotations
from tuiinspect.heap.rows import RetainerPath, PathStep
def find_paths(snapshot, analysis, ordinal, count):
    steps = []
    seen = {ordinal}
    node = ordinal
    while True:
        page = snapshot.retainers(node, 0, 1)
        if not page.rows or page.rows[0].node.ordinal in seen:
            break
        row = page.rows[0]
        steps.append(PathStep(row.edge_name, row.edge_type, row.node))
        node = row.node.ordinal
        seen.add(node)
    return (RetainerPath(tuple(steps), ", ".join(f"{s.edge_name} of {s.node.name}" for s in steps)),)
