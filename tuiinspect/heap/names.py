"""What a node or an edge is called on the screen."""

from __future__ import annotations

from tuiinspect.heap.edges import (
    CONS_STRING,
    CONTEXT,
    ELEMENT,
    HIDDEN_EDGE,
    INTERNAL,
    OBJECT_NODE,
    PROPERTY,
    SHORTCUT,
    Graph,
)
from tuiinspect.heap.interfaces import formatted
from tuiinspect.heap.strings import OBJECT, PROTO

_LONGEST_CONS = 1024
_LONGEST_OBJECT = 100


def edge_name(graph: Graph, edge: int) -> str:
    """The edge's name, or its index as text."""
    name = int(graph.edge_names[edge])
    kind = graph.edge_types[edge]
    return str(name) if kind in (ELEMENT, HIDDEN_EDGE) else graph.strings[name]


def edge_words(kind: int, name: str) -> str:
    """The edge as a person writes it: `.cache`, `["a b"]`, `[3]`, `variable cache`, `(elements)`."""
    if kind == ELEMENT:
        return f"[{name}]"
    if kind in (PROPERTY, SHORTCUT):
        if name.startswith("<symbol ") and name.endswith(">"):
            return f"[{name[len('<symbol ') : -1]}]"
        return f".{name}" if name.replace("$", "_").removeprefix("#").isidentifier() else f'["{name}"]'
    if kind == CONTEXT:
        return f"variable {name}"
    return f"({name})"


def node_name(graph: Graph, node: int) -> str:
    """A node's name as DevTools shows it: joined strings joined, plain objects by their properties."""
    kind = graph.node_types[node]
    if kind == CONS_STRING:
        return _cons_string(graph, node)
    number = int(graph.node_names[node])
    if kind == OBJECT_NODE and number < graph.strings.count and graph.strings.marks[number] == OBJECT:
        return _plain_object(graph, node)
    return graph.strings[number]


def _cons_string(graph: Graph, node: int) -> str:
    name = ""
    waiting = [node]
    # In a damaged file a part can hold the whole again: a part met twice without a character gained is one.
    seen: set[int] = set()
    units = 0
    while waiting and units < _LONGEST_CONS:
        part = waiting.pop()
        if graph.node_types[part] != CONS_STRING:
            text = graph.strings[int(graph.node_names[part])]
            name += text
            units += len(text) + sum(character > "\uffff" for character in text)
            if text:
                seen.clear()
            continue
        if part in seen:
            continue
        seen.add(part)
        halves: dict[str, int] = {}
        for edge in range(int(graph.first_edge[part]), int(graph.first_edge[part + 1])):
            if graph.edge_types[edge] == INTERNAL:
                halves.setdefault(edge_name(graph, edge), int(graph.targets[edge]))
        waiting += [halves[half] for half in ("second", "first") if half in halves]
    return name


def _plain_object(graph: Graph, node: int) -> str:
    """`{first, second, …, last}`: from both ends, as many as fit."""
    first, last = int(graph.first_edge[node]), int(graph.first_edge[node + 1]) - 1
    front, back = "{", "}"
    from_back = False
    while first <= last:
        edge = last if from_back else first
        if graph.edge_types[edge] == PROPERTY and not _is_proto(graph, edge):
            shown = formatted(graph.strings[int(graph.edge_names[edge])])
            if len(front) > 1 and len(front) + len(back) + len(shown) > _LONGEST_OBJECT:
                break
            if from_back:
                back = shown + (", " if len(back) > 1 else "") + back
            else:
                front += (", " if len(front) > 1 else "") + shown
            first, last = (first, last - 1) if from_back else (first + 1, last)
            from_back = not from_back
        elif from_back:
            last -= 1
        else:
            first += 1
    if first <= last:
        front += ", …"
    return front + (", " if len(back) > 1 else "") + back


def _is_proto(graph: Graph, edge: int) -> bool:
    return bool(graph.strings.marks[graph.edge_names[edge]] == PROTO)
