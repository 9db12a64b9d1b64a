"""Modules that are loaded again and again: all alike, until one says of which file they are."""

from __future__ import annotations

from collections import Counter

import numpy as np

from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.growth_owners import WITHIN
from tuiinspect.heap.growth_sides import Side
from tuiinspect.heap.lookups import Lookups
from tuiinspect.heap.node_phrases import MODULE, module_file

_MOST_READ = 20_000
_FEWEST = 2
_MOST_OF_THEM = 0.5


def files_loaded_again(side: Side, group_of: Ints) -> dict[int, str]:
    """By group, the file that most of its new modules are of; none where they are of many."""
    analysis = side.region.analysis
    number = analysis.graph.strings.find(MODULE)
    if number < 0:
        return {}
    fresh = (side.region.states == WITHIN) & (side.region.matched.counterparts < 0) & ~side.aside
    nodes = np.flatnonzero((analysis.classes == number) & fresh)[:_MOST_READ]
    lookups = Lookups(analysis.graph, analysis.retainers)
    files: dict[int, Counter[str]] = {}
    for node, group in zip(nodes.tolist(), group_of[side.settled[nodes]].tolist(), strict=True):
        file = module_file(lookups, node, MODULE) if group >= 0 else None
        files.setdefault(group, Counter())[file or ""] += 1
    return {group: file for group, counts in files.items() if (file := _most(counts))}


def _most(files: Counter[str]) -> str:
    file, times = files.most_common(1)[0]
    return file if times >= max(_FEWEST, _MOST_OF_THEM * files.total()) else ""
