"""Names of classes and interfaces; what a class retains."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.heap.graphs import RandomGraph, random_graphs
from tuiinspect.heap import HeapSnapshot, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose


def plain_objects(*properties: list[str]) -> HeapSnapshot:
    """A snapshot whose plain objects, from node 2 on, have these properties."""
    nodes: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16)]
    nodes += [("object", "Object", 8)] * len(properties)
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("element", place, 2 + place) for place in range(len(properties))],
    }
    for place, names in enumerate(properties):
        edges[2 + place] = [("property", name, 1) for name in names]
    return RandomGraph(nodes, edges).load()


def class_names(snapshot: HeapSnapshot) -> list[str]:
    return [snapshot.class_name(node) for node in range(2, snapshot.node_count)]


def test_plain_objects_are_named_after_properties_that_two_have_in_common() -> None:
    named = plain_objects(["id", "name"], ["id", "name"], ["only", "once"], [], ["__proto__"])
    assert class_names(named) == ["{id, name}", "{id, name}", "Object", "Object", "Object"]


def test_the_interface_with_most_properties_wins_and_order_does_not_matter() -> None:
    named = plain_objects(
        ["a", "b"],
        ["a", "b"],
        ["a", "b", "c"],
        ["a", "b", "c"],
        ["c", "x", "b", "a", "__proto__"],
        ["b", "a", "q"],
    )
    assert class_names(named) == ["{a, b}"] * 2 + ["{a, b, c}"] * 3 + ["{a, b}"]


def test_of_equals_the_more_common_interface_wins() -> None:
    named = plain_objects(["x", "a"], ["x", "a"], ["x", "b"], ["x", "b"], ["x", "b"], ["b", "a", "x"])
    assert class_names(named)[-1] == "{x, b}"


def test_a_property_asked_for_twice_must_be_there_twice() -> None:
    twice = ["<symbol s>", "<symbol s>"]
    named = plain_objects(twice, twice, ["<symbol s>"], ["<symbol s>"], ["<symbol s>", "z"])
    double = "{<symbol s>, <symbol s>}"
    assert class_names(named) == [double, double, *["{<symbol s>}"] * 3]


def test_names_with_commas_are_quoted_and_long_interfaces_are_cut() -> None:
    odd = ["a, b", 'say "hi"', "{}"]
    assert class_names(plain_objects(odd, odd))[0] == '{"a, b", "say \\"hi\\"", "{}"}'
    many = [f"property{n}" for n in range(30)]
    name = class_names(plain_objects(many, many))[0]
    assert name == "{" + ", ".join(many[:11]) + "}"
    assert len(name) <= 122
    long = ["x" * 300, "y"]
    assert class_names(plain_objects(long, long))[0] == "{" + "x" * 300 + "}"


def test_a_property_list_shared_by_less_than_a_thousandth_names_nothing() -> None:
    rare, common = [["rare"]] * 2, [["common"]] * 3000
    assert class_names(plain_objects(*rare, *common))[:3] == ["Object", "Object", "{common}"]


def test_types_name_what_has_no_class() -> None:
    kinds = [
        ("hidden", "system / Map", "(system)"),
        ("code", "f", "(compiled code)"),
        ("closure", "f", "Function"),
        ("regexp", "/a/", "RegExp"),
        ("string", "text", "(string)"),
        ("array", "(object elements)", "(array)"),
        ("native", '<div id="a">', "<div>"),
        ("native", "<p>", "<p>"),
        ("native", "Detached <b class=x>", "Detached <b>"),
        ("object", "Session", "Session"),
        ("object", "Function", "Function"),
        ("concatenated string", "", "(concatenated string)"),
    ]
    nodes: list[NodeText] = [("synthetic", "", 0), *((kind, name, 8) for kind, name, _ in kinds)]
    snapshot = RandomGraph(nodes, {0: [("element", n, n) for n in range(1, len(nodes))]}).load()
    assert class_names(snapshot) == [name for _, _, name in kinds][1:]
    assert snapshot.class_name(1) == "(system)"


def test_objects_of_one_name_from_two_places_are_two_classes() -> None:
    nodes: list[NodeText] = [("synthetic", "", 0), *[("object", "Session", 8)] * 4]
    text = compose(
        nodes,
        {0: [("element", n, n) for n in range(1, 5)]},
        locations=[(1, 7, 10, 2), (2, 7, 10, 2), (3, 7, 90, 2)],
    )
    rows = load_chunks([text]).classes()
    assert sorted((row.name, row.count) for row in rows) == [("Session", 1), ("Session", 1), ("Session", 2)]


@settings(max_examples=150, deadline=None)
@given(random_graphs(), st.data())
def test_a_class_retains_no_object_twice(graph: RandomGraph, data: st.DataObject) -> None:
    snapshot = graph.load()
    keys, sizes = snapshot.class_keys.tolist(), snapshot.self_sizes.tolist()
    row = data.draw(st.sampled_from([*snapshot.classes(), None]))
    if row is None:
        return
    expected = 0
    for node in range(snapshot.node_count):
        above = node
        while above and keys[above] != row.key:
            above = int(snapshot.dominators[above])
        if sizes[node] and keys[above] == row.key:
            expected += sizes[node]
    assert row.retained == expected
    assert row.count == keys.count(row.key)
