"""What was not there before somebody looked: objects of the inspector, and of tuiinspect itself.

Two things tell them apart exactly. The inspector keeps what a client has asked for by global handles that V8
labels "DevTools console". And the scripts that tuiinspect evaluates have source URLs of their own: their
functions are known by their script. Whatever the program reaches in another way is the program's, so that
a function of Node's that was wrapped and is held by its wrapper alone counts as inserted, until it is
unwrapped. A timer, which Node holds for as long as it runs, is told by the function that it calls.
"""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Flags, Ints
from tuiinspect.heap.edges import CODE, HIDDEN_EDGE, INTERNAL, PROPERTY, STRING, sources
from tuiinspect.heap.filters import CONSOLE, kept_by
from tuiinspect.heap.lookups import TO_SCRIPT
from tuiinspect.heap.string_search import beginning_with, ending_with

_SCRIPTS = "tuiinspect-"
_TO_CALLBACK = "_onTimeout"


def inserted_nodes(analysis: Analysis) -> Flags:
    """bool, one per node: whether only the inspector or tuiinspect keeps it."""
    graph = analysis.graph
    scripts = _scripts(analysis)
    code = _holding(analysis, scripts, TO_SCRIPT)
    functions = _holding(analysis, code, ("shared",))
    console = ending_with(graph.strings, CONSOLE)
    if not console.any() and not scripts.size:
        return np.zeros(graph.node_count, np.bool_)
    timers = _holding(analysis, functions, (_TO_CALLBACK,), PROPERTY)
    ours = np.zeros(graph.node_count, np.bool_)
    ours[np.concatenate((scripts, code, functions, timers))] = True
    return kept_by(analysis, ours, console)


def _scripts(analysis: Analysis) -> Ints:
    """The engine's records of our scripts: what holds their source URLs by a hidden edge."""
    graph = analysis.graph
    urls = beginning_with(graph.strings, _SCRIPTS)
    if not urls.any():
        return np.empty(0, np.int32)
    nodes = np.flatnonzero((graph.node_types == STRING) & urls[graph.node_names]).astype(np.int32)
    edges = _edges_to(analysis, nodes)
    holders = sources(graph.first_edge, edges)
    found: Ints = np.unique(
        holders[(graph.edge_types[edges] == HIDDEN_EDGE) & (graph.node_types[holders] == CODE)]
    )
    return found


def _holding(analysis: Analysis, nodes: Ints, names: tuple[str, ...], kind: int = INTERNAL) -> Ints:
    """Ordinals of what holds one of `nodes` by an edge of that `kind` and of one of the `names`."""
    graph = analysis.graph
    edges = _edges_to(analysis, nodes)
    edges = edges[graph.edge_types[edges] == kind]
    edges = edges[np.isin(graph.edge_names[edges], [graph.strings.find(name) for name in names])]
    found: Ints = np.unique(sources(graph.first_edge, edges))
    return found


def _edges_to(analysis: Analysis, nodes: Ints) -> Ints:
    """The edges that lead to some nodes, ascending."""
    first, edges = analysis.retainers.first, analysis.retainers.edges
    found = [edges[first[node] : first[node + 1]] for node in nodes.tolist()]
    return np.sort(np.concatenate([np.empty(0, np.int32), *found])).astype(np.int32)
