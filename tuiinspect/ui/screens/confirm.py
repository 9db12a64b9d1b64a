"""Questions before something that costs: what it is expected to do, what there is room for, yes or no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

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
from tuiinspect.ui.widgets.drawing import Drawing

Answer = Literal["yes", "force", "no"]


def key_line(*choices: tuple[str, str]) -> Line:
    pieces: list[Piece] = []
    for key, words in choices:
        pieces += [Piece(key, "key"), Piece(f" {words}    ")]
    return tuple(pieces)


class Question(ModalScreen[Answer]):
    """Some lines and a yes or no."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DIALOG)]

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

    @property
    def choices(self) -> Line:
        return key_line(("y", self._yes), ("n", self._no))

    def _draw(self) -> None:
        title = line(Piece(self._title, "strong"))
        self.query_one("#words", Drawing).draw([title, (), *self._lines, (), self.choices])

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

    def __init__(
        self, title: str, predict: Callable[[], Prediction], *, after: Sequence[str] = (), yes: str
    ) -> None:
        super().__init__(title, [line(Piece("asking what it would cost …", "dim"))], yes=yes, no="leave it")
        self._predict = predict
        self._after = tuple(after)
        self._prediction: Prediction | None = None

    def on_mount(self) -> None:
        in_background(self, self._predict, self._predicted, self._failed)

    def _predicted(self, prediction: Prediction) -> None:
        self._prediction = prediction
        self._lines = (*cost_lines(prediction), *(line(Piece(words, "dim")) for words in self._after))
        self._draw()
        self.refresh_bindings()

    def _failed(self, error: InspectError) -> None:
        self._lines = tuple(line(Piece(words, "bad")) for words in str(error).splitlines())
        self._draw()

    @property
    def choices(self) -> Line:
        if self._prediction is None:
            return key_line(("n", self._no))
        if self._prediction.fits:
            return key_line(("y", self._yes), ("n", self._no))
        return key_line(("F", f"{self._yes} anyway"), ("n", self._no))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        known = self._prediction is not None
        fits = self._prediction is not None and self._prediction.fits
        allowed = {"confirm": fits, "force": known and not fits}
        return allowed.get(action, True)
