"""What happened, told between the widgets and screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from tuiinspect.history import GrowthRow, ListenerRow

if TYPE_CHECKING:
    from tuiinspect.heap import Node
    from tuiinspect.heap.looking import Looking


class EventsArrived(Message):
    """The mailbox has something in it."""


class Noticed(Message):
    """Something to say in the line at the bottom."""

    def __init__(self, words: str, *, grave: bool = False) -> None:
        super().__init__()
        self.words = words
        self.grave = grave


class EmitterOpened(Message):
    """Somebody wants to see the functions that listen to this event."""

    def __init__(self, row: ListenerRow) -> None:
        super().__init__()
        self.row = row


class GrowthOpened(Message):
    """Somebody wants to know more of this class or collection."""

    def __init__(self, row: GrowthRow) -> None:
        super().__init__()
        self.row = row


class SuspectOpened(Message):
    """Somebody wants to see everything about one suspect, as its document has it."""

    def __init__(self, suspect: dict[str, Any]) -> None:
        super().__init__()
        self.suspect = suspect


class BrowsingChanged(Message):
    """There is a snapshot to browse now, or none any more."""

    def __init__(self, *, browsing: bool) -> None:
        super().__init__()
        self.browsing = browsing


class FilterChanged(Message):
    """The filter reads differently now."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class FilterLeft(Message):
    """Typing has ended; the filter stays as it is."""


class LookRequested(Message):
    """Somebody wants to see what the object behind a node is now."""

    def __init__(self, node: Node, looking: Looking) -> None:
        super().__init__()
        self.node = node
        self.looking = looking


class CopyRequested(Message):
    """Somebody wants this text on the clipboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
