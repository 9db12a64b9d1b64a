"""Paths step by step."""

from __future__ import annotations

import pytest

from tests.ui import drawn_heaps
from tuiinspect.heap import HeapSnapshot
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.listing import RetainersOf
from tuiinspect.ui.widgets.path_line import wrapped
from tuiinspect.ui.widgets.path_view import MorePaths, PathRows
from tuiinspect.ui.widgets.reading import find_path


def paths_of(snapshot: HeapSnapshot, name: str) -> PathRows:
    ordinal = next(at for at in range(snapshot.node_count) if snapshot.name(at) == name)
    rows = PathRows(find_path(snapshot, snapshot.at(ordinal)))
    more = rows.start()
    assert isinstance(more, MorePaths)
    more.take(more.read(snapshot))
    return rows


def shown(rows: PathRows) -> list[str]:
    return [plain(rows.cells(at)["step"]) for at in range(len(rows))]


@pytest.fixture(scope="module")
def server() -> HeapSnapshot:
    return drawn_heaps.server().snapshot()


def test_goes_from_the_object_up_to_the_root(server: HeapSnapshot) -> None:
    rows = paths_of(server, "User")
    assert shown(rows)[0].startswith(".user in Session @")
    assert shown(rows)[1].startswith("item 'session-0' in Map @")
    assert shown(rows)[-1].startswith(".cache in global @")
    assert isinstance(rows.open(0), RetainersOf)


def test_the_next_path_is_another_one_and_the_last_is_followed_by_the_first(server: HeapSnapshot) -> None:
    rows = paths_of(server, "Session")
    first = (rows.sentence, shown(rows))
    rows.next_path()
    assert rows.sentence != first[0]
    assert "onMessage()" in rows.sentence
    rows.next_path()
    assert (rows.sentence, shown(rows)) == first


def test_what_is_copied_is_the_object_and_the_sentence(server: HeapSnapshot) -> None:
    rows = paths_of(server, "SessionCache")
    assert rows.words(0) == "SessionCache @5: .cache of the global object"


def test_a_root_has_no_steps_but_a_sentence(server: HeapSnapshot) -> None:
    rows = paths_of(server, "global")
    assert len(rows) == 0
    assert "root" in rows.sentence


def test_internals_are_joined_with_the_next_step_until_they_are_asked_for() -> None:
    heap = drawn_heaps.DrawnHeap()
    closure = heap.add("handler", kind="closure")
    heap.hold(1, closure, "handler")
    shared = heap.add("handler", kind="code")
    heap.hold(closure, shared, "shared", kind="internal")
    scope = heap.add("system / ScopeInfo", kind="code")
    heap.hold(shared, scope, "name_or_scope_info", kind="internal")
    rows = paths_of(heap.snapshot(), "system / ScopeInfo")
    folded = shown(rows)
    assert folded == ["(name_or_scope_info) in handler() @5 +1 internal", ".handler in global @3"]
    rows.refold()
    assert len(rows) == 3
    rows.refold()
    assert shown(rows) == folded


def test_a_sentence_is_cut_with_a_sign_when_it_is_too_long() -> None:
    lines = [plain(text) for text in wrapped("word " * 100, 40, 2)]
    assert len(lines) == 2
    assert all(len(text) <= 40 for text in lines)
    assert lines[-1].endswith("…")
    assert [plain(text) for text in wrapped("a \x1b[31mb", 40, 2)] == ["a ·[31mb"]
