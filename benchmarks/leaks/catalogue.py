"""The cases of `cases.toml`: programs that leak, their healthy twins, and healthy programs that look ill."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

FOLDER = Path(__file__).parent
PROGRAMS = FOLDER / "programs"

_A_THIRD = 3


@dataclass(frozen=True)
class Truth:
    """What a right answer says: the class of what accumulates, and who holds it, as regular expressions."""

    leaks: bool
    classes: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    thread: str = "main"


@dataclass(frozen=True)
class Trial:
    """One program to be triaged once: a leak, its twin, or a healthy program of its own."""

    name: str
    title: str
    program: str
    arguments: tuple[str, ...]
    packages: tuple[str, ...]
    node: str
    flags: tuple[str, ...]
    load: dict[str, Any] | None
    backend: str | None
    warm_up_s: float
    kilobytes_per_s: float
    weighed_by: str
    aside: bool
    truth: Truth


def read_trials(path: Path = FOLDER / "cases.toml") -> tuple[Trial, ...]:
    """Return all trials in the file's order, a leak before its twin."""
    cases = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    trials = tuple(trial for case in cases for trial in _Case.read(case).trials())
    names = [trial.name for trial in trials]
    if len(set(names)) < len(names):
        raise ValueError(f"{path.name}: a name is used twice")
    return trials


@dataclass(frozen=True)
class _Case:
    """An entry of the file; the fields are described at its top."""

    name: str
    title: str
    program: str
    leaks: bool = True
    twin: bool = True
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] | None = None
    node: str = "20"
    flags: tuple[str, ...] = ()
    rate: float = 50
    load: dict[str, Any] | None = None
    backend: str | None = None
    ballast_mb: int = 0
    warm_up_s: float = 10
    kilobytes_per_s: float = 0
    weighed_by: str = "heap"
    classes: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    thread: str = "main"

    @classmethod
    def read(cls, fields: dict[str, Any]) -> Self:
        frozen: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()
        }
        return cls(**frozen)

    def trials(self) -> Iterator[Trial]:
        if not self.leaks:
            yield self._trial(self.name, self.bad, (), Truth(leaks=False))
            return
        truth = Truth(True, self.classes, self.holders, self.thread)
        yield self._trial(self.name, self.bad, (), truth)
        if self.twin:
            switch = ("--healthy",) if self.good is None else ()
            packages = self.bad if self.good is None else self.good
            yield self._trial(f"{self.name}.twin", packages, switch, Truth(leaks=False))

    def _trial(self, name: str, packages: tuple[str, ...], switch: tuple[str, ...], truth: Truth) -> Trial:
        load = None if self.load is None else {"rate": self.rate, **self.load}
        return Trial(
            name=name,
            title=self.title,
            program=self.program,
            arguments=(*switch, f"--rate={self.rate:g}", f"--ballast={self.ballast_mb}"),
            packages=packages,
            node=self.node,
            flags=self.flags,
            load=load,
            backend=self.backend,
            warm_up_s=self.warm_up_s,
            kilobytes_per_s=self.kilobytes_per_s,
            weighed_by=self.weighed_by,
            aside=_is_aside(self.name),
            truth=truth,
        )


def _is_aside(case: str) -> bool:
    # By the name alone, so that nobody chooses which cases are looked at while the finder is built.
    return hashlib.sha256(case.encode()).digest()[0] % _A_THIRD == 0
