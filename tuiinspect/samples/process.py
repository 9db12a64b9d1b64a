"""A process as the operating system shows it, read without asking the process."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProcessReading:
    """`anonymous` is the part of the RSS that stands for no file; `fds` is None where we may not see them."""

    rss: int
    anonymous: int | None
    threads: int
    fds: int | None
