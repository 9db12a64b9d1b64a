"""Screens of text that is longer than they are: the keys that move it."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.dom import DOMNode


class Scrolled(DOMNode):
    """Compose one VerticalScroll, and bind the keys that move."""

    @property
    def body(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_cursor_down(self) -> None:
        self.body.scroll_down(animate=False)

    def action_cursor_up(self) -> None:
        self.body.scroll_up(animate=False)

    def action_page_down(self) -> None:
        self.body.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self.body.scroll_page_up(animate=False)

    def action_half_page_down(self) -> None:
        self.body.scroll_relative(y=self.body.size.height // 2, animate=False)

    def action_half_page_up(self) -> None:
        self.body.scroll_relative(y=-(self.body.size.height // 2), animate=False)

    def action_go_first(self) -> None:
        self.body.scroll_home(animate=False)

    def action_go_last(self) -> None:
        self.body.scroll_end(animate=False)
