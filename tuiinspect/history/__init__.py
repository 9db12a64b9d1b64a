"""What was seen since attach, in memory: recent samples fine, old ones coarse."""

from tuiinspect.history.allocations import AllocationHistory, FunctionRow
from tuiinspect.history.classes import ClassHistory, ClassRow, class_growth
from tuiinspect.history.collections import CollectionHistory, CollectionRow
from tuiinspect.history.figures import Group, SeriesKey, Unit
from tuiinspect.history.growing import GrowthRow, ranked
from tuiinspect.history.listeners import ListenerHistory, ListenerRow
from tuiinspect.history.memory import SERIES, MemoryHistory
from tuiinspect.history.native import NativeMemory
from tuiinspect.history.ratios import Ratio, ratios
from tuiinspect.history.series import SeriesHistory, SeriesRow

__all__ = [
    "SERIES",
    "AllocationHistory",
    "ClassHistory",
    "ClassRow",
    "CollectionHistory",
    "CollectionRow",
    "FunctionRow",
    "Group",
    "GrowthRow",
    "ListenerHistory",
    "ListenerRow",
    "MemoryHistory",
    "NativeMemory",
    "Ratio",
    "SeriesHistory",
    "SeriesKey",
    "SeriesRow",
    "Unit",
    "class_growth",
    "ranked",
    "ratios",
]
