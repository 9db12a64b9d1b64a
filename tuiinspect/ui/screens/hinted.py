"""What all full screens share: the line of hints at the bottom, and saying things in it."""

from __future__ import annotations

from typing import ClassVar

from textual.screen import Screen

from tuiinspect.ui import clipboard
from tuiinspect.ui.key_table import all_keys
from tuiinspect.ui.keymap import spoken
from tuiinspect.ui.messages import CopyRequested, Noticed
from tuiinspect.ui.report_file import write_text
from tuiinspect.ui.widgets.hint_line import Hint, HintLine


class HintedScreen(Screen[None]):
    """Compose a HintLine at the end. Textual calls this class's handlers besides a subclass's own."""

    HINTS_FIRST: ClassVar[tuple[str, ...]] = ()
    """Names of actions whose hints come first, most useful first."""

    def on_mount(self) -> None:
        self.bindings_updated_signal.subscribe(self, lambda _screen: self._draw_hints())

    def hints(self) -> list[Hint]:
        """Of the bindings that are active now: key and word."""
        known = all_keys()
        words: dict[str, Hint] = {}
        for key, active in self.active_bindings.items():
            action = known.get(active.binding.id or "")
            if action is not None and action.hint and active.enabled:
                words.setdefault(action.id, (spoken(key), action.hint))
        first = [words.pop(name) for name in self.HINTS_FIRST if name in words]
        return first + list(words.values())

    def _draw_hints(self) -> None:
        if self.is_current:
            self.query_one(HintLine).hint(self.hints())

    def say(self, words: str, *, grave: bool = False) -> None:
        self.query_one(HintLine).say(words, grave=grave)

    def on_noticed(self, message: Noticed) -> None:
        message.stop()
        self.say(message.words, grave=message.grave)

    def on_copy_requested(self, message: CopyRequested) -> None:
        message.stop()
        self.copy_text(message.text)

    def copy_text(self, text: str) -> None:
        """Send `text` to the terminal's clipboard, or a long one to a file; say what is known."""
        if not text:
            self.say("There is nothing to copy here.")
        elif clipboard.fits(text):
            self.app.copy_to_clipboard(text)
            self.say(clipboard.said(text))
        else:
            self.say(f"Too long for a clipboard; it is in {write_text('copied.txt', text)}")
