"""A snapshot to browse, or what there is to say while there is none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from textual.app import ComposeResult
from textual.widget import Widget

from tuiinspect.errors import InspectError
from tuiinspect.ui.background import in_background
from tuiinspect.ui.widgets.browsing import Browsing
from tuiinspect.ui.widgets.views import Earlier, views_of
from tuiinspect.ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from tuiinspect.heap import ClassRow, HeapSnapshot, Node
    from tuiinspect.samples import LiveObject


class SnapshotBrowser(Widget):
    """Give it snapshots and progress as they come; it has the focus by what it shows."""

    DEFAULT_CSS = """
    SnapshotBrowser {
        height: 1fr;
        & > Browsing { display: none; }
        &.-browsing > Browsing { display: block; }
        &.-browsing > Waiting { display: none; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._coming: HeapSnapshot | None = None

    def compose(self) -> ComposeResult:
        yield Waiting()
        yield Browsing()

    @property
    def snapshot(self) -> HeapSnapshot | None:
        """The snapshot that is browsed."""
        return self.query_one(Browsing).snapshot

    def show(
        self, snapshot: HeapSnapshot, title: str, earlier: Earlier | None = None, *, alive: bool = False
    ) -> None:
        """Browse this snapshot from its classes on, or from what is new since an `earlier` one.

        `alive`: its process may be asked about its objects. What was shown of another is forgotten.
        """
        self._coming = snapshot
        self.query_one(Browsing).alive = alive
        in_background(
            self,
            lambda: snapshot.views.program.classes(),
            partial(self._began, snapshot, title, earlier),
            self._failed,
        )

    def _began(
        self, snapshot: HeapSnapshot, title: str, earlier: Earlier | None, classes: tuple[ClassRow, ...]
    ) -> None:
        if snapshot is self._coming:
            self.query_one(Browsing).begin(snapshot, title, views_of(snapshot, classes, earlier))
            self._switch(browsing=True)

    def _failed(self, error: InspectError) -> None:
        self.show_progress(error.what, None, error.advice or "")

    def show_progress(self, phase: str, fraction: float | None, detail: str) -> None:
        """Say how far something long has come; what was browsed waits behind it."""
        self._coming = None
        self.query_one(Waiting).tell(phase, fraction, detail)
        self._switch(browsing=False)

    def show_empty(self, hint: str) -> None:
        """There is nothing to browse; say what to do about it."""
        self.query_one(Browsing).end()
        self.show_progress(hint, None, "")

    def show_live(self, node: Node, live: LiveObject) -> None:
        """Show what an object of the snapshot is now."""
        self.query_one(Browsing).show_live(node, live)

    def show_last(self) -> bool:
        """Come back from progress to the snapshot that is still here; False when there is none."""
        if self.snapshot is None:
            return False
        self._switch(browsing=True)
        return True

    def _switch(self, *, browsing: bool) -> None:
        focused = self.has_focus_within
        self.set_class(browsing, "-browsing")
        if focused:
            self.focus()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus what is shown."""
        shown: Widget = self.query_one(Browsing if self.has_class("-browsing") else Waiting)
        shown.focus(scroll_visible)
        return self
