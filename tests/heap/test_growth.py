"""Who holds the growth, by name, on snapshots of a program with many leaks at once."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.heap.goldens import golden, growing
from tuiinspect.heap import HeapSnapshot, load
from tuiinspect.heap.growth import Growth, Holder, growth
from tuiinspect.heap.growth_alone import suspects_of

PROGRAM = Path(__file__).parent / "programs" / "leaking.js"
STEPS = 60
_BLOCK = r".*leaking\.js"


@dataclass(frozen=True)
class Leak:
    """What is to be said of one: by what the accumulating class is told, and the rest."""

    accumulates: str
    kind: str
    path: str
    also: str | None = None
    group: int = 1


LEAKS = [
    Leak("ByKey", "collection", rf"Map sessionsByKey{_BLOCK}"),
    Leak("InSet", "collection", rf"Set \.#seen of Tracker tracker{_BLOCK}"),
    Leak("InDictionary", "properties", r"Object \.byUser of the exports of leaking\.js"),
    Leak("Buffer", "properties", rf"compute\(\) compute{_BLOCK}"),
    Leak("debug()", "array", r"Array \.instances of createDebug\(\) at leaking\.js:\d+"),
    Leak("InGlobal", "array", r"Array \.auditTrail of the global object"),
    Leak("ByListener", "listeners", r"connector\._events\.connected"),
    Leak("PassThrough", "listeners", r"source\._events", r"source\._events\."),
    Leak("BySignal", "event-target", rf".*(AbortSignal|EventTarget).*shutdown{_BLOCK}"),
    Leak("ByTimer", "timers", r"Timeout\._onTimeout of the 54,321 ms timers"),
    Leak("Awaiting", "promise", rf"Promise gate{_BLOCK}"),
    Leak("Message", "array", rf"Array \.history of Mailbox, item \d+ of Array mailboxes{_BLOCK}", group=20),
    Leak("Environment", "properties", rf"Object requestCache{_BLOCK}", rf"Map cachesByEnvironment{_BLOCK}"),
    Leak("Cached", "array", rf"Array \.valList of LRUCache recent{_BLOCK}", r"Map \.keyMap of LRUCache"),
    Leak("Link", "chain", rf"\.top of Object stack{_BLOCK}"),
    Leak("InCopy", "array", rf"Array \.items of Object \.state of Object store{_BLOCK}"),
    Leak("someMethod()", "closures", rf"variable theThing{_BLOCK}"),
    Leak(
        "Context",
        "array|timers",
        rf"Array waiters{_BLOCK}|Timeout\._onTimeout of the 3,600,000 ms",
        rf"Timeout\._onTimeout of the 3,600,000 ms|Array waiters{_BLOCK}",
    ),
    Leak("OfWeakMap", "array", rf"Array value in a WeakMap for Object application{_BLOCK}"),
]


@pytest.fixture(scope="module")
def snapshots(node: Path, tmp_path_factory: pytest.TempPathFactory) -> list[HeapSnapshot]:
    folder = tmp_path_factory.mktemp("leaking")
    paths = [folder / f"{number}.heapsnapshot" for number in range(3)]
    subprocess.run([node, PROGRAM, *paths], check=True, timeout=120, cwd=folder)
    return [load(path) for path in paths]


@pytest.fixture(scope="module")
def leaking(snapshots: list[HeapSnapshot]) -> Growth:
    base, middle, newer = snapshots
    return growth(base, newer, middle=middle)


def holder_of(found: Growth, accumulates: str) -> Holder:
    holders = [h for h in found.holders if h.accumulates and h.accumulates[0].class_name == accumulates]
    assert len(holders) == 1, [(h.path, [row.class_name for row in h.accumulates[:3]]) for h in found.holders]
    return holders[0]


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.accumulates)
def test_each_of_many_leaks_is_named_with_its_holder(leaking: Growth, leak: Leak) -> None:
    holder = holder_of(leaking, leak.accumulates)
    assert re.match(leak.path, holder.path), holder.path
    assert holder.kind in leak.kind.split("|")
    assert holder.group == leak.group
    assert (holder.entries_added, holder.entries_removed) == (2 * STEPS, 0)
    assert (holder.accumulates[0].added, holder.accumulates[0].removed) == (2 * STEPS, 0)
    assert holder.entry_nets == (STEPS, STEPS)
    assert sum(holder.nets) == holder.net_bytes
    if leak.also is not None:
        assert any(re.match(leak.also, path) for path in holder.also_held_by), holder.also_held_by


def test_all_that_became_more_is_accounted_for(leaking: Growth) -> None:
    told = sum(holder.net_bytes for holder in leaking.holders)
    nobodys = leaking.warm_up_bytes + leaking.in_flight_bytes + leaking.other_bytes
    assert told + nobodys == leaking.growth_bytes
    assert told > 0.9 * leaking.growth_bytes
    assert sum(holder.share for holder in leaking.holders) == pytest.approx(told / leaking.growth_bytes)


def test_what_turns_over_is_not_accused(leaking: Growth) -> None:
    assert leaking.comparable
    assert [holder.path for holder in leaking.holders if re.search("bounded|door", holder.path)] == []
    named = {row.class_name for holder in leaking.holders for row in holder.accumulates}
    assert named.isdisjoint({"Bounded", "Visitor"})


def test_holders_are_alike_whether_or_not_there_is_a_middle() -> None:
    base, newer = growing().base, growing().newer
    found = growth(base, newer)
    assert [holder.nets for holder in found.holders] == [(holder.net_bytes,) for holder in found.holders]
    assert {row.class_name for row in holder_of(found, "Session").accumulates} >= {"Session"}
    sessions = holder_of(found, "Session")
    assert (sessions.kind, sessions.entries_added, sessions.entries_removed) == ("collection", 60, 10)
    assert (sessions.entries_before, sessions.entries_after, sessions.entry_nets) == (40, 90, (50,))
    assert sessions.path == "Map .sessions of Object .kept of the global object"


def test_snapshots_of_two_processes_are_told_by_class_only() -> None:
    found = growth(growing().base, golden("node20").snapshot)
    assert not found.comparable
    assert (found.holders, found.aside) == ((), ())
    assert found.by_class
    assert found.other_bytes == found.growth_bytes


def test_one_snapshot_alone_has_suspects(snapshots: list[HeapSnapshot]) -> None:
    newest = snapshots[-1]
    found = suspects_of(newest)
    assert found.growth_bytes == newest.total_bytes
    for accumulates, path in (
        ("PassThrough", r"source\._events"),
        ("Awaiting", rf"Promise gate{_BLOCK}"),
        ("Buffer", rf"compute\(\) compute{_BLOCK}"),
    ):
        holder = holder_of(found, accumulates)
        assert re.match(path, holder.path), holder.path
        assert holder.entries_added >= 3 * STEPS
        assert (holder.entries_removed, holder.lost_bytes) == (0, 0)
        assert 0.01 < holder.share < 0.1


def test_a_heap_without_a_leak_has_none() -> None:
    assert suspects_of(golden("node20").snapshot).holders == ()
