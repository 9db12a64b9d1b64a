"""Classes of one name: DevTools' table has room for one of them."""

from __future__ import annotations

from tests.heap.graphs import RandomGraph
from tuiinspect.heap import HeapSnapshot
from tuiinspect.heap.compose import NodeText


def snapshot_of(*nodes: NodeText) -> HeapSnapshot:
    everything: list[NodeText] = [("synthetic", "", 0), *nodes]
    return RandomGraph(everything, {0: [("element", n, n) for n in range(1, len(everything))]}).load()


CLOSURES: list[NodeText] = [("closure", "f", 32), ("closure", "g", 32)]


def test_of_two_classes_of_one_name_the_later_one_stands_in_the_table() -> None:
    snapshot = snapshot_of(*CLOSURES, ("object", "Function", 8))
    assert [(row.name, row.count, row.shallow) for row in snapshot.classes()] == [("Function", 1, 8)]
    assert [(row.name, row.count, row.shallow) for row in snapshot.covered_classes()] == [("Function", 2, 64)]


def test_an_object_named_function_before_all_closures_is_the_one_lost() -> None:
    snapshot = snapshot_of(("object", "Function", 8), *CLOSURES)
    assert [(row.name, row.count) for row in snapshot.classes()] == [("Function", 2)]
    assert [(row.name, row.count) for row in snapshot.covered_classes()] == [("Function", 1)]


def test_objects_of_a_covered_class_are_still_to_be_had() -> None:
    snapshot = snapshot_of(*CLOSURES, ("object", "Function", 8))
    (covered,) = snapshot.covered_classes()
    assert [node.name for node in snapshot.objects(covered.key, 0, 9).nodes] == ["f", "g"]
    assert snapshot.class_name(1) == snapshot.class_name(3) == "Function"


def test_without_such_names_nothing_is_covered() -> None:
    assert snapshot_of(*CLOSURES, ("object", "Session", 8)).covered_classes() == ()


def test_a_name_that_two_classes_have_is_one_name_of_the_nodes() -> None:
    places, names = snapshot_of(*CLOSURES, ("object", "Function", 8)).class_names
    assert len(set(names)) == len(names)
    assert places[1] == places[2] == places[3]
