"""Text eight bytes at a time, in one machine word.

To look at one digit after another costs a guess of the processor's for each number, wrong as often as its
length changes; two threads that share a core pay for both. Here the length is computed. The digits of a
number are joined pairwise, as Daniel Lemire describes it ("Quickly parsing eight digits", 2018); how a byte
is found in a word is from Sean Anderson's "Bit Twiddling Hacks".
"""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes
from tuiinspect.heap.jit import kernel

EIGHT = np.uint64(64)
"""The bits of eight digits: there may be more of them."""

_MARKS, _ONES = np.uint64(0x1010101010101010), np.uint64(0x0101010101010101)
_ZEROS, _LOW = np.uint64(0x3030303030303030), np.uint64(0x7F7F7F7F7F7F7F7F)
_TOO_MUCH, _HIGH = np.uint64(0x7676767676767676), np.uint64(0x8080808080808080)
_PAIRS, _FOURS, _ALL = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0000FFFF0000FFFF), np.uint64(0xFFFFFFFF)
_1, _2, _3, _4, _5, _6, _7, _8 = (np.uint64(number) for number in range(1, 9))
_10, _16, _24, _32, _40, _48, _56 = (np.uint64(number) for number in (10, 16, 24, 32, 40, 48, 56))
_QUOTES, _BACKSLASHES = np.uint64(0x2222222222222222), np.uint64(0x5C5C5C5C5C5C5C5C)
_BYTE = np.uint64(255)
_TOGETHER = np.uint64(0x0102040810204080)
_100, _10000 = np.uint64(100), np.uint64(10000)


@kernel
def eight_bytes(text: Bytes, place: np.uint64) -> np.uint64:
    """`text[place : place + 8]`, the first byte lowest. LLVM makes one load of it."""
    low = np.uint64(text[place]) | np.uint64(text[place + _1]) << _8
    low |= np.uint64(text[place + _2]) << _16 | np.uint64(text[place + _3]) << _24
    high = np.uint64(text[place + _4]) | np.uint64(text[place + _5]) << _8
    high |= np.uint64(text[place + _6]) << _16 | np.uint64(text[place + _7]) << _24
    return low | high << _32


@kernel
def put_eight_bytes(text: Bytes, place: np.uint64, word: np.uint64) -> None:
    """The word to `text[place : place + 8]`. LLVM makes one store of it."""
    text[place] = word & _BYTE
    text[place + _1] = word >> _8 & _BYTE
    text[place + _2] = word >> _16 & _BYTE
    text[place + _3] = word >> _24 & _BYTE
    text[place + _4] = word >> _32 & _BYTE
    text[place + _5] = word >> _40 & _BYTE
    text[place + _6] = word >> _48 & _BYTE
    text[place + _7] = word >> _56 & _BYTE


@kernel
def plain_bytes(word: np.uint64) -> np.uint64:
    """How many bytes are before the first quote or backslash; 8 where there is none."""
    quotes, backslashes = word ^ _QUOTES, word ^ _BACKSLASHES
    found = ((quotes - _ONES) & ~quotes | (backslashes - _ONES) & ~backslashes) & _HIGH
    return (((found - _1) & ~found) >> _7 & _ONES) * _ONES >> _56


@kernel
def each_byte_is(word: np.uint64, wanted: np.uint64) -> np.uint64:
    """The highest bit of each byte that is the same in both."""
    other = word ^ wanted
    return ~((other & _LOW) + _LOW | other) & _HIGH


@kernel
def flags_of(highest: np.uint64) -> np.uint64:
    """The highest bits of eight bytes in one, that of the first byte lowest."""
    return (highest >> _7) * _TOGETHER >> _56


@kernel
def bits_of_digits(word: np.uint64) -> np.uint64:
    """Eight times the number of bytes before the first that ends a number: a comma, a space or another byte
    whose fifth bit is not set. It is set in digits, and in bytes that `digits_of` finds out."""
    digits = word & _MARKS
    others = digits ^ _MARKS
    return ((others - _1) & digits) * _ONES >> _56 >> _1


@kernel
def digits_of(word: np.uint64, bits: np.uint64) -> np.uint64:
    """The first `bits` (8 to 64) of the word as digits behind zeros: one a byte, the last highest."""
    return (word ^ _ZEROS) << (EIGHT - bits)


@kernel
def not_digits(digits: np.uint64) -> np.uint64:
    """Zero if each byte is a digit."""
    return ((digits & _LOW) + _TOO_MUCH | digits) & _HIGH


@kernel
def number_of(digits: np.uint64) -> np.uint64:
    """What the digits say."""
    pairs = (digits * _10 + (digits >> _8)) & _PAIRS
    fours = (pairs * _100 + (pairs >> _16)) & _FOURS
    return (fours * _10000 + (fours >> _32)) & _ALL
