"""Reading snapshot text in pieces of any size, in any layout; saying where a file is wrong."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.heap.goldens import golden
from tuiinspect.errors import UnreadableFile
from tuiinspect.heap import HeapSnapshot, load_chunks
from tuiinspect.heap.compose import compose
from tuiinspect.heap.parse import ParsedFile, SnapshotParser

SMALL = compose(
    [
        ("synthetic", "", 0),
        ("object", "global", 16),
        ("object", "Object", 8),
        ("string", 'a "b" \\ → 😀', 24),
    ],
    {
        0: [("shortcut", "global", 1)],
        1: [("property", "leak", 2), ("element", 7, 3)],
        2: [("weak", "x", 3), ("context", "leak", 1)],
    },
    locations=[(2, 3, 20, 4)],
)


def parsed(chunks: list[bytes]) -> ParsedFile:
    parser = SnapshotParser()
    for chunk in chunks:
        parser.feed(chunk)
    return parser.finish()


def columns(file: ParsedFile) -> dict[str, Any]:
    return {
        **{f"nodes.{name}": value for name, value in vars(file.nodes).items()},
        **{f"edges.{name}": value for name, value in vars(file.edges).items()},
        **{f"locations.{name}": value for name, value in vars(file.locations).items()},
        "blob": file.strings.blob,
        "ends": file.strings.ends,
        "marks": file.strings.marks,
        "pairs": file.ephemerons.pair_of,
        "head": file.head,
    }


def assert_same(one: ParsedFile, other: ParsedFile) -> None:
    mine, theirs = columns(one), columns(other)
    assert mine.keys() == theirs.keys()
    for name, value in mine.items():
        assert np.array_equal(value, theirs[name]) if isinstance(value, np.ndarray) else value == theirs[name]


def edited(**sections: object) -> bytes:
    document = json.loads(SMALL)
    for name, value in sections.items():
        if value is None:
            del document[name]
        else:
            document[name] = value
    return json.dumps(document).encode()


def said(text: bytes) -> str:
    with pytest.raises(UnreadableFile) as error:
        load_chunks([text], source="x.heapsnapshot")
    assert error.value.advice
    return error.value.what


def test_byte_by_byte_is_the_same_as_at_once() -> None:
    assert_same(parsed([SMALL[i : i + 1] for i in range(len(SMALL))]), parsed([SMALL]))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, len(SMALL)), max_size=12))
def test_any_split_is_the_same_as_at_once(cuts: list[int]) -> None:
    borders = [0, *sorted(cuts), len(SMALL)]
    pieces = [SMALL[start:end] for start, end in pairwise(borders)]
    assert_same(parsed(pieces), parsed([SMALL]))


@pytest.mark.parametrize("size", [997, 65_536, 1_000_003])
def test_a_real_file_in_pieces_is_the_same_as_at_once(size: int) -> None:
    text = golden("node20").text
    assert_same(parsed([text[i : i + size] for i in range(0, len(text), size)]), parsed([text]))


@pytest.mark.parametrize(
    "layout",
    [
        {"separators": (",", ":")},
        {"indent": 2},
        {"separators": (" ,\r\n\t", " : ")},
    ],
)
def test_written_again_by_another_tool_it_reads_the_same(layout: dict[str, Any]) -> None:
    again = json.dumps(json.loads(SMALL), **layout).encode()
    assert_same(parsed([again]), parsed([SMALL]))


def test_a_real_file_written_again_without_escapes_reads_the_same() -> None:
    expected = golden("node24")
    again = json.dumps(json.loads(expected.text), ensure_ascii=False).encode()
    snapshot = load_chunks([again])
    assert np.array_equal(snapshot.retained_sizes, expected.snapshot.retained_sizes)
    assert [snapshot.name(n) for n in range(0, snapshot.node_count, 97)] == [
        expected.snapshot.name(n) for n in range(0, snapshot.node_count, 97)
    ]


def test_unknown_sections_are_passed_over() -> None:
    document = json.loads(SMALL)
    odd = {"scopes": [{"a": [1, "]}", {"b": None}]}], "number": 17, "word": True, "text": 'x"\\]'}
    text = json.dumps({"first": odd, **document, **odd}).encode()
    assert_same(parsed([text[i : i + 3] for i in range(0, len(text), 3)]), parsed([SMALL]))


def test_sections_may_come_in_another_order() -> None:
    document = json.loads(SMALL)
    order = ("strings", "snapshot", "locations", "edges", "nodes")
    text = json.dumps({name: document[name] for name in order}).encode()
    assert load_chunks([text]).at(3) == load_chunks([SMALL]).at(3)


def test_offsets_and_types_are_those_of_the_file() -> None:
    """A file with its fields and types in another order, and with types nobody knows, reads the same."""
    document = json.loads(SMALL)
    meta = document["snapshot"]["meta"]
    fields, types = meta["node_fields"], meta["node_types"][0]
    meta["node_fields"] = ["extra", *fields[::-1]]
    meta["node_types"] = ["number"] * len(fields) + [["invented", *types[::-1]]]
    nodes = document["nodes"]
    rows = [nodes[i : i + len(fields)] for i in range(0, len(nodes), len(fields))]
    document["nodes"] = [
        number for kind, *rest in rows for number in (9, *rest[::-1], 1 + types[::-1].index(types[kind]))
    ]
    width = len(fields)
    document["edges"][2::3] = [index // width * (width + 1) for index in document["edges"][2::3]]
    document["locations"][0] = document["locations"][0] // width * (width + 1)
    snapshot, expected = load_chunks([json.dumps(document).encode()]), load_chunks([SMALL])
    assert [snapshot.at(n) for n in range(4)] == [expected.at(n) for n in range(4)]
    assert snapshot.type_names[-1] == "invented"


def test_ids_and_sizes_pass_the_borders_of_32_bits() -> None:
    document = json.loads(SMALL)
    document["nodes"][2 + 6 * 3] = 2**33 + 1
    document["nodes"][3 + 6 * 3] = 2**34
    snapshot = load_chunks([json.dumps(document).encode()])
    assert snapshot.node(2**33 + 1).self_size == 2**34


class TestBadFiles:
    def test_empty(self) -> None:
        assert "is empty" in said(b"")
        assert "ends too early" in said(b"  \n")

    def test_not_json(self) -> None:
        assert "'G'" in said(b"GIF89a")
        assert "byte 0" in said(b"[1, 2]")

    @pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
    def test_cut_off_anywhere(self, share: float) -> None:
        cut = int(len(SMALL) * share)
        what = said(SMALL[:cut])
        assert "ends too early" in what
        assert f"byte {cut:,}" in what

    def test_goes_on_after_its_end(self) -> None:
        assert "goes on after its end" in said(SMALL + b" {")
        assert isinstance(load_chunks([SMALL, b"\n", b" \n"]), HeapSnapshot)

    @pytest.mark.parametrize("section", ["snapshot", "strings", "nodes", "edges"])
    def test_a_section_is_missing(self, section: str) -> None:
        assert section in said(edited(**{section: None}))

    def test_a_section_comes_twice(self) -> None:
        assert "'strings' twice" in said(SMALL[:-1] + b', "strings": []}')

    @pytest.mark.parametrize("head", [{}, [], 3, {"meta": {}}, {"meta": 1, "node_count": 1, "edge_count": 1}])
    def test_the_head_is_no_head(self, head: object) -> None:
        assert "'snapshot'" in said(edited(snapshot=head))

    def test_a_field_is_missing(self) -> None:
        head = json.loads(SMALL)["snapshot"]
        head["meta"]["node_fields"][1] = "title"
        assert "'name'" in said(edited(snapshot=head))

    @pytest.mark.parametrize("count", ["node_count", "edge_count"])
    @pytest.mark.parametrize("value", [2, 10**15])
    def test_a_count_is_wrong(self, count: str, value: int) -> None:
        head = json.loads(SMALL)["snapshot"]
        head[count] = value
        assert "announces" in said(edited(snapshot=head))

    @pytest.mark.parametrize("value", [-1, 0, "many"])
    def test_a_count_is_no_count(self, value: object) -> None:
        head = json.loads(SMALL)["snapshot"]
        head["node_count"] = value
        assert "x.heapsnapshot" in said(edited(snapshot=head))

    @pytest.mark.parametrize("root", [-6, 3, 24, 6 * 10**12])
    def test_the_root_is_no_node(self, root: int) -> None:
        head = json.loads(SMALL)["snapshot"]
        head["root_index"] = root
        assert "root" in said(edited(snapshot=head))

    @pytest.mark.parametrize(
        ("section", "place", "value", "words"),
        [
            ("nodes", 0, 77, "row 0 of 'nodes'"),
            ("nodes", 7, 10**6, "string 1,000,000"),
            ("nodes", 7, -1, "row 1 of 'nodes'"),
            ("nodes", 8, -1, "row 1 of 'nodes'"),
            ("nodes", 4, 2, "6 edges"),
            ("nodes", 4, 2**40, "row 0 of 'nodes'"),
            ("edges", 0, 99, "row 0 of 'edges'"),
            ("edges", 1, 500, "edge 0"),
            ("edges", 2, 24, "edge 0"),
            ("edges", 2, 7, "row 0 of 'edges'"),
            ("edges", 5, -6, "row 1 of 'edges'"),
            ("edges", 5, 6 * 10**11, "row 1 of 'edges'"),
            ("locations", 0, 24, "'locations'"),
            ("locations", 0, -6, "row 0 of 'locations'"),
            ("locations", 2, 2**40, "row 0 of 'locations'"),
        ],
    )
    def test_a_number_points_out_of_its_section(
        self, section: str, place: int, value: int, words: str
    ) -> None:
        numbers = json.loads(SMALL)[section]
        numbers[place] = value
        assert words in said(edited(**{section: numbers}))

    @pytest.mark.parametrize("section", ["nodes", "edges", "locations"])
    def test_a_row_is_cut(self, section: str) -> None:
        assert "middle of a row" in said(edited(**{section: json.loads(SMALL)[section][:-1]}))

    @pytest.mark.parametrize("value", ["x", 1.5, None, [1], 10**30, True])
    def test_something_among_the_numbers_is_none(self, value: object) -> None:
        numbers = json.loads(SMALL)["nodes"]
        numbers[3] = value
        assert "among the numbers" in said(edited(nodes=numbers))

    @pytest.mark.parametrize("text", [b"[1,,2]", b"[,1]", b"[1 2]", b"[1,]", b"[-]", b"[--1]", b"[1-]"])
    def test_the_commas_are_wrong(self, text: bytes) -> None:
        start = SMALL.index(b'"nodes": [') + len(b'"nodes": ')
        end = SMALL.index(b"]", start) + 1
        assert "among the numbers" in said(SMALL[:start] + text + SMALL[end:])

    def test_something_among_the_strings_is_none(self) -> None:
        assert "among the strings" in said(edited(strings=["a", 3]))

    @pytest.mark.parametrize("section", ["nodes", "edges", "strings"])
    def test_a_section_is_no_array(self, section: str) -> None:
        assert f"section '{section}'" in said(edited(**{section: 5}))

    def test_too_few_strings(self) -> None:
        assert "string" in said(edited(strings=[""]))

    @settings(max_examples=300, deadline=None)
    @given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=3))
    def test_damage_anywhere_is_an_error_in_words_or_harmless(self, place: int, damage: bytes) -> None:
        damaged = SMALL[:place] + damage + SMALL[place + len(damage) :]
        try:
            snapshot = load_chunks([damaged])
        except UnreadableFile:
            return
        assert snapshot.shortest_path(snapshot.node_count - 1).sentence
