"""Sampled stacks give suspects the place where their objects come from; nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.diagnosis.evidences import collection, counted_class, listeners, quiet
from tuiinspect.diagnosis.allocating import allocated
from tuiinspect.diagnosis.allocations import StackGrowth
from tuiinspect.diagnosis.candidate import Candidate
from tuiinspect.diagnosis.findings import Accumulates, HolderName, Suspect
from tuiinspect.diagnosis.steadiness import Shape
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.samples import AllocationStack, Frame


def frame(function: str, file: str, line: int) -> Frame:
    return Frame(function, file, line, 1, "program")


HANDLE = frame("handleRequest", "lib/app.js", 33)
MAKE = frame("Session", "lib/app.js", 9)
TICK = frame("tick", "lib/app.js", 80)
EMIT = Frame("emit", "node:events", 471, 1, "node")


def grown(*frames: Frame, size: int = 1_000_000, samples: int = 30) -> StackGrowth:
    return StackGrowth(AllocationStack(frames, size, samples), size, samples, 40.0)


def suspect(**changes: Any) -> Suspect:
    plain = Suspect(
        summary="Map sessions keeps +400 Session",
        kind="collection",
        thread="main",
        accumulates=(Accumulates("Session", 400, 0, 900_000, "app.js:9:14"),),
        holder=HolderName("Map", "Map sessions, in the module scope of app.js:3", 7),
        added_at=(),
        growth_bytes=1_000_000,
        per_s=10.0,
        confidence="high",
    )
    return replace(plain, **changes)


def placed(one: Suspect, *stacks: StackGrowth) -> Suspect:
    (found,) = allocated([Candidate(one, Shape.STEADY, 1.0)], stacks, "main")
    return found.suspect


def test_who_calls_the_constructor_is_where_to_look() -> None:
    found = placed(suspect(), grown(TICK), grown(MAKE, HANDLE, EMIT))
    assert [(place.function, place.file, place.line) for place in found.added_at] == [
        ("handleRequest", "lib/app.js", 33)
    ]
    assert found.summary.endswith("; allocated by handleRequest() at lib/app.js:33")
    assert "allocated +1.00 MB that lives in 40 s (estimated from 30 samples)" in found.evidence[-1]


def test_what_a_constructor_allocates_in_parts_counts_together() -> None:
    part = frame("(anonymous)", "lib/app.js", 11)
    found = placed(suspect(), grown(part, MAKE, HANDLE), grown(MAKE, HANDLE))
    assert [place.count for place in found.added_at] == [60]


def test_a_class_of_that_name_in_another_file_is_another_class() -> None:
    other = frame("Session", "node_modules/store/index.js", 5)
    elsewhere = suspect(holder=HolderName("Map", "Map .cache of the global object", 7))
    assert placed(elsewhere, grown(other, frame("open", "lib/store.js", 1))).added_at == ()


def test_without_a_class_the_file_that_holds_it_tells() -> None:
    plain = suspect(accumulates=(Accumulates("{id, html}", 400, 0, 900_000),))
    assert placed(plain, grown(HANDLE, EMIT)).added_at[0].function == "handleRequest"
    assert placed(plain, grown(frame("other", "lib/other.js", 2))).added_at == ()


def test_growth_of_another_size_in_the_same_file_is_not_taken() -> None:
    plain = suspect(accumulates=(Accumulates("{id, html}", 400, 0, 900_000),))
    assert placed(plain, grown(HANDLE, size=50_000), grown(TICK, size=60_000_000)).added_at == ()


def test_of_what_only_counts_are_known_one_function_alone_is_taken() -> None:
    counted = suspect(accumulates=(Accumulates("entry of Map", 400, 0, 0),), growth_bytes=None)
    assert placed(counted, grown(HANDLE)).added_at[0].function == "handleRequest"
    assert placed(counted, grown(HANDLE), grown(TICK)).added_at == ()


def test_of_a_dependency_the_programs_own_caller_is_named_too() -> None:
    create = frame("createDebug", "node_modules/debug/src/common.js", 66)
    held = suspect(
        accumulates=(Accumulates("debug()", 400, 0, 900_000, "debug/src/common.js:66:2"),),
        holder=HolderName("Array", "Array .instances of the exports of debug/src/index.js", 7),
    )
    found = placed(held, grown(create, HANDLE))
    assert [place.function for place in found.added_at] == ["createDebug", "handleRequest"]
    places = (
        "createDebug() at node_modules/debug/src/common.js:66, called by handleRequest() at lib/app.js:33"
    )
    assert found.summary.endswith(f"; allocated by {places}")


def test_of_a_function_without_a_name_the_one_that_has_one_is_named_too() -> None:
    plain = suspect(accumulates=(Accumulates("{id, html}", 400, 0, 900_000),))
    found = placed(plain, grown(frame("(anonymous)", "lib/app.js", 12), HANDLE, EMIT))
    assert [place.function for place in found.added_at] == ["", "handleRequest"]
    assert (
        "an anonymous function at lib/app.js:12, called by handleRequest() at lib/app.js:33" in found.summary
    )


def test_a_place_that_is_known_stays_and_other_threads_are_left_alone() -> None:
    counted = quiet(listeners=(listeners(lambda t: 10 + 8 * t),), allocations=(grown(MAKE, HANDLE),))
    assert conclude(counted).suspects[0].added_at[0].function == "deliver"
    assert placed(suspect(thread="worker:1"), grown(MAKE, HANDLE)).added_at == ()


def test_counted_classes_get_their_place() -> None:
    evidence = quiet(
        collections=(collection(lambda t: 40 * t),),
        classes=(counted_class("Session", (400, 1200, 2000), file="app.js"),),
        allocations=(grown(MAKE, HANDLE),),
    )
    found = conclude(evidence).suspects[0]
    assert found.added_at[0].function == "handleRequest"
    assert found.summary.count("handleRequest") == 1
