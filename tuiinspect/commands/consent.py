"""Leave for a costly step: its predicted cost is said, and somebody has to say yes to it."""

from __future__ import annotations

import sys

import click

from tuiinspect.commands.live import note
from tuiinspect.errors import Refused
from tuiinspect.report.captures import shortage
from tuiinspect.samples import Prediction


def ask_leave(prediction: Prediction, words: str, *, yes: bool, force: bool = False) -> None:
    """Say in `words` what it will cost, and get leave for it.

    Raises:
        Refused: it does not fit, or nobody said yes.
    """
    note(words)
    if not prediction.fits and not force:
        raise Refused(shortage(prediction), advice="--force takes it all the same.")
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Refused(
            "not confirmed: there is no terminal to ask at",
            advice="--yes takes the predicted cost without asking.",
        )
    if not click.confirm("take it?", default=False, err=True):
        raise Refused("not confirmed; nothing was done to the process")
