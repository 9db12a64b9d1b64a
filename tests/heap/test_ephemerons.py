"""Names of WeakMap edges against DevTools' regular expression."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuiinspect.heap.arrays import Bytes, Longs
from tuiinspect.heap.ephemerons import Ephemerons, PairNames

_NAME = re.compile(r"\d+( / part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\))")


def joined(texts: list[str]) -> tuple[Bytes, Longs]:
    raw = [text.encode() for text in texts]
    return np.frombuffer(b"".join(raw), np.uint8).copy(), np.cumsum(
        [len(text) for text in raw], dtype=np.int64
    )


def read(texts: list[str], *, step: int | None = None) -> Ephemerons:
    blob, ends = joined(texts)
    names = PairNames()
    for count in range(0, len(texts), step or len(texts) or 1):
        names.read(blob, ends, count)
    names.read(blob, ends, len(texts))
    return names.ephemerons()


def pair(number: int, key: int, value: int, table: int, *, classes: tuple[str, str] = ("K", "V")) -> str:
    key_name, value_name = classes
    return (
        f"{number} / part of key ({key_name} @{key}) -> value ({value_name} @{value}) "
        f"pair in WeakMap (table @{table})"
    )


_PIECES = st.sampled_from(
    ["1", "22", " / part of key (", ") -> value (", " pair in WeakMap (table @", ")", " @", "(", "A @3", "x"]
)
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=14).map("".join),
    st.builds(
        lambda number, key, value, table, a, b: pair(number, key, value, table, classes=(a, b)),
        *[st.integers(0, 3)] * 4,
        *[st.sampled_from(["K", "", "a) -> value (b", "a @1) -> value (b @2", ") -> value ("])] * 2,
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_TEXTS, max_size=8), st.integers(1, 4))
def test_what_the_regular_expression_takes_for_a_pair_is_one(texts: list[str], step: int) -> None:
    found = read(texts, step=step)
    for text, number in zip(texts, found.pair_of.tolist(), strict=True):
        match = _NAME.fullmatch(text)
        assert (number >= 0) == (match is not None), text
        if match is not None:
            assert found.tables[number] == int(match[2])


def test_both_edges_of_a_pair_have_its_number_and_no_others() -> None:
    texts = ["", pair(1, 3, 5, 7), "a", pair(2, 3, 5, 7), pair(3, 3, 5, 9), pair(4, 5, 3, 7)]
    found = read(texts)
    assert found.pair_of.tolist() == [-1, 0, -1, 0, 1, 2]
    assert found.tables.tolist() == [7, 9, 7]


@pytest.mark.parametrize("step", [1000, 777, None])
def test_thousands_of_pairs_that_come_in_pieces(step: int | None) -> None:
    texts = [
        text for n in range(3000) for text in (pair(n, n, n + 1, 7), f"name {n}", pair(n + 1, n, n + 1, 7))
    ]
    found = read(texts, step=step)
    assert found.pair_of.tolist() == [number for n in range(3000) for number in (n, -1, n)]
