"""Kernels that read JSON text byte by byte and may stop and go on anywhere, in the middle of a number too."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Longs
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.words import eight_bytes, plain_bytes, put_eight_bytes

MORE, CLOSED, UNEXPECTED, FULL = 0, 1, 2, 3
"""How a kernel ended: bytes used up, end of the value, a byte that cannot be there, no room to write."""

STATE_SIZE = 4

_WORD = 8
_START, _VALUE, _INSIDE, _ESCAPED, _AFTER = 0, 1, 2, 3, 4
_MOST_DIGITS = 18

_QUOTE, _COMMA, _MINUS, _ZERO, _NINE, _BACKSLASH = 34, 44, 45, 48, 57, 92
_OPEN_LIST, _CLOSE_LIST, _OPEN_OBJECT, _CLOSE_OBJECT = 91, 93, 123, 125
_SPACE, _TAB, _NEWLINE, _RETURN = 32, 9, 10, 13


def may_begin(state: Longs) -> bool:
    """Whether `read_integers` is between two numbers, with the comma behind it, or before the first."""
    return bool(state[0] in (_START, _VALUE))


def expect_value(state: Longs) -> None:
    """Tell `read_integers` that others have read up to a number: the array cannot end before it."""
    state[0] = _VALUE


@kernel
def read_integers(  # noqa: C901 - a state machine
    buffer: Bytes, position: int, end: int, state: Longs, values: Longs, filled: int
) -> tuple[int, int, int]:
    """Read the integers of an array whose `[` is already consumed.

    `state` (int64, STATE_SIZE zeros at first) holds phase, number, digits and sign between calls. Numbers go
    to `values[filled:]`. Returns (position, filled, outcome); after UNEXPECTED the position is the byte's.
    Numbers of more than 18 digits and fractions are UNEXPECTED.
    """
    phase, number, digits, sign = state[0], state[1], state[2], state[3]
    room = values.size
    outcome = MORE
    while position < end:
        byte = int(buffer[position])
        if _ZERO <= byte <= _NINE:
            if phase == _INSIDE:
                number = number * 10 + (byte - _ZERO)
                digits += 1
                if digits > _MOST_DIGITS:
                    outcome = UNEXPECTED
                    break
            elif phase == _AFTER:
                outcome = UNEXPECTED
                break
            elif filled == room:
                outcome = FULL
                break
            else:
                phase = _INSIDE
                number = byte - _ZERO
                digits = 1
                sign = 1
        elif byte == _COMMA:
            if phase == _INSIDE and digits > 0:
                values[filled] = number * sign
                filled += 1
            elif phase != _AFTER:
                outcome = UNEXPECTED
                break
            phase = _VALUE
        elif byte in (_NEWLINE, _SPACE, _RETURN, _TAB):
            if phase == _INSIDE:
                if digits == 0:
                    outcome = UNEXPECTED
                    break
                values[filled] = number * sign
                filled += 1
                phase = _AFTER
        elif byte == _CLOSE_LIST:
            if phase == _INSIDE and digits > 0:
                values[filled] = number * sign
                filled += 1
            elif phase != _AFTER and phase != _START:
                outcome = UNEXPECTED
                break
            position += 1
            outcome = CLOSED
            break
        elif byte == _MINUS and phase in (_START, _VALUE):
            if filled == room:
                outcome = FULL
                break
            phase = _INSIDE
            number = 0
            digits = 0
            sign = -1
        else:
            outcome = UNEXPECTED
            break
        position += 1
    state[0], state[1], state[2], state[3] = phase, number, digits, sign
    return position, filled, outcome


@kernel
def read_strings(  # noqa: C901 - a state machine
    buffer: Bytes, position: int, end: int, state: Longs, blob: Bytes, ends: Longs, count: int, used: int
) -> tuple[int, int, int, int]:
    """Read the strings of an array whose `[` is already consumed, still escaped as JSON escapes them.

    Their bytes go to `blob[used:]`, which must have room for `end - position` bytes; where string i ends goes
    to `ends[i]`. Returns (position, count, used, outcome). Bytes behind `used` may be any.
    """
    phase = state[0]
    room = ends.size
    outcome = MORE
    while position < end:
        byte = int(buffer[position])
        if phase == _INSIDE:
            if position + _WORD <= end and used + _WORD <= blob.size:
                word = eight_bytes(buffer, np.uint64(position))
                put_eight_bytes(blob, np.uint64(used), word)
                plain = int(plain_bytes(word))
                position += plain
                used += plain
                if plain == _WORD:
                    continue
                byte = int(buffer[position])
            if byte == _QUOTE:
                ends[count] = used
                count += 1
                phase = _AFTER
            else:
                blob[used] = byte
                used += 1
                if byte == _BACKSLASH:
                    phase = _ESCAPED
        elif phase == _ESCAPED:
            blob[used] = byte
            used += 1
            phase = _INSIDE
        elif byte == _QUOTE and phase != _AFTER:
            if count == room:
                outcome = FULL
                break
            phase = _INSIDE
        elif byte == _COMMA and phase == _AFTER:
            phase = _VALUE
        elif byte == _CLOSE_LIST and phase != _VALUE:
            position += 1
            outcome = CLOSED
            break
        elif byte != _NEWLINE and byte != _SPACE and byte != _RETURN and byte != _TAB:
            outcome = UNEXPECTED
            break
        position += 1
    state[0] = phase
    return position, count, used, outcome


@kernel
def skip_value(  # noqa: C901 - a state machine
    buffer: Bytes, position: int, end: int, state: Longs
) -> tuple[int, int]:
    """Pass over one JSON value of any kind; `state` holds depth, phase and whether it has begun.

    Returns (position, outcome). The byte that ends a bare number or word is left unread.
    """
    depth, phase, begun = state[0], state[1], state[2]
    outcome = MORE
    while position < end:
        byte = int(buffer[position])
        if phase == _INSIDE:
            if byte == _BACKSLASH:
                phase = _ESCAPED
            elif byte == _QUOTE:
                phase = _START
                if depth == 0:
                    position += 1
                    outcome = CLOSED
                    break
        elif phase == _ESCAPED:
            phase = _INSIDE
        elif byte == _QUOTE:
            phase = _INSIDE
            begun = 1
        elif byte in (_OPEN_LIST, _OPEN_OBJECT):
            depth += 1
            begun = 1
        elif depth == 0 and begun == 1 and (byte in (_COMMA, _CLOSE_OBJECT) or byte <= _SPACE):
            outcome = CLOSED
            break
        elif byte in (_CLOSE_LIST, _CLOSE_OBJECT):
            if depth == 0:
                outcome = UNEXPECTED
                break
            depth -= 1
            if depth == 0:
                position += 1
                outcome = CLOSED
                break
        elif byte > _SPACE:
            if depth == 0 and byte == _COMMA:
                outcome = UNEXPECTED
                break
            begun = 1
        position += 1
    state[0], state[1], state[2] = depth, phase, begun
    return position, outcome
