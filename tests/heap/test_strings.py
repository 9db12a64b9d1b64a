"""Strings kept as bytes: decoded when looked at, found and marked without decoding."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuiinspect.heap.arrays import Longs
from tuiinspect.heap.interfaces import formatted
from tuiinspect.heap.property_lists import shown_length
from tuiinspect.heap.strings import OBJECT, PROTO, StringTable, mark


def table(texts: list[str], *, ascii_only: bool = True) -> StringTable:
    raw = [json.dumps(text, ensure_ascii=ascii_only)[1:-1].encode("utf-8", "surrogatepass") for text in texts]
    ends = np.cumsum([len(piece) for piece in raw], dtype=np.int64)
    return made(b"".join(raw), ends)


def made(blob: bytes, ends: Longs) -> StringTable:
    marks = np.zeros(ends.size, np.uint16)
    column = np.frombuffer(blob, np.uint8).copy()
    mark(column, ends, 0, ends.size, marks)
    return StringTable(column, ends, marks)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1), st.booleans())
def test_every_string_comes_back(texts: list[str], ascii_only: bool) -> None:
    strings = table(texts, ascii_only=ascii_only)
    assert [strings[number] for number in range(len(strings))] == texts


def test_halves_of_surrogate_pairs_and_broken_escapes_are_no_errors() -> None:
    strings = table(["\ud83d", "😀", "plain"])
    assert strings[0] == "\ud83d"
    assert strings[1] == "😀"
    broken = made(rb"a\q\u12" + b"\xff", np.array([8], np.int64))
    assert broken[0].startswith("a\\q")


def test_added_strings_follow_those_of_the_file_and_are_added_once() -> None:
    strings = table(["a", "b"])
    assert (strings.add("c"), strings.add("a"), strings.add("c")) == (2, 3, 2)
    assert (strings[2], strings[3], len(strings)) == ("c", "a", 4)


def test_a_string_is_found_as_it_is_written() -> None:
    strings = table(["", "quote \"'", "Object", "Objects", "__proto__", "→"])
    assert [strings.find(text) for text in ("Object", "", "quote \"'", "→", "none")] == [2, 0, 1, 5, -1]
    assert strings.marks.tolist()[:5] == [0, 0, OBJECT, 0, PROTO]


@pytest.mark.parametrize("ascii_only", [True, False])
@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_the_length_in_an_interface_is_that_of_the_formatted_name(ascii_only: bool, text: str) -> None:
    strings = table([text], ascii_only=ascii_only)
    expected = len(formatted(text).encode("utf-16-le")) // 2
    assert shown_length(strings.blob, 0, int(strings.ends[0])) == min(255, expected)
