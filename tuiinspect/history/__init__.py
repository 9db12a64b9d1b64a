"""What was seen since attach, in memory: recent samples fine, old ones coarse."""

from tuiinspect.history.listeners import ListenerHistory, ListenerRow
from tuiinspect.history.memory import SERIES, MemoryHistory

__all__ = ["SERIES", "ListenerHistory", "ListenerRow", "MemoryHistory"]
