"""The way through the lists: each step opens one more, and going back finds the last as it was left."""

from __future__ import annotations

from collections.abc import Sequence

from tuiinspect.ui.widgets.listing import Listing


class Trail:
    """At least one list once it has begun."""

    def __init__(self) -> None:
        self._lists: list[Listing] = []

    def begin(self, listing: Listing) -> None:
        self._lists = [listing]

    def clear(self) -> None:
        self._lists = []

    def push(self, listing: Listing) -> None:
        self._lists.append(listing)

    def back(self) -> bool:
        """Leave the last list; False when it is the only one."""
        if len(self._lists) < 2:
            return False
        self._lists.pop()
        return True

    @property
    def top(self) -> Listing | None:
        return self._lists[-1] if self._lists else None

    @property
    def deep(self) -> bool:
        return len(self._lists) > 1

    @property
    def crumbs(self) -> Sequence[str]:
        return [listing.crumb for listing in self._lists]
