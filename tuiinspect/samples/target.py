"""Who is watched."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TargetInfo:
    """Who is on the other end, proven. `worker` is the number of its worker thread, None for the main one."""

    pid: int
    node: str
    title: str
    command: tuple[str, ...]
    started: float
    user: str | None
    host: str
    port: int
    opened_by_us: bool
    local: bool = True
    warnings: tuple[str, ...] = field(default=())
    worker: int | None = None

    @property
    def thread(self) -> str:
        """Its thread as samples call it."""
        return "main" if self.worker is None else f"worker:{self.worker}"

    @property
    def word(self) -> str:
        """The TARGET that attaches to it: the pid, with the worker where one is meant."""
        return str(self.pid) if self.worker is None else f"{self.pid}/worker:{self.worker}"

    @property
    def file_word(self) -> str:
        """The same in the name of a file."""
        return str(self.pid) if self.worker is None else f"{self.pid}-worker-{self.worker}"
