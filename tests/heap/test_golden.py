"""Every node of real snapshots against Chrome DevTools' own model."""

from __future__ import annotations

import numpy as np
import pytest

from tests.heap.goldens import VERSIONS, golden

pytestmark = pytest.mark.parametrize("version", VERSIONS)


def test_there_are_the_supported_versions(version: str) -> None:
    assert version in ("node20", "node22", "node24", "node26")
    assert len(VERSIONS) == 4


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("self_sizes", "shallow"),
        ("dominators", "dominators"),
        ("retained_sizes", "retained"),
        ("distances", "distances"),
    ],
)
def test_figures_are_those_of_devtools_on_every_node(version: str, ours: str, theirs: str) -> None:
    expected = golden(version)
    found = getattr(expected.snapshot, ours)
    assert found.size == expected.columns[theirs].size
    differing = np.flatnonzero(found != expected.columns[theirs])
    assert differing.size == 0, f"first at node {differing[:5]}"


def test_class_names_are_those_of_devtools_on_every_node(version: str) -> None:
    expected = golden(version)
    names = expected.tables["class_names"]
    theirs = [names[number] for number in expected.columns["classes"].tolist()]
    snapshot = expected.snapshot
    assert [snapshot.class_name(node) for node in range(snapshot.node_count)] == theirs
    places, known = snapshot.class_names
    assert [known[place] for place in places.tolist()] == theirs


def test_classes_have_the_figures_of_devtools(version: str) -> None:
    expected = golden(version)
    theirs = sorted(
        (row["name"], row["count"], row["distance"], row["self"], row["max_retained"])
        for row in expected.tables["aggregates"]
    )
    rows = expected.snapshot.classes()
    assert sorted((r.name, r.count, r.distance, r.shallow, r.retained) for r in rows) == theirs
    assert [r.retained for r in rows] == sorted((r.retained for r in rows), reverse=True)


def test_statistics_are_those_of_devtools(version: str) -> None:
    theirs = golden(version).tables["statistics"]
    ours = golden(version).snapshot.statistics()
    assert ours.total == theirs["total"]
    assert (ours.native, ours.typed_arrays) == (theirs["native"]["total"], theirs["native"]["typedArrays"])
    heap = theirs["v8heap"]
    assert (ours.code, ours.strings, ours.js_arrays, ours.system) == (
        heap["code"], heap["strings"], heap["jsArrays"], heap["system"],
    )  # fmt: skip


def test_objects_of_a_class_add_up_to_its_row(version: str) -> None:
    snapshot = golden(version).snapshot
    row = next(row for row in snapshot.classes() if row.name == "Account")
    page = snapshot.objects(row.key, 0, 1000)
    assert page.total == row.count == len(page.nodes) == 60
    assert sum(node.self_size for node in page.nodes) == row.shallow
    assert {node.class_name for node in page.nodes} == {"Account"}
    assert [node.retained_size for node in page.nodes] == sorted(
        (node.retained_size for node in page.nodes), reverse=True
    )


def test_a_node_is_found_by_its_id(version: str) -> None:
    snapshot = golden(version).snapshot
    for ordinal in (0, 17, snapshot.node_count - 1):
        assert snapshot.ordinal(int(snapshot.ids[ordinal])) == ordinal
        assert snapshot.node(int(snapshot.ids[ordinal])).ordinal == ordinal


def test_snapshots_of_node_are_standard(version: str) -> None:
    assert golden(version).snapshot.kind == "standard"
