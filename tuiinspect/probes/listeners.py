"""Emitters and their listener counts as the target told them, turned into a sample."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from tuiinspect.probes.answers import Amount, Size
from tuiinspect.probes.told import Table, Told
from tuiinspect.samples import EmitterCount, EmitterKind, FoundBy, ListenersSample


@dataclass(frozen=True, slots=True)
class HookState:
    """Whether the hook on `.on()`, or what notes its call sites, is in; `why` when it could not be put in."""

    installed: bool
    why: str | None = None


class Row(msgspec.Struct, array_like=True, frozen=True):
    emitter: Size
    kind: EmitterKind
    class_name: str
    name: str | None
    where: str | None
    event: str
    events: Size
    count: Size
    baseline: Size
    max_listeners: float | None
    found_by: FoundBy
    since_ms: Size

    def counted(self, moment_ms: int, age_ms: int) -> EmitterCount:
        limit = self.max_listeners
        return EmitterCount(
            emitter=self.emitter,
            kind=self.kind,
            class_name=self.class_name,
            name=self.name,
            where=self.where,
            event=self.event,
            events=self.events,
            count=self.count,
            baseline=self.baseline,
            max_listeners=None if limit is None else max(0, int(limit)),
            found_by=self.found_by,
            measured_s=max(0, moment_ms - self.since_ms) / 1000,
            age_s=age_ms / 1000,
        )


class ListenersAnswer(msgspec.Struct, frozen=True):
    table: Table[Row]
    ages: tuple[Size, ...]
    moment: Size
    emitters: Size
    listeners: Size
    events: Size
    stale: Size
    hook: bool
    call_sites: bool
    cost_s: Amount

    def sample(self, t: float, told: Told[Row] | None = None) -> ListenersSample:
        """`told` is what the target takes for known; nothing in an answer that stands for itself.

        Raises:
            ScriptFailed: it speaks of a row that we do not know.
        """
        rows = (told or Told()).rows(self.table)
        return ListenersSample(
            t=t,
            rows=tuple(row.counted(self.moment, age) for row, age in zip(rows, self.ages, strict=False)),
            emitters=self.emitters,
            listeners=self.listeners,
            events=self.events,
            hook=self.hook,
            call_sites=self.call_sites,
            cost_s=self.cost_s,
            stale=self.stale,
        )
