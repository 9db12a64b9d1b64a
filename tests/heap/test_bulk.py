"""Rows read whole, on two cores: the same columns as number by number."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.heap.test_parse import assert_same, parsed
from tuiinspect.errors import UnreadableFile
from tuiinspect.heap import load_chunks
from tuiinspect.heap.bulk import read_edges
from tuiinspect.heap.columns import NodeColumns
from tuiinspect.heap.compose import compose
from tuiinspect.heap.head import read_head

_LINKS = 60_000


def long_list(**layout: object) -> bytes:
    """A heap large enough for its rows to be shared between the cores."""
    nodes = [("object", "Link", 16 + node % 90) for node in range(_LINKS)]
    edges = {node: [("property", "next", node + 1), ("weak", "far", node // 2)] for node in range(_LINKS - 1)}
    locations = [(node, 1 + node % 7, node % 1_000 - 1, node % 50) for node in range(_LINKS)]
    document = json.loads(compose(nodes, edges, locations=locations))
    return json.dumps(document, **layout).encode()  # type: ignore[arg-type]


@pytest.mark.parametrize("layout", [{"separators": (",", ":")}, {}, {"indent": 1}])
def test_large_sections_are_the_same_in_any_layout_and_any_pieces(layout: dict[str, object]) -> None:
    text = long_list(**layout)
    pieces = [text[i : i + 5_000] for i in range(0, len(text), 5_000)]
    assert_same(parsed([text]), parsed(pieces))
    nodes = parsed([text]).nodes
    assert nodes.rows == _LINKS
    assert np.array_equal(nodes.self_sizes, 16 + np.arange(_LINKS) % 90)
    locations = parsed([text]).locations
    assert np.array_equal(locations.nodes, np.arange(_LINKS))
    # Nothing but the state machine reads a line before the first.
    assert np.array_equal(locations.lines, np.arange(_LINKS) % 1_000 - 1)


@pytest.mark.parametrize("digits", ["x", "-1", "1.5", '"a"', "99999999999999999999"])
def test_damage_deep_in_a_large_section_is_named_with_its_byte(digits: str) -> None:
    text = long_list(separators=(",", ":"))
    at = text.index(b",", text.index(b'"edges":[') + 400_000) + 1
    end = text.index(b",", at)
    with pytest.raises(UnreadableFile, match="section 'edges'") as error:
        load_chunks([text[:at] + digits.encode() + text[end:]])
    named = int(error.value.what.split("byte ")[1].split(",  ")[0].split(", section")[0].replace(",", ""))
    assert 0 <= named - at <= 64


def test_ids_and_sizes_that_need_64_bits_get_them() -> None:
    nodes = [("synthetic", "", 0), ("native", "big", 5 << 30), ("object", "Small", 16)]
    document = json.loads(compose(nodes, {0: [("element", 0, 1), ("element", 1, 2)]}))
    fields = len(document["snapshot"]["meta"]["node_fields"])
    at_id = document["snapshot"]["meta"]["node_fields"].index("id")
    document["nodes"][2 * fields + at_id] = 2**40 + 1
    snapshot = load_chunks([json.dumps(document).encode()])
    assert snapshot.self_sizes.tolist() == [0, 5 << 30, 16]
    assert snapshot.retained_sizes[0] == (5 << 30) + 16
    assert snapshot.ordinal(2**40 + 1) == 2


def test_sizes_that_only_together_need_64_bits_are_summed_exactly() -> None:
    nodes = [("synthetic", "", 0)] + [("object", "Big", 2**31 - 1)] * 3
    snapshot = load_chunks([compose(nodes, {0: [("element", i, i) for i in (1, 2, 3)]})])
    assert snapshot.retained_sizes[0] == 3 * (2**31 - 1)


def test_what_was_read_apart_and_given_up_leaves_no_state_behind() -> None:
    """A detached element in a half that is read again must not lend its state to what is read there next."""
    document = json.loads(compose([("native", "<div>", 16)], {}))
    head = read_head(json.dumps(document["snapshot"]).encode(), "snapshot")
    columns = NodeColumns(head, 10)
    fields = dict.fromkeys(document["snapshot"]["meta"]["node_fields"], 1)

    def read(state: int) -> NodeColumns:
        row = ",".join(str(number) for number in {**fields, "detachedness": state}.values())
        text = np.frombuffer(f"{row}\n,{row}\n,{row}\n,".encode(), np.uint8)
        apart = columns.apart(10)
        assert apart.read(text, 0, text.size, text.size, 0)[1] > 0
        return apart

    assert read(2).detachedness.any()
    assert not read(0).detachedness.any()


_EDGES = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.one_of(st.integers(0, 99), st.integers(0, 2**32 - 1)),
        st.one_of(st.integers(0, 1_500_000), st.integers(0, 2**31 - 2)),
    ),
    max_size=6,
)


def edge_rows(text: bytes) -> list[tuple[int, int, int]]:
    """What is read of rows of edges to nodes of seven numbers, as far as they are plain."""
    buffer = np.frombuffer(text + b"x" * 64, np.uint8).copy()
    room = len(text) // 6 + 1
    types, names, targets = np.empty(room, np.uint8), np.empty(room, np.uint32), np.empty(room, np.int32)
    end = buffer.size
    position, rows = read_edges(
        buffer, 0, end, end, 0, np.arange(7, dtype=np.uint8), 7, types, names, targets
    )
    assert text[:position].count(b",") == 3 * rows
    return [tuple(map(int, row)) for row in zip(types[:rows], names[:rows], targets[:rows], strict=True)]  # type: ignore[misc]


def text_of(edges: list[tuple[int, int, int]], line_end: bytes) -> bytes:
    return b"".join(f"{kind},{name},{7 * target}".encode() + line_end for kind, name, target in edges)


@settings(deadline=None)
@given(_EDGES, st.sampled_from([b",", b"\n,"]))
def test_edges_are_read_whole_however_long_their_numbers_are(
    edges: list[tuple[int, int, int]], line_end: bytes
) -> None:
    assert edge_rows(text_of(edges, line_end)) == edges


@settings(deadline=None)
@given(_EDGES.filter(bool), st.data())
def test_edges_are_read_up_to_the_one_that_is_damaged(
    edges: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    text = text_of(edges, b"\n,")
    at = data.draw(st.integers(0, len(text) - 1))
    damaged = (
        text[:at] + data.draw(st.sampled_from([b"]", b"-", b" ", b"\xb0", b"?", b",,"])) + text[at + 1 :]
    )
    whole = text[:at].count(b"\n,")
    read = edge_rows(damaged)
    assert read[:whole] == edges[:whole]
    # A row of other numbers may come of it, as when a digit becomes two commas; none of what is no number.
    assert len(read) <= len(edges)


@pytest.mark.parametrize(
    "names", [("name_or_index", "type", "to_node"), ("type", "name_or_index", "to_node", "more")]
)
def test_edges_whose_fields_stand_otherwise_are_read_number_by_number(names: tuple[str, ...]) -> None:
    text = long_list(separators=(",", ":"))
    document = json.loads(text)
    rows = np.array(document["edges"]).reshape(-1, 3)
    by_name = dict(zip(("type", "name_or_index", "to_node"), rows.T, strict=True))
    document["snapshot"]["meta"]["edge_fields"] = list(names)
    kinds, *others = document["snapshot"]["meta"]["edge_types"]
    document["snapshot"]["meta"]["edge_types"] = [kinds if name == "type" else others[0] for name in names]
    columns = [by_name.get(name, by_name["type"]) for name in names]
    document["edges"] = np.stack(columns, axis=1).reshape(-1).tolist()
    read, expected = parsed([json.dumps(document).encode()]).edges, parsed([text]).edges
    for part in read.parts:
        assert np.array_equal(getattr(read, part), getattr(expected, part))
