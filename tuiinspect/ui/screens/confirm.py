"""Questions before something that costs: what it is expected to do, what there is room for, yes or no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tuiinspect.errors import InspectError
from tuiinspect.samples import Prediction
from tuiinspect.ui.background import in_background
from tuiinspect.ui.keymap import DIALOG, bindings
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets.cost_view import cost_lines
from tuiinspect.ui.widgets.dialog_view import Choice, dialog_lines, dialog_room
from tuiinspect.ui.widgets.drawing import Drawing

Answer = Literal["yes", "force", "no"]


class Question(ModalScreen[Answer]):
    """Some lines and a yes or no."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DIALOG)]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium")]  # noqa: RUF012

    def __init__(self, title: str, lines: Sequence[Line], *, yes: str = "yes", no: str = "no") -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._yes, self._no = yes, no

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Drawing(id="words")

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    @property
    def choices(self) -> tuple[Choice, ...]:
        return (("y", self._yes), ("n", self._no))

    def body(self, _width: int) -> tuple[Line, ...]:
        """What is asked about."""
        return self._lines

    @property
    def notes(self) -> tuple[Line, ...]:
        """What is left out where there is no room for it."""
        return ()

    def _draw(self) -> None:
        width, height = dialog_room(*self.size)
        title = line(Piece(self._title, "strong"))
        drawn = dialog_lines(title, self.body(width), self.notes, self.choices, width, height)
        self.query_one("#words", Drawing).draw(drawn)

    def action_confirm(self) -> None:
        self.dismiss("yes")

    def action_force(self) -> None:
        self.dismiss("force")

    def action_decline(self) -> None:
        self.dismiss("no")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action != "force"


class CostQuestion(Question):
    """A question whose lines are a prediction, which takes a moment to ask for."""

    def __init__(self, title: str, predict: Callable[[], Prediction], *, after: str, yes: str) -> None:
        super().__init__(title, [line(Piece("asking what it would cost …", "dim"))], yes=yes, no="leave it")
        self._predict = predict
        self._after = after
        self._prediction: Prediction | None = None

    def on_mount(self) -> None:
        # Textual calls this besides the base class's own.
        in_background(self, self._predict, self._predicted, self._failed)

    def _predicted(self, prediction: Prediction) -> None:
        self._prediction = prediction
        self._draw()
        self.refresh_bindings()

    def _failed(self, error: InspectError) -> None:
        self._lines = tuple(line(Piece(words, "bad")) for words in str(error).splitlines())
        self._draw()

    def body(self, width: int) -> tuple[Line, ...]:
        return cost_lines(self._prediction, width) if self._prediction is not None else self._lines

    @property
    def notes(self) -> tuple[Line, ...]:
        return (line(Piece(self._after, "dim")),) if self._prediction is not None else ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        if self._prediction is None:
            return (("n", self._no),)
        if self._prediction.fits:
            return (("y", self._yes), ("n", self._no))
        return (("F", f"{self._yes} anyway"), ("n", self._no))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        known = self._prediction is not None
        fits = self._prediction is not None and self._prediction.fits
        allowed = {"confirm": fits, "force": known and not fits}
        return allowed.get(action, True)
