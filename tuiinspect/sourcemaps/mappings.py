"""The `mappings` of a source map: base64 VLQ digits, decoded all at once into columns.

Every figure but the generated column is a difference from the segment before, through the whole text, so
that none can be known without all before it: a bundle's map has millions. numpy does that in a few passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Figures = NDArray[np.int64]

_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SEPARATOR, _FOREIGN = 64, 255
# Thirty-two bits and a sign take seven digits.
_MOST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Segment:
    """One mapped place; lines and columns count from 0. `source` and `name` are indices, None for none."""

    generated_column: int
    source: int
    line: int
    column: int
    name: int | None


@dataclass(frozen=True, slots=True)
class Mappings:
    """Segments in the order of the generated text; `starts` is the first of each line, and the end."""

    starts: Figures
    generated: Figures
    sources: Figures
    lines: Figures
    columns: Figures
    names: Figures

    def at(self, line: int, column: int) -> Segment | None:
        """The last segment at or before the position on its line, None where the line has no such."""
        if not 0 <= line < len(self.starts) - 1:
            return None
        first, end = int(self.starts[line]), int(self.starts[line + 1])
        found = first + int(self.generated[first:end].searchsorted(column, "right")) - 1
        if found < first or self.sources[found] < 0:
            return None
        name = int(self.names[found])
        return Segment(
            generated_column=int(self.generated[found]),
            source=int(self.sources[found]),
            line=int(self.lines[found]),
            column=int(self.columns[found]),
            name=name if name >= 0 else None,
        )


def decode(text: str) -> Mappings:
    """Decode a `mappings` string.

    Raises:
        ValueError: it is not one.
    """
    import numpy as np

    characters = np.frombuffer(text.encode("latin-1"), np.uint8)
    kinds = _kinds()[characters]
    if (kinds == _FOREIGN).any():
        raise ValueError("mappings with characters that are no digits")
    separator = kinds == _SEPARATOR
    numbers, ends = _numbers(kinds, separator)

    # A segment is what stands between two separators; empty ones are lines without mappings.
    segment_of_number = np.cumsum(separator)[ends]
    firsts = np.flatnonzero(np.diff(segment_of_number, prepend=-1))
    owners, sizes = segment_of_number[firsts], np.diff(firsts, append=len(numbers))
    if not ((sizes == 1) | (sizes == 4) | (sizes == 5)).all():
        raise ValueError("a segment of a wrong number of figures")
    semicolons = np.concatenate(([0], np.cumsum(characters[separator] == ord(";"))))
    line_of = semicolons[owners]
    starts = np.searchsorted(line_of, np.arange(int(semicolons[-1]) + 2))

    mapped, named = sizes >= 4, sizes == 5
    generated = np.cumsum(numbers[firsts])
    before = np.concatenate(([0], generated))[starts[:-1]]
    generated = generated - before[line_of]
    sources, lines, columns = (_running(numbers, firsts + field, mapped) for field in (1, 2, 3))
    names = _running(numbers, firsts + 4, named)
    sources[~mapped] = -1
    names[~named] = -1
    if min((int(figures.min()) for figures in (generated, lines, columns) if len(figures)), default=0) < 0:
        raise ValueError("a position before the beginning")

    found = [generated, sources, lines, columns, names]
    if (np.diff(generated)[line_of[1:] == line_of[:-1]] < 0).any():
        order = np.lexsort((generated, line_of))
        found = [figures[order] for figures in found]
    return Mappings(starts, *found)


def _kinds() -> NDArray[np.uint8]:
    """What each byte is: the value of a digit, a separator, or neither."""
    import numpy as np

    kinds = np.full(256, _FOREIGN, np.uint8)
    kinds[np.frombuffer(_DIGITS, np.uint8)] = np.arange(64)
    kinds[[ord(","), ord(";")]] = _SEPARATOR
    return kinds


def _numbers(kinds: NDArray[np.uint8], separator: NDArray[np.bool_]) -> tuple[Figures, Figures]:
    """The signed figures of the text and where each one ends."""
    import numpy as np

    digit_at = np.flatnonzero(~separator)
    digits = kinds[digit_at].astype(np.int64)
    last = digits < 32
    if not len(digits):
        return digits, digit_at
    ends = np.flatnonzero(last)
    begins = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - begins + 1
    unfinished = not last[-1] or bool((digit_at[ends] - digit_at[begins] != lengths - 1).any())
    if unfinished or int(lengths.max()) > _MOST_DIGITS:
        raise ValueError("a figure without an end")
    place = np.arange(len(digits)) - np.repeat(begins, lengths)
    magnitudes = np.add.reduceat((digits & 31) << (5 * place), begins)
    return np.where(magnitudes & 1, -(magnitudes >> 1), magnitudes >> 1), digit_at[ends]


def _running(numbers: Figures, at: Figures, present: NDArray[np.bool_]) -> Figures:
    """The running sum of one figure over the segments that have it."""
    import numpy as np

    differences = np.zeros(len(at), np.int64)
    differences[present] = numbers[at[present]]
    return np.cumsum(differences)
