"""What a triage needs of a session; `tuiinspect.session.Session` is one, the tests have others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tuiinspect.events import SessionEvent
from tuiinspect.probes.capture import CaptureSession
from tuiinspect.samples import ListenerFunction, MemorySample, Prediction, TargetInfo


class TriagedSession(Protocol):
    """All methods may be called from any thread; those that ask the target block."""

    @property
    def target(self) -> TargetInfo | None: ...
    def subscribe(self, listener: Callable[[SessionEvent], None]) -> None: ...
    def functions(self, emitter: int, event: str) -> tuple[ListenerFunction, ...]: ...
    def predict_census(self) -> Prediction: ...
    def take_census(self) -> None: ...
    def predict_snapshot_of(
        self, latest: MemorySample, path: Path, *, counted: int | None = None
    ) -> Prediction: ...
    def sit(self, worker: int | None = None) -> CaptureSession: ...
    def expect_silence(self, seconds: float) -> None: ...
