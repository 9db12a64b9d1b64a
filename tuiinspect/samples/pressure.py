"""What presses on a target from outside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pressure:
    """The machine's `cores`, how many threads of others want one, and what the target's container may use.

    `quota` is in cores, None where nothing limits it.
    """

    cores: int
    others: float
    quota: float | None = None
