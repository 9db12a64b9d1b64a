"""The way to a root, looked for while the keys go on working."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from tuiinspect.errors import InspectError
from tuiinspect.ui.background import in_background
from tuiinspect.ui.widgets.listing import Listing, Search
from tuiinspect.ui.widgets.reading import FoundPath

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot


class PathSearch:
    """One search at a time; what is found after the reader has gone on is dropped."""

    def __init__(
        self,
        owner: Widget,
        *,
        found: Callable[[FoundPath | None], object],
        failed: Callable[[InspectError], object],
    ) -> None:
        self._owner = owner
        self._found, self._failed = found, failed
        self.asked_from: Listing | None = None

    def begin(self, snapshot: HeapSnapshot, search: Search, asked_from: Listing) -> None:
        self.asked_from = asked_from
        done = partial(self._done, asked_from)
        in_background(self._owner, partial(search.find, snapshot), done, self._fail)

    def forget(self) -> None:
        self.asked_from = None

    def _done(self, asked_from: Listing, found: FoundPath | None) -> None:
        if self.asked_from is asked_from:
            self.asked_from = None
            self._found(found)

    def _fail(self, error: InspectError) -> None:
        self.asked_from = None
        self._failed(error)
