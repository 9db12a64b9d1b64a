"""What happened, told between the widgets and screens."""

from __future__ import annotations

from textual.message import Message

from tuiinspect.history import ListenerRow


class EventsArrived(Message):
    """The mailbox has something in it."""


class Noticed(Message):
    """Something to say in the line at the bottom."""

    def __init__(self, words: str, *, grave: bool = False) -> None:
        super().__init__()
        self.words = words
        self.grave = grave


class RowOpened(Message):
    """A row of a table was opened; `key` names it."""

    def __init__(self, key: object) -> None:
        super().__init__()
        self.key = key


class EmitterOpened(Message):
    """Somebody wants to see the functions that listen to this event."""

    def __init__(self, row: ListenerRow) -> None:
        super().__init__()
        self.row = row


class FilterChanged(Message):
    """The filter reads differently now."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class FilterLeft(Message):
    """Typing has ended; the filter stays as it is."""


class CopyRequested(Message):
    """Somebody wants this text on the clipboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
