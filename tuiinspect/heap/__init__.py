"""V8 heap snapshots: parse, dominators, retained sizes, retainers. Usable as a library.

>>> from tuiinspect.heap import load
>>> snapshot = load("Heap.heapsnapshot")  # doctest: +SKIP
"""

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
