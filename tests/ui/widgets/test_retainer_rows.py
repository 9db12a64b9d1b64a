"""The tree of retainers as a list: pages, cycles, opening and closing."""

from __future__ import annotations

import pytest

from tests.ui import drawn_heaps
from tuiinspect.heap import HeapSnapshot
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.retainer_rows import IgnoreThese, RetainerRows
from tuiinspect.ui.widgets.tree_rows import MoreBelow


def tree_of(snapshot: HeapSnapshot, name: str) -> RetainerRows:
    """The tree of the first object of this name, its first page read."""
    ordinal = next(at for at in range(snapshot.node_count) if snapshot.name(at) == name)
    rows = RetainerRows(snapshot.at(ordinal))
    read(snapshot, rows.start())
    return rows


def read(snapshot: HeapSnapshot, want: object) -> None:
    assert isinstance(want, MoreBelow)
    want.take(want.read(snapshot))


def shown(rows: RetainerRows) -> list[str]:
    return [plain(rows.cells(at)["object"]) for at in range(len(rows))]


@pytest.fixture(scope="module")
def crowd() -> HeapSnapshot:
    return drawn_heaps.crowd(100_000).snapshot()


@pytest.fixture(scope="module")
def server() -> HeapSnapshot:
    return drawn_heaps.server().snapshot()


def test_a_page_and_the_rest_as_one_row(crowd: HeapSnapshot) -> None:
    rows = tree_of(crowd, "Star")
    assert len(rows) == 1 + 100 + 1
    assert shown(rows)[-1].strip() == "… 99,900 more (enter)"


def test_the_rest_gives_one_page_after_another(crowd: HeapSnapshot) -> None:
    rows = tree_of(crowd, "Star")
    for page in range(2, 6):
        read(crowd, rows.open(len(rows) - 1))
        assert len(rows) == 1 + page * 100 + 1
    ids = [node.id for node in map(rows.node, range(1, len(rows) - 1)) if node]
    assert len(set(ids)) == 500


def test_a_page_that_is_asked_for_twice_comes_once(crowd: HeapSnapshot) -> None:
    rows = tree_of(crowd, "Star")
    want = rows.open(len(rows) - 1)
    assert rows.open(len(rows) - 1) is None, "it is being read"
    assert isinstance(want, MoreBelow)
    page = want.read(crowd)
    want.take(page)
    want.take(page)
    assert len(rows) == 1 + 200 + 1


def test_an_answer_for_a_closed_branch_is_dropped(server: HeapSnapshot) -> None:
    rows = tree_of(server, "Session")
    want = rows.expand(1)
    assert isinstance(want, MoreBelow)
    rows.collapse(0)
    assert len(rows) == 1
    want.take(want.read(server))
    assert len(rows) == 1


def test_closing_forgets_everything_below(server: HeapSnapshot) -> None:
    rows = tree_of(server, "User")
    before = shown(rows)
    read(server, rows.expand(1))
    read(server, rows.expand(2))
    assert len(rows) > len(before)
    rows.collapse(1)
    assert shown(rows) == before
    read(server, rows.expand(1))
    assert len(rows) > len(before)


def test_collapsing_a_leaf_goes_to_the_row_above_it(server: HeapSnapshot) -> None:
    rows = tree_of(server, "User")
    rows.collapse(1)
    assert rows.place.cursor == 0


def test_a_cycle_is_marked_and_not_gone_into() -> None:
    ring = drawn_heaps.ring(4).snapshot()
    rows = tree_of(ring, "Link0")
    for _ in range(10):
        last = len(rows) - 1
        want = rows.expand(last)
        if want is None:
            break
        read(ring, want)
    assert "↻" in shown(rows)[-1]
    assert "already above" in shown(rows)[-1]
    assert rows.open(len(rows) - 1) is None


def test_a_root_says_so_when_opened(server: HeapSnapshot) -> None:
    rows = tree_of(server, "SessionCache")
    assert "global" in shown(rows)[1]
    read(server, rows.expand(1))
    assert shown(rows)[1].strip().startswith("■")
    assert rows.expand(1) is None


def test_a_chain_of_thousands_is_a_walk_and_not_a_recursion() -> None:
    heap = drawn_heaps.ring(3_000)
    snapshot = heap.snapshot()
    rows = tree_of(snapshot, "Link2999")
    for _ in range(2_500):
        read(snapshot, rows.expand(len(rows) - 1))
    assert len(rows) == 2_502
    assert all(len(text) < 80 for text in shown(rows))
    rows.collapse(0)
    assert len(rows) == 1


def test_looks_through_internals_until_it_is_asked_not_to(server: HeapSnapshot) -> None:
    rows = tree_of(server, "Session")
    assert any("Map @" in text and "+1 internal" in text for text in shown(rows))
    read(server, rows.refold())
    assert any("(object elements)" in text for text in shown(rows))
    assert not any("internal" in text for text in shown(rows))


def test_internals_that_lead_to_a_holder_already_there_are_left_out() -> None:
    heap = drawn_heaps.DrawnHeap()
    array = heap.add("Array")
    heap.hold(1, array, "list")
    elements = heap.add("(object elements)", kind="array")
    heap.hold(array, elements, "elements", kind="internal")
    item = heap.add("Item")
    heap.hold(array, item, 0, kind="element")
    heap.hold(elements, item, "0", kind="internal")
    rows = tree_of(heap.snapshot(), "Item")
    assert len(rows) == 2
    assert "[0] in Array" in shown(rows)[1]


def ignore(snapshot: HeapSnapshot, rows: RetainerRows, index: int) -> None:
    want = rows.ignore(index)
    assert isinstance(want, IgnoreThese)
    want.take(want.read(snapshot))
    read(snapshot, rows.wanted(0, 1))


def test_an_ignored_retainer_goes_to_the_end_and_the_others_are_measured_without_it(
    server: HeapSnapshot,
) -> None:
    rows = tree_of(server, "Session")
    before = shown(rows)
    assert "Map" in before[1]
    near = rows.node(0)
    ignore(server, rows, 1)
    assert "Map" in shown(rows)[-1]
    assert shown(rows)[-1].endswith("ignored")
    assert rows.crumb.startswith(f"{before[0].strip(' ▾')} without Map @")
    far = rows.node(0)
    assert near is not None
    assert far is not None
    assert far.distance > near.distance
    assert rows.open(len(rows) - 1) is None


def test_ignoring_goes_on_until_nothing_holds_the_object_and_is_forgotten_at_once(
    server: HeapSnapshot,
) -> None:
    rows = tree_of(server, "Session")
    before = shown(rows)
    ignore(server, rows, 1)
    ignore(server, rows, 1)
    alone = rows.node(0)
    assert alone is not None
    assert alone.shown_distance is None
    assert [words.endswith("ignored") for words in shown(rows)[1:]].count(True) == 2
    search = rows.path(0)
    assert search is not None
    found = search.find(server)
    assert found is not None
    assert found.path.steps == ()
    read(server, rows.ignore_nothing())
    assert shown(rows) == before
    assert "without" not in rows.crumb


def test_an_object_is_not_ignored_twice_and_not_for_itself(server: HeapSnapshot) -> None:
    rows = tree_of(server, "Session")
    assert rows.ignore(0) is None
    ignore(server, rows, 1)
    assert rows.ignore(len(rows) - 1) is None


def test_distances_without_what_is_no_longer_ignored_come_too_late(server: HeapSnapshot) -> None:
    rows = tree_of(server, "Session")
    late = rows.ignore(1)
    assert isinstance(late, IgnoreThese)
    answer = late.read(server)
    read(server, rows.ignore_nothing())
    late.take(answer)
    assert rows.holding is None
    assert late.read(server) is None
