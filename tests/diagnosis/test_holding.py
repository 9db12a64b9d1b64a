"""Holders from snapshots: accused, acquitted, waited for; one cause seen from several sides is one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.diagnosis.evidences import collection, counted_class, listeners, quiet
from tests.diagnosis.holders import heap, holder
from tuiinspect.diagnosis.findings import Findings
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.heap.growth import Accumulated


def verdict_of(**changes: Any) -> Findings:
    return conclude(quiet(heaps=(heap(holder(**changes)),)))


def test_holder_that_lets_nothing_go_is_accused() -> None:
    findings = verdict_of()
    assert findings.verdict == "leak"
    suspect = findings.suspects[0]
    assert suspect.holder is not None
    assert (suspect.holder.class_name, suspect.holder.id) == ("Map", 9001)
    assert suspect.accumulates[0].class_name == "Session"
    assert suspect.confidence == "high"
    assert suspect.per_s == pytest.approx(10)
    assert "+400 Session, none freed" in findings.summary


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"entry_nets": (390, 10), "nets": (390_000, 10_000)}, "stopped", id="filled"),
        pytest.param({"entries_removed": 380, "entry_nets": (30, -10)}, "lets go", id="turns over"),
    ],
)
def test_healthy_holder_is_acquitted_with_the_reason(changes: dict[str, Any], why: str) -> None:
    findings = verdict_of(**changes)
    assert findings.verdict == "no leak"
    assert findings.suspects == ()
    assert why in findings.healthy[0]
    assert "sessions" in findings.healthy[0]


def test_cache_below_its_bound_is_waited_for() -> None:
    findings = verdict_of(limit=("max", 5000))
    assert findings.verdict == "inconclusive"
    assert "1,400 of max 5,000" in findings.missing[0]
    assert findings.suspects == ()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"only_stack": True}, id="work in flight"),
        pytest.param({"internal": True, "share": 0.3}, id="little of the growth"),
        pytest.param({"internal": True, "entries_removed": 80}, id="some of it goes"),
        pytest.param({"internal": True, "net_bytes": 90_000}, id="few bytes"),
        pytest.param({"internal": True, "kind": "connections"}, id="open connections"),
        pytest.param(
            {"internal": True, "nets": (390_000, 10_000), "entry_nets": (390, 10)}, id="comes to rest"
        ),
    ],
)
def test_what_node_keeps_for_itself_and_work_in_flight_accuse_nobody(changes: dict[str, Any]) -> None:
    assert verdict_of(**changes).verdict == "no leak"


def test_a_store_of_nodes_own_that_the_program_fills_for_good_is_named() -> None:
    findings = verdict_of(internal=True, class_name="LoadCache", path="LoadCache .loadCache of ModuleLoader")
    assert findings.verdict == "leak"
    assert "LoadCache" in findings.summary
    assert "same URL" in (findings.suspects[0].advice or "")


def test_modules_that_are_loaded_again_get_advice_of_their_own() -> None:
    accumulates = (Accumulated("Module of rules.js", None, 460, 0, 300_000),)
    findings = verdict_of(kind="array", path="Array .children of module app.js", accumulates=accumulates)
    assert "keeps +460 Module of rules.js, none freed" in findings.summary
    assert "module.children" in (findings.suspects[0].advice or "")


@pytest.mark.parametrize(("agents", "verdict"), [(400, "leak"), (2, "no leak")])
def test_an_agent_for_each_connection_is_named_and_connections_alone_are_not(
    agents: int, verdict: str
) -> None:
    accumulates = (
        Accumulated("Socket", None, 460, 60, 300_000),
        Accumulated("Agent", None, agents + 60, 60, 90_000),
    )
    changes = {"kind": "connections", "path": "open TCP handles", "class_name": "(synthetic)"}
    findings = verdict_of(**changes, internal=True, entries_removed=60, accumulates=accumulates)
    assert findings.verdict == verdict
    if agents > 2:
        assert "one agent" in (findings.suspects[0].advice or "")


def test_few_open_sockets_more_accuse_nobody() -> None:
    changes = {"kind": "handles", "entries_added": 42, "entries_removed": 14, "entry_nets": (16, 12)}
    assert verdict_of(**changes, share=0.01).verdict == "no leak"


def test_small_second_holder_is_named_when_it_counts_in_dozens_and_left_out_otherwise() -> None:
    small = {"path": "Set seen of Router", "net_bytes": 25_000, "nets": (12_000, 13_000), "share": 0.01}
    several = holder(**small, entries_added=90, entry_nets=(45, 45))
    few = holder(**small, entries_added=12, entry_nets=(6, 6))
    assert len(conclude(quiet(heaps=(heap(holder(), several),))).suspects) == 2
    assert len(conclude(quiet(heaps=(heap(holder(), few),))).suspects) == 1


def test_listeners_seen_live_and_in_snapshots_are_one_suspect() -> None:
    kept = holder(kind="listeners", class_name="Connector", path="connector._events.connected")
    live = listeners(lambda t: 10 + 8 * t)
    findings = conclude(quiet(heaps=(heap(kept),), listeners=(live,)))
    assert len(findings.suspects) == 1
    suspect = findings.suspects[0]
    assert suspect.added_at[0].function == "deliver"
    assert suspect.growth_bytes == 400_000
    assert "they hold +400 Session, none freed" in suspect.summary


def test_counts_of_every_second_acquit_what_two_snapshots_would_accuse() -> None:
    kept = holder(entry_nets=(400,), nets=(400_000,))
    evidence = replace(heap(kept), spans=(40.0,))
    filled = collection(lambda t: min(1400, 1000 + 40 * t))
    findings = conclude(quiet(heaps=(evidence,), collections=(filled,)))
    assert findings.verdict == "no leak"


def test_count_that_has_no_bytes_accuses_nobody_beside_snapshots() -> None:
    emptied = collection(lambda t: 120 * t, "channels", kind="array", class_name="Array")
    assert conclude(quiet(heaps=(heap(),), collections=(emptied,))).verdict == "no leak"
    assert conclude(quiet(collections=(emptied,))).verdict == "leak"


def test_class_that_a_holder_keeps_is_not_told_twice() -> None:
    counts = counted_class("Session", (1000, 1200, 1400), file="store.js")
    findings = conclude(quiet(heaps=(heap(holder()),), classes=(counts,)))
    assert len(findings.suspects) == 1


def test_leak_in_a_worker_is_placed_there() -> None:
    findings = conclude(quiet(heaps=(heap(holder(), thread="worker:2"),)))
    assert findings.where == ("worker:2",)
    assert findings.summary.startswith("leak in worker 2: ")
    assert findings.suspects[0].thread == "worker:2"


def test_second_retainer_is_told() -> None:
    findings = verdict_of(also_held_by=("Object requestCache",))
    assert any("removing one is not enough" in words for words in findings.suspects[0].evidence)


def test_snapshots_with_no_time_between_accuse_nobody() -> None:
    hurried = replace(heap(holder()), spans=(0.05, 0.04))
    assert conclude(quiet(heaps=(hurried,))).suspects == ()


def test_interval_without_work_says_nothing_of_the_pace() -> None:
    uneven = replace(heap(holder(entry_nets=(400, 0), nets=(400_000, 0))), spans=(30.0, 0.5))
    assert conclude(quiet(heaps=(uneven,))).verdict == "leak"
