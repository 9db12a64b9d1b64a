"""Trails as paths to show: internals folded away, runs of like steps counted, and a sentence."""

from __future__ import annotations

from collections.abc import Callable

from tuiinspect.heap.edges import ARRAY_NODE, CONTEXT, INTERNAL, OBJECT_NODE
from tuiinspect.heap.entries import holding_words
from tuiinspect.heap.reader import Reader
from tuiinspect.heap.rows import Node, PathStep, RetainerPath
from tuiinspect.heap.sentences import sentence


def path_of(reader: Reader, node_at: Callable[[int], Node]) -> RetainerPath:
    """The steps of a trail as a person goes them, and the sentence that says the same."""
    return RetainerPath(tuple(_folded(reader, node_at)), sentence(reader))


def _folded(reader: Reader, node_at: Callable[[int], Node]) -> list[PathStep]:
    graph = reader.lookups.graph
    steps: list[PathStep] = []
    at = 0
    while at < reader.trail.edges.size:
        kind, name = reader.edge(at)
        words = holding_words(reader.lookups, int(reader.trail.edges[at]), reader.node(at + 1))
        length = _internal_length(reader, at)
        repeat = reader.like_steps(at) if length == 1 else 1
        at += max(length, repeat)
        holder = node_at(reader.node(at))
        steps.append(PathStep(name, graph.edge_type_names[kind], words, holder, repeat))
    return steps


def _internal_length(reader: Reader, at: int) -> int:
    """Steps that count as one: a table or backing store and its object, a context and its function."""
    kind, _ = reader.edge(at)
    next_kind, next_name = reader.edge(at + 1)
    if next_kind == INTERNAL:
        if reader.kind(at + 1) == ARRAY_NODE and next_name in ("table", "elements", "properties"):
            return 2
        if kind == CONTEXT and next_name == "context" and reader.kind(at + 1) == OBJECT_NODE:
            return 2
    return 1
