"""Text eight bytes at a time: the same as byte by byte."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tuiinspect.heap.words import (
    bits_of_digits,
    digits_of,
    each_byte_is,
    eight_bytes,
    flags_of,
    not_digits,
    number_of,
    plain_bytes,
    put_eight_bytes,
)

_START = np.uint64(3)


def word_of(text: bytes) -> np.uint64:
    # What is compiled hands out Python's numbers.
    return np.uint64(eight_bytes(np.frombuffer(b"..." + text.ljust(8, b","), np.uint8).copy(), _START))


@settings(deadline=None)
@given(st.integers(0, 99_999_999), st.sampled_from([b",", b"\n,", b" ", b'"', b"-1", b".5"]))
def test_a_number_is_read_to_where_it_ends(number: int, behind: bytes) -> None:
    text = str(number).encode()
    word = word_of((text + behind)[:8])
    bits = np.uint64(bits_of_digits(word))
    assert bits == 8 * len(text)
    digits = np.uint64(digits_of(word, bits))
    assert not_digits(digits) == 0
    assert number_of(digits) == number


@settings(deadline=None)
@given(st.binary(min_size=8, max_size=8))
def test_what_is_no_digit_is_found_out(text: bytes) -> None:
    word = word_of(text)
    bits = np.uint64(bits_of_digits(word))
    taken = text[: int(bits) // 8]
    assert bool(bits and not_digits(np.uint64(digits_of(word, bits)))) != (taken == b"" or taken.isdigit())
    assert len(taken) == 8 or not text[len(taken) : len(taken) + 1].isdigit()


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(b'a"\\\x00\x80\xff!#[]')), min_size=8, max_size=8).map(bytes))
def test_bytes_before_a_quote_or_a_backslash_are_counted(text: bytes) -> None:
    expected = min(text.find(special) if special in text else 8 for special in (b'"', b"\\"))
    assert plain_bytes(word_of(text)) == expected


@settings(deadline=None)
@given(st.binary(min_size=8, max_size=8))
def test_a_word_is_put_where_it_belongs(text: bytes) -> None:
    room = np.zeros(16, np.uint8)
    put_eight_bytes(room, _START, word_of(text))
    assert room.tobytes() == bytes(3) + text + bytes(5)


@settings(deadline=None)
@given(st.lists(st.integers(0, 255) | st.integers(4, 7), min_size=8, max_size=8), st.integers(4, 7))
def test_bytes_of_one_value_are_found(values: list[int], wanted: int) -> None:
    word = word_of(bytes(values))
    flags = int(flags_of(np.uint64(each_byte_is(word, np.uint64(wanted * 0x0101010101010101)))))
    assert [bool(flags >> place & 1) for place in range(8)] == [value == wanted for value in values]
