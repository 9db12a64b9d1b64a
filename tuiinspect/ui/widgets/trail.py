"""The way through the lists: each step opens one more, and going back finds the last as it was left."""

from __future__ import annotations

from collections.abc import Sequence

from tuiinspect.ui.widgets.listing import Listing, NoRows


class Trail:
    """Lists, the last of which is on the screen, below the title of what they are of."""

    def __init__(self, title: str = "", first: Listing | None = None) -> None:
        self._title = title
        self._lists: list[Listing] = [NoRows() if first is None else first]

    def push(self, listing: Listing) -> None:
        self._lists.append(listing)

    def back(self) -> bool:
        """Leave the last list; False when it is the only one."""
        if not self.deep:
            return False
        self._lists.pop()
        return True

    @property
    def top(self) -> Listing:
        return self._lists[-1]

    @property
    def deep(self) -> bool:
        return len(self._lists) > 1

    @property
    def crumbs(self) -> Sequence[str]:
        return [self._title, *(listing.crumb for listing in self._lists)]
