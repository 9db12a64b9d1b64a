"""Whether the live object behind a node can be described without running the program's code.

The inspector describes an error by its `stack`, `name` and `message`, which may be getters, and goes up the
prototypes, where a Proxy may be. Both can be seen in the snapshot before anything is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.edges import CLOSURE, ELEMENT, OBJECT_NODE, PROPERTY, REGEXP
from tuiinspect.heap.lookups import NOTHING, Lookups
from tuiinspect.heap.names import node_name

_MOST_PROTOTYPES = 50
_MOST_ELEMENTS = 200
_MOST_VALUES = 5_000
_LISTED_BYTES = 1 << 16
_PROXY = "system / JSProxy"
_TOLD_OF_ERRORS = ("get stack", "get name", "get message")


@dataclass(frozen=True, slots=True)
class Looking:
    """`hindered`: why the object is better not looked at; `properties`: all its named ones may be listed."""

    hindered: str | None
    properties: bool


def hindrance(lookups: Lookups, node: int) -> str | None:
    """Why a node's live object is better not looked at; None when nothing speaks against it."""
    if lookups.graph.node_types[node] not in (OBJECT_NODE, CLOSURE, REGEXP):
        return "only objects and functions can be looked at"
    described = [node, *_values(lookups, node), *_values(lookups, lookups.held(node, "__proto__"))]
    for held in described[:_MOST_VALUES]:
        what = _would_run(lookups, held)
        if what is not None:
            return f"describing it would run the program's code: {what}"
    return None


def listed_quickly(shallow: int) -> bool:
    """Whether an object of that size, its tables included, has so few properties that all can be listed."""
    return shallow <= _LISTED_BYTES


def _values(lookups: Lookups, node: int) -> list[int]:
    """What a description of `node` would say a word of: values, elements, entries and what those hold."""
    if node == NOTHING:
        return []
    found = _held(lookups, node)
    table = lookups.held(node, "table")
    if table != NOTHING:
        entries = _targets(lookups, table)[:_MOST_ELEMENTS]
        found += [*entries, *(value for entry in entries for value in _held(lookups, entry))]
    return found


def _held(lookups: Lookups, node: int) -> list[int]:
    graph = lookups.graph
    edges = np.arange(graph.first_edge[node], graph.first_edge[node + 1])
    types = graph.edge_types[edges]
    named, elements = edges[types == PROPERTY], edges[types == ELEMENT][:_MOST_ELEMENTS]
    prototype = lookups.held(node, "__proto__")
    targets = graph.targets[np.concatenate([named[:_MOST_VALUES], elements])].tolist()
    return [target for target in targets if target != prototype]


def _targets(lookups: Lookups, node: int) -> list[int]:
    graph = lookups.graph
    targets: list[int] = graph.targets[graph.first_edge[node] : graph.first_edge[node + 1]].tolist()
    return targets


def _would_run(lookups: Lookups, node: int) -> str | None:
    """What of the program's would run when the inspector says in a word what `node` is."""
    if lookups.graph.node_types[node] != OBJECT_NODE:
        return None
    getter, error = None, False
    for above in _chain(lookups, node):
        if above != node and node_name(lookups.graph, above) == _PROXY:
            return "it inherits from a Proxy"
        getter = getter or _getter_told_of_errors(lookups, above)
        error = error or _is_prototype_of_errors(lookups, above)
    return f"an error with '{getter}'" if error and getter else None


def _getter_told_of_errors(lookups: Lookups, node: int) -> str | None:
    """A getter of the program's own; the engine has one for `stack`, without a script, on every error."""
    for name in _TOLD_OF_ERRORS:
        getter = lookups.held(node, name)
        if getter != NOTHING and lookups.script(lookups.held(getter, "shared")) != NOTHING:
            return name
    return None


def _chain(lookups: Lookups, node: int) -> list[int]:
    """A node and its prototypes."""
    chain = [node]
    while len(chain) < _MOST_PROTOTYPES:
        node = lookups.held(node, "__proto__")
        if node == NOTHING:
            break
        chain.append(node)
    return chain


def _is_prototype_of_errors(lookups: Lookups, node: int) -> bool:
    constructor = lookups.held(node, "constructor")
    if constructor == NOTHING or lookups.graph.node_types[constructor] != CLOSURE:
        return False
    return node_name(lookups.graph, constructor) == "Error"
