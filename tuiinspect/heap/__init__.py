"""V8 heap snapshots: parse, dominators, retained sizes, retainers. Usable as a library.

>>> from tuiinspect.heap import load
>>> snapshot = load("Heap.heapsnapshot")  # doctest: +SKIP
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuiinspect.heap.detail_rows import Detail, Part, PartPage
    from tuiinspect.heap.diff import Difference
    from tuiinspect.heap.duplicate_strings import DuplicateStrings
    from tuiinspect.heap.filters import Filter
    from tuiinspect.heap.graph import HeapSnapshot, NoSuchNode
    from tuiinspect.heap.jit import COMPILED, NOTICE
    from tuiinspect.heap.loading import follow, load, load_chunks
    from tuiinspect.heap.retaining import Ignoring
    from tuiinspect.heap.rows import (
        Called,
        ClassRow,
        DiffRow,
        DuplicateGroup,
        DuplicatePage,
        Node,
        Page,
        PathStep,
        Retainer,
        RetainerPage,
        RetainerPath,
        Statistics,
    )

__all__ = [
    "COMPILED",
    "NOTICE",
    "Called",
    "ClassRow",
    "Detail",
    "DiffRow",
    "Difference",
    "DuplicateGroup",
    "DuplicatePage",
    "DuplicateStrings",
    "Filter",
    "HeapSnapshot",
    "Ignoring",
    "NoSuchNode",
    "Node",
    "Page",
    "Part",
    "PartPage",
    "PathStep",
    "Retainer",
    "RetainerPage",
    "RetainerPath",
    "Statistics",
    "follow",
    "load",
    "load_chunks",
]

# Imported when they are asked for: who loads a snapshot needs a third of the rooms.
_ROOMS = {
    "COMPILED": "jit",
    "NOTICE": "jit",
    "Called": "rows",
    "ClassRow": "rows",
    "Detail": "detail_rows",
    "DiffRow": "rows",
    "Difference": "diff",
    "DuplicateGroup": "rows",
    "DuplicatePage": "rows",
    "DuplicateStrings": "duplicate_strings",
    "Filter": "filters",
    "HeapSnapshot": "graph",
    "Ignoring": "retaining",
    "NoSuchNode": "graph",
    "Node": "rows",
    "Page": "rows",
    "Part": "detail_rows",
    "PartPage": "detail_rows",
    "PathStep": "rows",
    "Retainer": "rows",
    "RetainerPage": "rows",
    "RetainerPath": "rows",
    "Statistics": "rows",
    "follow": "loading",
    "load": "loading",
    "load_chunks": "loading",
}


# numpy's OpenBLAS, which nothing here calls, starts a thread for each core, and left alone each of them turns
# idly for a tenth of a second: on a server of many cores that is several seconds of other programs' time.
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value
