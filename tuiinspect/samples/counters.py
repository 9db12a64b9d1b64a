"""Counters of the user's own: expressions evaluated in the target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted, and how: `expression` is JavaScript and may use `require`."""

    name: str
    expression: str


@dataclass(frozen=True, slots=True)
class CounterValue:
    """One counter now; `why` says in words why there is no value."""

    name: str
    value: float | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class CountersSample:
    """All counters at one moment. `cost_s` is the time that the expressions took."""

    t: float
    values: tuple[CounterValue, ...]
    cost_s: float
