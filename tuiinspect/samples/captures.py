"""Snapshots on their way to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tuiinspect.samples.costs import Cost
from tuiinspect.samples.listeners import KnownEmitters


@dataclass(frozen=True, slots=True)
class CaptureProgress:
    """A snapshot on its way: `phase` is "waiting", "generating" or "streaming"."""

    phase: Literal["waiting", "generating", "streaming"]
    done: int
    total: int
    bytes_written: int
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Captured:
    """A complete snapshot file and what it cost; `nodes` as its head says, None when it does not.

    `removed` is how many older ones made room for it in the state folder; `known` are the emitters that were
    counted when it began.
    """

    path: str
    bytes_written: int
    cost: Cost
    nodes: int | None = None
    removed: int = 0
    known: KnownEmitters | None = None
